"""How often each node of a graph is come by."""

from __future__ import annotations

from collections.abc import Sequence

from .linear import fixed_point
from .order import blocks


def add_uses(often: list[float], calls: Sequence[dict[int, float]]) -> None:
    """Adds to *often*, which holds the uses from outside, those by each other."""
    for block in reversed(blocks([list(found) for found in calls])):
        if block.cyclic:
            at = {n: i for i, n in enumerate(block.members)}
            matrix: list[dict[int, float]] = [{} for _ in at]
            for n in block.members:
                for callee, mass in calls[n].items():
                    if callee in at:
                        matrix[at[callee]][at[n]] = mass
            solved = fixed_point(matrix, [often[n] for n in block.members])
            for n, value in zip(block.members, solved, strict=True):
                often[n] = value
        members = frozenset(block.members)
        for n in block.members:
            for callee, mass in calls[n].items():
                if callee not in members:
                    often[callee] += often[n] * mass
