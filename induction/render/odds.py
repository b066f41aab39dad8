"""Which weights are worth writing, and as which numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..weights import readable, readable_optional

PRIOR = 0.5
"""What is added to every count: Jeffreys' prior, with which one case against two is no 1 to 2."""

COARSE, FINE = 0.15, 0.05
"""How far what is written may be from what was counted."""

ROUND = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
"""What a person would have written; times ten, and so on."""


@dataclass(frozen=True, slots=True)
class Odds:
    """How weights are written. *coarse*: for people to read, with numbers as small as will do, and
    none where the data does not bear them out."""

    coarse: bool = True
    written: bool = True

    def weights(self, counts: Sequence[float]) -> Sequence[str | None]:
        """The weights of alternatives that were seen *counts* times; None where none is written."""
        if not self.written or len(counts) == 1 or (self.coarse and not borne_out(counts)):
            return [None] * len(counts)
        if not self.coarse:
            return readable(counts, _prior(counts), FINE)
        return [one and _round(one) for one in readable(counts, PRIOR, COARSE)]

    def optional(self, present: float, absent: float) -> str | None:
        """The weight in `[/w/ x]`, where absence weighs 1; None where none is written."""
        if not self.written or (self.coarse and not borne_out((present, absent))):
            return None
        if not self.coarse:
            return readable_optional(present, absent, _prior((present, absent)), FINE)
        return readable_optional(present, absent, PRIOR, COARSE)


def _prior(counts: Sequence[float]) -> float:
    """None where every alternative has a count: those of the exact style are smoothed already."""
    return 0.0 if min(counts) > 0 else PRIOR


def _round(weight: str) -> str:
    """The nearest of `ROUND`, times a power of ten."""
    number, unit = int(weight), 1
    while number > ROUND[-1] * unit:
        unit *= 10
    return str(min((one * unit for one in ROUND), key=lambda one: abs(one - number)))


def borne_out(counts: Sequence[float]) -> bool:
    """Whether weights describe the data shorter than equal odds do, at what they cost: half the
    logarithm of the number of cases for each number that is free (Schwarz 1978). Alternatives seen
    equally often have one number together."""
    cases, kinds = math.fsum(counts), len(counts)
    if cases <= 1:
        return False
    saved = math.fsum(c * math.log2(c * kinds / cases) for c in counts if c > 0)
    return saved > (len(set(counts)) - 1) / 2 * math.log2(cases)
