"""A network of words and slots, cut down to the likeliest ways where it is large."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..symbols import Symbol

MOST = 28
"""States that a picture holds before it is cut down."""

LINES = 2.5
"""Lines for each state that a picture holds before it is cut down."""

Way = tuple[tuple[int, ...], int]
"""States from the start to the end, and how many utterances go that way."""


@dataclass(frozen=True, slots=True)
class State:
    """What it writes, the most frequent first; nothing at the start and the end."""

    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """From one state to another, by their numbers; *count* utterances go this way, perhaps none."""

    source: int
    target: int
    count: int


@dataclass(frozen=True, slots=True)
class Network:
    """States in an order in which arcs run forwards, the start first and the end last; the ways of
    the data through them, the most frequent first."""

    states: tuple[State, ...]
    arcs: tuple[Arc, ...]
    ways: tuple[Way, ...] = ()

    @property
    def count(self) -> int:
        """How many utterances go through it."""
        return sum(count for _, count in self.ways)


def in_order(
    states: Sequence[State], pairs: Iterable[tuple[int, int]], ways: Sequence[Way]
) -> Network:
    """The network of these states, of which the first is the start and the last the end, numbered
    anew so that every arc runs forwards. What does not lie between the start and the end is left
    out. There must be no cycle."""
    after: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    arcs = dict.fromkeys(pairs)
    for source, target in arcs:
        after.setdefault(source, []).append(target)
        before.setdefault(target, []).append(source)
    end = len(states) - 1
    kept = _reached(0, after) & _reached(end, before)
    waiting = {state: sum(one in kept for one in before.get(state, [])) for state in sorted(kept)}
    ready, order = [0] if 0 in kept else [], list[int]()
    while ready:
        state = ready.pop()
        order.append(state)
        for target in reversed(after.get(state, [])):
            if target in kept:
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
    return _numbered(states, arcs, ways, order)


def likeliest(network: Network, most: int = MOST) -> Network:
    """The network without its rarer ways, where it has more than *most* states or more lines than
    can be told apart; of what is left, only lines that some utterance goes.

    The first way stays; then, as long as there are no more than *most* states, that which
    has most utterances for each state that it adds, of those alike the first.
    """
    if len(network.states) <= most and len(network.arcs) <= LINES * len(network.states):
        return network
    left = dict(enumerate(network.ways))
    kept = set(left.pop(0)[0]) if left else {0, len(network.states) - 1}
    while left:
        best = max(left, key=lambda number: _worth(left[number], kept, number))
        states = kept.union(left.pop(best)[0])
        if len(states) <= most:
            kept = states
    pairs = [(arc.source, arc.target) for arc in network.arcs]
    found = _numbered(network.states, pairs, network.ways, sorted(kept))
    return replace(found, arcs=tuple(arc for arc in found.arcs if arc.count))


def _worth(way: Way, kept: set[int], number: int) -> tuple[float, int, int]:
    more = len(set(way[0]) - kept)
    return way[1] / (more + 0.5), way[1], -number


def _numbered(
    states: Sequence[State],
    pairs: Iterable[tuple[int, int]],
    ways: Sequence[Way],
    order: Sequence[int],
) -> Network:
    """Only the states of *order*, in this order, with the arcs and whole ways between them."""
    number = {state: at for at, state in enumerate(order)}
    counts = {
        (number[source], number[target]): 0
        for source, target in pairs
        if source in number and target in number
    }
    whole: list[Way] = []
    for way, count in ways:
        if all(state in number for state in way):
            found = tuple(number[state] for state in way)
            whole.append((found, count))
            for pair in itertools.pairwise(found):
                counts[pair] += count
    return Network(
        tuple(states[state] for state in order),
        tuple(Arc(source, target, count) for (source, target), count in counts.items()),
        tuple(whole),
    )


def _reached(start: int, after: dict[int, list[int]]) -> set[int]:
    found, pending = {start}, [start]
    while pending:
        for target in after.get(pending.pop(), []):
            if target not in found:
                found.add(target)
                pending.append(target)
    return found
