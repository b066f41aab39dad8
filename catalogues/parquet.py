"""`.parquet`: a table whose columns have names and types already, read by pyarrow."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..dsl.findings import Finding
from ..dsl.span import Span
from ..dsl.text import nfc, squeeze
from .tables import LINE, Block

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetFile

# As in writing: Arrow's own allocators take 30 MB more from the start.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

_BATCH = 1 << 14


class Parquet:
    """A Parquet file as a table. Its rows are counted from 1, and stand for lines; numbers, dates
    and truth values are written as text, decimals with all their digits, an absent value is an
    empty cell."""

    def __init__(self, file: ParquetFile, path: str) -> None:
        self._file = file
        self._path = path
        self.names = [squeeze(nfc(name)) for name in file.schema_arrow.names]
        self.header = 1

    @classmethod
    def read(cls, data: bytes, path: str) -> Parquet | Finding:
        """The table in *data*; `E406` where it is none, or where pyarrow is not installed."""
        where = Span(path, 1, 1, 1, 1)
        try:
            import pyarrow
            from pyarrow.parquet import ParquetFile
        except ImportError:
            return Finding(
                "E406",
                f"“{path}” is a Parquet file, which takes pyarrow to read.",
                where,
                "pip install 'gramc[parquet]', or save it as .tsv, .csv or .jsonl.",
            )
        try:
            return cls(ParquetFile(pyarrow.BufferReader(data)), path)
        except (pyarrow.ArrowException, OSError, ValueError):
            return Finding(
                "E406",
                f"“{path}” is no Parquet file, or not a whole one.",
                where,
                "Write it once more, or as .tsv, .csv or .jsonl.",
            )

    def blocks(self, kept: Collection[int]) -> Iterator[Block]:
        """See `Table`."""
        import pyarrow

        line = 1
        if not self.names:
            return
        try:
            for batch in self._file.iter_batches(_BATCH, use_threads=False):
                block = Block(range(line, line + len(batch)), [])
                block.columns = [
                    self._cells(block, number, column, number in kept)
                    for number, column in enumerate(batch.columns)
                ]
                yield block
                line += len(batch)
        except (pyarrow.ArrowException, OSError, ValueError):
            message = "The file can't be read from somewhere behind this row on."
            yield Block([line], [[""]] * len(self.names), [(0, LINE, message, "Write it anew.")])

    def _cells(self, block: Block, number: int, column: pyarrow.Array, kept: bool) -> Sequence[str]:
        import pyarrow
        from pyarrow import types

        kind = column.type
        if types.is_dictionary(kind):
            column, kind = column.dictionary_decode(), kind.value_type
        if types.is_temporal(kind) and not types.is_duration(kind):
            column = column.cast(pyarrow.string())
        try:
            cells: list[Any] = column.to_pylist()
        except UnicodeDecodeError:
            cells = column.cast(pyarrow.binary()).to_pylist()
        for i, cell in enumerate(cells):
            if isinstance(cell, str):
                if kept and "\0" in cell:
                    block.bad.append((i, number, "There is a NUL character in this text.", ""))
                continue
            text = _text(cell)
            if text is None and kept:
                what = f"“{self.names[number]}” is no text here, nor a number."
                block.bad.append((i, number, what, ""))
            cells[i] = text or ""
        return cells

    def place(self, line: int, column: int) -> Span:
        """See `Table`. A row has no columns that an editor could show; the schema has no row."""
        return Span(self._path, line, 1, line, 1 if column == LINE else 2)


def _text(cell: Any) -> str | None:
    """What a cell that is no text is written as; None where it can't be a text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, bytes):
        try:
            return cell.decode()
        except UnicodeDecodeError:
            return None
    if isinstance(cell, list | dict | tuple):
        return None
    if isinstance(cell, float):
        import numpy

        return numpy.format_float_positional(cell, trim="-")
    return str(cell)
