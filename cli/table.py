"""Tables for people: columns that line up in any script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .excerpt import visible, width
from .render import Row

Cell = tuple[str, str]
"""A text and its style."""


def table(head: Sequence[str], rows: Sequence[Sequence[Cell] | None], sides: str) -> Iterator[Row]:
    """The rows of a table under *head*, two cells apart. *sides* says of each column whether it is
    flush left (`l`) or right (`r`); a row that is None is an empty line."""
    shown = [None if row is None else [(visible(t), s) for t, s in row] for row in rows]
    lines = [[(text, "dim") for text in head], *shown]
    sizes = [0] * len(head)
    for row in lines:
        if row is not None:
            sizes = [max(size, width(text)) for size, (text, _) in zip(sizes, row, strict=True)]
    for row in lines:
        if row is None:
            yield []
            continue
        line: Row = []
        for number, (text, style) in enumerate(row):
            pad = " " * (sizes[number] - width(text))
            line.append(("  " if number else "", ""))
            line.extend(
                [(text, style), (pad, "")] if sides[number] == "l" else [(pad, ""), (text, style)]
            )
        yield line
