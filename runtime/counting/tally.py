"""Tally: how many derivations every network has, with whole numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from ...compiler.network import END, START, Arc, Network, Op
from .amount import Amount, Polynomial
from .order import Block, Order
from .patterns import Draw

MOST_BITS = 14_000
"""Numbers with more binary digits than this are only said by their logarithm (Python writes
numbers of up to 4,300 decimal digits)."""

NEVER = -math.inf
"""log2 of 0."""

_T = TypeVar("_T", "int | Fraction", Polynomial)
Rows = Mapping[Draw, "int | Fraction"]
"""How many rows a draw counts for; ratios that cancel on every way make whole numbers."""


def drawn(arc: Arc) -> Draw | None:
    """The selection that *arc* draws from, and whether its ids matter there; None for others."""
    if arc.op not in (Op.DRAW, Op.DRAW_VALUE):
        return None
    assert isinstance(arc.arg, int)
    return arc.arg, arc.op == Op.DRAW_VALUE


def endless(table: Sequence[Network], order: Order) -> list[bool]:
    """For every network whether it has infinitely many derivations: it lies on a circle of rules,
    has a loop, or calls one that does."""
    found = [False] * len(table)
    for block in order.networks:
        for net in block.members:
            found[net] = (
                block.cyclic
                or any(b.cyclic for b in order.states[net])
                or any(
                    arc.op == Op.CALL and isinstance(arc.arg, int) and found[arc.arg]
                    for arcs in table[net].arcs
                    for arc in arcs
                )
            )
    return found


def _values(
    net: Network, states: Iterable[Block], one: _T, zero: _T, factor: Callable[[Arc], _T | None]
) -> _T:
    """The sum over the ways through a network without loops of the product of what its arcs count
    for (None: one)."""
    values = [zero] * len(net.arcs)
    values[END] = one
    for block in states:
        (state,) = block.members
        if state == END:
            continue
        total = zero
        for arc in net.arcs[state]:
            times = factor(arc)
            behind = values[arc.target]
            total = total + (behind if times is None else times * behind)
        values[state] = total
    return values[START]


def logarithms(
    net: Network, states: Iterable[Block], factor: Callable[[Arc], float]
) -> list[float]:
    """log2 of the number of ways from every state of a network without loops to its end, where
    *factor* is log2 of what an arc counts for."""
    values = [NEVER] * len(net.arcs)
    values[END] = 0.0
    for block in states:
        (state,) = block.members
        if state != END:
            values[state] = log2_sum([factor(a) + values[a.target] for a in net.arcs[state]])
    return values


def log2_sum(values: Sequence[float]) -> float:
    """log2 of the sum of the numbers with these logarithms."""
    top = max(values, default=NEVER)
    if len(values) < 2 or math.isinf(top):
        return top
    return top + math.log2(math.fsum(2.0 ** (v - top) for v in values))


@dataclass(frozen=True, slots=True)
class Tally:
    """The derivations of every network: log2 (`inf` and beyond what a float holds alike), and
    whether there is no end to them."""

    table: Sequence[Network]
    order: Order
    rows: Rows
    endless: list[bool]
    log2: list[float]

    def log2_factor(self, arc: Arc) -> float:
        """log2 of what an arc counts for."""
        if arc.op == Op.CALL:
            assert isinstance(arc.arg, int)
            return self.log2[arc.arg]
        draw = drawn(arc)
        if draw is None:
            return 0.0
        return math.log2(self.rows[draw]) if self.rows[draw] else NEVER

    def amounts(self, open_names: Mapping[int, str]) -> list[Amount]:
        """The amount of every network; *open_names* are the open catalogues by selection."""
        exact: list[int] = [0] * len(self.table)
        depends = self._depending(open_names)
        formulas: dict[int, Polynomial] = {}

        def factor(arc: Arc) -> int | Fraction | None:
            if arc.op == Op.CALL:
                assert isinstance(arc.arg, int)
                return exact[arc.arg]
            draw = drawn(arc)
            return None if draw is None else self.rows[draw]

        def formula(arc: Arc) -> Polynomial | None:
            if arc.op == Op.CALL:
                assert isinstance(arc.arg, int)
                known = formulas.get(arc.arg)
                if known is not None:
                    return known
                large = self.log2[arc.arg] > MOST_BITS
                return Polynomial(None) if large else Polynomial.number(exact[arc.arg])
            draw = drawn(arc)
            if draw is None:
                return None
            if draw[0] in open_names:
                return Polynomial.variable(open_names[draw[0]])
            return Polynomial.number(self.rows[draw])

        whole: int | Fraction = 1
        nothing: int | Fraction = 0
        one, zero = Polynomial.number(1), Polynomial.number(0)
        found: list[Amount] = [Amount(None, math.inf, True)] * len(exact)
        for block in self.order.networks:
            for net in block.members:
                if self.endless[net]:
                    continue
                arcs, states = self.table[net], self.order.states[net]
                value, shown = None, ""
                if self.log2[net] <= MOST_BITS:
                    value = exact[net] = int(_values(arcs, states, whole, nothing, factor))
                if depends[net]:
                    formulas[net] = _values(arcs, states, one, zero, formula)
                    shown = formulas[net].shown()
                found[net] = Amount(value, self.log2[net], open=depends[net], formula=shown)
        return found

    def _depending(self, open_names: Mapping[int, str]) -> list[bool]:
        """For every network without loops whether it draws from an open catalogue."""
        found = [False] * len(self.table)
        if not open_names:
            return found
        for block in self.order.networks:
            for net in block.members:
                for arcs in self.table[net].arcs:
                    for arc in arcs:
                        draw = drawn(arc)
                        if draw is not None:
                            found[net] = found[net] or draw[0] in open_names
                        elif arc.op == Op.CALL and isinstance(arc.arg, int):
                            found[net] = found[net] or found[arc.arg]
        return found


def tally(table: Sequence[Network], order: Order, rows: Rows) -> Tally:
    """Counts the derivations of every network, where a draw counts for as many as *rows* says."""
    found = Tally(table, order, rows, endless(table, order), [math.inf] * len(table))
    for block in order.networks:
        for net in block.members:
            if not found.endless[net]:
                ways = logarithms(table[net], order.states[net], found.log2_factor)
                found.log2[net] = ways[START]
    return found
