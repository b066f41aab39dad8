"""Ways: readings of the beginning of a text, as parsing keeps them, and how they rank."""

from __future__ import annotations

from typing import Any

from ..catalogues.selection import Selection
from .graph import Marks

NOISE = 1e-8
"""Costs nearer than this are the same: the acceptor's have passed through nine digits."""

Held = tuple[tuple[int, tuple[int, ...], int], ...]
"""For each register, ascending: the cells that were read (codes, in the order of the names of
their columns), and what the rows that hold them all weigh."""

Told = tuple[int, bool]
"""The number of a use of a row, and whether canonical values count there."""

Way = tuple[int, int, int, float, int, Any, Marks, int, int, Selection | Told | None, int, Held]
"""(words skipped, words of wildcards, characters of wildcards − characters covered, cost, order,
the way before, marks, start, end, selection, row, what is held of shared rows). Of a row whose
value does not count, the selection is None, or the row stands as ~row; of a use of a shared row,
what is told stands for the selection, and the code of the cell for the row."""

Agenda = dict[int, dict[int, list[Way]]]
"""Ways by the place of the text that they have come to, and the state there."""


def rank(way: Way) -> tuple[int, int, int, int, int]:
    """What the best of ways has least of."""
    return way[0], way[1], way[2], round(way[3] / NOISE), way[4]


def best(ways: list[Way], keep: int) -> list[Way]:
    """The first *keep* of those that hold the same of shared rows: others may go on where these
    can't."""
    counts: dict[Held, int] = {}
    kept = []
    for way in ways:
        counts[way[11]] = count = counts.get(way[11], 0) + 1
        if count <= keep:
            kept.append(way)
    return kept
