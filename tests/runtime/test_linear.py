"""Linear systems and the order of networks, each against another way to the same."""

from __future__ import annotations

import numpy as np
import pytest
from gramc.runtime.counting.linear import fixed_point
from gramc.runtime.counting.order import blocks
from hypothesis import given
from hypothesis import strategies as st

entries = st.integers(0, 9)


def square(size: int) -> st.SearchStrategy[list[list[int]]]:
    row = st.lists(entries, min_size=size, max_size=size)
    return st.lists(row, min_size=size, max_size=size)


@given(st.integers(1, 7).flatmap(square))
def test_fixed_points(table: list[list[int]]) -> None:
    """Rows of a process that stops with probability 1/10 or more at every step."""
    size = len(table)
    matrix = np.array(table) / (max(1, max(map(sum, table))) / 0.9)
    constant = [float(i + 1) for i in range(size)]
    rows = [{j: float(x) for j, x in enumerate(row) if x} for row in matrix]
    expected = np.linalg.solve(np.eye(size) - matrix, constant)
    assert fixed_point(rows, constant) == pytest.approx(expected, rel=1e-12)
    assert constant == [float(i + 1) for i in range(size)]


graphs = st.integers(1, 8).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, n - 1), max_size=3), min_size=n, max_size=n)
)


@given(graphs)
def test_blocks(graph: list[list[int]]) -> None:
    size = len(graph)
    reach = np.zeros((size, size), dtype=bool)
    for node, targets in enumerate(graph):
        reach[node, targets] = True
    for middle in range(size):
        reach |= np.outer(reach[:, middle], reach[middle])
    found = blocks(graph)
    assert sorted(n for block in found for n in block.members) == list(range(size))
    seen: set[int] = set()
    for block in found:
        first = block.members[0]
        both = {n for n in range(size) if reach[first, n] and reach[n, first]} | {first}
        assert set(block.members) == both
        assert block.cyclic == bool(reach[first, first])
        seen |= both
        assert {n for n in range(size) if reach[first, n]} <= seen


def test_a_chain_longer_than_python_nests() -> None:
    size = 50_000
    found = blocks([[n + 1] for n in range(size)] + [[]])
    assert [block.members[0] for block in found] == list(range(size, -1, -1))
    rows = [{n + 1: 0.5} for n in range(size)] + [{0: 0.5}]
    assert fixed_point(rows, [1.0] * (size + 1)) == pytest.approx([2.0] * (size + 1))
