"""Walks over templates that may cross from one to another, as long as they can afford it.

A state of the network of walks is the last two symbols, how long the walk is (up to a length from
which on it does not matter) and what it has spent, in whole units; which of the symbols that all
templates have it has met, and which of the most frequent slots that no template has twice. A walk
ends where it can afford what it spent, which depends on its length, and has met what all have; the
templates themselves are walks whatever they cost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .evidence import END, START, Evidence, Numbers
from .prices import Prices
from .smallest import Arcs, from_the_end

UNIT = 0.5
"""Bits in a unit of price."""

LONGEST = 6
"""Length from which on walks can afford no more."""

_FEW = 64
"""Utterances up to which walks may spend most."""

Walk = tuple[int, int, int, int]
"""The last two symbols, units spent, length up to `LONGEST`."""

_MOST_WHOLE = 3
"""How many of the symbols that all templates have are watched for."""


_MOST_ONCE = 2
"""How many of the slots that no template has twice are kept from coming twice."""


class Walks:
    """The network: `arcs[state]` leads from symbols to states, `costs[state]` tells the units of
    each, `ends` are the states in which a walk may end, `walks[state]` is the walk, None where
    only a template itself leads there. State 0 is the start. There is no loop in it: a step that
    no template has costs a unit at least, and so does one by which those of templates would lead
    back to where they came from.
    """

    def __init__(
        self,
        evidence: Evidence,
        templates: Sequence[Numbers],
        rejected: Sequence[Numbers],
        generalise: float,
    ) -> None:
        self._evidence = evidence
        self._budget = budget(evidence.prices, generalise, evidence.one[END])
        self._top = max(self._budget)
        self._moves: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._crossed: dict[int, set[int]] = {}
        self._mates = _mates(evidence)
        self._turning = _turning(evidence)
        self._watched = {s: 1 << at for at, s in enumerate(evidence.whole[:_MOST_WHOLE])}
        self._once = {s: 1 << at for at, s in enumerate(evidence.once[:_MOST_ONCE])}
        self._all = (1 << len(self._watched)) - 1
        self._given = _Prefixes(templates)
        self._barred = _Prefixes(rejected)
        self.arcs: Arcs = []
        self.ends: set[int] = set()
        self.costs: list[dict[int, int]] = []
        self._build()

    def _build(self) -> None:
        walks, arcs, ending = self._unwatched()
        reach = _reach(arcs, ending, self._once)
        # A walk that is left, or a prefix that is no longer one, is -1.
        first = (0, 0, 0, 0, 0)
        numbers = {first: 0}
        keys = [first]
        at = 0
        while at < len(keys):
            walk, met, twice, given, barred = keys[at]
            here: dict[int, int] = {}
            costs: dict[int, int] = {}
            ends = (walk in ending and met == self._all) or given in self._given.ends
            if ends and barred not in self._barred.ends:
                self.ends.add(at)
            onward = arcs[walk] if walk >= 0 else {}
            ahead = self._given.after(given)
            for symbol in sorted(onward.keys() | ahead):
                into = onward.get(symbol, -1)
                bit = self._once.get(symbol, 0)
                if into >= 0 and (reach[into] < 0 or twice & bit):
                    into = -1
                prefix = ahead.get(symbol, -1)
                if into < 0 and prefix < 0:
                    continue
                key = (
                    into,
                    met | self._watched.get(symbol, 0) if into >= 0 else 0,
                    (twice | bit) & reach[into] if into >= 0 else 0,
                    prefix,
                    self._barred.step(barred, symbol),
                )
                number = numbers.get(key)
                if number is None:
                    number = numbers[key] = len(keys)
                    keys.append(key)
                here[symbol] = number
                costs[symbol] = walks[into][2] - walks[walk][2] if into >= 0 else 0
            self.arcs.append(here)
            self.costs.append(costs)
            at += 1
        self.walks: list[Walk | None] = [walks[one] if one >= 0 else None for one, *_ in keys]

    def _unwatched(self) -> tuple[list[Walk], Arcs, set[int]]:
        """Walks, where they lead, and in which they may end, if only their price counts."""
        first: Walk = (START, START, 0, 0)
        numbers = {first: 0}
        walks = [first]
        arcs: Arcs = []
        ending: set[int] = set()
        at = 0
        while at < len(walks):
            p, a, spent, length = walks[at]
            here: dict[int, int] = {}
            if a != START and spent + self._units(p, a, END) <= self._budget[length]:
                ending.add(at)
            length = min(length + 1, LONGEST)
            for b, units in self._moves_of(p, a):
                if spent + units <= self._top:
                    key = (a, b, spent + units, length)
                    into = numbers.get(key)
                    if into is None:
                        into = numbers[key] = len(walks)
                        walks.append(key)
                    here[b] = into
            arcs.append(here)
            at += 1
        return walks, arcs, ending

    def _moves_of(self, p: int, a: int) -> list[tuple[int, int]]:
        """What may follow two symbols, with the units it costs."""
        known = self._moves.get((p, a))
        if known is None:
            follow = self._evidence.follows.get((p, a), _NOTHING)
            if self._top > 0:
                follow = follow | self._crossings(a)
            priced = [(b, self._units(p, a, b)) for b in sorted(follow) if b != END]
            known = self._moves[p, a] = [move for move in priced if move[1] <= self._top]
        return known

    def _crossings(self, a: int) -> set[int]:
        """What follows *a* in any template, or might for what it has neighbours in common with."""
        known = self._crossed.get(a)
        if known is None:
            after = self._evidence.after
            known = set(after.get(a, ()))
            for symbol in after.get(a, ()):
                known |= self._mates.get(symbol, _NOTHING)
            for mate in self._mates.get(a, ()):
                known |= after.get(mate, _NOTHING)
            self._crossed[a] = known
        return known

    def _units(self, p: int, a: int, b: int) -> int:
        if (p, a, b) in self._evidence.three:
            return int((p, a, b) in self._turning)
        return max(1, math.floor(self._evidence.price(p, a, b) / UNIT + 0.5))


def _reach(arcs: Arcs, ending: set[int], bits: dict[int, int]) -> list[int]:
    """The bits of symbols that may yet come, -1 where no walk ends."""
    reach = [-1] * len(arcs)
    for state in from_the_end(arcs):
        found = 0 if state in ending else -1
        for symbol, into in arcs[state].items():
            if reach[into] >= 0:
                found = max(found, 0) | reach[into] | bits.get(symbol, 0)
        reach[state] = found
    return reach


class _Prefixes:
    """A tree of templates: a walk in it is a number, -1 once it is off."""

    def __init__(self, templates: Sequence[Numbers]) -> None:
        self._arcs: Arcs = [{}]
        self.ends: set[int] = set()
        for template in templates:
            at = 0
            for symbol in template:
                into = self._arcs[at].get(symbol)
                if into is None:
                    into = self._arcs[at][symbol] = len(self._arcs)
                    self._arcs.append({})
                at = into
            self.ends.add(at)

    def after(self, at: int) -> dict[int, int]:
        return self._arcs[at] if at >= 0 else {}

    def step(self, at: int, symbol: int) -> int:
        return self._arcs[at].get(symbol, -1) if at >= 0 else -1


def budget(prices: Prices, generalise: float, utterances: int) -> list[int]:
    """The units that a walk of each length may spend; below 0 it may not even be one.

    What a few utterances lack is often missing by chance, what many lack seldom is: from `_FEW`
    utterances on, a walk may spend less in proportion to the root of how many there are.
    """
    more = 2 * generalise * min(1.0, math.sqrt(_FEW / utterances)) if utterances else 0.0
    free = [prices.long * math.log(length) - prices.short for length in range(1, LONGEST + 1)]
    return [-1, *(math.floor((bits * more if bits > 0 else bits) / UNIT) for bits in free)]


def _mates(evidence: Evidence) -> dict[int, set[int]]:
    """Symbols with the same neighbours on both sides somewhere."""
    by_context: dict[tuple[int, int], list[int]] = {}
    for symbol, contexts in evidence.contexts.items():
        for context in sorted(contexts):
            by_context.setdefault(context, []).append(symbol)
    mates: dict[int, set[int]] = {}
    for symbols in by_context.values():
        if len(symbols) > 1:
            for symbol in symbols:
                mates.setdefault(symbol, set()).update(symbols)
    return mates


def _turning(evidence: Evidence) -> set[Numbers]:
    """Threes that templates have, without which theirs would make no loop: depth first from the
    start, in order of symbols, each that leads back."""
    found: set[Numbers] = set()
    done: dict[tuple[int, int], bool] = {(START, START): False}
    pending = [((START, START), iter(sorted(evidence.follows[START, START])))]
    while pending:
        (p, a), rest = pending[-1]
        for b in rest:
            if b == END:
                continue
            state = done.get((a, b))
            if state is None:
                done[a, b] = False
                pending.append(((a, b), iter(sorted(evidence.follows.get((a, b), ())))))
                break
            if not state:
                found.add((p, a, b))
        else:
            done[p, a] = True
            pending.pop()
    return found


_NOTHING: set[int] = set()
