"""The rules of an intent unfolded: its language as one network of words and slots."""

from __future__ import annotations

from collections.abc import Sequence

from ..network import END, Arc
from ..symbols import Intent, Symbol
from .network import Network, State, Way, in_order

MOST = 20_000
"""States, before those alike are merged, beyond which there is no picture."""

_Moves = list[dict[Symbol, int]]


def unfolded(arcs: Sequence[Sequence[Arc]], start: int, intent: Intent) -> Network | None:
    """The smallest automaton of the network *arcs* from *start*, with the templates of *intent* on
    their ways through it; None where its language has no end or takes too many states.

    States carry symbols here, not arcs: symbols that lead from the same states to the same one
    stand in one box. What is drawn of the language depends on the rules only, their order
    aside.
    """
    made = _determinised(arcs, start)
    if made is None:
        return None
    moves, final = made
    order = _backwards(moves)
    if order is None:
        return None
    merged = _merged(moves, final, order)
    moves, final = _smallest(moves, final, merged)
    used = _used(moves, intent)
    boxes = _boxes(moves, used)
    first: list[int] = []  # by box, the state that it leads to
    states = [State(())]
    box_of: dict[tuple[int, Symbol], int] = {}
    for (target, _), symbols in boxes.items():
        for symbol in symbols:
            box_of[target, symbol] = len(states)
        first.append(target)
        states.append(State(tuple(symbols)))
    end = len(states)
    states.append(State(()))
    pairs = [
        (box, box_of[target, symbol])
        for box, state in enumerate([0, *first])
        for symbol, target in moves[state].items()
    ]
    pairs += [(box, end) for box, state in enumerate([0, *first]) if final[state]]
    ways: list[Way] = []
    for template in intent.templates:
        way, at = [0], 0
        for symbol in template.symbols:
            if symbol not in moves[at]:
                break
            at = moves[at][symbol]
            way.append(box_of[at, symbol])
        else:
            if final[at]:
                ways.append(((*way, end), template.count))
    return in_order(states, pairs, ways)


def _determinised(arcs: Sequence[Sequence[Arc]], start: int) -> tuple[_Moves, list[bool]] | None:
    """Subsets of states, numbered as they are found; the start is 0."""
    closed: dict[frozenset[int], frozenset[int]] = {}

    def closure(states: frozenset[int]) -> frozenset[int]:
        known = closed.get(states)
        if known is None:
            found, pending = set(states), sorted(states)
            while pending:
                for arc in arcs[pending.pop()]:
                    if arc.symbol is None and arc.after not in found:
                        found.add(arc.after)
                        pending.append(arc.after)
            known = closed[states] = frozenset(found)
        return known

    first = closure(frozenset((start,)))
    number = {first: 0}
    pending = [first]
    moves: _Moves = [{}]
    for subset in pending:
        into: dict[Symbol, set[int]] = {}
        for state in sorted(subset):
            for arc in arcs[state]:
                if arc.symbol is not None:
                    into.setdefault(arc.symbol, set()).add(arc.after)
        for symbol, states in into.items():
            target = closure(frozenset(states))
            if target not in number:
                if len(pending) == MOST:
                    return None
                number[target] = len(pending)
                pending.append(target)
                moves.append({})
            moves[number[subset]][symbol] = number[target]
    return moves, [END in subset for subset in pending]


def _backwards(moves: _Moves) -> list[int] | None:
    """States, each behind all that it leads to; None where there is a cycle."""
    order: list[int] = []
    begun = [0] * len(moves)
    pending = [(0, False)]
    while pending:
        state, done = pending.pop()
        if done:
            begun[state] = 2
            order.append(state)
        elif begun[state] == 1:
            return None
        elif not begun[state]:
            begun[state] = 1
            pending.append((state, True))
            for target in moves[state].values():
                if begun[target] == 1:
                    return None
                if not begun[target]:
                    pending.append((target, False))
    return order


def _merged(moves: _Moves, final: Sequence[bool], order: Sequence[int]) -> list[int]:
    """For each state the first of those from which the same can follow."""
    same = list(range(len(moves)))
    known: dict[object, int] = {}
    for state in order:
        key = (final[state], frozenset((s, same[t]) for s, t in moves[state].items()))
        same[state] = known.setdefault(key, state)
    return same


def _smallest(
    moves: _Moves, final: Sequence[bool], same: Sequence[int]
) -> tuple[_Moves, list[bool]]:
    """The automaton with states merged, numbered as they are met from the start."""
    number = {same[0]: 0}
    pending = [same[0]]
    found: _Moves = []
    for state in pending:
        found.append({})
        for symbol, target in moves[state].items():
            into = same[target]
            if into not in number:
                number[into] = len(pending)
                pending.append(into)
            found[-1][symbol] = number[into]
    return found, [final[state] for state in pending]


def _used(moves: _Moves, intent: Intent) -> dict[tuple[int, Symbol], int]:
    """How often the templates come into a state by a symbol."""
    used: dict[tuple[int, Symbol], int] = {}
    for template in intent.templates:
        at = 0
        for symbol in template.symbols:
            if symbol not in moves[at]:
                break
            at = moves[at][symbol]
            used[at, symbol] = used.get((at, symbol), 0) + template.count
    return used


def _boxes(
    moves: _Moves, used: dict[tuple[int, Symbol], int]
) -> dict[tuple[int, tuple[int, ...]], list[Symbol]]:
    """Symbols that lead to a state from the same states, the most used first."""
    sources: dict[tuple[int, Symbol], list[int]] = {}
    for state, leaving in enumerate(moves):
        for symbol, target in leaving.items():
            sources.setdefault((target, symbol), []).append(state)
    boxes: dict[tuple[int, tuple[int, ...]], list[Symbol]] = {}
    for (target, symbol), states in sources.items():
        boxes.setdefault((target, tuple(states)), []).append(symbol)
    for (target, _), symbols in boxes.items():
        pairs = sorted((-used.get((target, symbol), 0), symbol) for symbol in symbols)
        symbols[:] = [symbol for _, symbol in pairs]
    return boxes
