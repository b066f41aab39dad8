"""Reading other systems' files: bounded, decoded, with places. Nothing else here opens files."""

from __future__ import annotations

import codecs
import io
import os
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from ..dsl.findings import Finding
from ..dsl.span import Span

MOST = 16_000_000
"""So many bytes a file may have, unless a format says otherwise."""
MOST_FILES = 50_000
"""So many files a folder may have."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text, with `\\n` at the ends of its lines. Offsets count code points."""

    path: str
    text: str
    _starts: list[int] = field(default_factory=list, repr=False, compare=False)

    def span(self, start: int, end: int | None = None) -> Span:
        """The place of the text from *start* to *end* (of one character where none is given)."""
        if not self._starts:
            self._starts.extend(_line_starts(self.text))
        end = start + 1 if end is None else end
        line, last = bisect_right(self._starts, start), bisect_right(self._starts, end)
        return Span(
            self.path,
            line,
            start - self._starts[line - 1] + 1,
            last,
            end - self._starts[last - 1] + 1,
        )

    def line(self, number: int, start: int = 0, end: int | None = None) -> Span:
        """The place of line *number* (from 1), or of its columns *start* to *end* (from 0)."""
        if not self._starts:
            self._starts.extend(_line_starts(self.text))
        number = max(1, min(number, len(self._starts)))
        begin = self._starts[number - 1]
        after = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        length = after - begin
        low = min(max(start, 0), length)
        high = length if end is None else min(max(end, low), length)
        return Span(self.path, number, low + 1, number, high + 1)


def _line_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def whole(path: str) -> Span:
    """The place of a finding on a file or folder as a whole."""
    return Span(path, 0, 0, 0, 0)


def read_bytes(path: str, most: int = MOST) -> bytes | Finding:
    """The bytes of a file; a finding where it can't be read (E003) or has more than *most*
    (E601). Devices and pipes are no files, and are not waited for."""
    try:
        if os.path.isdir(path):
            return Finding("E003", f"{path} is a folder.", whole(path))
        if os.path.exists(path) and not os.path.isfile(path):
            return Finding("E003", f"{path} is no file.", whole(path))
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name holds a null character"
        return Finding("E003", f"The file {path} can't be read: {reason}.", whole(path))
    if len(data) > most:
        return Finding(
            "E601",
            f"The file {path} has more than {most / 1e6:g} MB.",
            whole(path),
            "Take it apart into several files.",
        )
    return data


def opened(path: str) -> BinaryIO | Finding:
    """A file to be read piece by piece, unpacked where its name ends in `.gz` or `.zst`; a
    finding where it can't be opened (E003)."""
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            kind = "a folder" if os.path.isdir(path) else "no file"
            return Finding("E003", f"{path} is {kind}.", whole(path))
        file: BinaryIO = open(path, "rb")  # noqa: SIM115
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name holds a null character"
        return Finding("E003", f"The file {path} can't be read: {reason}.", whole(path))
    if path.endswith(".gz"):
        import gzip

        return cast("BinaryIO", gzip.GzipFile(fileobj=file))
    if path.endswith(".zst"):
        try:
            import zstandard
        except ImportError:
            file.close()
            what = "This needs the library zstandard: pip install 'gramc[zst]'."
            return Finding("E003", what, whole(path))
        return cast(
            "BinaryIO",
            io.BufferedReader(
                zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
            ),
        )
    return file


def decode(path: str, data: bytes) -> Source | Finding:
    """The text of *data*, which is UTF-8, or UTF-16 where a byte-order mark says so; E001 at
    the first byte that is neither."""
    encoding = "utf-8"
    for mark, name in _MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
            break
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        return Finding(
            "E001",
            f"The file {path} is not {encoding.upper().removesuffix('-LE').removesuffix('-BE')}.",
            Span(path, line, column, line, column),
            "Save it as UTF-8.",
        )
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"))


def read_source(path: str, most: int = MOST) -> Source | Finding:
    """A file's text, as `read_bytes` and `decode` give it."""
    data = read_bytes(path, most)
    return data if isinstance(data, Finding) else decode(path, data)


def files_below(path: str, endings: Sequence[str] = ()) -> list[str] | Finding:
    """The files in the folder *path* and all folders in it whose names end in one of *endings*
    (any, where there are none), sorted by path; hidden ones are passed over, links to folders
    are not followed. For a file, that file. A finding where there is nothing (E003), or more
    than `MOST_FILES` (E601)."""
    if os.path.isfile(path):
        return [path]
    if not os.path.isdir(path):
        return Finding("E003", f"There is no file or folder {path}.", whole(path))
    found: list[str] = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and (not endings or name.endswith(tuple(endings))):
                found.append(os.path.join(folder, name))
        if len(found) > MOST_FILES:
            return Finding(
                "E601", f"The folder {path} has more than {MOST_FILES:,} files.", whole(path)
            )
    return sorted(found, key=lambda p: p.split(os.sep))
