"""Rows that say the same: found without holding on to their cells."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable


def equal_rows(hashes: array[int], kept: Callable[[int], Hashable]) -> dict[int, int]:
    """For every row that repeats an earlier one, in order, the first row like it.

    *hashes* are over all columns of a row but its weight, also those that are not kept; *kept*
    gives what is kept of it. Rows are the same where both are equal. Should the hashes of two
    different rows ever coincide (a chance of 2**-64 for a pair), what is kept is still the same,
    and so is the distribution.
    """
    if len(set(hashes)) == len(hashes):
        return {}
    seen: set[int] = set()
    repeated: set[int] = set()
    for mark in hashes:
        (repeated if mark in seen else seen).add(mark)
    first: dict[Hashable, int] = {}
    again: dict[int, int] = {}
    for row, mark in enumerate(hashes):
        if mark in repeated:
            earlier = first.setdefault((mark, kept(row)), row)
            if earlier != row:
                again[row] = earlier
    return again
