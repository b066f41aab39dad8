"""A catalogue as flat sections of bytes: the same just read, or mapped from a file."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence

from .index import Index, pack_index
from .packing import Bytes, Texts, code_for, open_numbers, pack_numbers, pack_texts
from .rows import Rows


def pack(rows: Rows, locale: str) -> dict[str, bytes]:
    """The sections of a catalogue; its values are searched for as *locale* folds case.

    The same rows give the same bytes on every machine and in every version of Python.
    """
    sections: dict[str, bytes] = {}
    sections["values"], sections["values.at"] = pack_texts(rows.values)
    if rows.ids is not None:
        sections["ids"], sections["ids.at"] = pack_texts(rows.ids)
    if rows.weights is not None:
        weights = array(code_for(max(rows.weights, default=0)), rows.weights)
        sections["weights"] = pack_numbers(weights)
    columns = []
    for number, (name, cells) in enumerate(rows.columns.items()):
        distinct = cells.distinct
        columns.append([name, len(distinct)])
        part = f"column.{number}"
        sections[part], sections[f"{part}.at"] = pack_texts(distinct)
        sections[f"{part}.codes"] = pack_numbers(cells.codes)
    values = Texts(sections["values"], sections["values.at"], len(rows))
    index, longest = pack_index(values, locale)
    meta = {
        "rows": len(rows),
        "total": len(rows) if rows.weights is None else sum(rows.weights),
        "columns": columns,
        "features": list(rows.features),
        "empty": list(rows.empty),
        "longest": longest,
        "header": rows.header,
        "locale": locale,
    }
    return {"meta": json.dumps(meta, ensure_ascii=False).encode(), **sections, **index}


class Catalogue:
    """The rows of one catalogue. Nothing is copied or decoded before it is asked for."""

    __slots__ = (
        "_columns",
        "_empty",
        "_header",
        "_ids",
        "_index",
        "_length",
        "_longest",
        "_sections",
        "_values",
        "_weights",
        "features",
        "locale",
        "total",
    )

    total: int
    """What all rows weigh together, below 2**63."""

    features: tuple[str, ...]
    """The columns that are declared features."""

    locale: str
    """The locale by which its texts are searched for."""

    def __init__(self, sections: Mapping[str, Bytes]) -> None:
        meta = json.loads(bytes(sections["meta"]))
        self._sections = sections
        self._length: int = meta["rows"]
        self._longest: int = meta["longest"]
        self._empty = frozenset(meta["empty"])
        self._header: str = meta["header"]
        self._index: Index | None = None
        self.total = meta["total"]
        self.locale = meta["locale"]
        self.features = tuple(meta["features"])
        self._values = Texts(sections["values"], sections["values.at"], self._length)
        self._ids: Texts | None = None
        if "ids" in sections:
            self._ids = Texts(sections["ids"], sections["ids.at"], self._length)
        self._weights: Sequence[int] | None = None
        if "weights" in sections:
            wide = len(sections["weights"]) == 8 * self._length
            self._weights = open_numbers(sections["weights"], "Q" if wide else "I")
        self._columns: dict[str, tuple[Texts, Sequence[int]]] = {}
        for number, (name, length) in enumerate(meta["columns"]):
            part = f"column.{number}"
            self._columns[name] = (
                Texts(sections[part], sections[f"{part}.at"], length),
                open_numbers(sections[f"{part}.codes"], "I"),
            )

    @classmethod
    def of(cls, rows: Rows, locale: str = "") -> Catalogue:
        """The catalogue of these rows."""
        return cls(pack(rows, locale))

    def __len__(self) -> int:
        return self._length

    @property
    def sections(self) -> Mapping[str, Bytes]:
        """What the catalogue was opened from, as `pack` makes it."""
        return self._sections

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns that can be asked for."""
        ids = () if self._ids is None else ("id",)
        return ("value", *ids, *(name for name in self._columns if name not in ("value", "id")))

    @property
    def header(self) -> str:
        """What the file calls the column of the values; empty where nothing says so."""
        return self._header

    def named(self, column: str) -> str | None:
        """The column that is meant by *column*, which may be the header of the values; None where
        there is none."""
        if column in self.columns:
            return column
        return "value" if column and column == self._header else None

    @property
    def weighted(self) -> bool:
        """Whether some rows weigh more than others."""
        return self._weights is not None

    @property
    def index(self) -> Index:
        """Finds the values in text."""
        if self._index is None:
            self._index = Index(self._sections, self._length, self._longest)
        return self._index

    def value(self, row: int) -> str:
        """The text of a row."""
        return self._values[row]

    def identity(self, row: int) -> str | None:
        """The canonical value of a row, `None` where it has none."""
        if self._ids is None:
            return None
        return self._ids[row] or ("" if row in self._empty else None)

    @property
    def empty(self) -> list[int]:
        """The rows whose canonical value is there and empty, in order."""
        return sorted(self._empty)

    def weight(self, row: int) -> int:
        """The weight of a row, as an integer in proportion to the others."""
        if self._weights is None:
            return 1
        return self._weights[row]

    def weights(self) -> Sequence[int] | None:
        """The weights of all rows, `None` where all weigh 1."""
        return self._weights

    def cell(self, row: int, column: str) -> str:
        """What stands in a column; a column that was not kept is a `KeyError`."""
        if column == "value":
            return self._values[row]
        if column == "id":
            return self.identity(row) or ""
        cells, codes = self._columns[column]
        return cells[codes[row]]

    def cells(self, column: str) -> list[str]:
        """What stands in a column, row by row for `value` and `id`, else each distinct cell once:
        row *r* of the column holds `cells(column)[codes(column)[r]]`."""
        if column == "value":
            return self._values.all()
        if column == "id":
            return self._ids.all() if self._ids is not None else [""] * self._length
        return self._columns[column][0].all()

    def distinct(self, column: str) -> Sequence[str]:
        """The distinct cells of a column other than `value` and `id`, decoded one by one."""
        return self._columns[column][0]

    def flat(self, column: str) -> tuple[Bytes, Bytes, int, Sequence[int] | None]:
        """The texts of a column as they lie, their offsets, how many they are, and for each row the
        number of its text, None where each row has its own."""
        if column == "value":
            return self._sections["values"], self._sections["values.at"], self._length, None
        if column == "id":
            return self._sections["ids"], self._sections["ids.at"], self._length, None
        number = [*self._columns].index(column)
        texts, codes = self._columns[column]
        part = f"column.{number}"
        return self._sections[part], self._sections[f"{part}.at"], len(texts), codes

    def codes(self, column: str) -> Sequence[int]:
        """For every row the number of its cell among `cells(column)`."""
        if column in ("value", "id"):
            return range(self._length)
        return self._columns[column][1]
