"""A plain grammar as a speech grammar: the IR as expansions, values where slots need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations
from math import factorial

from ...compiler import ir
from ...dsl.findings import Finding
from ...dsl.span import Span
from ..plain.lists import PlainList, Row
from ..plain.plain import Plain
from .tree import (
    Choice,
    Constant,
    Expansion,
    Gap,
    Garbage,
    Labelled,
    Null,
    Ref,
    Repeat,
    Sequence,
    Token,
    Value,
    Void,
    Way,
    sequence,
)

MOST_ROWS = 20_000
"""So many rows of one list are written."""
MOST_ORDERS = 720
"""So many orders of a permutation are written."""


@dataclass(slots=True)
class Unfolded:
    """`rules` by key: those of intents first. `names` are the wanted names of the others, by key;
    `weights` those of the intents, which all have a rule of their own name."""

    rules: dict[str, Expansion] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class Unfolding:
    """Makes the rules that the intents of a plain grammar reach. Findings stand at *place*."""

    def __init__(self, plain: Plain, place: Span, garbage: bool) -> None:
        """With *garbage* the target has wildcards; else they are their examples."""
        self._plain = plain
        self._place = place
        self._garbage = garbage
        self._wild: dict[str, int] = {}
        self._contexts = 0
        self._open: dict[str, None] = {}
        self._made = Unfolded()
        self._valued = self._giving()
        self._waiting: list[tuple[str, str, bool]] = []

    def run(self) -> Unfolded:
        """The rules. E621: too many orders. W621: skips and contexts. W622: rows that were cut
        off. W623: open lists."""
        plain, made = self._plain, self._made
        for intent in plain.intents:
            made.weights[f"intent {intent.name}"] = intent.weight
            made.names[f"intent {intent.name}"] = intent.name
            made.rules[f"intent {intent.name}"] = self._choice(intent.body, False)
        while self._waiting:
            kind, name, valued = self._waiting.pop(0)
            key = _key(kind, name, valued)
            if kind == "rule":
                made.rules[key] = self._choice(plain.rules[name], valued)
            else:
                made.rules[key] = self._rows(plain.catalogues[name], valued)
        for key in list(made.names):
            other = key.removeprefix("bare ")
            if other != key and other in made.names:
                made.names[key] += "_bare"
        self._tell()
        return made

    def _tell(self) -> None:
        say = self._made.findings.append
        if self._plain.skips:
            say(
                Finding(
                    "W621",
                    f"What may be skipped ({len(self._plain.skips)} lists) is lost.",
                    self._place,
                )
            )
        if self._contexts:
            count = self._contexts
            what = f"Slots whose value is given at use ({count} of them) are lost."
            say(Finding("W621", what, self._place))
        for name, rows in self._wild.items():
            if rows and self._garbage:
                what = (
                    f"The {rows} examples of the wildcard “{name}” are lost: it is GARBAGE there."
                )
                say(Finding("W621", what, self._place))
            elif rows:
                what = f"The wildcard “{name}” is only its {rows} examples there."
                say(Finding("W623", what, self._place))
            elif not self._garbage:
                what = f"The wildcard “{name}” has no examples, and there are no wildcards there."
                say(Finding("E621", what, self._place, "Give it examples, or bind it."))
        for name in self._open:
            what = f"Nothing is bound to the catalogue “{name}”: it can't be said there."
            say(Finding("W623", what, self._place, f"Bind it: --bind {name}=FILE."))

    def _giving(self) -> set[str]:
        """The rules whose texts may have canonical values."""
        found: set[str] = set()
        while True:
            more = {
                n for n, b in self._plain.rules.items() if n not in found and self._gives(b, found)
            }
            if not more:
                return found
            found |= more

    def _gives(self, node: ir.Node, known: set[str]) -> bool:
        match node:
            case ir.Call(rule):
                return rule in known
            case ir.Draw(name):
                return self._valued_list(name)
            case ir.Slot():
                return False
            case ir.Choice(options):
                return any(
                    o.value is not None or any(self._gives(p, known) for p in o.parts)
                    for o in options
                )
        return any(self._gives(part, known) for part in ir.children(node))

    def _valued_list(self, name: str) -> bool:
        found = self._plain.catalogues[name]
        if not found.valued or found.selection is None or found.column != "value" or found.wild:
            return False
        return found.range is not None or "id" in found.selection.catalogue.columns

    def _ref(self, kind: str, name: str, valued: bool) -> Expansion:
        gives = name in self._valued if kind == "rule" else self._valued_list(name)
        # What gives no values has one form, and so has what is used in slots only.
        valued = valued or not gives
        key = _key(kind, name, valued)
        if key not in self._made.names:
            self._made.names[key] = name
            self._waiting.append((kind, name, valued))
        return Ref(key)

    def _choice(self, node: ir.Choice, valued: bool) -> Expansion:
        if len(node.options) == 1:
            return self._option(node.options[0], valued)
        ways = tuple(Way(self._option(o, valued), str(o.weight)) for o in node.options)
        return Choice(ways)

    def _option(self, option: ir.Option, valued: bool) -> Expansion:
        value = option.value if valued else None
        inner = valued and value is None
        items = [self._node(part, inner) for part in option.parts]
        items = [item for item in items if not isinstance(item, Null)]
        if value is not None:
            items.append(Value(value))
        return sequence(tuple(items)) if items else Null()

    def _node(self, node: ir.Node, valued: bool) -> Expansion:
        match node:
            case ir.Text(text):
                return Token(text)
            case ir.Space():
                return Gap()
            case ir.Call(rule):
                return self._ref("rule", rule, valued)
            case ir.Draw(name):
                return self._draw(name, valued)
            case ir.Slot(name, body):
                return Labelled(name, self._node(body, True))
            case ir.Constant(name, value):
                return Constant(name, value)
            case ir.Choice():
                return self._choice(node, valued)
            case ir.Repeat(body, low, high):
                if (low, high) == (1, 1):
                    return self._node(body, valued)
                return Repeat(self._node(body, valued), low, high)
            case ir.Permute(bodies):
                return self._orders([self._node(body, valued) for body in bodies])
            case ir.Context():
                self._contexts += 1
        return Null()

    def _draw(self, name: str, valued: bool) -> Expansion:
        found = self._plain.catalogues[name]
        if found.wild:
            self._wild[found.of] = len(found)
        if found.wild and self._garbage:
            return Garbage(found.of)
        if found.wild and not len(found):
            return Void()
        if found.open:
            self._open[found.of] = None
            return Void()
        return self._ref("list", name, valued)

    def _orders(self, bodies: list[Expansion]) -> Expansion:
        if factorial(len(bodies)) > MOST_ORDERS:
            what = f"{len(bodies)} parts in any order are too many orders to be written out."
            hint = f"Up to {MOST_ORDERS} orders are."
            self._made.findings.append(Finding("E621", what, self._place, hint))
            return Void()
        return Choice(tuple(Way(_spaced(order)) for order in permutations(bodies)))

    def _rows(self, found: PlainList, valued: bool) -> Expansion:
        rows: Iterable[Row] = found.merged() if len(found) <= MOST_ROWS else found.rows()
        ways: list[Way] = []
        for number, row in enumerate(rows):
            if number == MOST_ROWS:
                what = (
                    f"Of the {len(found):,} rows of “{found.of}” the first {MOST_ROWS:,} are there."
                )
                self._made.findings.append(Finding("W622", what, self._place))
                break
            words = _spaced([Token(word) for word in row.text.split()])
            if valued and row.value is not None:
                words = Sequence((words, Value(row.value)))
            ways.append(Way(words, str(row.weight)))
        return Choice(tuple(ways)) if ways else Void()


def _key(kind: str, name: str, valued: bool) -> str:
    return f"{kind} {name}" if valued else f"bare {kind} {name}"


def _spaced(parts: Iterable[Expansion]) -> Expansion:
    """*parts* with gaps between them."""
    items: list[Expansion] = []
    for part in parts:
        if items:
            items.append(Gap())
        items.append(part)
    return sequence(tuple(items)) if items else Null()
