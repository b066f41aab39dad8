"""The picture of a network: its order, what is cut, where boxes stand."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from gramc.induction.report.layout import laid_out, lines_of
from gramc.induction.report.network import Arc, Network, State, in_order, likeliest
from gramc.induction.report.plots import descent, lattice
from gramc.induction.symbols import Symbol
from hypothesis import given
from hypothesis import strategies as st

from .made import network


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks without cycles; states in any order, some of them leading nowhere."""
    count = draw(st.integers(2, 14))
    names = draw(st.permutations(range(count)))
    arcs = {
        (names[a], names[b]): draw(st.integers(1, 9))
        for a, b in draw(
            st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=40)
        )
        if a < b
    }
    arcs[names[0], names[-1]] = 1
    states = [State(()) for _ in range(count)]
    for name in names[1:-1]:
        letters = draw(st.integers(1, 9))
        states[name] = State(tuple(Symbol(f"w{name}x{n}", n % 2 == 0) for n in range(letters)))
    return in_order(states, [Arc(a, b, c) for (a, b), c in arcs.items()], names[0], names[-1])


@given(networks())
def test_arcs_run_forwards_between_start_and_end(given: Network) -> None:
    assert all(arc.source < arc.target for arc in given.arcs)
    last = len(given.states) - 1
    assert {arc.source for arc in given.arcs} == set(range(last))
    assert {arc.target for arc in given.arcs} == set(range(1, last + 1))


@given(networks(), st.integers(2, 8))
def test_whole_ways_are_left(given: Network, most: int) -> None:
    cut = likeliest(given, most)
    last = len(cut.states) - 1
    assert {arc.source for arc in cut.arcs} == set(range(last))
    assert {arc.target for arc in cut.arcs} == set(range(1, last + 1))
    assert 0 < cut.shown <= 1
    # The first way is kept whole, however many states it has.
    assert len(cut.states) <= max(most, len(given.states))
    assert set(cut.states) <= set(given.states)


@given(networks())
def test_boxes_do_not_meet(given: Network) -> None:
    layout = laid_out(given)
    for one, other in combinations(layout.boxes, 2):
        apart = abs(one.x - other.x) >= (one.width + other.width) / 2
        assert apart or abs(one.y - other.y) >= (one.height + other.height) / 2
    for box in layout.boxes:
        assert 0 <= box.x - box.width / 2 <= box.x + box.width / 2 <= layout.width
        assert 0 <= box.y - box.height / 2 <= box.y + box.height / 2 <= layout.height
    for line in layout.lines:
        assert all(one[0] <= other[0] + 1e-6 for one, other in pairwise(line))


@given(networks())
def test_a_picture_is_valid_and_the_same_every_time(given: Network) -> None:
    drawn = lattice(given)
    assert drawn == lattice(given)
    tree = ET.fromstring(drawn)
    assert len(tree.findall("path")) == len(given.arcs)
    assert len(tree.findall("rect")) == len(given.states) - 2


def test_a_network_that_is_small_enough_stays() -> None:
    assert likeliest(network(), 4) == network()


def test_the_rarer_way_is_cut() -> None:
    cut = likeliest(network(), 3)
    assert [len(state.symbols) for state in cut.states] == [0, 1, 2, 0]
    assert cut.shown == pytest.approx(4 / 6)


def test_long_lists_in_a_box_are_cut() -> None:
    state = State(tuple(Symbol(f"w{n}") for n in range(9)))
    assert lines_of(state) == ["w0", "w1", "w2", "w3", "w4", "… 4 more"]
    assert lines_of(State((Symbol("x" * 60),))) == ["x" * 25 + "…"]


@pytest.mark.parametrize("lengths", [[9.0, 5.0], [0.0, 0.0], [1e6, 3.5, 3.4], [7.0] * 5000])
def test_the_curve_is_valid(lengths: list[float]) -> None:
    tree = ET.fromstring(descent(lengths))
    (line,) = tree.findall("polyline")
    points = line.attrib["points"].split()
    assert 2 <= len(points) <= 641
    for point in points:
        x, y = map(float, point.split(","))
        assert 0 <= x <= 640
        assert 0 <= y <= 220


def test_no_curve_of_a_single_length() -> None:
    assert descent([5.0]) == ""
