"""Tables for people: columns that line up in any script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .excerpt import visible, width
from .render import Row

Cell = tuple[str, str]
"""A text and its style."""


def table(
    head: Sequence[str], rows: Sequence[Sequence[Cell] | None], left: int = 1
) -> Iterator[Row]:
    """The rows of a table under *head*, two cells apart; the first *left* columns are flush left,
    the others right. A row that is None is an empty line; one of a single cell may be longer than
    its column."""
    shown = [None if row is None else [(visible(t), s) for t, s in row] for row in rows]
    lines = [[(text, "dim") for text in head], *shown]
    sizes = [0] * len(head)
    for row in lines:
        if row is not None and len(row) > 1:
            sizes = [max(size, width(text)) for size, (text, _) in zip(sizes, row, strict=True)]
    for row in lines:
        if row is None or len(row) == 1:
            yield list(row or [])
            continue
        line: Row = []
        for number, (text, style) in enumerate(row):
            pad = " " * (sizes[number] - width(text))
            line.append(("  " if number else "", ""))
            line.extend([(text, style), (pad, "")] if number < left else [(pad, ""), (text, style)])
        yield line
