"""Splits: which part of a corpus a text belongs to, by the text alone.

So one text never lands in two parts, however often it is drawn, and stays where it is when the
corpus grows, in other shards, and under another seed.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..compiler.tables import thresholds
from .numbers import mix


@dataclass(frozen=True, slots=True)
class Split:
    """Parts with their names and shares (of the sum of all)."""

    names: tuple[str, ...]
    limits: tuple[int, ...]

    @classmethod
    def of(cls, parts: Sequence[tuple[str, Fraction]]) -> Split:
        """The split into named parts by their shares, which are above 0."""
        names = tuple(name for name, _ in parts)
        return cls(names, tuple(thresholds(share for _, share in parts)))

    def part(self, text: str) -> int:
        """The number of the part that *text* belongs to."""
        return bisect_right(self.limits, key(text), 0, len(self.limits) - 1)


def key(text: str) -> int:
    """64 bits of a text: its CRC-32, mixed. Few bits, but the same text has the same, which is all
    that is asked of them, and any engine has them quickly."""
    return mix(zlib.crc32(text.encode()) + 1)
