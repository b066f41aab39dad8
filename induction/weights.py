"""Weights: from counts to numbers that a person reads, and would have written.

The probability of an alternative is its posterior mean under a symmetric Dirichlet prior,
(c + α) / (n + K·α) of n uses in all among K alternatives. What is written are the smallest numbers
from which each probability comes back within a tolerance of itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

TOLERANCE = 0.05
"""How far a probability may be from what it was, as a share of itself, where nothing else is said:
two digits of each."""

_STEPS = 20
_MOST = 40


def shares(counts: Sequence[float], prior: float) -> tuple[float, ...]:
    """The posterior mean of each; all alike where there are neither counts nor prior."""
    whole = math.fsum(counts) + prior * len(counts)
    if whole <= 0:
        return tuple(1 / len(counts) for _ in counts)
    return tuple((count + prior) / whole for count in counts)


def readable(
    counts: Sequence[float], prior: float, tolerance: float = TOLERANCE
) -> tuple[str | None, ...]:
    """The weights to be written before alternatives that were used *counts* times; None is that of
    1, which is not written.

    Whole numbers, as small as will do: the least multiple of the rarest alternative is taken with
    which all round well, and what has more digits than it needs loses them. Of counts that are
    nearly equal nothing is written. `readable((60, 20, 20), 0)` is `("3", None, None)`. Where the
    prior is 0, an alternative without a count has weight 0, which takes it out of the language.
    """
    wanted = shares(counts, prior)
    present = [share for share in wanted if share > 0]
    found = iter(_whole(tuple(present), tolerance) if present else ())
    told = [next(found) if share > 0 else 0 for share in wanted]
    return tuple(None if weight == 1 else str(weight) for weight in told)


def readable_optional(
    present: float, absent: float, prior: float, tolerance: float = TOLERANCE
) -> str | None:
    """The weight to be written in `[/w/ x]`, where what is absent weighs 1; None where it is 1.

    As few digits as will do, two at most: `readable_optional(30, 70, 0)` is `"0.4"`, with which *x*
    is there in 29 % of cases. It is 0 where nothing speaks for *x*, and where nothing speaks
    against it, it is as large as if absence had half a count.
    """
    there, away = shares((present, absent), prior)
    if there <= 0:
        return "0"
    if away <= 0:
        there, away = present, 0.5
    odds = there / away
    for digits in (0, 1, 2, 3):
        near = Decimal(1) if digits == 0 else Decimal(f"{odds:.{digits - 1}e}")
        share = float(near / (1 + near))
        rest = float(1 / (1 + near))
        whole = there + away
        if _near(share, there / whole, tolerance) and _near(rest, away / whole, tolerance):
            break
    return None if near == 1 else f"{near.normalize():f}"


def _near(share: float, wanted: float, tolerance: float) -> bool:
    return abs(share - wanted) <= tolerance * wanted


@lru_cache(maxsize=10_000)  # a grammar is written several times until all is settled
def _whole(wanted: tuple[float, ...], tolerance: float) -> tuple[int, ...]:
    """Positive whole numbers in the proportions of *wanted*, which are positive."""
    least = min(wanted)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))  # the small ones fail first
    found: list[int] = []
    for step in range(_STEPS, _MOST * _STEPS + 1):
        scale = step / _STEPS / least
        found = [max(1, math.floor(share * scale + 0.5)) for share in wanted]
        if _good(found, wanted, order, tolerance):
            break
    for digits in (1, 2, 3):
        short = [_rounded(weight, digits) for weight in found]
        if _good(short, wanted, order, tolerance):
            found = short
            break
    shared = math.gcd(*found)
    return tuple(weight // shared for weight in found)


def _good(
    weights: Sequence[int], wanted: Sequence[float], order: Sequence[int], tolerance: float
) -> bool:
    whole, all_wanted = sum(weights), math.fsum(wanted)
    return all(_near(weights[i] / whole, wanted[i] / all_wanted, tolerance) for i in order)


def _rounded(weight: int, digits: int) -> int:
    unit = int("1".ljust(len(str(weight)) - digits + 1, "0"))
    return (weight + unit // 2) // unit * unit
