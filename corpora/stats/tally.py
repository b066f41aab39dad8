"""Counts of things, of which there may be more than memory holds."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

K = TypeVar("K")

MOST = 1 << 20
"""So many different things are counted; past that the rarest are forgotten."""


class Tally:
    """Counts of texts, for each of some names apart: of values by slot, of patterns by intent.

    Past `most` different ones in all, those with the lowest counts are left out until half remain
    (lossy counting, Manku and Motwani 2002): then `exact` is false, what is left is what was
    frequent, and each count is at most `missed` too low.
    """

    def __init__(self, most: int = MOST) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.total = 0
        self.missed = 0
        self._most = most

    @property
    def exact(self) -> bool:
        """Whether nothing was left out."""
        return self.missed == 0

    def of(self, name: str) -> Counter[str]:
        """The counts under a name."""
        return self.counts.get(name) or Counter()

    def pairs(self) -> Iterator[tuple[tuple[str, str], int]]:
        """All counts, as ((name, text), count)."""
        for name, counts in self.counts.items():
            for text, count in counts.items():
                yield (name, text), count

    def together(self) -> Counter[str]:
        """The counts of all names added up."""
        if len(self.counts) == 1:
            return next(iter(self.counts.values()))
        added: Counter[str] = Counter()
        for counts in self.counts.values():
            added.update(counts)
        return added

    def add(self, texts: Mapping[str, list[str]]) -> None:
        """Counts each of *texts*, by name, once more."""
        for name, given in texts.items():
            counts = self.counts.get(name)
            if counts is None:
                counts = self.counts[name] = Counter()
            counts.update(given)
            self.total += len(given)
        if sum(map(len, self.counts.values())) > self._most:
            self._forget()

    def _forget(self) -> None:
        how_many = Counter(n for counts in self.counts.values() for n in counts.values())
        kept, least = how_many.total(), 0
        for count in sorted(how_many):
            if kept <= self._most // 2:
                break
            kept -= how_many[count]
            least = count
        self.missed += least
        for name, counts in self.counts.items():
            self.counts[name] = Counter({k: n for k, n in counts.items() if n > least})


def top(counts: Mapping[K, int], most: int | None) -> list[tuple[K, int]]:
    """The most frequent things with their counts, those with the same count by name; all of them
    where no number is given."""
    if most is None or len(counts) <= most:
        return sorted(counts.items(), key=_order)
    least = heapq.nlargest(most, counts.values())[-1]
    found = sorted(((k, n) for k, n in counts.items() if n > least), key=_order)
    ties: Any = (k for k, n in counts.items() if n == least)
    return found + [(k, least) for k in heapq.nsmallest(most - len(found), ties)]


def _order(pair: tuple[Any, int]) -> tuple[int, Any]:
    return -pair[1], pair[0]


def entropy(counts: Iterable[int]) -> float:
    """The entropy of a draw with these odds, in bits (the plug-in estimate, which is too low where
    much was met once only)."""
    how_many = Counter(counts)
    total = sum(n * times for n, times in how_many.items())
    if total == 0:
        return 0.0
    mass = math.fsum(times * n * math.log2(n) for n, times in how_many.items() if n)
    return max(math.log2(total) - mass / total, 0.0)
