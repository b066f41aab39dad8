"""The bytes of a catalogue file as lines, piece by piece, and places in them."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from ..dsl.findings import Finding
from ..dsl.span import Span

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file known to be text. `pieces` are byte offsets where pieces of whole lines begin, with
    the number of the first line of each."""

    data: bytes
    path: str
    pieces: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, data: bytes, path: str) -> Source | Finding:
        """The text in *data*, or what is wrong with it (`E402`): not UTF-8, or a NUL in it.
        A byte-order mark is passed over."""
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return _not_text(path, 1, 1, "This file is UTF-16, not UTF-8.")
        pieces: list[tuple[int, int]] = []
        line = 1
        for offset, piece in _cut(data):
            pieces.append((offset, line))
            try:
                piece.decode()
                bad = piece.find(b"\0")
            except UnicodeDecodeError as error:
                bad = error.start
            if bad >= 0:
                begin = piece.rfind(b"\n", 0, bad) + 1
                byte = piece[bad]
                return _not_text(
                    path,
                    line + piece.count(b"\n", 0, bad),
                    len(piece[begin:bad].decode(errors="replace")) + 1,
                    f"Byte {byte:#04x} here is not UTF-8."
                    if byte
                    else "There is a NUL character here: this is no text file.",
                )
            line += piece.count(b"\n")
        return cls(data, path, tuple(pieces))

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """The lines without their ends, in lists, each with the number of its first line. Lines
        end at LF or CRLF only."""
        for start, (offset, line) in enumerate(self.pieces, 1):
            end = self.pieces[start][0] if start < len(self.pieces) else len(self.data)
            text = str(memoryview(self.data)[offset:end], "utf-8")
            if "\r" in text:
                text = text.replace("\r\n", "\n").removesuffix("\r")
            yield line, text.removesuffix("\n").split("\n")

    def from_line(self, number: int) -> Iterator[str]:
        """The lines from line *number* on (quick enough for the few that findings speak of)."""
        before = [i for i, (_, line) in enumerate(self.pieces) if line <= number]
        piece = before[-1] if before else 0
        rest = Source(self.data, self.path, self.pieces[piece:])
        for line, lines in rest.lines():
            yield from lines[max(0, number - line) :]

    def line(self, number: int) -> str:
        """One line; empty behind the end of the file."""
        return next(self.from_line(number), "")

    def span(self, line: int, start: int, end: int) -> Span:
        """The characters *start* to *end* (from 0) of a line."""
        return Span(self.path, line, start + 1, line, end + 1)


def _cut(data: bytes) -> Iterator[tuple[int, bytes]]:
    stream = io.BytesIO(data)
    stream.seek(len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
    while True:
        offset = stream.tell()
        piece = stream.read(_PIECE) + stream.readline()
        if not piece:
            return
        yield offset, piece


def _not_text(path: str, line: int, column: int, message: str) -> Finding:
    return Finding(
        "E402",
        message,
        Span(path, line, column, line, column + 1),
        "Save the file as plain text in UTF-8.",
    )
