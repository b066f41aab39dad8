"""Spelling: a plain grammar over characters, with a single space wherever one is meant.

A space stands between texts only, so what a part writes depends on what stands before it. Parts
are therefore written *in a mode* (there is nothing yet; they touch; a space is due), and tell in
which mode they leave off. Nearly all rules begin and end with a word in every way, and stay one
rule; the others become one for each pair of modes that is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...compiler import ir
from ...corpora.annotated import escaped, written_value
from ..plain import lost
from ..plain.lists import PlainList
from ..plain.mapped import fresh
from ..plain.permuted import without_permutations
from ..plain.plain import Plain
from .constants import countable, recursive
from .ends import JOINED, LABELLED, SPACED, Constants, End, EndsOf, constant
from .expressions import EMPTY, Chars, Expr, Lit, Ref, Spelled, alt, many, seq
from .texts import FEW, digits, expression

START, FRESH, WAITING = 0, 3, 4
"""Further modes: nothing is written yet; the same within a slot that touches what is before it,
where no space may come first; and where one must."""

MOST_LISTED = 100_000
"""So many rows of a list are written at most."""

MOST_LABELLED = 1_000
"""So many rows of a list are written with the canonical value of each."""

_BEFORE = {START: "", JOINED: "", SPACED: " ", FRESH: "", LABELLED: "|"}


class After(NamedTuple):
    """The mode behind a part, and the constants that came with it."""

    mode: int
    constants: Constants = ()


Ways = dict[After, Expr]
Found = dict[After, list[Expr]]


def _joined(found: Found) -> Ways:
    return {after: alt(exprs) for after, exprs in found.items()}


class Unlisted(Exception):
    """A list can't be written, and why; never leaves this folder."""


class Spelling:
    """Writes the texts of a grammar, or annotated texts: `form` is `text`, `annotated`, or
    `golden`, with the intent and a tab before it. Lists of more than *shown* texts share their
    beginnings and ends. `silenced` says how many constants had to be left out, `valueless` names
    the slots whose canonical values are."""

    def __init__(self, plain: Plain, form: str, shown: int = FEW) -> None:
        self._labels = form != "text"
        self._golden = form == "golden"
        self._shown = shown
        plain = without_permutations(plain)
        self.silenced = 0
        if self._labels:
            before = lost.constants(plain)
            plain = countable(plain)
            self.silenced = before - lost.constants(plain)
        self._plain = plain
        self._ends = EndsOf(plain, self._labels)
        self._names = fresh(plain)
        self._rules: dict[str, Expr] = {}
        self._variants: dict[tuple[str, int, After, bool], str] = {}
        self._waiting: list[tuple[str, str, int, After, bool]] = []
        self._rules_made: set[str] = set()
        self._lists: dict[tuple[str, str], Ref] = {}
        self._labelled: dict[tuple[str, str, int, bool], Ways] = {}
        self._recursive = recursive(plain)
        self.valueless: dict[str, None] = {}

    def spelled(self) -> Spelled:
        """The grammar; `Unlisted` for a list that can't be written."""
        roots: list[Expr] = []
        bodies: dict[str, Expr] = {}
        for intent in self._plain.intents:
            ways = self._node(intent.body, START, True)  # no matter how it ends
            body = alt(seq([text, self._closing(after)]) for after, text in ways.items())
            bodies[intent.name] = body
            roots.append(seq([Lit(f"{intent.name}\t" if self._golden else ""), Ref(intent.name)]))
        while self._waiting:
            name, rule, mode, after, spaced = self._waiting.pop()
            self._rules[name] = self._node(self._plain.rules[rule], mode, spaced)[after]
        start = self._names.name("root")
        order = [*self._plain.rules, *self._plain.catalogues]
        at = {name: number for number, name in enumerate(order)}
        made = sorted(self._rules, key=lambda name: at.get(name, len(at)))
        rules = {start: alt(roots), **bodies, **{name: self._rules[name] for name in made}}
        return Spelled(start, rules)

    def _closing(self, after: After) -> Expr:
        if not self._labels:
            return EMPTY
        shown = " ".join(f"{{}}|{name}={written_value(v)}" for name, v in after.constants)
        return Lit(f" {shown}" if shown and after.mode != START else shown)

    # ------------------------------------------------------------------ nodes

    def _node(self, node: ir.Node, mode: int, spaced: bool = False) -> Ways:
        """The ways of *node* in *mode*; with *spaced*, a space stands behind it."""
        if isinstance(node, ir.Choice):
            found: Found = {}
            for option in node.options:
                self._add(found, self._parts(option.parts, mode, spaced))
            return _joined(found)
        if isinstance(node, ir.Call):
            return self._call(node.rule, mode, spaced)
        if isinstance(node, ir.Slot):
            if self._labels:
                return self._slot(node, mode, spaced)
            return self._node(node.body, mode, spaced)
        ways = self._leaf(node, mode)
        return self._space(ways) if spaced else ways

    def _leaf(self, node: ir.Node, mode: int) -> Ways:
        if isinstance(node, ir.Text):
            return self._said(Lit(self._literal(node.text)), mode)
        if isinstance(node, ir.Space):
            return self._space({After(mode): EMPTY})
        if isinstance(node, ir.Constant | ir.Context):
            return {After(mode, (constant(node),) if self._labels else ()): EMPTY}
        if isinstance(node, ir.Draw):
            return self._said(self._list(node.catalogue), mode)
        assert isinstance(node, ir.Repeat)
        return self._repeat(node, mode)

    def _said(self, expr: Expr, mode: int) -> Ways:
        if mode == WAITING:
            return {}
        return {After(JOINED): seq([Lit(_BEFORE[mode]), expr])}

    def _space(self, ways: Ways) -> Ways:
        """*ways* with a space behind them; those where none may come are gone."""
        found: Found = {}
        for (mode, constants), expr in ways.items():
            if mode != FRESH:
                then = START if mode in (START, WAITING) else SPACED
                self._add(found, {After(then, constants): expr})
        return _joined(found)

    def _add(self, found: Found, ways: Ways, before: Expr = EMPTY, earlier: Constants = ()) -> None:
        for (mode, constants), expr in ways.items():
            key = After(mode, earlier + constants)
            found.setdefault(key, []).append(seq([before, expr]))

    def _parts(self, parts: Sequence[ir.Node], mode: int, spaced: bool = False) -> Ways:
        """Parts one after the other. One with a space behind it is written together with that, so
        that what it leaves open is settled before anything else is."""
        units: list[tuple[ir.Node, bool]] = []
        for part in parts:
            if isinstance(part, ir.Space) and units and not isinstance(units[-1][0], ir.Space):
                units[-1] = (units[-1][0], True)
            else:
                units.append((part, False))
        if spaced and units:
            units[-1] = (units[-1][0], True)
        found: Ways = {After(mode): EMPTY}
        for part, then_space in units:
            following: Found = {}
            for (now, constants), before in found.items():
                self._add(following, self._node(part, now, then_space), before, constants)
            found = _joined(following)
        return found if units or not spaced else self._space(found)

    def _call(self, rule: str, mode: int, spaced: bool) -> Ways:
        ends = list(self._ends.rule(rule))
        if all(end.said for end in ends):
            # where there is nothing before, or a space, it doesn't matter who wants it
            free = mode in (START, SPACED) or not any(end.lead for end in ends)
            if free and mode != WAITING:
                afters = dict.fromkeys(
                    After(SPACED if spaced else end.after, end.constants) for end in ends
                )
                return {
                    after: seq([Lit(_BEFORE[mode]), self._variant(rule, START, after, spaced)])
                    for after in afters
                }
        found: Ways = {}
        texts = {self._after(end, mode, spaced) for end in ends if end.said}
        for end in ends:
            after = self._after(end, mode, spaced)
            if after is not None and after not in found:
                text = after in texts
                found[after] = self._variant(rule, mode, after, spaced) if text else EMPTY
        return found

    def _variant(self, rule: str, mode: int, after: After, spaced: bool) -> Ref:
        """The rule for *rule* in that mode, as far as it leads to *after*."""
        key = (rule, mode, after, spaced)
        if key not in self._variants:
            first = rule not in self._rules_made
            self._rules_made.add(rule)
            self._variants[key] = rule if first else self._names.name(f"{rule}-{_NAMED[mode]}")
            self._waiting.append((self._variants[key], *key))
        return Ref(self._variants[key])

    def _after(self, end: End, mode: int, spaced: bool) -> After | None:
        """Where a text with that end leads from *mode*; None where it can't stand there."""
        if end.said:
            if (mode == FRESH and end.lead) or (mode == WAITING and not end.lead):
                return None
            return After(SPACED if spaced else end.after, end.constants)
        after = After(mode, end.constants)
        return next(iter(self._space({after: EMPTY})), None) if end.lead or spaced else after

    def _slot(self, node: ir.Slot, mode: int, spaced: bool) -> Ways:
        if mode in (JOINED, LABELLED):
            touching = _BEFORE[mode]
            inside = [(f"{touching}{{", FRESH), (" {", WAITING)]
        elif mode == SPACED:
            inside = [(" {", START)]
        else:
            inside = [("{", mode)]
        found: Found = {}
        for opening, within in inside:
            for after, expr in self._filled(node, within, spaced).items():
                then = after._replace(mode=SPACED if after.mode == SPACED else LABELLED)
                self._add(found, {then: expr}, Lit(opening))
        for end in self._ends.of(node.body):
            where = None if end.said else self._after(end, mode, spaced)
            if where is not None:
                self._add(found, {where: EMPTY})
        return _joined(found)

    def _filled(self, node: ir.Slot, mode: int, spaced: bool) -> Ways:
        """The texts in a slot, with its closing and label behind them."""
        ways = self._ended(node.body, f"}}|{node.name}", mode, spaced)
        return {a: expr for a, expr in ways.items() if a.mode in (JOINED, SPACED, LABELLED)}

    def _ended(self, node: ir.Node, label: str, mode: int, spaced: bool) -> Ways:
        """The ways of *node* with *label* behind them, and the canonical value behind that."""
        if isinstance(node, ir.Choice):
            found: Found = {}
            for option in node.options:
                if option.value is not None:
                    value = f"{label}={written_value(option.value)}"
                    self._add(found, _behind(self._parts(option.parts, mode, spaced), value))
                elif len(option.parts) == 1:
                    self._add(found, self._ended(option.parts[0], label, mode, spaced))
                else:
                    self._miss(option.parts, label)
                    self._add(found, _behind(self._parts(option.parts, mode, spaced), label))
            return _joined(found)
        if isinstance(node, ir.Call) and node.rule not in self._recursive:
            key = (node.rule, label, mode, spaced)
            if key not in self._labelled:
                ways = self._ended(self._plain.rules[node.rule], label, mode, spaced)
                self._labelled[key] = {}
                for after, expr in ways.items():
                    name = self._names.name(f"{node.rule}-labelled")
                    self._rules[name] = expr
                    self._labelled[key][after] = Ref(name)
            return self._labelled[key]
        if isinstance(node, ir.Draw) and mode != WAITING:
            made = self._plain.catalogues[node.catalogue]
            if _gives_values(made) and len(made) <= MOST_LABELLED:
                listed = self._list(node.catalogue, label)
                return {After(SPACED if spaced else JOINED): listed}
        self._miss((node,), label)
        return _behind(self._node(node, mode, spaced), label)

    def _miss(self, nodes: Sequence[ir.Node], label: str) -> None:
        """Keeps in mind that *nodes* give canonical values that are not written."""
        if any(self._valued(node, set()) for node in nodes):
            self.valueless[label.partition("|")[2]] = None

    def _valued(self, node: ir.Node, seen: set[str]) -> bool:
        """Whether *node* may add to the canonical value of a slot around it."""
        if isinstance(node, ir.Draw):
            return _gives_values(self._plain.catalogues[node.catalogue])
        if isinstance(node, ir.Call):
            if node.rule in seen:
                return False
            seen.add(node.rule)
            return self._valued(self._plain.rules[node.rule], seen)
        if isinstance(node, ir.Slot):
            return False
        if isinstance(node, ir.Choice) and any(o.value is not None for o in node.options):
            return True
        return any(self._valued(child, seen) for child in ir.children(node))

    def _repeat(self, node: ir.Repeat, mode: int) -> Ways:
        found: Found = {}
        if node.low == 0:
            found[After(mode)] = [EMPTY]
        if all(end.said and not end.constants for end in self._ends.of(node.body)):
            self._spaced(node, mode, found)
            return _joined(found)
        # what may be nothing, or holds constants, is repeated a few times at most
        high = node.low if node.high is None else node.high
        ways: Ways = {After(mode): EMPTY}
        parts: tuple[ir.Node, ...] = (node.body,)
        for count in range(1, high + 1):
            following: Found = {}
            for (now, constants), before in ways.items():
                self._add(following, self._parts(parts, now), before, constants)
            ways = _joined(following)
            parts = (ir.Space(), node.body)
            if count >= node.low:
                self._add(found, ways)
        return _joined(found)

    def _spaced(self, node: ir.Repeat, mode: int, found: Found) -> None:
        """A repeat of something that is always said: spaces come between all of them."""
        last = self._node(node.body, mode)
        first, again = self._node(node.body, mode, True), self._node(node.body, SPACED, True)
        final = self._node(node.body, SPACED)
        begun, between = alt(first.values()), alt(again.values())
        low, high = max(node.low, 1), node.high
        if len(last) == 1 and last.keys() == final.keys():
            (after,) = last
            whole = seq([begun, many(between, low - 1, None if high is None else high - 1)])
            found.setdefault(after, []).append(whole)
            return
        if low == 1:
            self._add(found, last)
        if high != 1:
            least, most = max(low, 2) - 2, None if high is None else high - 2
            self._add(found, final, seq([begun, many(between, least, most)]))

    # ------------------------------------------------------------------ texts

    def _literal(self, text: str) -> str:
        if not self._labels:
            return text
        shown = escaped(text)
        return f"\\{shown}" if shown.startswith("#") else shown

    def _list(self, name: str, ending: str = "") -> Ref:
        """The rule for a list; with an *ending*, each text has it and its canonical value."""
        known = self._lists.get((name, ending))
        if known is None:
            wanted = f"{name}-labelled" if ending else name
            made = self._names.name(wanted) if ending else name
            known = self._lists[name, ending] = Ref(made)
            held = self._plain.catalogues[name]
            self._rules[made] = self._held(held, made, ending)
        return known

    def _held(self, held: PlainList, name: str, ending: str) -> Expr:
        if held.wild:
            reserved = "{|}\\" if self._labels else ""
            word = many(Chars(f" \t\r\n{reserved}", True), 1, None)
            return seq([word, many(seq([Lit(" "), word]), 0, None)])
        if held.range is not None and not held.range.words and not ending:
            numbers = held.range.numbers
            if numbers.step == 1 and not numbers.scale and numbers.count > 1:
                return digits(numbers.first, numbers.last)
        if len(held) > MOST_LISTED:
            raise Unlisted(
                f"“{held.of}” has {len(held):,} rows, and {MOST_LISTED:,} can be written."
            )

        def written(text: str, value: str | None) -> str:
            label = f"{ending}={written_value(value)}" if ending and value is not None else ending
            return f"{self._literal(text)}{label}"

        texts = (written(row.text, row.value) for row in held.rows())
        return expression(texts, name, self._rules, self._shown)


_NAMED = {
    START: "first",
    JOINED: "joined",
    SPACED: "spaced",
    FRESH: "fresh",
    WAITING: "waiting",
    LABELLED: "labelled",
}


def _behind(ways: Ways, text: str) -> Ways:
    return {after: seq([expr, Lit(text)]) for after, expr in ways.items()}


def _gives_values(held: PlainList) -> bool:
    if held.selection is None or held.wild:
        return False
    return held.valued and "id" in held.selection.catalogue.columns
