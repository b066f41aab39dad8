"""Patterns: the texts of one intent or rule as a deterministic automaton over characters, marks and
catalogues, where a catalogue is a single symbol.

Unlike the acceptor it says nothing of probabilities, is made for one network at a time, and is
given up where it would be large.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..compiler.expand import FIRST_MARK, Automaton, Mark, expand
from ..compiler.network import Network, Networks, Op
from .order import Order, blocks

ENORMOUS = 1 << 60
Draw = tuple[int, bool]
"""A selection, and whether the ids of its rows matter where it is drawn from."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The arcs (label, target) of every state, labels ascending and each once; 0 is the start.
    `sequence` holds the states, those that arcs lead to before those that they come from."""

    arcs: list[list[tuple[int, int]]]
    final: frozenset[int]
    marks: list[Mark]
    sequence: list[int]

    def mark(self, label: int) -> Mark | None:
        """What a label stands for; None for a character."""
        return self.marks[label - FIRST_MARK] if label >= FIRST_MARK else None

    def draw(self, label: int) -> Draw | None:
        """The draw from a catalogue that a label stands for; None for anything else."""
        mark = self.mark(label)
        if mark is None or mark[0] not in (Op.DRAW, Op.DRAW_VALUE):
            return None
        assert isinstance(mark[1], int)
        return mark[1], mark[0] == Op.DRAW_VALUE


def spelled_out(table: Sequence[Network], order: Order) -> list[int]:
    """About how many arcs each network would have with every call written out."""
    found = [0] * len(table)
    for block in order.networks:
        for net in block.members:
            total = 0
            for arcs in table[net].arcs:
                for arc in arcs:
                    if arc.op == Op.CALL:
                        assert isinstance(arc.arg, int)
                        total += 1 + found[arc.arg]
                    else:
                        total += len(arc.arg) if isinstance(arc.arg, str) else 1
            found[net] = min(ENORMOUS, total)
    return found


def patterns(networks: Networks, net: int, most_arcs: int) -> Patterns | None:
    """The patterns of a network without loops, or None where there would be more arcs than that."""
    automaton = expand(alone(networks, net))
    return None if automaton is None else _determinise(automaton, most_arcs)


def alone(networks: Networks, net: int) -> Networks:
    """Networks in which *net*, which does not recur, is the only root, with what it calls."""
    reached = {net: 0}
    table: list[Network] = []
    for old in (queue := [net]):
        new = Network(networks.table[old].name, [])
        table.append(new)
        for arcs in networks.table[old].arcs:
            copied = []
            for arc in arcs:
                if arc.op == Op.CALL:
                    assert isinstance(arc.arg, int)
                    if arc.arg not in reached:
                        reached[arc.arg] = len(queue)
                        queue.append(arc.arg)
                    copied.append(arc._replace(arg=reached[arc.arg]))
                else:
                    copied.append(arc)
            new.arcs.append(copied)
    return Networks(tuple(table), (("", 1, 0),), {}, networks.selections, {}, {})


def _determinise(automaton: Automaton, most_arcs: int) -> Patterns | None:
    """The subset construction, with empty arcs followed on the way."""
    arcs_of: list[list[tuple[int, int]]] = [[] for _ in range(automaton.states)]
    empty_of: list[list[int]] = [[] for _ in range(automaton.states)]
    for source, label, target in zip(
        automaton.source, automaton.label, automaton.target, strict=True
    ):
        if label:
            arcs_of[source].append((label, target))
        else:
            empty_of[source].append(target)

    def closure(states: list[int]) -> tuple[int, ...]:
        """The states reached by empty arcs, without those from which nothing else leads on."""
        seen = dict.fromkeys(states)
        queue = list(states)
        while queue:
            for other in empty_of[queue.pop()]:
                if other not in seen:
                    seen[other] = None
                    queue.append(other)
        return tuple(sorted(s for s in seen if arcs_of[s] or s == 1))

    start = closure([0])
    number = {start: 0}
    subsets = [start]
    arcs: list[list[tuple[int, int]]] = []
    final = []
    count = 0
    for here, subset in enumerate(subsets):
        if 1 in subset:
            final.append(here)
        targets: dict[int, list[int]] = {}
        for state in subset:
            for label, target in arcs_of[state]:
                targets.setdefault(label, []).append(target)
        count += len(targets)
        if count > most_arcs:
            return None
        found = []
        for label, states in sorted(targets.items()):
            reached = closure(states)
            if reached not in number:
                number[reached] = len(subsets)
                subsets.append(reached)
            found.append((label, number[reached]))
        arcs.append(found)
    after = [[target for _, target in found] for found in arcs]
    sequence = [state for block in blocks(after) for state in block.members]
    return Patterns(arcs, frozenset(final), automaton.marks, sequence)
