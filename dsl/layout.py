"""Splitting a file into its statements, with the comments that belong to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from .columns import ColumnMap, normalise
from .text import WHITE_SPACE
from .tree import Notes

_ODD_SPACES = re.compile(f"[{WHITE_SPACE.replace(' ', '')}]")
# A comment begins at the start of a line or behind white space, outside quotes and escapes. A
# quote that is never closed ends with its line.
_PIECE = re.compile(r'\\.|"(?:[^"\\]|\\.)*"?|(?:(?<= )|^)#')
_PIECE_OF_TEST = re.compile(r"\\.|(?:(?<= )|^)#")
_BIND = re.compile(" *bind ")
_TEST = re.compile("test(?: |$)")
_BLANKS = WHITE_SPACE.replace("-", "") + "".join(map(chr, range(0x2000, 0x200B)))


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment inside a statement: its line in the file (from 1), whether it stands on a line of
    its own, and its text without `#`."""

    line: int
    own: bool
    text: str


@dataclass(slots=True)
class Chunk:
    """One statement's lines, without comments, white space brought to spaces.

    `first` is the number of its first line, from 1; `source` what stands in the file.
    """

    first: int
    lines: list[str]
    source: list[str]
    notes: Notes
    comments: list[Comment] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.lines) - 1


@dataclass(slots=True)
class Layout:
    """A file split into statements; `maps` leads columns back to the file, by line (from 1)."""

    chunks: list[Chunk]
    ending: tuple[str | None, ...]
    maps: dict[int, ColumnMap]
    size: tuple[int, int]


_Pending = tuple[int, str, bool]
"""A line without content: its number, the comment's text (`""` where blank) with its `#`, whether
it is indented."""


def split(text: str) -> Layout:
    """Splits *text* at the lines that begin in the first column.

    Blank lines and comments end no statement: those between two lines of one statement are
    inside it; comments below it that are indented end it; all others stand above the next one.
    """
    source = [line.rstrip("\r") for line in text.split("\n")]
    normal, maps = normalise(source)
    chunks: list[Chunk] = []
    pending: list[_Pending] = []
    in_test = False
    for index, raw in enumerate(normal):
        line = raw if raw.isascii() and raw.isprintable() else _ODD_SPACES.sub(" ", raw)
        bare = line.lstrip(" ")
        number = index + 1
        if not bare or bare[0] == "#":
            pending.append((number, raw.strip(_BLANKS), line != bare))
            continue
        indented = line != bare
        if indented and chunks:
            chunk = chunks[-1]
            for place, comment, _ in pending:
                chunk.lines.append("")
                chunk.source.append(source[place - 1])
                if comment:
                    chunk.comments.append(Comment(place, True, _words(comment)))
            pending.clear()
        else:
            chunk = Chunk(number, [], [], _notes(_above(pending, chunks)))
            chunks.append(chunk)
            in_test = _TEST.match(line) is not None
        if "#" in line:
            cut = _comment(line, in_test and indented and not _BIND.match(line))
            if cut >= 0:
                chunk.comments.append(Comment(number, False, _words(raw[cut:].rstrip(_BLANKS))))
                line = line[:cut]
        chunk.lines.append(trim(line))
        chunk.source.append(source[index])
    ending = _above(pending, chunks)
    while ending and ending[-1] is None:
        ending.pop()
    return Layout(
        chunks,
        tuple(ending),
        {i + 1: columns for i, columns in maps.items()},
        (len(source), len(source[-1]) + 1),
    )


def _comment(line: str, in_test: bool) -> int:
    """Where the comment of *line* begins, -1 if it has none."""
    for piece in (_PIECE_OF_TEST if in_test else _PIECE).finditer(line):
        if piece[0] == "#":
            return piece.start()
    return -1


def trim(line: str) -> str:
    """*line* without the spaces at its end, but with one that is escaped."""
    bare = line.rstrip(" ")
    strokes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if strokes % 2 and len(bare) < len(line) else bare


def _above(pending: list[_Pending], chunks: list[Chunk]) -> list[str | None]:
    """Gives the statement before its ending comments, and returns what stands above the next."""
    ending: list[str] = []
    rest = 0
    for i, (_, comment, indented) in enumerate(pending):
        if comment and not (indented and chunks):
            break
        if comment:
            ending.append(_words(comment))
            rest = i + 1
    if ending:
        chunks[-1].notes = replace(chunks[-1].notes, ending=tuple(ending))
    lines: list[str | None] = []
    for _, comment, _ in pending[rest:]:
        if comment:
            lines.append(_words(comment))
        elif (lines or chunks) and lines[-1:] != [None]:
            lines.append(None)
    pending.clear()
    return lines


def _notes(lines: list[str | None]) -> Notes:
    """What stands above a statement, as its comments and its documentation."""
    doc: list[str] = []
    while lines and lines[-1] is not None and lines[-1].startswith("#"):
        doc.append(_words(lines.pop() or ""))
    return Notes(above=tuple(lines), doc=tuple(reversed(doc)))


def _words(comment: str) -> str:
    """The text of a comment: without its `#` and the one space that mostly follows it."""
    return comment[2:] if comment[1:2] == " " else comment[1:]
