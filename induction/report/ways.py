"""Which rules an utterance comes through."""

from __future__ import annotations

import math
from collections.abc import Sequence as Ordered
from dataclasses import dataclass
from heapq import heappop, heappush

from ..draft import Call, Choice, Draft, Expression, Optional, Repeat, Rule, Sequence
from ..symbols import Symbol

END = 0


@dataclass(frozen=True, slots=True)
class Use:
    """An alternative of a rule, by its place."""

    rule: str
    option: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A step to another state, with a symbol or none; `use`: it enters an alternative."""

    symbol: Symbol | None
    after: int
    bits: float
    use: Use | None = None


class Ways:
    """The likeliest way of a template through the rules of one intent.

    The odds of an alternative are its count's share. Rules are written out as a network, calls
    that come last going on in the rule called, so that recursion on the right is a loop.
    """

    def __init__(self, draft: Draft, intent: str) -> None:
        self._rules = {rule.name: rule for rule in draft.rules}
        self.arcs: list[list[Arc]] = [[]]
        self._made: dict[tuple[str, int], int] = {}
        self._pending: list[tuple[Rule, int, int]] = []
        self._index: dict[int, dict[Symbol | None, list[Arc]]] = {}
        self.start = self._call(intent, END)
        while self._pending:
            rule, at, end = self._pending.pop()
            self._options(rule.choice, at, end, rule.name)

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
                cost = bits + arc.bits
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

    def _state(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1

    def _call(self, name: str, end: int) -> int:
        at = self._made.get((name, end))
        if at is None:
            at = self._made[name, end] = self._state()
            self._pending.append((self._rules[name], at, end))
        return at

    def _options(self, choice: Choice, at: int, end: int, rule: str = "") -> None:
        total = sum(option.count for option in choice.options)
        for number, option in enumerate(choice.options):
            share = option.count / total if total > 0 else 1 / len(choice.options)
            into = self._expression(option.expression, end)
            use = Use(rule, number) if rule else None
            self.arcs[at].append(Arc(None, into, _bits(share), use))

    def _expression(self, one: Expression, end: int) -> int:
        """The state from which *one* leads to *end*."""
        if isinstance(one, Call):
            return self._call(one.name, end)
        if isinstance(one, Sequence):
            for part in reversed(one.parts):
                end = self._expression(part, end)
            return end
        if isinstance(one, Repeat):
            return self._repeat(one, end)
        at = self._state()
        if isinstance(one, Symbol):
            self.arcs[at].append(Arc(one, end, 0.0))
        elif isinstance(one, Choice):
            self._options(one, at, end)
        elif isinstance(one, Optional):
            total = one.present + one.absent
            share = one.present / total if total > 0 else 0.5
            self.arcs[at].append(Arc(None, self._expression(one.expression, end), _bits(share)))
            self.arcs[at].append(Arc(None, end, _bits(1 - share)))
        return at

    def _repeat(self, one: Repeat, end: int) -> int:
        if one.high is None:
            at = self._state()
            inner = self._expression(one.expression, at)
            self.arcs[at] += [Arc(None, inner, 1.0), Arc(None, end, 1.0)]
        else:
            at = end
            for left in range(one.high - one.low):
                before = self._state()
                more = (left + 1) / (left + 2)
                inner = self._expression(one.expression, at)
                self.arcs[before] += [
                    Arc(None, inner, _bits(more)),
                    Arc(None, end, _bits(1 - more)),
                ]
                at = before
        for _ in range(one.low):
            at = self._expression(one.expression, at)
        return at


_RARE = 40.0
"""Bits of what the data never does, but the rules allow."""


def _bits(share: float) -> float:
    return min(-math.log2(share), _RARE) if share > 0 else _RARE
