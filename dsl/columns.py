"""Normalising a source and finding the columns of the file on disk again."""

from __future__ import annotations

import unicodedata

from .text import nfc

ColumnMap = tuple[int, ...]
"""For each index into a normalised line (and the one behind its end) the index into the line as
it was written."""


def normalise(lines: list[str]) -> tuple[list[str], dict[int, ColumnMap]]:
    """The lines in NFC, and the column maps of those that normalising changed, by index."""
    maps: dict[int, ColumnMap] = {}
    normal = lines
    for i, line in enumerate(lines):
        if line.isascii() or unicodedata.is_normalized("NFC", line):
            continue
        if normal is lines:
            normal = list(lines)
        normal[i] = nfc(line)
        maps[i] = _column_map(line, normal[i])
    return normal, maps


def _column_map(line: str, normal: str) -> ColumnMap:
    """Goes from one place where composition cannot reach across to the next; what lies inside a
    changed stretch counts from its first character."""
    columns: list[int] = []
    start = 0
    for end in [*(i for i in range(1, len(line)) if _is_border(line[i])), len(line)]:
        size = len(nfc(line[start:end]))
        if size == end - start:
            columns.extend(range(start, end))
        else:
            columns.extend([start] * size)
        start = end
    # Should Unicode ever hold a border that is none, places stay within the line.
    columns = columns[: len(normal)] + [len(line)] * (len(normal) - len(columns))
    return (*columns, len(line))


def _is_border(char: str) -> bool:
    """Whether *char* never composes with what stands before it: neither a mark nor one of the
    Hangul vowels and finals that join the letter before them."""
    if char.isascii():
        return True
    if "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return False
    return unicodedata.category(char)[0] != "M" and unicodedata.combining(char) == 0
