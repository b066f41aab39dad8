"""One line of a source file, prepared for showing: how wide every character is, and a window where
the line is too long."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

TAB = 4
_CUT = "…"


def width(text: str) -> int:
    """How many cells of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    return sum(cells(c) for c in text)


def cells(character: str) -> int:
    """How many cells of a terminal a character takes: 2 for wide ones, 0 for marks that stand on
    the character before them, as Unicode's East Asian Width has it."""
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def visible(text: str) -> str:
    """*text* without what would make a terminal do something: control characters are shown by
    their pictures, marks of direction and lone surrogates by a replacement character."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_picture(c) for c in text)


def _picture(character: str) -> str:
    if character < " ":
        return chr(0x2400 + ord(character))
    if character == "\x7f":
        return "␡"
    kind = unicodedata.category(character)
    directs = kind == "Cf" and unicodedata.bidirectional(character) not in ("BN", "ON", "AN", "AL")
    return "\ufffd" if kind in ("Cc", "Cs", "Zl", "Zp") or directs else character


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown. `glyphs` holds what stands for each character, `low` and `high` the
    cells it takes (those of its base for a mark)."""

    glyphs: tuple[str, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Line:
        """The line *text*, without its line end."""
        glyphs: list[str] = []
        low: list[int] = []
        high: list[int] = []
        at = 0
        for character in text:
            if character == "\t":
                glyph = " " * (TAB - at % TAB)
                size = len(glyph)
            else:
                glyph = _picture(character)
                size = cells(glyph)
            if not size and not glyphs:
                glyph, size = f"◌{glyph}", 1  # a mark without a base stands on a dotted circle
            if size:
                low.append(at)
                high.append(at + size)
            else:
                low.append(low[-1])
                high.append(high[-1])
            glyphs.append(glyph)
            at += size
        return cls(tuple(glyphs), tuple(low), tuple(high))

    @property
    def size(self) -> int:
        """The width of the line."""
        return self.high[-1] if self.high else 0

    def stretch(self, column: int, end: int) -> tuple[int, int]:
        """The cells of the characters from *column* to before *end* (columns from 1); at least one
        cell, which may lie behind the end of the line."""
        count = len(self.glyphs)
        first, last = min(column - 1, count), min(end - 1, count)
        start = self.low[first] if first < count else self.size
        stop = self.high[last - 1] if last > first else start + 1
        return start, max(stop, start + 1)

    def indent(self) -> int:
        """The cell of the first character that is not white space."""
        for glyph, start in zip(self.glyphs, self.low, strict=True):
            if not glyph.isspace():
                return start
        return self.size

    def window(self, start: int, stop: int, room: int) -> tuple[str, int]:
        """What is shown of the line in *room* cells so that the stretch from *start* to *stop* is
        in sight (its beginning where it is longer than that), and by how many cells it is shifted
        to the left (to the right where negative)."""
        if self.size <= room:
            return "".join(self.glyphs), 0
        inner = room - 2  # a sign that something was cut on either side
        spare = max(0, inner - (stop - start))
        begin = max(0, start - spare // 2 if spare else start)
        begin = max(0, min(begin, self.size - inner))
        shown: list[str] = []
        first = -1
        for glyph, low, high in zip(self.glyphs, self.low, self.high, strict=True):
            if low >= begin and high <= begin + inner:
                if first < 0:
                    first = low
                shown.append(glyph)
        first = max(first, 0)
        left = _CUT if first else ""
        right = _CUT if self.high[-1] > begin + inner else ""
        return left + "".join(shown) + right, first - len(left)
