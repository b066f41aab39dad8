"""Left: what an exclusion leaves of a rule, from its network back to rules.

The network has no loops: only what is finite can do without some of its texts. From the end to the
start, each state gets the ways that lead on from it; what several ways lead to becomes a rule.
Within a slot, ways end behind its closing, and each end continues by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ...compiler import ir
from ...compiler.difference import TooLarge
from ...compiler.lower import Lowering
from ...compiler.network import END, ROWS, START, Arc, Op
from .weights import choice_of

if TYPE_CHECKING:
    from .writing import Writing

MOST_OPTIONS = 5_000
"""So many alternatives are written out of one exclusion at most."""

Way = tuple[Fraction, tuple[ir.Node, ...]]


class Left:
    """The network with *arcs*, of the table that *lowering* fills, as a rule called *name*."""

    def __init__(
        self, writing: Writing, lowering: Lowering, arcs: Sequence[Sequence[Arc]], name: str
    ) -> None:
        self._writing = writing
        self._lowering = lowering
        self._arcs = arcs
        self._name = name
        self._options = 0
        self._ways: dict[int, dict[int, list[Way]]] = {}
        self._onward: dict[int, dict[int, Way]] = {}
        self._within = any(arc.op in ROWS for some in arcs for arc in some)
        self._entered = [0] * len(arcs)
        for some in arcs:
            for arc in some:
                self._entered[arc.target] += 1

    def call(self) -> ir.Call:
        """A call of the rule; `TooLarge` where it can't be written out."""
        if not self._arcs[START]:
            raise TooLarge("has nothing left")
        for state in self._last_first():
            self._ways[state] = self._from(state)
        (ways,) = self._ways[START].values()
        body = self._writing.shared.written(self._name, self._choice(ways))
        return self._writing.rule(self._name, body)

    def _last_first(self) -> list[int]:
        """The states, each behind all that it leads to."""
        found: dict[int, None] = {}
        stack = [START]
        while stack:
            state = stack[-1]
            missing = [a.target for a in self._arcs[state] if a.target not in found]
            if missing and state not in found:
                stack.append(missing[0])
            else:
                found.setdefault(stack.pop())
        return list(found)

    def _from(self, state: int) -> dict[int, list[Way]]:
        """The ways on from *state*, by the state behind the slot around it, or the end."""
        found: dict[int, list[Way]] = {}
        if state == END:
            return {END: [(Fraction(1), ())]}
        for op, arg, share, target in self._arcs[state]:
            if op == Op.CLOSE:
                found.setdefault(target, []).append((share, ()))
            elif op == Op.OPEN:
                assert isinstance(arg, str)
                for end, ways in self._ways[target].items():
                    inside = sum((odds for odds, _ in ways), Fraction(0))
                    slot = ir.Slot(arg, self._choice(ways))
                    self._join(found, share * inside, (slot,), end)
            else:
                self._join(found, share, self._leaf(op, arg), target)
        return found

    def _join(
        self,
        found: dict[int, list[Way]],
        share: Fraction,
        parts: tuple[ir.Node, ...],
        target: int,
    ) -> None:
        """Adds *parts* and what follows at *target* to *found*."""
        for end, (odds, behind) in self._behind(target).items():
            found.setdefault(end, []).append((share * odds, (*parts, *behind)))

    def _behind(self, state: int) -> dict[int, Way]:
        """What follows at *state*, by its end: one way each."""
        if state not in self._onward:
            self._onward[state] = onward = {}
            for end, ways in self._ways[state].items():
                if len(ways) == 1:
                    onward[end] = ways[0]
                    continue
                whole = sum((odds for odds, _ in ways), Fraction(0))
                body = self._choice(ways)
                if self._entered[state] > 1 and not self._within:
                    onward[end] = whole, (self._writing.rule(f"{self._name}_rest", body),)
                else:
                    onward[end] = whole, (body,)
        return self._onward[state]

    def _choice(self, ways: Sequence[Way]) -> ir.Choice:
        self._options += len(ways)
        if self._options > MOST_OPTIONS:
            raise TooLarge(f"has more than {MOST_OPTIONS:,} ways to go on")
        return choice_of([(share, ir.Option(1, parts)) for share, parts in ways])

    def _leaf(self, op: Op, arg: object) -> tuple[ir.Node, ...]:
        if op == Op.NONE:
            return ()
        if op == Op.SPACE:
            return (ir.Space(),)
        if op == Op.CALL:
            assert isinstance(arg, int)
            return (self._called(arg),)
        if op in (Op.DRAW, Op.DRAW_VALUE):
            assert isinstance(arg, int)
            key = list(self._lowering.selections)[arg]
            return (self._writing.lists.draw(key, valued=op == Op.DRAW_VALUE),)
        if op in ROWS:
            assert isinstance(arg, int)
            return (self._column(arg, op == Op.COLUMN_VALUE),)
        if op in (Op.CONSTANT, Op.CONTEXT):
            assert isinstance(arg, tuple)
            return (ir.Constant(*arg) if op == Op.CONSTANT else ir.Context(*arg),)
        assert isinstance(arg, str)
        if op == Op.TEXT:
            return (ir.Text(arg),)
        return (ir.Choice((ir.Option(1, (), arg),)),)

    def _column(self, number: int, valued: bool) -> ir.Draw:
        use = list(self._lowering.uses)[number]
        key = list(self._lowering.selections)[use.selection]
        if not valued and use.column == "value":
            raise TooLarge("has a canonical value in place of that of a row")
        return ir.Draw(
            key.catalogue,
            key.conditions,
            use.column,
            use.register,
            key.filled,
            without=key.without,
        )

    def _called(self, index: int) -> ir.Node:
        """What the network of that number is."""
        lowering = self._lowering
        if index in lowering.excluding:
            lowering.fill(index)
        (name, under) = next(key for key, number in lowering.index.items() if number == index)
        if name in lowering.rules:
            return self._writing.call(name, under)
        if lowering.table[index].name.startswith("#-"):
            arcs = lowering.table[index].arcs
            return Left(self._writing, lowering, arcs, f"{self._name}_but").call()
        node = next(node for key, node in lowering.hidden.values() if key == name)
        return self._writing.node(node, under)
