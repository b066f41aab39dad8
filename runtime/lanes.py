"""The random numbers of many sentences at once, by arithmetic on very long integers.

A long integer holds a number of 64 bits in every 128: its lanes. A product with 64 bits stays
in its lane, so that SplitMix64 is a dozen operations for all of them together, at a tenth of what
they cost one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .numbers import GAMMA, MASK, mix

_LANE = 16
"""Bytes of a lane."""


class Batch:
    """The first *each* (an even number) numbers of *count* sentences from *first* on.

    `tops` has the highest byte of each, sentence by sentence: nearly always that is enough to
    choose by.
    """

    __slots__ = ("_rounds", "tops")

    def __init__(self, seed: int, first: int, count: int, each: int) -> None:
        ones, mask, gammas, steps = _constants(count)
        state = (ones * ((first + 1) * GAMMA & MASK) + steps) & mask
        state = _mixed(ones * mix(seed + GAMMA & MASK) ^ _mixed(state, mask), mask)
        tops = bytearray(count * each)
        self._rounds: list[bytes] = []
        for k in range(0, each, 2):
            state = state + gammas & mask
            low = _mixed(state, mask)
            state = state + gammas & mask
            both = (low | _mixed(state, mask) << 64).to_bytes(_LANE * count, "little")
            tops[k::each] = both[7::_LANE]
            tops[k + 1 :: each] = both[15::_LANE]
            self._rounds.append(both)
        self.tops = bytes(tops)

    def number(self, sentence: int, k: int) -> int:
        """Number *k* of a sentence, both counted from 0."""
        at = _LANE * sentence + 8 * (k & 1)
        return int.from_bytes(self._rounds[k >> 1][at : at + 8], "little")


def _mixed(z: int, mask: int) -> int:
    """`mix` of each lane."""
    z = (z ^ z >> 30) & mask
    z = z * 0xBF58476D1CE4E5B9 & mask
    z = (z ^ z >> 27) & mask
    z = z * 0x94D049BB133111EB & mask
    return (z ^ z >> 31) & mask


@lru_cache(maxsize=4)
def _constants(count: int) -> Sequence[int]:
    """In each of *count* lanes: 1; 64 bits set; GAMMA; and GAMMA times the number of the lane."""
    ones = int.from_bytes((b"\1" + bytes(_LANE - 1)) * count, "little")
    steps = b"".join((i * GAMMA & MASK).to_bytes(_LANE, "little") for i in range(count))
    return ones, ones * MASK, ones * GAMMA, int.from_bytes(steps, "little")
