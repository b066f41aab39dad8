"""The random numbers of noise: streams of their own, so that the sentences stay what they were."""

from __future__ import annotations

from fractions import Fraction

from ..numbers import GAMMA, MASK, mix, stream


class Draws:
    """The numbers for one kind of noise (*salt*) on sentence *index* of a seed."""

    __slots__ = ("_state",)

    def __init__(self, seed: int, salt: int, index: int) -> None:
        self._state = stream(mix((seed ^ salt) & MASK), index)

    def number(self) -> int:
        """The next 64 bits."""
        self._state = self._state + GAMMA & MASK
        return mix(self._state)

    def below(self, count: int) -> int:
        """One of 0 … count - 1."""
        return self.number() * count >> 64


def limit(rate: float) -> int:
    """What a number must be below to have this probability."""
    return round(Fraction(rate) * (MASK + 1))
