"""Which rows of a catalogue a draw is from."""

from __future__ import annotations

from typing import NamedTuple


class SelectionKey(NamedTuple):
    """The rows of `catalogue` that pass all conditions, each a column and the cells it may hold
    (an empty cell is a row without a value there), and hold something in every column of
    `filled`, but for those whose value is one of `without`, which are sorted."""

    catalogue: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...]
    filled: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
