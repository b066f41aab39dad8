"""Rows sorted by several columns: how much those weigh that hold given cells in all of them?

Sorted by one column, then by the next, rows with the same cells lie side by side, however many
columns of them are given: two binary searches a column find them, and one subtraction their weight.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

from .coded import Coded
from .packing import Bytes, open_numbers, pack_numbers
from .selection import Selection


class Joint:
    """The rows of a selection, sorted by the cells of *columns*, of the first of them first."""

    __slots__ = ("_rows", "_sums", "columns", "mass")

    mass: int
    """What all rows weigh: their number, where each weighs the same."""

    def __init__(self, columns: Sequence[Coded], sections: Mapping[str, Bytes]) -> None:
        """*sections* as `pack_joint` makes them; nothing is copied."""
        self.columns = tuple(columns)
        self._rows = open_numbers(sections["rows"], "I")
        self._sums: Sequence[int] | None = None
        self.mass = len(self._rows)
        if "sums" in sections:
            self._sums = open_numbers(sections["sums"], "Q")
            self.mass = self._sums[-1]

    def weight(self, cells: Sequence[int]) -> int:
        """What the rows weigh that hold these cells (by their codes) in the first columns."""
        low, high = self._find(cells)
        if self._sums is None:
            return high - low
        return self._sums[high] - self._sums[low]

    def rows(self, cells: Sequence[int]) -> Sequence[int]:
        """The rows that hold these cells in the first columns."""
        low, high = self._find(cells)
        return self._rows[low:high]

    def _find(self, cells: Sequence[int]) -> tuple[int, int]:
        low, high = 0, len(self._rows)
        for coded, cell in zip(self.columns, cells, strict=False):
            key = coded.codes.__getitem__
            low = bisect_left(self._rows, cell, low, high, key=key)
            high = bisect_right(self._rows, cell, low, high, key=key)
        return low, high


def pack_joint(selection: Selection, columns: Sequence[Coded]) -> dict[str, bytes]:
    """The sections of the rows of *selection*, sorted."""
    rows = list(selection.rows())
    for coded in reversed(columns):
        rows.sort(key=coded.codes.__getitem__)  # stable: what was sorted before stays so within
    sections = {"rows": pack_numbers(array("I", rows))}
    _, sums, _ = selection.numbers
    if sums is not None:
        weight = selection.catalogue.weight
        sections["sums"] = pack_numbers(array("Q", accumulate(map(weight, rows), initial=0)))
    return sections
