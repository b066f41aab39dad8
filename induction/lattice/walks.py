"""Walks over templates that may cross from one to another, as long as they can afford it.

A state of the network of walks is the last two symbols, how long the walk is (up to a length from
which on it does not matter), what it has spent, in whole units, and which of the symbols that all
templates have it has met. A walk ends where it can afford what it spent, which depends on its
length, and has met them all; the templates themselves are walks whatever they cost.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .evidence import END, START, Evidence, Numbers
from .smallest import Arcs, from_the_end

UNIT = 0.5
"""Bits in a unit of price."""

LONGEST = 6
"""Length from which on walks can afford no more."""

_MOST_WHOLE = 3
"""How many of the symbols that all templates have are watched for."""


_MOST_ONCE = 3
"""How many of the slots that no template has twice are kept from coming twice."""


class Walks:
    """The network: `arcs[state]` leads from symbols to states, in ascending order of symbols, `ends`
    are the states in which a walk may end. State 0 is the start. There is no loop in it.

    `pairs[state]` are the last two symbols, `spent[state]` units.
    """

    def __init__(
        self,
        evidence: Evidence,
        templates: Sequence[Numbers],
        rejected: Sequence[Numbers],
        bold: float,
    ) -> None:
        self._evidence = evidence
        self._budget = budget(evidence, bold)
        self._top = max(self._budget)
        self._moves: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._mates = _mates(evidence)
        self._turning = _turning(evidence)
        self._watched = {s: 1 << at for at, s in enumerate(evidence.whole[:_MOST_WHOLE])}
        self._once = {s: 1 << at for at, s in enumerate(evidence.once[:_MOST_ONCE])}
        self._all = (1 << len(self._watched)) - 1
        self._given = _Prefixes(templates)
        self._barred = _Prefixes(rejected)
        self.arcs: Arcs = []
        self.ends: set[int] = set()
        self.pairs: list[tuple[int, int]] = []
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
        self.walks = [walks[key[0]] if key[0] >= 0 else None for key in keys]

    def _unwatched(self):
        first = (START, START, 0, 0)
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
        known = self._moves.get((p, a))
        if known is None:
            known = []
            after = self._evidence.after
            found = set(after.get(a, ()))
            for symbol in after.get(a, ()):
                found |= self._mates.get(symbol, _NOTHING)
            for mate in self._mates.get(a, ()):
                found |= after.get(mate, _NOTHING)
            found.discard(END)
            for b in sorted(found):
                units = self._units(p, a, b)
                if units <= self._top:
                    known.append((b, units))
            self._moves[p, a] = known
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


def budget(evidence: Evidence, bold: float) -> list[int]:
    """The units that a walk of each length can afford."""
    by = evidence.prices
    return [-1] + [
        math.floor((by.long * math.log(length) - by.short + bold) / UNIT + 1e-9)
        for length in range(1, LONGEST + 1)
    ]


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
