"""Which rules an utterance comes through."""

from __future__ import annotations

import math
from collections.abc import Sequence as Ordered
from heapq import heappop, heappush

from ..draft import Draft
from ..network import END, Arc, Network, Use
from ..symbols import Symbol


class Ways:
    """The likeliest way of a template through the rules of one intent.

    It is sought in the rules written out as a `Network`.
    """

    def __init__(self, draft: Draft, intent: str) -> None:
        network = Network(draft, intent)
        self.arcs, self.start = network.arcs, network.start
        self._index: dict[int, dict[Symbol | None, list[Arc]]] = {}

    def way(self, symbols: Ordered[Symbol]) -> tuple[float, tuple[Use, ...]] | None:
        """The bits of the likeliest way (−log₂ of its odds) and the alternatives on it in reading
        order; of ways that are alike the first as rules are written. None where there is none."""
        # Shortest way over (place, state): bits are never negative.
        order = 0
        heap: list[tuple[float, int, int, int]] = [(0.0, order, 0, self.start)]
        known: dict[tuple[int, int], tuple[float, tuple[int, int] | None, Use | None]] = {
            (0, self.start): (0.0, None, None)
        }
        done: set[tuple[int, int]] = set()
        goal = (len(symbols), END)
        while heap:
            bits, _, at, state = heappop(heap)
            here = (at, state)
            if here in done:
                continue
            done.add(here)
            if here == goal:
                return bits, self._read(known, goal)
            for arc in self._leading(state, symbols[at] if at < len(symbols) else None):
                there = (at if arc.symbol is None else at + 1, arc.after)
                cost = bits + _bits(arc.odds)
                if there not in known or cost < known[there][0]:
                    known[there] = (cost, here, arc.use)
                    order += 1
                    heappush(heap, (cost, order, *there))
        return None

    def _leading(self, state: int, symbol: Symbol | None) -> Ordered[Arc]:
        """The arcs of a state behind which *symbol* comes next, or the end where it is none."""
        index = self._index.get(state)
        if index is None:
            index = self._index[state] = {}
            for arc in self.arcs[state]:
                for one in self._next(arc):
                    index.setdefault(one, []).append(arc)
        return index.get(symbol, ())

    def _next(self, arc: Arc) -> dict[Symbol | None, None]:
        """The symbols that may come first on an arc or behind it; none if the end may."""
        if arc.symbol is not None:
            return {arc.symbol: None}
        found: dict[Symbol | None, None] = {}
        met, pending = {arc.after}, [arc.after]
        while pending:
            state = pending.pop()
            if state == END:
                found[None] = None
            for one in self.arcs[state]:
                if one.symbol is not None:
                    found[one.symbol] = None
                elif one.after not in met:
                    met.add(one.after)
                    pending.append(one.after)
        return found

    @staticmethod
    def _read(
        known: dict[tuple[int, int], tuple[float, tuple[int, int] | None, Use | None]],
        goal: tuple[int, int],
    ) -> tuple[Use, ...]:
        found: list[Use] = []
        at: tuple[int, int] | None = goal
        while at is not None:
            _, before, use = known[at]
            if use is not None:
                found.append(use)
            at = before
        return tuple(reversed(found))


_RARE = 40.0
"""Bits of what the data never does, but the rules allow."""


def _bits(share: float) -> float:
    return min(-math.log2(share), _RARE) if share > 0 else _RARE
