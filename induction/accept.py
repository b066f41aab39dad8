"""The language of a draft over symbols, without compiling it: what it accepts, draws and counts."""

from __future__ import annotations

import random
from collections.abc import Iterable

from .draft import Draft
from .network import Arc, Network
from .symbols import Symbol, Symbols

MOST_STATES = 200_000
"""Determinised states beyond which templates are not counted."""


class Language:
    """The templates of one intent of a draft.

    The rules are written out as a `Network`, whose odds templates are drawn by.
    """

    def __init__(self, draft: Draft, intent: str) -> None:
        network = Network(draft, intent)
        self._arcs, self._start = network.arcs, network.start
        self._reached: dict[int, frozenset[int]] = {}
        self._asked: dict[tuple[frozenset[int], Symbol], frozenset[int]] = {}
        of: dict[Symbol, list[int]] = {}
        for state, arcs in enumerate(self._arcs):
            if arcs and arcs[0][0] is not None:
                of.setdefault(arcs[0][0], []).append(state)
        self._of = {symbol: frozenset(states) for symbol, states in of.items()}
        self._first = self._closure((self._start,))

    def accepts(self, symbols: Iterable[Symbol]) -> bool:
        """Whether the template is in the language."""
        at = self._first
        for symbol in symbols:
            at = self._step(at, symbol)
            if not at:
                return False
        return 0 in at

    def sample(self, rng: random.Random, longest: int = 1_000) -> Symbols:
        """A template drawn by the odds of alternatives; cut off at *longest* symbols."""
        at = self._start
        found: list[Symbol] = []
        while at and len(found) < longest:
            arcs = self._arcs[at]
            symbol, at, _, _ = arcs[0] if len(arcs) == 1 else _drawn(arcs, rng)
            if symbol is not None:
                found.append(symbol)
        return tuple(found)

    def count(self) -> float:
        """How many templates there are: infinite with a loop, or where counting them would take
        more than `MOST_STATES` states."""
        order: list[frozenset[int]] = []
        state: dict[frozenset[int], int] = {}
        # Depth first, without recursion: 1 is on the way, 2 is done.
        pending: list[tuple[frozenset[int], bool]] = [(self._first, False)]
        while pending:
            at, done = pending.pop()
            if done:
                state[at] = 2
                order.append(at)
                continue
            if at in state:
                if state[at] == 1:
                    return float("inf")
                continue
            if len(state) >= MOST_STATES:
                return float("inf")
            state[at] = 1
            pending.append((at, True))
            for after in self._steps(at).values():
                if state.get(after) == 1:
                    return float("inf")
                if after not in state:
                    pending.append((after, False))
        counts: dict[frozenset[int], int] = {}
        for at in order:
            counts[at] = (0 in at) + sum(counts[after] for after in self._steps(at).values())
        return counts[self._first]

    def _closure(self, states: Iterable[int]) -> frozenset[int]:
        """Where symbols or the end are reached from *states* without a symbol."""
        found: set[int] = set()
        for state in states:
            found |= self._reach(state)
        return frozenset(found)

    def _reach(self, start: int) -> frozenset[int]:
        known = self._reached.get(start)
        if known is None:
            seen, found, pending = {start}, [], [start]
            while pending:
                state = pending.pop()
                if state == 0 or self._emitted(state):
                    found.append(state)
                for symbol, after, _, _ in self._arcs[state]:
                    if symbol is None and after not in seen:
                        seen.add(after)
                        pending.append(after)
            known = self._reached[start] = frozenset(found)
        return known

    def _emitted(self, state: int) -> Symbol | None:
        """The symbol of a state, which has one arc with it, or arcs without one."""
        arcs = self._arcs[state]
        return arcs[0][0] if arcs else None

    def _step(self, at: frozenset[int], symbol: Symbol) -> frozenset[int]:
        """The states behind *symbol*: of a large language most are never asked for."""
        known = self._asked.get((at, symbol))
        if known is None:
            mine = self._of.get(symbol, frozenset())
            known = self._closure(self._arcs[state][0][1] for state in at & mine)
            self._asked[at, symbol] = known
        return known

    def _steps(self, at: frozenset[int]) -> dict[Symbol, frozenset[int]]:
        found = (self._emitted(state) for state in sorted(at))
        return {one: self._step(at, one) for one in dict.fromkeys(found) if one is not None}


def _drawn(arcs: list[Arc], rng: random.Random) -> Arc:
    left = rng.random() * sum(arc.odds for arc in arcs)
    for arc in arcs:
        left -= arc.odds
        if left < 0:
            return arc
    return arcs[-1]
