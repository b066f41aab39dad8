"""The numbers of a range: an arithmetic progression of scaled whole numbers.

A number is held as a whole number of units of 10**-scale, so that 0.1 is 0.1 and nothing is ever
rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

MOST = 10**18
"""No number, and no canonical value, has more units of its last decimal place than this: all of it
fits 64 bits with room to spare."""


@dataclass(frozen=True, slots=True)
class Decimal:
    """A decimal number: *units* of 10**-*scale*."""

    units: int
    scale: int = 0

    @classmethod
    def of(cls, text: str) -> Decimal:
        """The number that *text* writes in ASCII digits, with no decimal place too many."""
        whole, _, fraction = text.partition(".")
        fraction = fraction.rstrip("0")
        return cls(int(whole + fraction), len(fraction))

    def at(self, scale: int) -> int:
        """Its units at a scale that is not smaller."""
        return self.units * int(10 ** (scale - self.scale))

    def __str__(self) -> str:
        return digits(self.units, self.scale)


ONE = Decimal(1)


def digits(units: int, scale: int) -> str:
    """A scaled number in decimal digits: a point where decimals follow, and no zeros behind them;
    `-` before a negative one."""
    if not scale:
        return str(units)
    sign = "-" if units < 0 else ""
    text = str(abs(units)).rjust(scale + 1, "0")
    fraction = text[-scale:].rstrip("0")
    return f"{sign}{text[:-scale]}.{fraction}" if fraction else f"{sign}{text[:-scale]}"


@dataclass(frozen=True, slots=True)
class Progression:
    """`count` numbers, `first` and on by `step`, in units of 10**-`scale`; `step` is positive."""

    first: int
    step: int
    count: int
    scale: int = 0

    @classmethod
    def of(cls, low: Decimal, high: Decimal, step: Decimal) -> Progression:
        """The numbers from *low* on by *step* that do not exceed *high*."""
        scale = max(low.scale, step.scale, high.scale)
        first, by = low.at(scale), step.at(scale)
        count = (high.at(scale) - first) // by + 1
        while scale and not first % 10 and not by % 10:
            first, by, scale = first // 10, by // 10, scale - 1
        return cls(first, by, count, scale)

    def __getitem__(self, place: int) -> int:
        return self.first + place * self.step

    @property
    def last(self) -> int:
        """The last of them."""
        return self[self.count - 1]

    def place(self, units: int) -> int | None:
        """Where a number of this scale stands; None where it is none of them."""
        place, rest = divmod(units - self.first, self.step)
        return place if not rest and 0 <= place < self.count else None

    def below(self, limit: int) -> int:
        """How many of them are smaller than *limit*."""
        return min(max(-(-(limit - self.first) // self.step), 0), self.count)

    def multiples(self, of: int) -> int:
        """How many of them are multiples of a positive number."""
        shared = gcd(self.step, of)
        if self.first % shared:
            return 0
        apart = of // shared
        begin = -self.first // shared * pow(self.step // shared, -1, apart) % apart
        return (self.count - 1 - begin) // apart + 1 if begin < self.count else 0
