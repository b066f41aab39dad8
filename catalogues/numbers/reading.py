"""Numbers in text: which numbers of a range stand here?"""

from __future__ import annotations

import re

from ..index import Index
from .progression import Progression

_DIGITS = re.compile(r"[-−]?(0|[1-9][0-9]*)(?:\.([0-9]*))?")


class NumberIndex(Index):
    """Finds the numbers of a range that stand in digits at a place of a text. The text must be as
    it was typed, because a hyphen is a minus sign here and no space."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: Progression) -> None:
        self._numbers = numbers

    @property
    def literal(self) -> bool:
        """See `Index`."""
        return True

    def matches(self, text: str, pos: int) -> list[tuple[int, int]]:
        """See `Index`. A number is found as gramc writes it: no zeros before it, none behind its
        decimals, no mark between thousands; the minus sign may be U+2212."""
        match = _DIGITS.match(text, pos)
        if match is None:
            return []
        numbers, scale = self._numbers, self._numbers.scale
        whole, fraction = match.groups()
        negative = match.start(1) > pos
        found: list[tuple[int, int]] = []

        def add(end: int, units: int) -> None:
            place = numbers.place(-units if negative else units)
            if place is not None and (units or not negative):
                found.append((end, place))

        for length in range(min(len(fraction or ""), scale), 0, -1):
            decimals = fraction[:length]
            if decimals[-1] != "0":
                units = int(whole + decimals) * 10 ** (scale - length)
                add(match.start(2) + length, units)
        for length in range(min(len(whole), 19), 0, -1):
            add(match.start(1) + length, int(whole[:length]) * 10**scale)
        return found

    def heads(self, length: int) -> tuple[frozenset[str], frozenset[str]] | None:
        """See `Index`: too many to be told."""
        return None
