"""Catalogue files: read, checked, every finding at its cell."""

from __future__ import annotations

import os
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress

from ..dsl.findings import Finding, Label
from ..dsl.span import Span
from . import weights as weighing
from .cells import clean
from .columns import Columns, find_columns
from .merging import equal_rows
from .packing import Gathered
from .paths import Refused
from .rows import Cells, Rows
from .source import Source
from .tables import KINDS, Block, Table

SHOWN = 20
"""So many bad cells of one file are reported one by one; the others are counted."""


def check_kind(path: str) -> Refused | None:
    """Why a file of this name is no catalogue that can be read (`E406`), by its ending."""
    kind = os.path.splitext(path)[1].lower()
    if kind in KINDS or kind == ".parquet":
        return None
    ending = f"ends in “{kind}”" if kind else "has no ending"
    return Refused(
        "E406",
        f"“{path}” {ending}, and so is no kind of catalogue.",
        "Catalogues are .txt (one value a line), .tsv, .csv, .jsonl or .parquet files.",
    )


def read_catalogue(
    name: str,
    data: bytes,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    features: Mapping[str, Collection[str]] | None = None,
    wanted: Collection[str] = (),
) -> tuple[Rows | None, list[Finding]]:
    """The rows of the catalogue *name* in the file *path*, whose bytes are *data*.

    *headers* are the `column=header` pairs of the statement; *features* the declared features and
    their values; *wanted* the other columns that the grammar uses. Rows keep the order of the
    file; rows equal in every column but weight become one. There are no rows (`None`) exactly
    where a finding is an error; a file that holds none has 0 rows and no finding.
    """
    if refused := check_kind(path):
        return None, [Finding(refused.code, refused.message, Span(path, 1, 1, 1, 1), refused.hint)]
    table = _table(data, path)
    if isinstance(table, Finding):
        return None, [table]
    columns, missing = find_columns(table, headers or {}, features or (), wanted)
    reading = _Reading(name, table, columns, features or {})
    for block in table.blocks(columns.kept()):
        reading.take(block)
    rows, findings = reading.finish()
    if rows is not None and not rows:
        return rows, []
    findings = missing + findings
    return (None if any(f.is_error for f in findings) else rows), findings


def _table(data: bytes, path: str) -> Table | Finding:
    kind = os.path.splitext(path)[1].lower()
    if kind == ".parquet":
        from .parquet import Parquet

        return Parquet.read(data, path)
    source = Source.read(data, path)
    return source if isinstance(source, Finding) else KINDS[kind](source)


class _Reading:
    """The rows of one file on their way into columns."""

    def __init__(
        self,
        name: str,
        table: Table,
        columns: Columns,
        features: Mapping[str, Collection[str]],
    ) -> None:
        self._name = name
        self._table = table
        self._columns = columns
        self._features = features
        self._values = Gathered()
        self._ids = Gathered()
        self._identified = False
        self._weights: list[tuple[list[int], int]] = []
        self._lines = array("I")
        self._hashes = array("q")
        self._cells = {name: Cells() for name in (*columns.features, *columns.others)}
        self._bad: list[tuple[int, int, str, str, str]] = []
        self._bad_count = 0
        self._changed: tuple[int, str] | None = None
        self._changed_count = 0

    def take(self, block: Block) -> None:
        """Adds the good rows of a block and keeps what is wrong with the others."""
        if not block.columns:
            self._keep_bad(block, [("E401", *bad) for bad in block.bad])
            return
        where = self._columns
        cells = {n: clean(block.columns[n]) for n in where.kept()}
        values, changed = cells[where.value]
        bad = [("E401", *problem) for problem in block.bad]
        drop = {problem[0] for problem in block.bad}
        if "" in values:
            for i, value in enumerate(values):
                if not value and i not in drop:
                    drop.add(i)
                    if any(column[i].strip() for column in block.columns):
                        bad.append(("E401", i, where.value, "This row has no value.", _NO_VALUE))
        for feature, number in where.features.items():
            bad.extend(self._undeclared(feature, number, cells[number][0], drop))
        numbers: list[int] = []
        scale = 0
        if where.weight is not None:
            numbers, scale, wrong = weighing.parse(cells[where.weight][0])
            for i in wrong:
                if i not in drop:
                    written = cells[where.weight][0][i]
                    message = f"“{written}” is no weight."
                    bad.append(("E407", i, where.weight, message, _WEIGHT))
        drop.update(problem[1] for problem in bad)
        self._keep_bad(block, bad)
        self._keep_changed(block, values, [i for i in changed if i not in drop])

        others = [c for n, c in enumerate(block.columns) if n not in (where.value, where.weight)]
        hashes: Iterable[int] = map(hash, zip(values, *others, strict=True) if others else values)
        if drop:
            good = [i not in drop for i in range(len(values))]
            hashes = compress(hashes, good)
            values = list(compress(values, good))
            cells = {n: (list(compress(column, good)), []) for n, (column, _) in cells.items()}
            block.lines = list(compress(block.lines, good))
            numbers = list(compress(numbers, good))
        self._hashes.extend(hashes)
        self._lines.extend(block.lines)
        self._values.extend(values)
        if where.id is not None:
            self._ids.extend(cells[where.id][0])
            self._identified = self._identified or any(cells[where.id][0])
        for name, column in self._cells.items():
            column.extend(cells[self._number(name)][0])
        self._weights.append((numbers, scale))

    def _number(self, column: str) -> int:
        features = self._columns.features
        return features[column] if column in features else self._columns.others[column]

    def _undeclared(
        self, feature: str, number: int, cells: Sequence[str], drop: Collection[int]
    ) -> list[tuple[str, int, int, str, str]]:
        declared = self._features[feature]
        unknown = {*cells} - {*declared, ""}
        if not unknown:
            return []
        hint = f"The values of {feature} are {', '.join(declared)}; an empty cell agrees with all."
        return [
            ("E405", i, number, f"“{cell}” is no declared value of the feature {feature}.", hint)
            for i, cell in enumerate(cells)
            if cell in unknown and i not in drop
        ]

    def _keep_bad(self, block: Block, bad: list[tuple[str, int, int, str, str]]) -> None:
        """Keeps the first of the bad cells, in order of place, and counts all."""
        self._bad_count += len(bad)
        if len(self._bad) <= SHOWN:
            bad.sort(key=lambda problem: problem[1:3])
            for code, row, column, message, hint in bad[: SHOWN + 1]:
                self._bad.append((block.lines[row], column, code, message, hint))

    def _keep_changed(self, block: Block, values: Sequence[str], changed: list[int]) -> None:
        if changed and self._changed is None:
            i = changed[0]
            self._changed = (block.lines[i], values[i])
        self._changed_count += len(changed)

    def finish(self) -> tuple[Rows | None, list[Finding]]:
        """The rows, where there is nothing bad, and what was found."""
        findings = [
            Finding(code, message, self._table.place(line, column), hint)
            for line, column, code, message, hint in self._bad[:SHOWN]
        ]
        if more := self._bad_count - len(findings):
            line, column, code, message, hint = self._bad[SHOWN]
            message = f"{message} There are {more - 1} more like it." if more > 1 else message
            findings.append(Finding(code, message, self._table.place(line, column), hint))
        if self._bad_count:
            return None, findings
        values: Sequence[str] = self._values.texts()
        ids: Sequence[str] = self._ids.texts()

        def kept(row: int) -> tuple[str, str, tuple[int, ...]]:
            codes = tuple(cells.codes[row] for cells in self._cells.values())
            return values[row], ids[row] if self._identified else "", codes

        again = equal_rows(self._hashes, kept)
        findings.extend((*self._changes(), *self._repeats(again)))
        numbers = weighing.join(self._weights) if self._columns.weight is not None else []
        if again:
            numbers = numbers or [1] * len(values)
            for row, earlier in again.items():
                numbers[earlier] += numbers[row]
            once = [row not in again for row in range(len(values))]
            values, ids = list(compress(values, once)), list(compress(ids, once))
            numbers = list(compress(numbers, once))
            self._lines = array("I", compress(self._lines, once))
            for cells in self._cells.values():
                cells.codes = array("I", compress(cells.codes, once))
        rows = Rows(
            values=values,
            ids=ids if self._identified else None,
            weights=weighing.reduced(numbers),
            columns=self._cells,
            features=tuple(self._columns.features),
            lines=self._lines,
            header=self._columns.header,
        )
        return rows, findings

    def _repeats(self, again: Mapping[int, int]) -> list[Finding]:
        if not again:
            return []
        row, earlier = next(iter(again.items()))
        where = self._columns.value
        more = f" There are {len(again)} such rows in this file." if len(again) > 1 else ""
        return [
            Finding(
                "W507",
                "This row is equal to an earlier one in every column but weight, so their weights"
                f" are added together.{more}",
                self._table.place(self._lines[row], where),
                "Leave one of them, with the weight of both.",
                (Label(self._table.place(self._lines[earlier], where), "the earlier row"),),
            )
        ]

    def _changes(self) -> list[Finding]:
        if self._changed is None:
            return []
        line, read = self._changed
        many = f" ({self._changed_count} values of this file were changed so)"
        return [
            Finding(
                "W505",
                f"This value was read as “{read}”, in NFC and with single spaces"
                f"{many if self._changed_count > 1 else ''}.",
                self._table.place(line, self._columns.value),
                "Write it so in the file, if that is what is meant.",
            )
        ]


_NO_VALUE = "Fill in the value, or take the row out."
_WEIGHT = "A weight is a decimal of 0 or more without exponent, such as 3 or 0.25; empty means 1."
