"""Shape of what an artifact keeps for rows that are shared: columns and sorted rows.

As in `shape.py`, what is said here of many rows costs next to nothing, and few are looked at in
full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import ne

from ..catalogues.catalogue import Catalogue
from ..catalogues.coded import Coded
from ..catalogues.packing import Bytes, open_numbers
from ..catalogues.selection import Selection
from .shape import FULL, keys_wrong, read

_META = {"cells": int, "longest": int}


def column_wrong(sections: Mapping[str, Bytes], of: Catalogue, column: str) -> str | None:
    """What is wrong with the sections of a column, or None."""
    wrong = f"the cells of the column “{column}” don't fit their catalogue"
    meta = read(sections.get("meta", b""), _META)
    if meta is None or not 0 <= meta["cells"] < 1 << 32:
        return wrong
    cells, rows = meta["cells"], len(of)
    if "codes" in sections:
        if column not in ("value", "id") or "firsts" not in sections:
            return wrong
        if len(sections["codes"]) != 4 * rows or len(sections["firsts"]) != 4 * cells:
            return wrong
        codes = open_numbers(sections["codes"], "I")
        firsts = open_numbers(sections["firsts"], "I")
        if rows <= FULL and (
            max(codes, default=0) >= max(cells, 1)
            or max(firsts, default=0) >= max(rows, 1)
            or any(map(ne, map(codes.__getitem__, firsts), range(cells)))
        ):
            return wrong
    elif cells != (rows if column in ("value", "id") else len(of.distinct(column))):
        return wrong
    return wrong if keys_wrong(sections, cells) else None


def joint_wrong(
    sections: Mapping[str, Bytes], of: Selection, columns: Sequence[Coded]
) -> str | None:
    """What is wrong with the sorted rows of a selection, or None."""
    wrong = "the sorted rows don't fit those to draw from"
    count = len(of)
    if len(sections.get("rows", b"-")) != 4 * count:
        return wrong
    rows = open_numbers(sections["rows"], "I")
    if count <= FULL:
        if sorted(rows) != list(of.rows()):
            return wrong
        cells = [tuple(c.codes[row] for c in columns) for row in rows]
        if cells != sorted(cells):
            return wrong
    if ("sums" in sections) != (of.numbers[1] is not None):
        return wrong
    if "sums" in sections:
        if len(sections["sums"]) != 8 * (count + 1):
            return wrong
        sums = open_numbers(sections["sums"], "Q")
        if sums[0] or sums[-1] != of.mass:
            return wrong
        weight = of.catalogue.weight
        if count <= FULL and any(
            after - before != weight(row)
            for before, after, row in zip(sums[:-1], sums[1:], rows, strict=True)
        ):
            return wrong
    return None
