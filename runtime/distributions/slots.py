"""Slots: the slot patterns of an intent, and what may stand between their borders.

A slot pattern is the sequence of the borders of slots that have text: `{a {b} c}` and `{a c} {b}`
differ, constants and literal text do not count. Between two borders lies a segment. The automaton
of an intent is cut up at the borders: each has the states that it may lead to, and a segment leads
from there to one of the next borders, with a weight that is the sum over all ways through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...compiler.expand import END_INTENT, FIRST_MARK, Automaton, Mark, expand
from ...compiler.network import Networks, Op
from ..counting.linear import fixed_point
from ..counting.order import Block, blocks, order
from ..counting.patterns import spelled_out

TINY = 5e-324
"""What is possible weighs something, however little."""
MOST_ARCS = 1_000_000
"""Networks that written out have about more arcs than this are not cut up."""
MOST_WEIGHTS = 3_000_000
"""So many weights of ways from a state to a border are kept at most."""
MOST_SETS = 100_000
"""So many sets of states, behind the same borders, are told apart at most."""

Exit = tuple[int, int]
"""A border, by its label, and the state it leads to."""


class Slots:
    """The automaton of one network, cut up at the borders of slots."""

    def __init__(self, automaton: Automaton) -> None:
        self.marks: list[Mark] = automaton.marks
        reach = _reaching(automaton)
        self.arcs: list[list[tuple[int, float, int]]] = [[] for _ in range(automaton.states)]
        """(label, probability, target) of every state, only such as lead to the end."""
        for source, label, share, target in zip(
            automaton.source,
            automaton.label,
            automaton.probability,
            automaton.target,
            strict=True,
        ):
            if reach[target]:
                self.arcs[source].append((label, share or TINY, target))
        self._merge()

    def _merge(self) -> None:
        """Lets states that go on alike be one: the expansion has one for every way that rules call
        each other. States on loops stay apart."""
        same = list(range(len(self.arcs)))
        known: dict[tuple[tuple[int, float, int], ...], int] = {}
        for block in blocks([[target for _, _, target in arcs] for arcs in self.arcs]):
            for state in block.members:
                arcs = self.arcs[state] = [(a, p, same[b]) for a, p, b in self.arcs[state]]
                if block.cyclic or state < 2:
                    continue
                if len(arcs) == 1 and arcs[0][:2] == (0, 1.0):
                    same[state] = arcs[0][2]
                else:
                    same[state] = known.setdefault(tuple(arcs), state)

    def border(self, label: int) -> bool:
        """Whether a slot with text begins or ends at this label, or the sentence does."""
        at = label - FIRST_MARK
        return at >= 0 and self.marks[at][0] in (Op.OPEN, Op.CLOSE, END_INTENT)

    def ends(self, label: int) -> bool:
        """Whether the sentence ends at this label."""
        return self.marks[label - FIRST_MARK][0] == END_INTENT

    def weights(self) -> list[dict[Exit, float]] | None:
        """For every state, the weight of each border that may come next: the probability of all
        ways there, the border's own included. None where that is too much."""
        inner = [
            [target for label, _, target in arcs if not self.border(label)] for arcs in self.arcs
        ]
        found: list[dict[Exit, float]] = [{} for _ in self.arcs]
        kept = 0
        for block in blocks(inner):
            if block.cyclic:
                self._loop(block, found)
                kept += sum(len(found[state]) for state in block.members)
            else:
                (state,) = block.members
                arcs = self.arcs[state]
                if len(arcs) == 1 and arcs[0][1] == 1.0 and not self.border(arcs[0][0]):
                    found[state] = found[arcs[0][2]]  # most states spell a text
                    continue
                for label, share, target in arcs:
                    self._add(found[state], found, label, share, target)
                kept += len(found[state])
            if kept > MOST_WEIGHTS:
                return None
        return found

    def _add(
        self,
        to: dict[Exit, float],
        found: Sequence[dict[Exit, float]],
        label: int,
        share: float,
        target: int,
    ) -> None:
        if self.border(label):
            to[label, target] = to.get((label, target), 0.0) + share
            return
        for leads, weight in found[target].items():
            to[leads] = to.get(leads, 0.0) + (share * weight or TINY)

    def _loop(self, block: Block, found: list[dict[Exit, float]]) -> None:
        """The states of a loop depend on each other."""
        at = {state: i for i, state in enumerate(block.members)}
        outside: list[dict[Exit, float]] = [{} for _ in at]
        matrix: list[dict[int, float]] = [{} for _ in at]
        for state, i in at.items():
            for label, share, target in self.arcs[state]:
                if not self.border(label) and target in at:
                    matrix[i][at[target]] = matrix[i].get(at[target], 0.0) + share
                else:
                    self._add(outside[i], found, label, share, target)
        exits = dict.fromkeys(leads for weights in outside for leads in weights)
        for leads in exits:
            solved = fixed_point(
                [dict(row) for row in matrix], [weights.get(leads, 0.0) for weights in outside]
            )
            for state, i in at.items():
                found[state][leads] = solved[i] or TINY


def _reaching(automaton: Automaton) -> list[bool]:
    """For every state whether the end can be reached from it."""
    before: list[list[int]] = [[] for _ in range(automaton.states)]
    for source, target in zip(automaton.source, automaton.target, strict=True):
        before[target].append(source)
    found = [False] * automaton.states
    found[1] = True
    queue = [1]
    for state in queue:
        for other in before[state]:
            if not found[other]:
                found[other] = True
                queue.append(other)
    return found


class SlotPatterns:
    """The slot patterns as a deterministic automaton over borders. Its states are sets of states
    of `Slots`; `following` has for each its borders, by label, and the sets behind them, -1 being
    the end. `sequence` holds the sets, those that others lead to first; it is None where they go
    round in a circle: then there is no end of patterns."""

    def __init__(
        self,
        slots: Slots,
        weights: list[dict[Exit, float]],
        sets: list[tuple[int, ...]],
        following: list[dict[int, int]],
    ) -> None:
        self.slots = slots
        self.weights = weights
        self.sets = sets
        self.following = following
        found = blocks([[s for s in row.values() if s >= 0] for row in following])
        self.sequence = (
            None if any(b.cyclic for b in found) else [s for b in found for s in b.members]
        )

    @property
    def size(self) -> int | None:
        """How many there are; None where there is no end to them."""
        if self.sequence is None:
            return None
        ways = [0] * len(self.sets)
        for number in self.sequence:
            ways[number] = sum(1 if to < 0 else ways[to] for to in self.following[number].values())
        return ways[0]


def slot_patterns(networks: Networks, net: int, most_arcs: int = MOST_ARCS) -> SlotPatterns | None:
    """The slot patterns of a network, or None where that would be too large to work out: where it
    has, written out, about more than *most_arcs*, or leads to too many sets of states."""
    if spelled_out(networks.table, order(networks.table))[net] > most_arcs:
        return None
    automaton = expand(replace(networks, roots=(("", 1, net),)))
    if automaton is None:
        return None
    slots = Slots(automaton)
    weights = slots.weights()
    if weights is None:
        return None
    sets: list[tuple[int, ...]] = [(0,)]
    number = {sets[0]: 0}
    following: list[dict[int, int]] = []
    for states in sets:
        behind: dict[int, dict[int, None]] = {}
        for state in states:
            for label, target in weights[state]:
                behind.setdefault(label, {})[target] = None
        row: dict[int, int] = {}
        for label, targets in sorted(behind.items()):
            if slots.ends(label):
                row[label] = -1
                continue
            key = tuple(sorted(targets))
            if key not in number:
                number[key] = len(sets)
                sets.append(key)
            row[label] = number[key]
        following.append(row)
        if len(sets) > MOST_SETS:
            return None
    return SlotPatterns(slots, weights, sets, following)
