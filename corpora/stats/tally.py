"""Counts of things, of which there may be more than memory holds."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

MOST = 1 << 20
"""So many different things are counted; past that the rarest are forgotten."""


class Tally(Generic[K]):
    """Counts of different things, in the order in which they were first met.

    Past `most` of them, those with the lowest counts are left out until half remain (lossy
    counting, Manku and Motwani 2002): then `exact` is false, what is left is what was frequent,
    each count at most `missed` too low, and `lost` says how many things' occurrences went.
    """

    def __init__(self, most: int = MOST) -> None:
        self.counts: Counter[K] = Counter()
        self.total = 0
        self.lost = 0
        self.missed = 0
        self._most = most

    @property
    def exact(self) -> bool:
        """Whether nothing was left out."""
        return self.missed == 0

    def add(self, things: list[K]) -> None:
        """Counts each of *things* once more."""
        self.counts.update(things)
        self.total += len(things)
        if len(self.counts) > self._most:
            self._forget()

    def _forget(self) -> None:
        how_many = Counter(self.counts.values())
        kept, least = len(self.counts), 0
        for count in sorted(how_many):
            if kept <= self._most // 2:
                break
            kept -= how_many[count]
            least = count
        self.lost += sum(count * n for count, n in how_many.items() if count <= least)
        self.missed += least
        self.counts = Counter({k: count for k, count in self.counts.items() if count > least})

    def ranked(self) -> list[tuple[K, int]]:
        """The things and their counts, the most frequent first; those with the same count in the
        order of their names."""
        return ranked(self.counts)


def ranked(counts: Mapping[K, int]) -> list[tuple[K, int]]:
    """Things and their counts, the most frequent first, then by name."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def entropy(counts: Iterable[int]) -> float:
    """The entropy of a draw with these odds, in bits (the plug-in estimate, which is too low where
    much was met once only)."""
    found = [count for count in counts if count]
    total = sum(found)
    if total == 0:
        return 0.0
    bits = math.log2(total) - math.fsum(n * math.log2(n) for n in found) / total
    return max(bits, 0.0)
