"""The picture of a network: its order, what is cut, where boxes stand."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from gramc.induction.draft import Choice, Draft, Option, Repeat, Rule
from gramc.induction.report.layout import laid_out, lines_of
from gramc.induction.report.network import Network, State, in_order, likeliest
from gramc.induction.report.plots import descent, lattice
from gramc.induction.report.unfolded import unfolded
from gramc.induction.report.ways import Ways
from gramc.induction.symbols import Intent, Symbol
from hypothesis import given
from hypothesis import strategies as st

from .made import DRAFT, INTENTS, network, template, words


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Networks without cycles; states in any order, some of them on no way."""
    count = draw(st.integers(2, 14))
    names = [0, *draw(st.permutations(range(1, count - 1))), count - 1]
    pairs = {
        (names[a], names[b]): None
        for a, b in draw(
            st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=40)
        )
        if a < b
    }
    ways = []
    for _ in range(draw(st.integers(1, 5))):
        inner = sorted(draw(st.sets(st.integers(1, count - 2)))) if count > 2 else []
        way = (0, *(names[at] for at in inner), count - 1)
        pairs.update(dict.fromkeys(pairwise(way)))
        ways.append((way, draw(st.integers(1, 9))))
    states = [State(()) for _ in range(count)]
    for name in range(1, count - 1):
        letters = draw(st.integers(1, 9))
        states[name] = State(tuple(Symbol(f"w{name}x{n}", n % 2 == 0) for n in range(letters)))
    return in_order(states, pairs, ways)


def whole(given: Network) -> None:
    """Arcs run forwards, from the start and to the end; counts are those of ways."""
    assert all(arc.source < arc.target for arc in given.arcs)
    last = len(given.states) - 1
    assert {arc.source for arc in given.arcs} == set(range(last))
    assert {arc.target for arc in given.arcs} == set(range(1, last + 1))
    for arc in given.arcs:
        pair = (arc.source, arc.target)
        assert arc.count == sum(count for way, count in given.ways if pair in pairwise(way))


@given(networks())
def test_arcs_run_forwards_between_start_and_end(given: Network) -> None:
    whole(given)


@given(networks(), st.integers(2, 8))
def test_whole_ways_are_left(given: Network, most: int) -> None:
    cut = likeliest(given, most)
    if cut is not given:
        on_ways = {state for way, _ in cut.ways for state in way}
        assert on_ways == set(range(len(cut.states)))
        # The first way is kept whole, however many states it has.
        assert len(cut.states) <= max(most, len(given.ways[0][0]))
        assert cut.count >= given.ways[0][1]
    whole(cut)


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
    states = [State(()), *(State((Symbol(f"w{n}"),)) for n in range(1, 7)), State(())]
    ways = [((0, 3, 4, 7), 4), ((0, 3, 5, 6, 7), 3), ((0, 1, 2, 7), 2), ((0, 3, 6, 7), 1)]
    pairs = [pair for way, _ in ways for pair in pairwise(way)]
    cut = likeliest(in_order(states, pairs, ways), 6)
    assert sorted(count for _, count in cut.ways) == [1, 3, 4]


def test_rules_unfold_into_the_smallest_network() -> None:
    ways = Ways(DRAFT, "PlayMusic")
    found = unfolded(ways.arcs, ways.start, INTENTS[0])
    assert found is not None
    said = [" ".join(one.text for one in state.symbols) for state in found.states]
    # "on" behind "put" is another than "on" before a service.
    assert sorted(said) == sorted(
        ["", "play", "put", "on", "some", "genre", "by", "artist", "on", "service", *MORE, ""]
    )
    assert found.count == 6
    assert any(arc.count == 0 for arc in found.arcs)
    whole(found)


MORE = ["by", "artist", "on", "service"]
"""The second modifier."""


def test_what_stands_for_each_other_stands_in_one_box() -> None:
    either = Choice((Option(words("a b"), 1), Option(words("c b"), 5), Option(words("b"), 1)))
    ways = Ways(Draft((Rule("Go", either, True),)), "Go")
    intent = Intent("Go", (template("c b", 5), template("a b", 1), template("b", 1)))
    found = unfolded(ways.arcs, ways.start, intent)
    assert found is not None
    assert [[one.text for one in state.symbols] for state in found.states] == [
        [],
        ["c", "a"],
        ["b"],
        [],
    ]
    assert {(arc.source, arc.target): arc.count for arc in found.arcs} == {
        (0, 1): 6,
        (0, 2): 1,
        (1, 2): 6,
        (2, 3): 7,
    }


def test_no_picture_of_a_language_without_end() -> None:
    star = Rule("Go", Choice((Option(Repeat(words("a"), 0, None)),)), True)
    ways = Ways(Draft((star,)), "Go")
    assert unfolded(ways.arcs, ways.start, Intent("Go", ())) is None


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
