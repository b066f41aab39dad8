"""Exclusion: what `<rule - texts>` takes away, what is left of it, and whether that makes sense."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ..catalogues.numbers.notation import is_range
from ..dsl.findings import Finding
from ..dsl.printer import print_units
from ..dsl.span import Span
from . import ir, raise_tree
from .agreement import disagreeing
from .difference import Difference, Taken, TooLarge
from .features import Profile, Spread
from .keys import SelectionKey
from .network import END, START, Op
from .recursion import Recursion
from .settle import Settling

if TYPE_CHECKING:
    from .lower import Lowering
    from .stock import Stock

MOST_TEXTS = 100_000
"""So many texts are taken away at most, and so large may a range be that some are taken from."""
MOST_STEPS = 2_000_000
NEAR = 10_000
"""Among so many texts a hint looks for one that may have been meant."""


_MANY = f"is to be without more than {MOST_TEXTS:,} texts"
_WITHOUT_TEXT = (Op.NONE, Op.OPEN, Op.CLOSE, Op.VALUE, Op.CONSTANT, Op.CONTEXT)


class _Spelling(NamedTuple):
    """A way through a network that has spelled *text*; `returns` is (network, state, what is
    below) or None."""

    net: int
    state: int
    text: str
    due: bool
    returns: Any


class Exclusions:
    """All exclusions of a grammar, each worked out once; `looked` names the catalogues whose rows
    were looked at for it, so that it must be worked out again when another is bound."""

    def __init__(
        self,
        rules: Mapping[str, ir.Choice],
        bodies: Sequence[ir.Choice],
        recursion: Recursion,
        stock: Stock,
        profile: Profile | None = None,
    ) -> None:
        """*bodies* are those of the intents; *profile* stands for that of *stock*."""
        self.rules = rules
        self.recursion = recursion
        self.stock = stock
        self.looked: dict[str, None] = {}
        self._profile = profile or stock.profile
        self._taken: dict[int, tuple[ir.Minus, Taken]] = {}
        self._spreads: dict[tuple[int, tuple[str, ...]], Spread] = {}
        self.rules = Settling(rules, bodies, recursion, self.profile).rules

    def profile(self, node: ir.Draw | ir.Minus, features: tuple[str, ...]) -> Spread:
        """The spread over features of a draw, or of what an exclusion leaves: that of what it is
        taken from, each assignment weighted with what is kept of it. Where it can't be worked out,
        which is found elsewhere, nothing counts as taken away."""
        if isinstance(node, ir.Draw):
            return self._profile(node, features)
        try:
            return self._left(node, features)
        except TooLarge:
            return self._lowering().spreads.of(node.body, features)

    def _left(self, node: ir.Minus, features: tuple[str, ...]) -> Spread:
        if isinstance(node.body, ir.Draw):
            return self._profile(self.drawn_from(node), features)
        key = (id(node), features)
        if key not in self._spreads:
            lowering = self._lowering()
            spread: Spread = {}
            for values, mass in lowering.spreads.of(node.body, features).items():
                kept = lowering.difference(node, features, values).kept
                if kept:
                    spread[values] = mass * kept
            total = sum(spread.values())
            self._spreads[key] = {values: mass / total for values, mass in spread.items()}
        return self._spreads[key]

    def taken(self, node: ir.Minus) -> Taken:
        """The texts that are taken away; `TooLarge` where they are more than `MOST_TEXTS`."""
        known = self._taken.get(id(node))
        if known is None:
            texts = dict.fromkeys(t for less in node.without for t in self.texts(less))
            known = self._taken[id(node)] = (node, Taken(tuple(texts)))
        return known[1]

    def texts(self, part: ir.Node) -> list[str]:
        """All texts of one part, in order, each once."""
        lowering = self._lowering()
        root = lowering.root("", ir.Choice((ir.Option(1, (part,)),)))
        lowering.complete()
        return list(dict.fromkeys(self._spelled(lowering, root)))

    def drawn_from(self, node: ir.Minus) -> ir.Draw:
        """The draw from a catalogue that is left of one."""
        assert isinstance(node.body, ir.Draw)
        return msgspec.structs.replace(node.body, without=self.taken(node).texts)

    def drawn(self, key: SelectionKey, values: Sequence[str]) -> dict[str, Fraction] | None:
        """How likely each of *values* is among the rows of *key*, those that are there."""
        self.looked[key.catalogue] = None
        whole = self.stock.selection(key)
        if whole is None:
            return None
        some = self.stock.select(
            key._replace(conditions=(*key.conditions, ("value", tuple(values))))
        )
        assert some is not None
        catalogue = whole.catalogue
        found: dict[str, Fraction] = {}
        for row in some.rows():
            value = catalogue.value(row)
            share = Fraction(catalogue.weight(row), whole.mass)
            found[value] = found.get(value, Fraction(0)) + share
        return found

    def written(self, key: SelectionKey, column: str, texts: Sequence[str]) -> bool:
        """Whether one of *texts* stands in that column of the rows of *key*."""
        self.looked[key.catalogue] = None
        narrowed = key._replace(conditions=(*key.conditions, (column, tuple(texts))))
        return bool(texts and self.stock.select(narrowed))

    def difference(self, node: ir.Minus) -> Difference:
        """What is left of what *node* is taken from by itself; of a catalogue without arcs."""
        taken = self.taken(node)
        if not isinstance(node.body, ir.Draw):
            return self._lowering().difference(node, (), ())
        odds = self.drawn(ir.selection_key(node.body), taken.texts) or {}
        return Difference([], 1 - sum(odds.values(), Fraction(0)), frozenset(odds))

    def _lowering(self) -> Lowering:
        from .lower import Lowering

        return Lowering(self.rules, self.recursion, self)

    def _spelled(self, lowering: Lowering, root: int) -> Iterator[str]:
        """The texts of a network, one by one."""
        selections = list(lowering.selections)
        stack: list[_Spelling] = [_Spelling(root, START, "", False, None)]
        steps = count = 0
        while stack:
            net, state, text, due, returns = here = stack.pop()
            steps += 1
            if steps > MOST_STEPS:
                raise TooLarge(_MANY)
            if state == END:
                if returns is None:
                    count += 1
                    if count > MOST_TEXTS:
                        raise TooLarge(_MANY)
                    yield text
                else:
                    stack.append(
                        here._replace(net=returns[0], state=returns[1], returns=returns[2])
                    )
                continue
            following: list[_Spelling] = []
            for op, arg, _, target in lowering.table[net].arcs[state]:
                after = here._replace(state=target)
                spaced = f"{text} " if due and text else text
                if op == Op.SPACE:
                    following.append(after._replace(due=True))
                elif op == Op.TEXT:
                    following.append(after._replace(text=f"{spaced}{arg}", due=False))
                elif op == Op.CALL:
                    assert isinstance(arg, int)
                    back = (net, target, returns)
                    following.append(here._replace(net=arg, state=START, returns=back))
                elif op in (Op.DRAW, Op.DRAW_VALUE):
                    assert isinstance(arg, int)
                    for value in self._values(selections[arg]):
                        following.append(after._replace(text=spaced + value, due=False))
                elif op in _WITHOUT_TEXT:
                    following.append(after)
                else:
                    raise TooLarge("is to be without texts that hold columns of one row")
            stack.extend(reversed(following))

    def _values(self, key: SelectionKey) -> list[str]:
        self.looked[key.catalogue] = None
        selection = self.stock.selection(key)
        if selection is None:
            return []
        if len(selection) > MOST_TEXTS:
            raise TooLarge(_MANY)
        return [selection.catalogue.value(row) for row in selection.rows()]


def wrong(
    exclusions: Exclusions, bodies: Iterable[ir.Choice], place: Callable[[ir.Minus], Span]
) -> list[Finding]:
    """What is wrong with the exclusions in *bodies*, each at its *place*: E314 for a wildcard,
    E315 for what has no end, E316 where it is too much, E317 where nothing is left, W511 for a
    text that isn't there."""
    findings: list[Finding] = []
    for body in bodies:
        for node in ir.walk(body):
            if isinstance(node, ir.Minus):
                findings.extend(_wrong(exclusions, node, place(node)))
    return findings


def _wrong(exclusions: Exclusions, node: ir.Minus, place: Span) -> list[Finding]:
    shape = _endless(exclusions, node, place)
    if shape is not None:
        return [shape]
    if not _agrees(exclusions, node):
        return []  # said where it is
    try:
        left = exclusions.difference(node)
    except TooLarge as reason:
        return [
            Finding(
                "E316",
                f"This exclusion can't be worked out: {_shown(node)} {reason}.",
                place,
                "Take fewer texts away, or write a rule of what is left.",
            )
        ]
    if not left.kept:
        return [
            Finding(
                "E317",
                f"Nothing is left of {_shown(node)}.",
                place,
                "Take fewer texts away, or leave this part out.",
            )
        ]
    return _missing(exclusions, node, left, place)


def _agrees(exclusions: Exclusions, node: ir.Minus) -> bool:
    """Whether all parts that must agree in what *node* is made of ever do."""
    names = {n.rule for n in _reached(exclusions, node) if isinstance(n, ir.Call)}
    recursion = exclusions.recursion
    inner = Recursion(
        tuple(name for name in recursion.order if name in names),
        recursion.component,
        recursion.side,
    )
    body = ir.Choice(tuple(ir.Option(1, (part,)) for part in node.without))
    rules, profile = exclusions.rules, exclusions.profile
    if disagreeing(rules, [body], inner, profile):
        return False
    return not Settling(rules, [body], inner, profile).never


def _shown(node: ir.Minus) -> str:
    """What something is taken away from, as it is written."""
    return print_units(((raise_tree.part(node.body),),))


def _endless(exclusions: Exclusions, node: ir.Minus, place: Span) -> Finding | None:
    """E314, E315 or E316 for what can't be written out whatever its size."""
    for inner in _reached(exclusions, node):
        what = ""
        if isinstance(inner, ir.Call):
            if inner.rule in exclusions.recursion.component:
                what = f"the rule “{inner.rule}” refers to itself"
        elif isinstance(inner, ir.Repeat) and inner.high is None:
            what = "something is repeated without bound"
        elif isinstance(inner, ir.Draw) and inner.catalogue in exclusions.stock.wildcards:
            return Finding(
                "E314",
                f"The wildcard “{inner.catalogue}” stands in an exclusion: it may be any words.",
                place,
                "Exclusion takes texts that are known from others that are.",
            )
        elif isinstance(inner, ir.Draw) and is_range(inner.catalogue):
            numbers = exclusions.stock.catalogue(inner.catalogue)
            if numbers is not None and len(numbers) > MOST_TEXTS:
                return Finding(
                    "E316",
                    f"A range of {len(numbers):,} numbers is too large for an exclusion.",
                    place,
                    "Write two ranges, up to the numbers that are left out and from there on.",
                )
        if what:
            return Finding(
                "E315",
                f"This exclusion has no end of texts: {what}.",
                place,
                "Only a finite rule or catalogue can do without some of its texts.",
            )
    return None


def _missing(
    exclusions: Exclusions, node: ir.Minus, left: Difference, place: Span
) -> list[Finding]:
    """W511 for a text written out that isn't there to be taken away, or for a whole part of which
    no text is. Of catalogues that are bound at use nothing is known."""
    drawn = {n.catalogue for n in _reached(exclusions, node) if isinstance(n, ir.Draw)}
    if not all(map(exclusions.stock.is_bound, drawn)):
        return []
    findings = []
    for part in node.without:
        texts = exclusions.texts(part)
        absent = [text for text in texts if text not in left.met]
        written = not any(isinstance(n, ir.Call | ir.Draw) for n in ir.walk(part))
        if not absent or not (written or len(absent) == len(texts)):
            continue
        shown = absent[0] if len(absent) == 1 else f"{absent[0]}, {absent[1]}"
        hint = ""
        try:
            known = exclusions.texts(node.body)
        except TooLarge:
            known = []
        if close := get_close_matches(absent[0], known[:NEAR], n=1, cutoff=0.6):
            hint = f"Did you mean “{close[0]}”?"
        more = " …" if len(absent) > 2 else ""
        findings.append(
            Finding(
                "W511",
                f"{_shown(node)} has no text “{shown}{more}” that could be taken away.",
                place,
                hint or "Texts are compared letter for letter.",
            )
        )
    return findings


def _reached(exclusions: Exclusions, node: ir.Node) -> Iterator[ir.Node]:
    """*node*, what is in it, and what it calls."""
    seen: set[str] = set()
    queue = [node]
    for part in queue:
        for inner in ir.walk(part):
            yield inner
            if isinstance(inner, ir.Call) and inner.rule not in seen:
                seen.add(inner.rule)
                queue.append(exclusions.rules[inner.rule])
