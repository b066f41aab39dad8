"""A column with each of its cells once, and where these stand in text: for columns of which
several are written from one row."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence

from .catalogue import Catalogue
from .index import Index, pack_index
from .packing import Bytes, Texts, open_numbers, pack_numbers, pack_texts

_BY_ROW = ("value", "id")


class Coded:
    """Row *r* of the column holds cell `codes[r]`, of which there are `size`."""

    __slots__ = ("_firsts", "_index", "catalogue", "codes", "column", "size")

    def __init__(self, catalogue: Catalogue, column: str, sections: Mapping[str, Bytes]) -> None:
        """*sections* as `pack_coded` makes them; nothing is copied."""
        meta = json.loads(bytes(sections["meta"]))
        self.catalogue = catalogue
        self.column = column
        self.size: int = meta["cells"]
        self._index = Index(sections, self.size, meta["longest"])
        self.codes = catalogue.codes(column)
        self._firsts: Sequence[int] | None = None
        if "codes" in sections:
            self.codes = open_numbers(sections["codes"], "I")
            self._firsts = open_numbers(sections["firsts"], "I")

    def text(self, code: int) -> str:
        """The text of a cell."""
        if self.column in _BY_ROW:
            row = code if self._firsts is None else self._firsts[code]
            return self.catalogue.cell(row, self.column)
        return self.catalogue.distinct(self.column)[code]

    def matches(self, text: str, pos: int) -> list[tuple[int, int]]:
        """Every cell that stands at *pos* of the searchable *text*, as (end, code), the longest
        first; empty cells stand nowhere."""
        return [match for match in self._index.matches(text, pos) if match[0] > pos]


def pack_coded(catalogue: Catalogue, column: str) -> dict[str, bytes]:
    """The sections of a column of *catalogue*, by the name that it has there."""
    sections: dict[str, bytes] = {}
    if column in _BY_ROW:
        cells = catalogue.cells(column)
        numbers: dict[str, int] = {}
        codes = array("I", (numbers.setdefault(cell, len(numbers)) for cell in cells))
        if len(numbers) < len(cells):
            firsts = array("I", bytes(4 * len(numbers)))
            for row in range(len(cells) - 1, -1, -1):
                firsts[codes[row]] = row
            sections["codes"], sections["firsts"] = pack_numbers(codes), pack_numbers(firsts)
            cells = [cells[row] for row in firsts]
    else:
        cells = catalogue.cells(column)
    texts = Texts(*pack_texts(cells), len(cells))
    index, longest = pack_index(texts, catalogue.locale)
    meta = {"cells": len(cells), "longest": longest}
    return {"meta": json.dumps(meta).encode(), **sections, **index}
