"""Sheets of plain grammars.

What can be empty has no definition: the empty text is taken out of every rule and choice, and
what uses it may leave it out. Spaces at the ends of a definition, which Chatito takes away, are put
beside its uses, where these touch something; where they do not, nothing is lost.
"""

from __future__ import annotations

from fractions import Fraction

from ...compiler import ir
from ...dsl.findings import Finding
from ...dsl.span import Span
from ..plain.names import Names
from ..plain.plain import Plain
from ..say import approximated, lost, refused
from .repeated import MOST_COPIES, within
from .rows import Rows
from .sheet import SPACE, Defined, Piece, Pieces, Ref, Sheet, Text, Ways, bare, merged, shared, tidy
from .valued import Valued

MOST_WAYS = 200
"""So many sentences are made of one that can't be said otherwise."""

Content = tuple[Fraction, Ways]
"""The probability of the empty text, and the other ways, which may have spaces at their ends."""


class Making:
    """Makes a sheet; `findings` are what is to be said of it."""

    sticky = False
    """Whether a space goes with what stands behind it, and is gone where that is left out."""

    def __init__(self, plain: Plain, target: str, place: Span) -> None:
        self.findings: list[Finding] = []
        self.sheet = Sheet()
        self._plain = plain
        self._target = target
        self._place = place
        self._owner = ""
        self._inside: str | None = None
        self._lost: dict[str, dict[str, None]] = {}
        self._rows = Rows(plain, target, place, self.findings)
        self._valued = Valued(plain, self._rows.of)
        self._names = Names(self._legal, self._legal, reserved=self._valued.all())
        self._known: dict[object, Ref] = {}
        self._contents: dict[object, Content] = {}
        self._variations: dict[str, list[str | None]] = {}
        self._spoken: dict[str, bool] = {}
        self._by: dict[tuple[str, str, str | None], Defined] = {}

    def make(self, counts: dict[str, int]) -> Sheet:
        """The sheet, with *counts* of examples by intent."""
        for intent in self._plain.intents:
            self._owner = intent.name
            defined = Defined("%", intent.name, None, [], count=counts.get(intent.name))
            self.sheet.definitions.append(defined)
            empty, ways = self.content(intent.body, False, False)
            ways = merged((mass, bare(pieces)[1]) for mass, pieces in ways)
            ways, blank = [way for way in ways if way[1]], any(not pieces for _, pieces in ways)
            if empty or blank:
                self.findings.append(
                    approximated(
                        f"The intent {intent.name} can be empty; {self._target} has no empty"
                        " sentence.",
                        self._place,
                    )
                )
            if not ways:
                self.findings.append(
                    refused(f"The intent {intent.name} has no text at all.", self._place)
                )
            else:
                defined.ways = shared(ways)
        for name in self._valued.cut:
            self._note("Canonical values that are put together in too many ways are lost", name)
        self._say()
        return self.sheet

    def _say(self) -> None:
        for what, names in self._lost.items():
            shown = ", ".join(list(names)[:3]) + (" …" if len(names) > 3 else "")
            self.findings.append(lost(f"{what} ({len(names)}: {shown}).", self._place))

    def _note(self, what: str, name: str) -> None:
        self._lost.setdefault(what, {})[name] = None

    # ------------------------------------------------------------------- contents

    def content(self, node: ir.Node, left: bool, right: bool) -> Content:
        """The ways of *node*, which touches what stands left of it and right of it."""
        if isinstance(node, ir.Text):
            return Fraction(0), [(Fraction(1), (Text(node.text),))]
        if isinstance(node, ir.Space):
            return Fraction(0), [(Fraction(1), (SPACE,))]
        if isinstance(node, ir.Choice):
            return self._choice(node, left, right)
        if isinstance(node, ir.Call):
            key = ("rule", node.rule, left, right, self._inside is not None)
            if key not in self._contents:
                owner, self._owner = self._owner, node.rule
                self._contents[key] = self._choice(self._plain.rules[node.rule], left, right)
                self._owner = owner
            return self._contents[key]
        if isinstance(node, ir.Draw):
            rows = [(Fraction(w), _words(t)) for t, _, w in self._rows.of(node.catalogue)]
            return Fraction(0), shared(merged(rows)) if rows else []
        if isinstance(node, ir.Slot):
            return self._slot(node, left, right)
        if isinstance(node, ir.Repeat):
            return self._repeat(node, left, right)
        if isinstance(node, ir.Constant | ir.Context):
            self._note(f"Slots without text are lost: {self._target} has none", node.name)
        return Fraction(1), []

    def _repeat(self, node: ir.Repeat, left: bool, right: bool) -> Content:
        if node.high is None:
            self._note_once(
                f"Repeats without end are repeats of {MOST_COPIES} more at most in {self._target}."
            )
        return self.content(within(node), left, right)

    def _choice(self, node: ir.Choice, left: bool, right: bool) -> Content:
        total = sum(o.weight for o in node.options)
        empty = Fraction(0)
        found: Ways = []
        for option in node.options:
            share = Fraction(option.weight, total)
            nothing, ways = self.sequence(option.parts, left, right)
            empty += share * nothing
            found += [(share * mass, pieces) for mass, pieces in ways]
        # Less than 1 where an alternative has nothing to say.
        total_mass = empty + sum((mass for mass, _ in found), Fraction(0))
        if not total_mass:
            return empty, []
        return empty / total_mass, merged((mass / total_mass, p) for mass, p in found)

    def sequence(self, parts: tuple[ir.Node, ...], left: bool, right: bool) -> Content:
        """The ways of parts one after the other: masses are probabilities, those of the ways and
        of the empty text sum to 1."""
        sides = [
            (
                left if at == 0 else not isinstance(parts[at - 1], ir.Space),
                right if at == len(parts) - 1 else not isinstance(parts[at + 1], ir.Space),
            )
            for at in range(len(parts))
        ]
        items = [self._item(part, *side) for part, side in zip(parts, sides, strict=True)]
        if any(not empty and not ways for empty, ways in items):
            return Fraction(0), []
        texts = [not isinstance(part, ir.Space) for part in parts]
        # Something must be there: the first part that is stands without a question mark.
        sure = any(t and not empty for t, (empty, _) in zip(texts, items, strict=True))
        begun: list[tuple[Fraction, bool, Pieces]] = [(Fraction(1), sure, ())]
        for at, (empty, ways) in enumerate(items):
            following: list[tuple[Fraction, bool, Pieces]] = []
            edge = not all(texts) and (
                (left and not any(texts[:at])) or (right and not any(texts[at + 1 :]))
            )
            optional = None
            if empty and ways and not (self.sticky and sides[at] == (False, True)):
                optional = self._optional(parts[at], empty, ways, sides[at])
            for mass, there, pieces in begun:
                if not empty or not ways:
                    if not ways:
                        following.append((mass, there, pieces))
                        continue
                    now = there or texts[at]
                    following += [(mass * m, now, pieces + p) for m, p in ways]
                elif there and optional is not None and not edge:
                    following.append((mass, True, (*pieces, optional)))
                else:
                    following.append((mass * empty, there, pieces))
                    following += [(mass * m, True, pieces + p) for m, p in ways]
            if len(following) > MOST_WAYS and len(following) > len(begun):
                following = self._fewer(begun, parts[at], empty, ways, sides[at]) or following
            begun = following
        nothing = sum((m for m, there, _ in begun if not there), Fraction(0))
        # Spaces between parts that are all absent are spaces still where they touch something.
        found = [(m, tidy(p)) for m, there, p in begun if there]
        if (left or right) and any(not t for t in texts):
            spaces = [(m, tidy(p)) for m, there, p in begun if not there and p]
            found += spaces
            nothing -= sum((m for m, _ in spaces), Fraction(0))
        return nothing, merged(found)

    def _fewer(
        self,
        begun: list[tuple[Fraction, bool, Pieces]],
        part: ir.Node,
        empty: Fraction,
        ways: Ways,
        sides: tuple[bool, bool],
    ) -> list[tuple[Fraction, bool, Pieces]] | None:
        """A part that would make too many sentences: left out as often as a question mark says;
        None where it is never left out."""
        near = Fraction(1, min(50, max(2, round(1 / empty)))) if empty else empty
        ref = self._optional(part, near, ways, sides, any_way=True)
        if ref is None:
            return None
        self._note_once(
            f"In {self._owner} parts are left out in more ways than {self._target} can say;"
            " the odds are near."
        )
        return [(mass, there, (*pieces, ref)) for mass, there, pieces in begun]

    def _item(self, part: ir.Node, left: bool, right: bool) -> Content:
        """A part of a sentence: one use of a definition, unless spaces stand at its ends."""
        if isinstance(part, ir.Text | ir.Space | ir.Constant | ir.Context):
            return self.content(part, left, right)
        empty, ways = self.content(part, left, right)
        if not ways:
            return empty, []
        groups: dict[tuple[bool, bool], Ways] = {}
        for mass, pieces in ways:
            before, middle, behind = bare(pieces)
            before, behind = before and left, behind and right
            groups.setdefault((before, behind) if middle else (True, True), []).append(
                (mass, middle)
            )
        found: Ways = []
        for (before, behind), inner in groups.items():
            mass = sum((m for m, _ in inner), Fraction(0))
            only = merged(inner)
            if len(only) == 1:
                use: Pieces = only[0][1]
            else:
                use = (self._alias(part, shared(only)),)
            if not use:
                found.append((mass, (SPACE,)))
                continue
            found.append((mass, (*[SPACE] * before, *use, *[SPACE] * behind)))
        return empty, found

    def _alias(self, part: ir.Node, ways: Ways) -> Ref:
        key = tuple(ways)
        if key not in self._known:
            wanted = part.rule if isinstance(part, ir.Call) else self._owner
            if isinstance(part, ir.Draw):
                wanted = part.catalogue
            elif len(ways) == 1:
                wanted = _wanted(ways[0][1]) or wanted
            name = self._names.name(wanted)
            self._known[key] = Ref("~", name)
            self._define(Defined("~", name, None, ways))
        return self._known[key]

    def _define(self, defined: Defined) -> None:
        self.sheet.definitions.append(defined)
        self._by[defined.kind, defined.name, defined.variation] = defined

    def _optional(
        self,
        part: ir.Node,
        empty: Fraction,
        ways: Ways,
        sides: tuple[bool, bool],
        *,
        any_way: bool = False,
    ) -> Ref | None:
        """One optional use for a part that is *empty* that often; None where none says it.
        Chatito leaves a definition of n sentences out once in n + 1 times."""
        if empty.numerator != 1 or empty.denominator > 50:
            return None
        edges = any(bare(p)[1] != p for _, p in ways)
        if edges and not any_way:
            return None
        pieces = merged((m, bare(p)[1]) for m, p in ways)
        count = empty.denominator - 1
        ways = shared(pieces)
        if len(ways) == 1 and len(ways[0][1]) == 1:
            # A use of a definition that has so many sentences itself, or a word.
            only = ways[0][1][0]
            if isinstance(only, Ref) and not only.optional:
                defined = self._by[only.kind, only.name, only.variation]
                if len(defined.ways) == count:
                    return Ref(only.kind, only.name, only.variation, True)
            if isinstance(only, Text) and count == 1 and self._speaks(only.text):
                return Ref("~", only.text, None, True)
        if len(ways) == count:
            named = self._alias(part, ways)
            return Ref("~", named.name, None, True)
        inner: Pieces = ways[0][1] if len(ways) == 1 else (self._alias(part, ways),)
        key = ("copies", inner, count)
        if key not in self._known:
            name = self._names.name(_wanted(inner) or self._owner)
            self._known[key] = Ref("~", name, None, True)
            copies = [(Fraction(1, count), inner)] * count
            self._define(Defined("~", name, None, copies))
        return self._known[key]

    def _speaks(self, text: str) -> bool:
        """Whether `~[text]`, which nothing defines, may stand for the text; then nothing else is
        given that name."""
        if text not in self._spoken:
            self._spoken[text] = _legal_name(text) and self._names.name(text) == text
        return self._spoken[text]

    def _legal(self, character: str) -> bool:
        return _legal(character)

    # ------------------------------------------------------------------- slots

    def _slot(self, node: ir.Slot, left: bool, right: bool) -> Content:
        if self._inside is not None:
            self._note(f"Slots within slots are lost: {self._target} has none", node.name)
            return self.content(node.body, left, right)
        self._inside = node.name
        try:
            empty, groups = self._fillers(node, left, right)
        finally:
            self._inside = None
        found: Ways = []
        for (before, behind), ways in groups.items():
            mass = sum((m for m, _ in ways), Fraction(0))
            ref = self._defined(node, shared(merged(ways)))
            found.append((mass, (*[SPACE] * before, ref, *[SPACE] * behind)))
        return empty, found

    def _fillers(
        self, node: ir.Slot, left: bool, right: bool
    ) -> tuple[Fraction, dict[tuple[bool, bool], Ways]]:
        """What fills a slot, by the spaces at its ends, which belong outside; what has a canonical
        value is the one use of the alias of that name."""
        empty = Fraction(0)
        groups: dict[tuple[bool, bool], dict[str | None, Ways]] = {}
        for share, value, parts in self._valued.of(node.body):
            if len(parts) == 1:
                nothing, ways = self.content(parts[0], left, right)
            else:
                nothing, ways = self.sequence(parts, left, right)
            empty += share * nothing
            for mass, pieces in ways:
                before, middle, behind = bare(pieces)
                if not middle:
                    empty += share * mass
                    continue
                values = groups.setdefault((before and left, behind and right), {})
                values.setdefault(value, []).append((share * mass, middle))
        found: dict[tuple[bool, bool], Ways] = {}
        for sides, values in groups.items():
            ways = found[sides] = []
            for value, own in values.items():
                mass = sum((m for m, _ in own), Fraction(0))
                # Without a value of its own a text is its own value.
                if value is None or all(p == _words(value) for _, p in own):
                    ways += own
                else:
                    ways += self._with_value(value, mass, own)
        return empty, found

    def _with_value(self, value: str, mass: Fraction, ways: Ways) -> Ways:
        """The sentences of a slot that have a canonical value."""
        ref = self._value(value, shared(merged(ways)))
        return ways if ref is None else [(mass, (ref,))]

    def _value(self, value: str, ways: Ways) -> Ref | None:
        """The alias that is named as a canonical value; None where there is no such one."""
        if not _legal_name(value):
            self._note(
                f"Canonical values that no alias of {self._target} can be named are lost", value
            )
            return None
        key = ("value", value)
        taken = ("~", value, None) in self._by or value in self._spoken
        if key not in self._known and not taken:
            self._known[key] = Ref("~", value)
            self._define(Defined("~", value, None, ways, True))
            self._known["value", value, tuple(ways)] = self._known[key]
        if ("value", value, tuple(ways)) not in self._known:
            self._note(
                f"Canonical values that stand for other texts in another place are lost there:"
                f" an alias of {self._target} has one meaning",
                value,
            )
            return None
        return self._known[key]

    def _defined(self, node: ir.Slot, ways: Ways) -> Ref:
        key = ("slot", node.name, tuple(ways))
        if key not in self._known:
            others = self._variations.setdefault(node.name, [])
            variation: str | None = None
            if others:
                body = _only(node.body)
                wanted = str(len(others) + 1)
                if isinstance(body, ir.Call):
                    wanted = body.rule
                elif isinstance(body, ir.Draw):
                    wanted = body.catalogue
                variation = wanted if wanted not in others else f"{wanted}_{len(others) + 1}"
            others.append(variation)
            self._known[key] = Ref("@", node.name, variation)
            self._define(Defined("@", node.name, variation, ways))
        return self._known[key]

    def _note_once(self, what: str) -> None:
        found = approximated(what, self._place)
        if found not in self.findings:
            self.findings.append(found)


def _wanted(pieces: Pieces) -> str:
    """A name for an alias of these pieces: the text that they begin with, or what they use."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, Ref):
            return " ".join(texts) or piece.name
        if isinstance(piece, Text):
            texts.append(piece.text)
    return " ".join(texts[:4])


def _words(text: str) -> Pieces:
    found: list[Piece] = []
    for word in text.split(" "):
        found += [SPACE, Text(word)] if found else [Text(word)]
    return tuple(found)


def _only(node: ir.Node) -> ir.Node:
    while (
        isinstance(node, ir.Choice) and len(node.options) == 1 and len(node.options[0].parts) == 1
    ):
        node = node.options[0].parts[0]
    return node


def _legal(character: str) -> bool:
    return character not in "]?\n\r"


def _legal_name(name: str) -> bool:
    return bool(name.strip()) and name == name.strip() and all(map(_legal, name))
