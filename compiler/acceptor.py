"""Acceptor: the automaton without empty arcs, determinised, and minimised by OpenFst.

Weights are summed, in the log semiring, so that the cost of a path is −ln of the probability of
its labelled text, however many derivations give it (Mohri, 1997).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from .determinise import determinise
from .epsilons import Arc, without_empty
from .expand import Automaton, Mark

DELTA = 1e-9
"""Costs nearer than this count as one when states are merged."""


@dataclass(frozen=True, slots=True)
class Acceptor:
    """Arcs by state: those of state s are `offset[s]` to `offset[s + 1]`, sorted by label; state 0
    is the start, `final` the only final state. `label` as in `Automaton`; `cost` is −ln."""

    offset: array[int] | memoryview
    label: array[int] | memoryview
    cost: array[float] | memoryview
    target: array[int] | memoryview
    final: int
    marks: tuple[Mark, ...]


def accept(automaton: Automaton, *, minimal: bool = True) -> Acceptor | None:
    """The minimal deterministic acceptor of *automaton*; the same for the same automaton. None
    where it would be too large. Without *minimal* it is neither: soon there, for a few texts."""
    arcs = without_empty(automaton)
    if arcs is None:
        return None
    if not minimal:
        return _flat(arcs, tuple(automaton.marks))
    import pywrapfst as fst

    single = determinise(arcs, 10_000 + 4 * len(arcs))
    if single is None:
        return _flat(arcs, tuple(automaton.marks))
    machine: Any = fst.VectorFst(arc_type="log64")
    machine.add_states(len(single))
    machine.set_start(0)
    for state, following in enumerate(single):
        for label, cost, target in following:
            machine.add_arc(state, fst.Arc(label, label, fst.Weight("log64", cost), target))
        if not following:
            machine.set_final(state, fst.Weight.one("log64"))
    machine.push(delta=DELTA, reweight_type="to_initial")
    machine.minimize(delta=DELTA)
    return _flat(_arcs(machine), tuple(automaton.marks))


def _arcs(machine: Any) -> list[list[Arc]]:
    """The arcs of an OpenFst machine by state, sorted, states numbered breadth first."""
    start = machine.start()
    order = [start]
    number = {start: 0}
    result: list[list[Arc]] = []
    for state in order:
        found = sorted((a.ilabel, a.nextstate, float(a.weight)) for a in machine.arcs(state))
        arcs: list[Arc] = []
        for label, following, cost in found:
            if following not in number:
                number[following] = len(order)
                order.append(following)
            arcs.append((label, cost, number[following]))
        result.append(arcs)
    return result


def _flat(states: list[list[Arc]], marks: tuple[Mark, ...]) -> Acceptor:
    offset, label, cost, target = array("I", [0]), array("I"), array("d"), array("I")
    final = -1
    for state, arcs in enumerate(states):
        for arc in arcs:
            label.append(arc[0])
            cost.append(arc[1])
            target.append(arc[2])
        offset.append(len(label))
        if not arcs:
            final = state
    return Acceptor(offset, label, cost, target, final, marks)
