"""Weights: decimals as exact integers."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Sequence
from functools import reduce

from .packing import code_for

LIMIT = 1 << 63
"""Totals stay below this, so that a draw of 64 bits tells all weights apart."""

LONGEST = 60
"""A weight of more characters than this is taken for a mistake."""

_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


def parse(cells: Sequence[str]) -> tuple[list[int], int, list[int]]:
    """The weights written in *cells* as integers, the number of decimal places by which all of
    them are scaled, and the indexes of the cells that are no finite decimals ≥ 0.

    An empty cell weighs 1; a bad one stands as 0.
    """
    joined = "".join(cells)
    if joined.isascii() and joined.isdigit() and "" not in cells and _short(cells):
        return list(map(int, cells)), 0, []
    parts: list[tuple[str, str]] = []
    bad: list[int] = []
    for i, cell in enumerate(cells):
        if _DECIMAL.fullmatch(cell) and len(cell) <= LONGEST:
            whole, _, places = cell.partition(".")
            parts.append((whole, places.rstrip("0")))
        elif cell:
            bad.append(i)
            parts.append(("0", ""))
        else:
            parts.append(("1", ""))
    scale = max((len(places) for _, places in parts), default=0)
    return [int(whole + places.ljust(scale, "0")) for whole, places in parts], scale, bad


def _short(cells: Sequence[str]) -> bool:
    return max(map(len, cells)) <= LONGEST


def join(parts: Sequence[tuple[list[int], int]]) -> list[int]:
    """Weights parsed part by part, all scaled alike."""
    scale = max((places for _, places in parts), default=0)
    joined: list[int] = []
    for numbers, places in parts:
        factor = 10 ** (scale - places)
        joined.extend(numbers if factor == 1 else [n * factor for n in numbers])
    return joined


def reduced(weights: Sequence[int]) -> array[int] | None:
    """The weights in their smallest exact integers; `None` where all are alike and above 0.

    Only where the total would reach 2**63 are they rounded (half up, to a total near 2**62), and
    then what was above 0 stays above 0.
    """
    divisor = reduce(math.gcd, weights, 0)
    if divisor == 0:
        return array("I", bytes(4 * len(weights))) if weights else None
    smallest: Sequence[int] = weights if divisor == 1 else [w // divisor for w in weights]
    largest = max(smallest)
    if largest == 1 == min(smallest):
        return None
    total = sum(smallest)
    if total >= LIMIT:
        smallest = [max(1, ((w << 63) + total) // (2 * total)) if w else 0 for w in smallest]
        largest = max(smallest)
    return array(code_for(largest), smallest)
