"""The lines of a file of any size, in bounded memory."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from ..dsl.findings import Finding
from ..dsl.span import Span
from .source import opened, whole

LONGEST = 1_000_000
"""So many bytes a line may have."""
TOLD = 20
"""So many lines that can't be read are told one by one."""
HOPELESS = 1000
"""Where so many lines can't be read, and hardly any could, the file is not gone on with."""

_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Lines:
    """The lines of the file at *path*, without their ends (LF or CRLF): UTF-8, or UTF-16 where a
    byte-order mark says so. In place of a line that is neither there is an empty one.

    Once they are through, `findings` says what was wrong with the file: E003 where it can't be
    read, E001 at each such line, E601 at a line too long to go on. `done` counts bytes (those
    that were unpacked, of a packed file)."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self.done = 0
        self._odd = 0

    def __iter__(self) -> Iterator[str]:
        file = opened(self.path)
        if isinstance(file, Finding):
            self.findings.append(file)
            return
        with file:
            try:
                yield from self._lines(file)
            except broken(self.path) as error:
                reason = getattr(error, "strerror", None) or str(error) or "it breaks off"
                message = f"The file {self.path} can't be read: {reason.rstrip('.')}."
                self.findings.append(Finding("E003", message, whole(self.path)))
        if self._odd > TOLD:
            message = f"{self._odd - TOLD:,} more lines are not UTF-8."
            self.findings.append(Finding("E001", message, whole(self.path), _UTF8))

    def _lines(self, file: BinaryIO) -> Iterator[str]:
        wide = ""
        for number, line in enumerate(iter(lambda: file.readline(LONGEST + 1), b""), 1):
            if number == 1:
                wide = _WIDE.get(line[:2], "")
                line = line.removeprefix(codecs.BOM_UTF8)
            if len(line) > LONGEST:
                message = (
                    f"This line has more than {LONGEST / 1e6:g} MB; nothing behind it is read."
                )
                place = Span(self.path, number, 1, number, 1)
                self.findings.append(Finding("E601", message, place))
                return
            if wide:
                yield from self._wide(file, line, wide)
                return
            self.done += len(line)
            try:
                yield line.decode().removesuffix("\n").removesuffix("\r")
            except UnicodeDecodeError as error:
                self._bad(number, len(line[: error.start].decode("utf-8", "replace")) + 1)
                yield ""

    def _wide(self, file: BinaryIO, first: bytes, encoding: str) -> Iterator[str]:
        """The lines of UTF-16, whose first bytes up to a byte 10 are *first*."""
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        rest, number, data = "", 0, first[2:]
        while True:
            self.done += len(data)
            rest += decoder.decode(data, final=not data)
            *lines, rest = rest.split("\n")
            for line in lines:
                number += 1
                yield self._checked(line.removesuffix("\r"), number)
            if not data:
                break
            if len(rest) > LONGEST:
                message = f"This line has more than {LONGEST / 1e6:g} million characters."
                place = Span(self.path, number + 1, 1, number + 1, 1)
                self.findings.append(Finding("E601", message, place))
                return
            data = file.read(1 << 16)
        if rest:
            yield self._checked(rest, number + 1)

    def _checked(self, line: str, number: int) -> str:
        at = line.find("\ufffd")
        if at < 0:
            return line
        self._bad(number, at + 1)
        return ""

    def _bad(self, number: int, column: int) -> None:
        self._odd += 1
        if self._odd <= TOLD:
            place = Span(self.path, number, column, number, column)
            self.findings.append(Finding("E001", "This is not UTF-8.", place, _UTF8))


def broken(path: str) -> tuple[type[Exception], ...]:
    """What reading a file may raise, that of what unpacks it too."""
    if path.endswith(".zst"):
        import zstandard

        return OSError, EOFError, zstandard.ZstdError
    return OSError, EOFError, zlib.error


_UTF8 = "Save the file as UTF-8."
