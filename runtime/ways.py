"""Ways: readings of the beginning of a text, as parsing keeps them, and how they rank."""

from __future__ import annotations

from typing import Any

from ..catalogues.selection import Selection
from .graph import Marks

NOISE = 1e-8
"""Costs nearer than this are the same: the acceptor's have passed through nine digits."""

Way = tuple[int, int, int, float, int, Any, Marks, int, int, Selection | None, int]
"""(words skipped, words of wildcards, −characters covered, cost, order, the way before, marks,
start, end, selection with value, row)."""

Agenda = dict[int, dict[int, list[Way]]]
"""Ways by the place of the text that they have come to, and the state there."""


def rank(way: Way) -> tuple[int, int, int, int, int]:
    """What the best of ways has least of."""
    return way[0], way[1], way[2], round(way[3] / NOISE), way[4]
