"""Weights and probabilities, as other formats write them and as `.gram` does."""

from __future__ import annotations

import re
from fractions import Fraction

_NUMBER = re.compile(r"(\d{0,30})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,2}))?")
_MOST_DIGITS = 18


def decimal(text: str) -> str | None:
    """A number as digits and at most one dot between them: `3.50e1` is `35`; None where it is no
    number, is negative, or has more than 30 digits."""
    match = _NUMBER.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        return None
    number = Fraction(f"{match[1] or '0'}.{match[2] or '0'}") * Fraction(10) ** int(match[3] or 0)
    return written(number)


def written(number: Fraction) -> str:
    """A number as a weight: exactly where 18 digits behind the dot do, else rounded to them."""
    whole, rest = divmod(number, 1)
    if not rest:
        return str(whole)
    digits = round(rest * 10**_MOST_DIGITS)
    if digits == 10**_MOST_DIGITS:
        return str(whole + 1)
    return f"{whole}.{digits:0{_MOST_DIGITS}d}".rstrip("0").rstrip(".")
