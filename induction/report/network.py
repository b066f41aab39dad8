"""A network of words and slots, cut down to the likeliest ways where it is large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..symbols import Symbol

MOST = 36
"""States that a picture holds before it is cut down."""


@dataclass(frozen=True, slots=True)
class State:
    """What it writes, the most frequent first; nothing at the start and the end."""

    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """From one state to another, by their numbers; *count* utterances go this way."""

    source: int
    target: int
    count: float


@dataclass(frozen=True, slots=True)
class Network:
    """States in an order in which arcs run forwards, the start first and the end last.

    `shown` is the share of the utterances whose whole way is in it.
    """

    states: tuple[State, ...]
    arcs: tuple[Arc, ...]
    shown: float = 1.0


def in_order(states: Sequence[State], arcs: Sequence[Arc], start: int, end: int) -> Network:
    """The network of these states, numbered anew so that every arc runs forwards. What does not
    lie between the start and the end is left out. There must be no cycle."""
    after: dict[int, list[int]] = {}
    before: dict[int, list[int]] = {}
    for arc in arcs:
        after.setdefault(arc.source, []).append(arc.target)
        before.setdefault(arc.target, []).append(arc.source)
    kept = _reached(start, after) & _reached(end, before)
    open_ = {state: sum(one in kept for one in before.get(state, [])) for state in sorted(kept)}
    ready, order = [start], []
    while ready:
        state = ready.pop()
        order.append(state)
        for target in reversed(after.get(state, [])):
            if target in kept:
                open_[target] -= 1
                if not open_[target]:
                    ready.append(target)
    # The end may have become ready before states that lead nowhere else: none are kept.
    number = {state: at for at, state in enumerate(order)}
    inner = tuple(
        Arc(number[arc.source], number[arc.target], arc.count)
        for arc in arcs
        if arc.source in number and arc.target in number
    )
    return Network(tuple(states[state] for state in order), inner)


def likeliest(network: Network, most: int = MOST) -> Network:
    """The network without its rarer ways, where it has more than *most* states.

    Ways are taken out one by one, each that which most utterances can go (its narrowest arc is
    the widest there is; of those alike the first), with as many utterances as fit; their states
    stay until there are *most*. So what is left is whole ways.
    """
    if len(network.states) <= most:
        return network
    left = {number: arc.count for number, arc in enumerate(network.arcs)}
    leaving: dict[int, list[int]] = {}
    for number, arc in enumerate(network.arcs):
        leaving.setdefault(arc.source, []).append(number)
    total = sum(network.arcs[number].count for number in leaving.get(0, []))
    kept: set[int] = set()
    shown = 0.0
    while True:
        way = _widest(network, left, leaving)
        states = {network.arcs[number].target for number in way} | {0}
        if not way or (kept and len(kept | states) > most):
            break
        kept |= states
        width = min(left[number] for number in way)
        shown += width
        for number in way:
            left[number] -= width
    number_of = {state: at for at, state in enumerate(sorted(kept))}
    arcs = tuple(
        Arc(number_of[arc.source], number_of[arc.target], arc.count)
        for arc in network.arcs
        if arc.source in number_of and arc.target in number_of
    )
    states_kept = tuple(network.states[state] for state in sorted(kept))
    return Network(states_kept, arcs, shown / total if total else 1.0)


def _reached(start: int, after: dict[int, list[int]]) -> set[int]:
    found, pending = {start}, [start]
    while pending:
        for target in after.get(pending.pop(), []):
            if target not in found:
                found.add(target)
                pending.append(target)
    return found


def _widest(
    network: Network, left: dict[int, float], leaving: dict[int, list[int]]
) -> tuple[int, ...]:
    """The arcs of the way whose narrowest has most left; none where nothing is left."""
    best: list[tuple[float, int]] = [(0.0, -1)] * len(network.states)
    best[0] = (float("inf"), -1)
    for state in range(len(network.states)):
        wide, _ = best[state]
        for number in leaving.get(state, []):
            width, target = min(wide, left[number]), network.arcs[number].target
            if width > best[target][0]:
                best[target] = (width, number)
    way: list[int] = []
    state = len(network.states) - 1
    while best[state][1] >= 0:
        way.append(best[state][1])
        state = network.arcs[way[-1]].source
    return tuple(reversed(way)) if state == 0 else ()
