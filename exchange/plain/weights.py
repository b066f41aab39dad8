"""Weights: alternatives by fractions, as whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from ...compiler import ir


def choice_of(ways: Sequence[tuple[Fraction, ir.Option]]) -> ir.Choice:
    """A choice of alternatives by fractions, as the smallest whole numbers in that proportion."""
    scale = math.lcm(*(share.denominator for share, _ in ways))
    counts = [int(share * scale) for share, _ in ways]
    common = math.gcd(*counts)
    return ir.Choice(
        tuple(
            msgspec.structs.replace(option, weight=count // common)
            for (_, option), count in zip(ways, counts, strict=True)
        )
    )
