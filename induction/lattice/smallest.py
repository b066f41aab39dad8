"""The smallest network with the same walks, of one without loops."""

from __future__ import annotations

Arcs = list[dict[int, int]]
"""For each state, from symbols to states."""


def smallest(arcs: Arcs, ends: set[int]) -> tuple[Arcs, set[int], list[int]]:
    """States from which the same walks go on become one; those from which none ends are left out.

    Returned are arcs, ends and for each state given the one it has become, -1 for none. States are
    numbered from the end: an arc always leads to a lower number; the start's is the highest.
    """
    became = [-1] * len(arcs)
    known: dict[tuple[bool, tuple[tuple[int, int], ...]], int] = {}
    kept: Arcs = []
    kept_ends: set[int] = set()
    for state in from_the_end(arcs):
        onward = tuple((s, became[into]) for s, into in arcs[state].items() if became[into] >= 0)
        if not onward and state not in ends:
            continue
        key = (state in ends, onward)
        number = known.get(key)
        if number is None:
            number = known[key] = len(kept)
            kept.append(dict(onward))
            if state in ends:
                kept_ends.add(number)
        became[state] = number
    return kept, kept_ends, became


def from_the_end(arcs: Arcs) -> list[int]:
    """The states that can be reached, each behind all that it leads to, of a network without
    loops."""
    order: list[int] = []
    seen = [False] * len(arcs)
    seen[0] = True
    pending = [(0, iter(arcs[0].values()))]
    while pending:
        state, rest = pending[-1]
        for into in rest:
            if not seen[into]:
                seen[into] = True
                pending.append((into, iter(arcs[into].values())))
                break
        else:
            order.append(state)
            pending.pop()
    return order
