"""Where the states of a network stand in its picture.

In layers, as Sugiyama, Tagawa & Toda draw (Methods for visual understanding of hierarchical
system structures, IEEE Trans. SMC 11, 1981): a state is one layer behind the furthest that leads to
it, arcs over several layers pass each of them at a place of their own, and places within a layer
follow the means of their neighbours.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .network import Network, State

LINE = 16.0
"""Height of a line of text in a box."""
MOST_LINES = 6
"""Longer lists of what a state writes are cut."""
_ACROSS, _BETWEEN, _PASSING = 46.0, 12.0, 9.0
_ROUNDS = 12


@dataclass(frozen=True, slots=True)
class Box:
    """The middle of a state's box, and its size; the boxes of start and end are dots."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A box for each state, and for each arc the points that its line goes through, pairwise: in
    at the left of a column, out at its right."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    height: float


@dataclass(slots=True)
class _Place:
    """Of a state, or of an arc that passes a layer."""

    layer: int
    height: float
    near: list[int]
    y: float = 0.0


def width_of(text: str) -> float:
    """About how wide a text is at 12 points; letters of full width count twice."""
    return 6.9 * sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


def lines_of(state: State) -> list[str]:
    """What stands in a state's box: slots in braces, `… 3 more` where there are too many."""
    said = [f"{{{one.text}}}" if one.slot else one.text for one in state.symbols]
    if len(said) > MOST_LINES:
        said = [*said[: MOST_LINES - 1], f"… {len(said) - MOST_LINES + 1} more"]
    return [text if len(text) <= 26 else f"{text[:25]}…" for text in said]


def laid_out(network: Network) -> Layout:
    """Places for all states and arcs; the same network gives the same places."""
    count = len(network.states)
    layer = [0] * count
    for arc in sorted(network.arcs, key=lambda arc: arc.source):
        layer[arc.target] = max(layer[arc.target], layer[arc.source] + 1)
    sizes = [_size(state) for state in network.states]
    places = [_Place(layer[n], sizes[n][1], []) for n in range(count)]
    chains: list[list[int]] = []
    for arc in network.arcs:
        chain = [arc.source]
        for passed in range(layer[arc.source] + 1, layer[arc.target]):
            places.append(_Place(passed, _PASSING, []))
            chain.append(len(places) - 1)
        chain.append(arc.target)
        for one, other in itertools.pairwise(chain):
            places[one].near.append(other)
            places[other].near.append(one)
        chains.append(chain)
    columns: list[list[int]] = [[] for _ in range(max(layer, default=0) + 1)]
    for number, place in enumerate(places):
        columns[place.layer].append(number)
    _settle(places, columns)
    widths = [max((sizes[n][0] for n in column if n < count), default=0.0) for column in columns]
    lefts = [8.0]
    for wide in widths:
        lefts.append(lefts[-1] + wide + _ACROSS)
    top = min(place.y - place.height / 2 for place in places) - 8
    bottom = max(place.y + place.height / 2 for place in places) - top + 8
    boxes = tuple(
        Box(lefts[layer[n]] + widths[layer[n]] / 2, places[n].y - top, *sizes[n])
        for n in range(count)
    )
    lines = []
    for chain in chains:
        first, last = boxes[chain[0]], boxes[chain[-1]]
        points = [(first.x + first.width / 2, first.y)]
        # Behind a narrow box the line first leaves the column, so that it crosses no wider one.
        points.append((lefts[layer[chain[0]]] + widths[layer[chain[0]]], first.y))
        for one in chain[1:-1]:
            left, y = lefts[places[one].layer], places[one].y - top
            points += [(left, y), (left + widths[places[one].layer], y)]
        points.append((lefts[layer[chain[-1]]], last.y))
        points.append((last.x - last.width / 2, last.y))
        lines.append(tuple(points))
    return Layout(boxes, tuple(lines), lefts[-1] - _ACROSS + 8, bottom)


def _size(state: State) -> tuple[float, float]:
    lines = lines_of(state)
    if not lines:
        return 12.0, 12.0
    return max(map(width_of, lines)) + 16, LINE * len(lines) + 8


def _settle(places: Sequence[_Place], columns: list[list[int]]) -> None:
    """Orders each column by the means of neighbours, and moves each place as near to its own as
    the order allows."""
    for column in columns:
        _stack(places, column)
    for number in range(_ROUNDS):
        forwards = number % 2 == 0
        for at in range(len(columns)) if forwards else reversed(range(len(columns))):
            column = columns[at]
            wish = {one: _mean(places, one, at, forwards) for one in column}
            column.sort(key=lambda one: (wish[one], places[one].y))
            _stack(places, column, wish)
    for number in range(2 * _ROUNDS):
        for column in columns if number % 2 == 0 else reversed(columns):
            wish = {one: _mean(places, one, None, True) for one in column}
            _stack(places, column, wish)


def _mean(places: Sequence[_Place], one: int, at: int | None, forwards: bool) -> float:
    """The mean height of the neighbours on the side that was settled last, or on both sides."""
    side = [
        places[other].y
        for other in places[one].near
        if at is None or (places[other].layer < at) == forwards
    ]
    return sum(side) / len(side) if side else places[one].y


def _stack(
    places: Sequence[_Place], column: Sequence[int], wish: dict[int, float] | None = None
) -> None:
    """Puts a column's places below one another, without overlap, in their order: each as it
    wishes where there is room, else groups of them around the mean of their wishes."""
    groups: list[tuple[list[int], float, float]] = []  # members, its height, its middle
    for one in column:
        height = places[one].height + _BETWEEN
        members, tall, middle = [one], height, wish[one] if wish else 0.0
        while groups and groups[-1][2] + groups[-1][1] / 2 > middle - tall / 2:
            before, above, where = groups.pop()
            # The middle at which the sum of squares of all members' ways is least.
            middle = (len(before) * (where + tall / 2) + len(members) * (middle - above / 2)) / (
                len(before) + len(members)
            )
            members, tall = [*before, *members], above + tall
        groups.append((members, tall, middle))
    for members, tall, middle in groups:
        y = middle - tall / 2
        for one in members:
            height = places[one].height + _BETWEEN
            places[one].y = y + height / 2
            y += height
