"""Sparse linear systems of the form x = M x + c, as loops and recursion give rise to."""

from __future__ import annotations

from collections.abc import Sequence


def fixed_point(matrix: Sequence[dict[int, float]], constant: Sequence[float]) -> list[float]:
    """The x with x = M x + c, where row i of M is `matrix[i]`; the rows are used up.

    By elimination in the given order, without pivoting: for the non-negative matrices of processes
    that end, 1 - M is an M-matrix, and elimination of those is stable (Berman and Plemmons 1979).
    """
    size = len(constant)
    c = list(constant)
    # later[i]: the rows behind i that refer to i, so that a chain of any length costs little
    later: list[dict[int, None]] = [{} for _ in range(size)]
    for k, entries in enumerate(matrix):
        for column in entries:
            if column < k:
                later[column][k] = None
    for i in range(size):
        row = matrix[i]
        own = row.pop(i, 0.0)
        if own:
            scale = 1.0 / (1.0 - own)
            for column in row:
                row[column] *= scale
            c[i] *= scale
        for k in later[i]:
            target = matrix[k]
            factor = target.pop(i, 0.0)
            if not factor:
                continue
            c[k] += factor * c[i]
            for column, entry in row.items():
                if column not in target and column < k:
                    later[column][k] = None
                target[column] = target.get(column, 0.0) + factor * entry
    for i in range(size - 1, -1, -1):
        c[i] += sum(entry * c[column] for column, entry in matrix[i].items())
    return c
