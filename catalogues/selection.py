"""Some rows of a catalogue, to be drawn from."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, compress

from .catalogue import Catalogue
from .packing import Bytes, open_numbers, pack_numbers


class Selection:
    """Rows of a catalogue that weigh more than 0, in order, with their weights summed up.

    All rows of a catalogue without weights need no table at all; drawing is otherwise one binary
    search. A row's share of the draws is its weight by the mass, to within 2**-64.
    """

    __slots__ = ("_catalogue", "_guide", "_rows", "_sums", "mass")

    mass: int
    """What the rows weigh together, in the catalogue's units; 0 where there are none."""

    def __init__(
        self,
        catalogue: Catalogue,
        rows: Sequence[int],
        sums: Sequence[int] | None,
        guide: Sequence[int] | None = None,
    ) -> None:
        """*rows* ascending; *sums* their cumulative weights, `None` where each weighs *1* or all
        weigh the same; *guide* as `_guide` makes it, for many rows."""
        self._catalogue = catalogue
        self._rows = rows
        self._sums = sums
        self._guide = guide
        if sums is not None:
            self.mass = sums[-1]
        else:
            self.mass = len(rows) * catalogue.weight(rows[0]) if rows else 0

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue whose rows these are."""
        return self._catalogue

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, row: object) -> bool:
        rows = self._rows
        if isinstance(rows, range):
            return row in rows
        if not isinstance(row, int):
            return False
        at = bisect_left(rows, row)
        return at < len(rows) and rows[at] == row

    def rows(self) -> Iterator[int]:
        """The rows, in order."""
        return iter(self._rows)

    @property
    def unbroken(self) -> bool:
        """Whether these are all rows of the catalogue, or all from one row to another."""
        return isinstance(self._rows, range)

    @property
    def numbers(self) -> tuple[Sequence[int] | None, Sequence[int] | None, Sequence[int] | None]:
        """The flat tables that draws are looked up in: rows (None: all of the catalogue's), their
        cumulative weights (None: all weigh the same), and the guide (None: few rows)."""
        return None if self._whole else self._rows, self._sums, self._guide

    def draw(self, r: int) -> int:
        """The row that *r*, uniform among 0 … 2**64 - 1, falls on.

        Of n rows without weights it is number `r * n >> 64`; else the first row whose cumulative
        weight exceeds `r * mass >> 64`. An empty selection is a `ValueError`.
        """
        sums = self._sums
        if sums is not None:
            x = r * self.mass >> 64
            guide = self._guide
            if guide is None:
                return self._rows[bisect_right(sums, x)]
            bin_ = r >> 64 - _GUIDE_BITS
            return self._rows[bisect_right(sums, x, guide[bin_], guide[bin_ + 1])]
        if not self.mass:
            raise ValueError("nothing to draw from")
        return self._rows[r * len(self._rows) >> 64]

    def probability(self, row: int) -> Fraction:
        """The probability that *row* is drawn."""
        return Fraction(self._catalogue.weight(row), self.mass) if row in self else Fraction(0)

    def pack(self) -> dict[str, bytes]:
        """The sections of this selection; those of its catalogue are not among them."""
        sections = {"meta": json.dumps({"rows": len(self), "whole": self._whole}).encode()}
        if not self._whole:
            sections["rows"] = pack_numbers(array("I", self._rows))
        if self._sums is not None:
            sections["sums"] = pack_numbers(array("Q", self._sums))
        if self._guide is not None:
            sections["guide"] = pack_numbers(array("I", self._guide))
        return sections

    @property
    def _whole(self) -> bool:
        return len(self._rows) == len(self._catalogue)

    @classmethod
    def open(cls, catalogue: Catalogue, sections: Mapping[str, Bytes]) -> Selection:
        """The selection that `pack` made into *sections*; nothing is copied."""
        meta = json.loads(bytes(sections["meta"]))
        rows: Sequence[int] = range(meta["rows"])
        if not meta["whole"]:
            rows = open_numbers(sections["rows"], "I")
        sums = open_numbers(sections["sums"], "Q") if "sums" in sections else None
        guide = open_numbers(sections["guide"], "I") if "guide" in sections else None
        return cls(catalogue, rows, sums, guide)


def select(
    catalogue: Catalogue,
    conditions: Sequence[tuple[str, Collection[str]]] = (),
    *,
    filled: Sequence[str] = (),
    without: Collection[str] = (),
) -> Selection:
    """The rows that fulfil all *conditions* (a column holds one of some values), hold something in
    every column of *filled*, and whose value is none of *without*. Rows of weight 0 are left out.
    """
    rows: Sequence[int] = range(len(catalogue))
    for column, values in conditions:
        rows = _where(catalogue, rows, column, frozenset(values).__contains__)
    for column in filled:
        rows = _where(catalogue, rows, column, bool)
    if without:
        names = frozenset(without)
        rows = _where(catalogue, rows, "value", lambda value: value not in names)
    return _weighed(catalogue, rows)


def _where(
    catalogue: Catalogue, rows: Sequence[int], column: str, test: Callable[[str], object]
) -> Sequence[int]:
    holds = list(map(test, catalogue.cells(column)))
    codes = catalogue.codes(column)
    if not isinstance(rows, range):
        codes = [codes[row] for row in rows]
    return array("I", compress(rows, map(holds.__getitem__, codes)))


def _weighed(catalogue: Catalogue, rows: Sequence[int]) -> Selection:
    weights = catalogue.weights()
    if weights is None:
        return Selection(catalogue, rows, None)
    if not isinstance(rows, range):
        weights = [weights[row] for row in rows]
    kinds = set(weights)
    if 0 in kinds:
        rows = array("I", compress(rows, weights))
        weights = list(filter(None, weights))
        kinds.remove(0)
    if len(kinds) < 2:
        return Selection(catalogue, rows, None)
    sums = array("Q", accumulate(weights))
    return Selection(catalogue, rows, sums, _guide(sums))


_GUIDE_BITS = 16
_GUIDED = 1 << 14
"""From so many weighted rows on, a guide spares most of the search."""


def _guide(sums: Sequence[int]) -> array[int] | None:
    """For each value of the first 16 bits of a draw, where its rows begin: the search then looks
    at a few neighbours, and not all over a table that is larger than the machine's caches (the
    guide table of Chen and Asau, 1974)."""
    if len(sums) < _GUIDED:
        return None
    mass, bins = sums[-1], 1 << _GUIDE_BITS
    starts = array("I", (bisect_right(sums, b * mass >> _GUIDE_BITS) for b in range(bins)))
    starts.append(len(sums) - 1)
    return starts
