"""Acceptor: the automaton without empty arcs, determinised and minimised by OpenFst.

Weights are summed, in the log semiring, so that the cost of a path is −ln of the probability of
its labelled text, however many derivations give it (Mohri, 1997). Where the automaton has cycles
weighted determinisation need not end; then labels and costs are taken together as symbols, and
paths that differ in cost only stay apart.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from .expand import Automaton, Mark

DELTA = 1e-12
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


def accept(automaton: Automaton) -> Acceptor:
    """The minimal deterministic acceptor of *automaton*; the same for the same automaton."""
    import pywrapfst as fst

    machine: Any = fst.VectorFst(arc_type="log64")
    machine.add_states(automaton.states)
    machine.set_start(0)
    one = fst.Weight.one("log64")
    machine.set_final(1, one)
    weights: dict[float, Any] = {}
    for source, label, cost, target in zip(
        automaton.source, automaton.label, automaton.cost, automaton.target, strict=True
    ):
        weight = weights.get(cost)
        if weight is None:
            weight = weights[cost] = fst.Weight("log64", cost)
        machine.add_arc(source, fst.Arc(label, label, weight, target))
    machine.rmepsilon(delta=DELTA)
    machine.connect()
    acyclic = fst.FstProperties.ACYCLIC
    if machine.properties(acyclic, True) != acyclic:
        mapper = fst.EncodeMapper(arc_type="log64", encode_labels=True, encode_weights=True)
        machine.encode(mapper)
        machine = fst.determinize(machine)
        machine.minimize()
        machine.decode(mapper)
    else:
        machine = fst.determinize(machine, delta=DELTA)
        machine.push(delta=DELTA, reweight_type="to_initial")
        machine.minimize(delta=DELTA)
    return _flat(machine, tuple(automaton.marks))


def _flat(machine: Any, marks: tuple[Mark, ...]) -> Acceptor:
    """The arrays of an OpenFst machine, states numbered breadth first from the start."""
    start = machine.start()
    order = [start]
    number = {start: 0}
    offset, label, cost, target = array("I", [0]), array("I"), array("d"), array("I")
    final = -1
    for state in order:
        arcs = sorted((a.ilabel, a.nextstate, float(a.weight)) for a in machine.arcs(state))
        for ilabel, following, weight in arcs:
            if following not in number:
                number[following] = len(order)
                order.append(following)
            label.append(ilabel)
            cost.append(weight)
            target.append(number[following])
        offset.append(len(label))
        if not arcs:
            final = number[state]
    return Acceptor(offset, label, cost, target, final, marks)
