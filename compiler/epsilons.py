"""Epsilons: the automaton without its empty arcs.

Costs stay the numbers that they were: OpenFst would do the same, but hands its weights over as
texts of nine digits, and determinising compares them.
"""

from __future__ import annotations

import math

from .expand import MOST_ARCS, Automaton

Arc = tuple[int, float, int]
"""(label, cost, target)."""


def add(one: float, other: float) -> float:
    """−ln(e^−one + e^−other): the cost of either of two ways."""
    low, high = (one, other) if one < other else (other, one)
    return low - math.log1p(math.exp(low - high))


def without_empty(automaton: Automaton) -> list[list[Arc]] | None:
    """The arcs by state, renumbered from 0, the start, in the order in which they are reached; the
    final state is the one without arcs. Empty arcs form no cycles: what recurs adds text. None
    where more than `MOST_ARCS` arcs come out: a run of n optional parts has n² of them."""
    empty: list[list[tuple[float, int]]] = [[] for _ in range(automaton.states)]
    full: list[list[Arc]] = [[] for _ in range(automaton.states)]
    for source, label, cost, target in zip(
        automaton.source, automaton.label, automaton.cost, automaton.target, strict=True
    ):
        if label:
            full[source].append((label, cost, target))
        else:
            empty[source].append((cost, target))
    number = {0: 0}
    order = [0]
    result: list[list[Arc]] = []
    count = 0
    for state in order:
        arcs: dict[tuple[int, int], float] = {}
        for here, cost in _closure(state, empty).items():
            for label, more, target in full[here]:
                total = cost + more
                known = arcs.get((label, target))
                arcs[label, target] = total if known is None else add(known, total)
        out = []
        for (label, target), cost in arcs.items():
            if target not in number:
                number[target] = len(order)
                order.append(target)
            out.append((label, cost, number[target]))
        result.append(out)
        count += len(out)
        if count > MOST_ARCS:
            return None
    return result


def _closure(state: int, empty: list[list[tuple[float, int]]]) -> dict[int, float]:
    """The states that empty arcs lead to, with the cost of all ways there."""
    if not empty[state]:
        return {state: 0.0}
    order: list[int] = []  # in an order in which every state stands before those it leads to
    seen: set[int] = set()
    stack: list[tuple[int, bool]] = [(state, False)]
    while stack:
        here, done = stack.pop()
        if done:
            order.append(here)
        elif here not in seen:
            seen.add(here)
            stack.append((here, True))
            stack.extend((target, False) for _, target in empty[here])
    costs = {state: 0.0}
    for here in reversed(order):
        for cost, target in empty[here]:
            total = costs[here] + cost
            known = costs.get(target)
            costs[target] = total if known is None else add(known, total)
    return costs
