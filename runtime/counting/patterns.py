"""Patterns: the texts of one intent or rule as a deterministic automaton over characters, marks and
catalogues, where a catalogue is a single symbol.

Unlike the acceptor it says nothing of probabilities, is made for one network at a time, and is
given up where it would be large.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...compiler.expand import FIRST_MARK, Automaton, Mark, expand
from ...compiler.network import Arc, Network, Networks, Op
from .atoms import Values, atoms
from .order import Order, blocks

ENORMOUS = 1 << 60
Draw = tuple[int, bool]
"""A selection, and whether the ids of its rows matter where it is drawn from."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """The arcs (label, target) of every state, labels ascending and each once; 0 is the start.

    Labels below `FIRST_MARK` are characters; `marks` are what the others stand for, but for those
    in `rows`, which draw from catalogues (no two share a value), and in `open`, which draw from a
    catalogue that nothing is bound to. `origin` names for each of `rows` a draw that has all its
    values; `shared` are the draws that share a value with another. `sequence` holds the states,
    those that arcs lead to before those that they come from.
    """

    arcs: list[list[tuple[int, int]]]
    final: frozenset[int]
    marks: list[Mark]
    rows: dict[int, Values]
    origin: dict[int, Draw]
    open: dict[int, int]
    sequence: list[int]
    shared: frozenset[Draw] = frozenset()

    def mark(self, label: int) -> Mark | None:
        """What a label stands for; None for characters and draws."""
        at = label - FIRST_MARK
        return self.marks[at] if 0 <= at < len(self.marks) and label not in self.open else None

    def draws(self, label: int) -> bool:
        """Whether the label draws from a catalogue."""
        return label in self.rows or label in self.open

    def spells(self, label: int) -> bool:
        """Whether the label is a character."""
        return label < FIRST_MARK


def spelled_out(table: Sequence[Network], order: Order) -> list[int]:
    """About how many arcs each network would have with every call written out; calls of one
    network that go on at the same state share what is written."""
    found = [0] * len(table)
    for block in order.networks:
        for net in block.members:
            arcs_of = table[net].arcs
            total = 0
            calls: set[tuple[int, int]] = set()
            for arcs in arcs_of:
                for arc in arcs:
                    if arc.op != Op.CALL:
                        total += len(arc.arg) if isinstance(arc.arg, str) else 1
                        continue
                    assert isinstance(arc.arg, int)
                    call = (arc.arg, _settled(arcs_of, arc.target))
                    total += 1
                    if call not in calls:
                        calls.add(call)
                        total += found[arc.arg]
            found[net] = min(ENORMOUS, total)
    return found


def _settled(arcs_of: Sequence[Sequence[Arc]], state: int) -> int:
    """The state that is reached for sure, with nothing written on the way."""
    for _ in arcs_of:
        arcs = arcs_of[state]
        if len(arcs) != 1 or arcs[0].op != Op.NONE:
            break
        state = arcs[0].target
    return state


def patterns(
    networks: Networks, net: int, most_arcs: int, values: Callable[[Draw], Values | None]
) -> Patterns | None:
    """The patterns of a network without loops, or None where there would be more arcs than that;
    *values* gives those of a draw, None where nothing is bound."""
    automaton = expand(alone(networks, net))
    if automaton is None:
        return None
    labels, asked, drawn, open_labels = [], [], [], {}
    for at, (op, arg) in enumerate(automaton.marks):
        if op in (Op.DRAW, Op.DRAW_VALUE):
            assert isinstance(arg, int)
            draw = (arg, op == Op.DRAW_VALUE)
            found = values(draw)
            if found is None:
                open_labels[FIRST_MARK + at] = arg
            else:
                labels.append(FIRST_MARK + at)
                asked.append(draw)
                drawn.append(found)
    pieces, parts = atoms(drawn)
    first = FIRST_MARK + len(automaton.marks)
    rows = {first + number: piece for number, piece in enumerate(pieces)}
    origin: dict[int, Draw] = {}
    for draw, numbers in zip(asked, parts, strict=True):
        for number in numbers:
            origin.setdefault(first + number, draw)
    instead = {
        label: [first + n for n in numbers] for label, numbers in zip(labels, parts, strict=True)
    }
    made = _determinise(automaton, instead, most_arcs)
    if made is None:
        return None
    arcs, final = made
    after = [[target for _, target in found] for found in arcs]
    sequence = [state for block in blocks(after) for state in block.members]
    met = Counter(n for numbers in parts for n in numbers)
    shared = frozenset(
        draw for draw, numbers in zip(asked, parts, strict=True) if any(met[n] > 1 for n in numbers)
    )
    return Patterns(arcs, final, automaton.marks, rows, origin, open_labels, sequence, shared)


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
    return Networks(tuple(table), (("", 1, 0),), {}, networks.selections, {}, {}, networks.uses)


def _determinise(
    automaton: Automaton, instead: dict[int, list[int]], most_arcs: int
) -> tuple[list[list[tuple[int, int]]], frozenset[int]] | None:
    """The subset construction, with empty arcs followed on the way. For a label in *instead* there
    is an arc on each of those labels."""
    arcs_of: list[list[tuple[int, int]]] = [[] for _ in range(automaton.states)]
    empty_of: list[list[int]] = [[] for _ in range(automaton.states)]
    for source, label, target in zip(
        automaton.source, automaton.label, automaton.target, strict=True
    ):
        if label in instead:
            arcs_of[source].extend((piece, target) for piece in instead[label])
        elif label:
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
    return arcs, frozenset(final)
