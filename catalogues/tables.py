"""The kinds of catalogue files: each gives its rows a column at a time, in blocks."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, Protocol

from ..dsl.span import Span
from ..dsl.text import nfc, squeeze
from .source import Source

_BLOCK = 1 << 12

LINE = -1
"""In place of a column's number: the whole line."""


@dataclass(slots=True)
class Block:
    """Some rows: the line on which each begins, and the raw cells of every column.

    `bad` says what is wrong with rows that could not be read: row, column, message and hint.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    bad: list[tuple[int, int, str, str]] = field(default_factory=list)


class Table(Protocol):
    """A file with named columns. `header` is the line that names them, 0 where none does."""

    names: list[str]
    header: int

    def blocks(self, kept: Collection[int]) -> Iterator[Block]:
        """The rows, in order; only the columns *kept* will be used."""

    def place(self, line: int, column: int) -> Span:
        """Where the cell of the row that begins on *line* stands; a row without that cell would
        have it at its end."""


class Lines:
    """`.txt`: one value a line."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.names = ["value"]
        self.header = 0

    def blocks(self, kept: Collection[int]) -> Iterator[Block]:
        """See `Table`."""
        for line, lines in self._source.lines():
            yield Block(range(line, line + len(lines)), [lines])

    def place(self, line: int, column: int) -> Span:
        """See `Table`."""
        return self._source.span(line, 0, len(self._source.line(line)))


class Split:
    """`.tsv`: cells with tabs between them, and nothing else that means anything; also `.csv`
    without any quotation mark."""

    def __init__(self, source: Source, separator: str) -> None:
        self._source = source
        self._separator = separator
        self.names: list[str] = []
        self.header = 0
        for line, lines in source.lines():
            for i, text in enumerate(lines):
                if text.strip():
                    self.names = [squeeze(nfc(name)) for name in text.split(self._separator)]
                    self.header = line + i
                    return

    def blocks(self, kept: Collection[int]) -> Iterator[Block]:
        """See `Table`."""
        width, separator = len(self.names), self._separator
        for line, lines in self._source.lines():
            above = min(max(self.header + 1 - line, 0), len(lines))
            del lines[:above]
            if lines:
                block = Block(range(line + above, line + above + len(lines)), [])
                if set(map(str.count, lines, repeat(separator))) == {width - 1}:
                    cells = separator.join(lines).split(
                        separator
                    )  # no list a row: five times as quick
                    block.columns = [cells[n::width] for n in range(width)]
                else:
                    _fill(block, [text.split(separator) for text in lines], width)
                yield block

    def place(self, line: int, column: int) -> Span:
        """See `Table`."""
        text = self._source.line(line)
        if column == LINE:
            return self._source.span(line, 0, len(text))
        start = end = -1
        for cell in text.split(self._separator)[: column + 1]:
            start, end = end + 1, end + 1 + len(cell)
        if text.count(self._separator) < column:
            start = end
        return self._source.span(line, start, end)


class Quoted:
    """`.csv`: cells with commas between them, quoted where they hold commas, quotes or lines."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.names: list[str] = []
        self.header = 0
        for begins, rows in self._rows([]):
            for line, row in zip(begins, rows, strict=True):
                if any(map(str.strip, row)):
                    self.names = [squeeze(nfc(name)) for name in row]
                    self.header = line
                    return

    def _rows(self, broken: list[tuple[int, str]]) -> Iterator[tuple[list[int], list[list[str]]]]:
        """Rows and the lines where they begin, in blocks. Where one cannot be read, that ends
        them: what follows would be read with open and closed quotation marks changed about."""
        lines = (
            line.replace("\r", " ") + "\n" for _, lines in self._source.lines() for line in lines
        )
        reader = csv.reader(lines, strict=True)
        begins: list[int] = [1]
        rows: list[list[str]] = []
        try:
            for row in reader:
                rows.append(row)
                begins.append(reader.line_num + 1)
                if len(rows) == _BLOCK:
                    yield begins[:-1], rows
                    begins, rows = begins[-1:], []
        except csv.Error as error:
            broken.append((begins[-1], str(error)))
        yield begins[:-1], rows

    def blocks(self, kept: Collection[int]) -> Iterator[Block]:
        """See `Table`."""
        broken: list[tuple[int, str]] = []
        for begins, rows in self._rows(broken):
            while begins and begins[0] <= self.header:
                del begins[0], rows[0]
            block = Block(begins, [])
            _fill(block, rows, len(self.names))
            yield block
        for line, error in broken:
            message = "Something stands between a closing quotation mark and the next comma."
            if "unexpected end" in error:
                message = "A quoted cell that begins in this row is never closed."
            elif "field limit" in error:
                message = "A cell of this row is too long; is a quotation mark left open?"
            hint = 'A quotation mark within a quoted cell is written twice: "say ""hi""".'
            yield Block([line], [[""]] * len(self.names), [(0, LINE, message, hint)])

    def place(self, line: int, column: int) -> Span:
        """See `Table`."""
        if column == LINE:
            return self._source.span(line, 0, len(self._source.line(line)))
        number, begin, quoted = 0, (line, 1), False
        here = begin
        for text in self._source.from_line(line):
            for i, letter in enumerate(text):
                here = (line, i + 1)
                if letter == '"':
                    quoted = not quoted
                elif letter == "," and not quoted:
                    if number == column:
                        return Span(self._source.path, *begin, *here)
                    number, begin = number + 1, (line, i + 2)
            here = (line, len(text) + 1)
            if not quoted:
                break
            line += 1
        return Span(self._source.path, *(begin if number == column else here), *here)


class Objects:
    """`.jsonl`: one JSON object a line, whose keys are the headers. Numbers keep their digits,
    `null` is an empty cell."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.header = 0
        keys: dict[str, None] = {}
        for _, rows, _ in self._read():
            keys.update(dict.fromkeys(chain.from_iterable(rows)))
        self._keys = {squeeze(nfc(key)): key for key in reversed(keys)}
        self.names = list(dict.fromkeys(squeeze(nfc(key)) for key in keys))

    def _read(self) -> Iterator[tuple[int, list[dict[str, Any]], list[int]]]:
        """Objects with the line of the first, and the indexes of those that are none."""
        import msgspec

        decode = msgspec.json.Decoder(dict[str, Any], float_hook=str).decode
        for line, lines in self._source.lines():
            try:
                yield line, list(map(decode, lines)), []
                continue
            except (msgspec.MsgspecError, RecursionError):
                rows: list[dict[str, Any]] = []
                bad: list[int] = []
            for i, text in enumerate(lines):
                rows.append({})
                if text.strip():
                    try:
                        rows[i] = decode(text)
                    except (msgspec.MsgspecError, RecursionError):
                        bad.append(i)
            yield line, rows, bad

    def blocks(self, kept: Collection[int]) -> Iterator[Block]:
        """See `Table`."""
        for line, rows, bad in self._read():
            block = Block(range(line, line + len(rows)), [])
            for i in bad:
                hint = 'Each line is one object: {"value": "hip hop", "id": "HIPHOP"}.'
                block.bad.append((i, LINE, "This line is no JSON object.", hint))
            columns: list[Sequence[str]] = []
            for number, name in enumerate(self.names):
                key = self._keys[name]
                cells: list[Any] = [row.get(key, "") for row in rows]
                if set(map(type, cells)) != {str}:
                    for i, cell in enumerate(cells):
                        if number in kept and isinstance(cell, dict | list):
                            message = f"“{name}” is a list or an object here, not a text."
                            block.bad.append((i, number, message, ""))
                        cells[i] = _text(cell)
                columns.append(cells)
            block.columns = columns
            yield block

    def place(self, line: int, column: int) -> Span:
        """See `Table`."""
        text = self._source.line(line)
        start, end = 0, len(text)
        if column != LINE:
            key = re.escape(self._keys[self.names[column]])
            if found := re.search(rf'"{key}"\s*:\s*', text):
                start = found.end()
                end = json.JSONDecoder().raw_decode(text, start)[1]
        return self._source.span(line, start, end)


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _fill(block: Block, rows: list[list[str]], width: int) -> None:
    """Turns rows into columns; missing cells and empty ones too many do not matter at a row's
    end."""
    if set(map(len, rows)) != {width}:
        for i, row in enumerate(rows):
            extra = next((n for n in range(width, len(row)) if row[n].strip()), None)
            if extra is not None:
                message = f"This row has {len(row)} cells, but the header names {width}."
                block.bad.append((i, extra, message, "Name every column in the first line."))
            row[width:] = [""] * (width - len(row))
    block.columns = list(zip(*rows, strict=True)) or [()] * width


def _tabbed(source: Source) -> Table:
    return Split(source, "\t")


def _commas(source: Source) -> Table:
    return Quoted(source) if b'"' in source.data else Split(source, ",")


KINDS: dict[str, Callable[[Source], Table]] = {
    ".txt": Lines,
    ".tsv": _tabbed,
    ".csv": _commas,
    ".jsonl": Objects,
}
"""The kinds of files, by the end of their names."""
