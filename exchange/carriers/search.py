"""Search: the texts of a recursive transition network, the likeliest first.

A* over (network, state, what is returned to), with the exact likelihood of the best way to the end
as what is still to come: so little more is looked at than what is handed out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from typing import Any, NamedTuple

from ...compiler.network import END, FIRSTS, ROWS, START, Networks, Op
from ...compiler.stock import Stock
from ...runtime.walk import cells
from .layout import Layout, Region, Shape

MOST_STEPS = 200_000
"""So many times a search goes on from where it was; then it is given up."""
MOST_ROWS = 2_000
"""So many rows of a catalogue that stands outside slots are looked at, in order."""

_FAR = math.inf
_DRAWING = frozenset((Op.DRAW, Op.DRAW_VALUE)) | ROWS
_IDENTIFIED = (Op.DRAW_VALUE, Op.ROW_VALUE, Op.COLUMN_VALUE)
_QUIET = frozenset(Op) - _DRAWING


@dataclass(frozen=True, slots=True)
class Found:
    """One text with the likelihood (ln) of its likeliest derivation. Slots are written in it as
    `hole` says. `value` is the canonical value where one was asked for."""

    text: str
    odds: float
    value: str | None = None


def hole(number: int) -> str:
    """What stands for slot *number* in a text: two surrogates, which no text holds."""
    return chr(0xD800 + (number >> 10)) + chr(0xDC00 + (number & 1023))


_Slots = tuple[tuple[str, int, tuple[str, ...], int], ...]
"""Open slots: name, start (-1 while there is no text), values, holes before it."""


class Search:
    """Searches one grammar."""

    def __init__(self, networks: Networks, stock: Stock) -> None:
        self.networks = networks
        self.selections = tuple(map(stock.selection, networks.selections))
        self.uses = cells(networks.uses, self.selections)
        self.layout = Layout(networks)
        self.regions = self.layout.regions
        self.names = {name: at for at, name in enumerate(self.layout.names)}
        """The number of each slot's name, as `hole` takes it."""
        self.cut = False
        """Whether the last search was given up before its end."""
        self.seen: dict[tuple[str, str, str | None], None] = {}
        """What slots held that could have held others, and did not: (name, text, value)."""
        self.barren = tuple(self._barren())
        """Catalogues without rows that are drawn from outside slots."""
        self._costs: dict[bool, list[list[float]]] = {}

    def carriers(self, net: int) -> Iterator[Found]:
        """The texts of an intent's network with `hole` in the place of slots, each once. Slots
        that hold others are written out."""
        return self._texts((net, START), None)

    def values(self, region: Region) -> Iterator[Found]:
        """The texts of a slot and their canonical values, each pair once."""
        return self._texts((region.net, region.inside), region)

    def _barren(self) -> dict[str, None]:
        found: dict[str, None] = {}
        for _, _, root in self.networks.roots:
            for op, arg in self.layout.outside(root):
                selection = self.networks.uses[arg].selection if op in ROWS else arg
                if self.selections[selection] is None:
                    found[self.networks.selections[selection].catalogue] = None
        return found

    def places(self, slot: str) -> list[Region]:
        """Where the slot of that name may have text and hold no other."""
        return [r for r in self.regions.values() if r.name == slot and r.leaf and r.full]

    # ------------------------------------------------------------------ costs

    def costs(self, bare: bool) -> list[list[float]]:
        """For each state of each network, -ln of the likeliest way to the network's end; with
        *bare*, slots that are left out cost nothing."""
        if bare in self._costs:
            return self._costs[bare]
        table = self.networks.table
        found: list[list[float]] = [[_FAR] * len(network.arcs) for network in table]
        while True:
            changed = False
            for net in self.layout.order:
                distances = self._distances(net, found, bare)
                if distances[START] < found[net][START]:
                    changed = True
                found[net] = distances
            if not changed:
                break
        self._costs[bare] = found
        return found

    def _distances(self, net: int, found: list[list[float]], bare: bool) -> list[float]:
        """The costs of one network's states, from what is known of those that it calls."""
        arcs = self.networks.table[net].arcs
        back: list[list[tuple[int, float]]] = [[] for _ in arcs]
        for state, leaving in enumerate(arcs):
            for op, arg, share, target in leaving:
                cost = -math.log(share)
                if op == Op.CALL:
                    cost += found[_number(arg)][START]
                elif op == Op.OPEN and bare and self.regions[net, target].leaf:
                    target = self.regions[net, target].behind
                elif op not in _QUIET:
                    cost += self._least(op, _number(arg))
                if cost < _FAR:
                    back[target].append((state, cost))
        distances = [_FAR] * len(arcs)
        distances[END] = 0.0
        heap = [(0.0, END)]
        while heap:
            distance, state = heappop(heap)
            if distance > distances[state]:
                continue
            for before, cost in back[state]:
                if distance + cost < distances[before]:
                    distances[before] = distance + cost
                    heappush(heap, (distance + cost, before))
        return distances

    def _least(self, op: Op, arg: int) -> float:
        """-ln of the likeliest row of a draw; none costs as much as no way at all."""
        use = self.uses[arg] if op in ROWS else None
        selection = use.selection if use is not None else None
        if op not in ROWS:
            selection = self.selections[arg]
        if selection is None or not selection.mass:
            return _FAR
        catalogue = selection.catalogue
        if not catalogue.weighted:
            return math.log(len(selection))
        heaviest = max(catalogue.weight(row) for row in islice(selection.rows(), MOST_ROWS))
        return math.log(selection.mass / heaviest)

    # ------------------------------------------------------------------ search

    def _texts(self, start: tuple[int, int], goal: Region | None) -> Iterator[Found]:
        self.cut = False
        bare = goal is None
        costs = self.costs(bare)
        net, state = start
        slots: _Slots = () if goal is None else ((goal.name, -1, (), 0),)
        first = _At(net, state, None, "", False, slots, (), 0)
        heap: list[tuple[float, int, float, _At]] = [(0.0, 0, 0.0, first)]
        seen: set[object] = set()
        given: set[tuple[str, str | None]] = set()
        pushed = 0
        for _ in range(MOST_STEPS):
            if not heap:
                return
            _, _, spent, at = heappop(heap)
            if goal is not None and at.state == goal.after and at.returns is None:
                value = " ".join(at.slots[-1][2]) if at.slots[-1][2] else None
                if at.text and (at.text, value) not in given:
                    given.add((at.text, value))
                    yield Found(at.text, -spent, value)
                continue
            if at.state == END:
                if at.returns is None:
                    if (at.text, None) not in given:
                        given.add((at.text, None))
                        yield Found(at.text, -spent)
                    continue
                back_net, back_state, below, _ = at.returns
                ways = [(0.0, at._replace(net=back_net, state=back_state, returns=below))]
            else:
                ways = self._ways(at, bare, costs)
            # Of equals the last that was pushed is the first to go on, and so the order is that of
            # the grammar; sums of logarithms are equal to nine places only.
            for cost, to in reversed(ways):
                rest = costs[to.net][to.state] + (to.returns[3] if to.returns else 0.0)
                if rest < _FAR and to not in seen:
                    seen.add(to)
                    pushed += 1
                    key = round(spent + cost + rest, 9)
                    heappush(heap, (key, -pushed, spent + cost, to))
        self.cut = True

    def _ways(self, at: _At, bare: bool, costs: list[list[float]]) -> list[tuple[float, _At]]:
        """Where one arc leads, with what it costs."""
        ways: list[tuple[float, _At]] = []
        for op, arg, share, target in self.networks.table[at.net].arcs[at.state]:
            cost = -math.log(share)
            to = at._replace(state=target)
            if op == Op.CALL:
                below = at.returns
                tail = costs[at.net][target] + (below[3] if below else 0.0)
                called = _number(arg)
                back = (at.net, target, below, tail)
                ways.append((cost, at._replace(net=called, state=START, returns=back)))
            elif op == Op.TEXT:
                ways.append((cost, to.write(str(arg))))
            elif op == Op.SPACE:
                ways.append((cost, to._replace(due=True)))
            elif op == Op.OPEN:
                region = self.regions[at.net, target]
                if not (bare and region.leaf):
                    opened = (*at.slots, (region.name, -1, (), at.holes))
                    ways.append((cost, to._replace(slots=opened)))
                    continue
                to = to._replace(state=region.behind)
                mark = hole(self.names[region.name])
                ways.extend((cost, to.past(mark, shape)) for shape in region.shapes)
            elif op == Op.CLOSE:
                ways.append((cost, self._close(to)))
            elif op == Op.VALUE:
                ways.append((cost, to.add(str(arg))))
            elif op in _DRAWING:
                ways.extend((cost + least, row) for least, row in self._rows(op, _number(arg), to))
            else:
                ways.append((cost, to))
        return ways

    def _close(self, at: _At) -> _At:
        """Behind a slot: it is a hole itself where it had a text and no slot in it."""
        name, start, values, before = at.slots[-1]
        closed = at._replace(slots=at.slots[:-1])
        if start < 0 or before != at.holes:
            return closed
        value = " ".join(values) if values else None
        text = at.text[start:]
        self.seen[name, text, value] = None
        return closed._replace(
            text=at.text[:start] + hole(self.names[name]),
            holes=at.holes + 1,
        )

    def _rows(self, op: Op, arg: int, at: _At) -> list[tuple[float, _At]]:
        """What a draw writes, with the cost of each row."""
        use = self.uses[arg] if op in ROWS else None
        selection = use.selection if use is not None else None
        if op not in ROWS:
            selection = self.selections[arg]
        if selection is None or not selection.mass:
            return []
        rows = list(islice(selection.rows(), MOST_ROWS + 1))
        held = dict(at.held)
        if use is not None and op not in FIRSTS and use.register in held:
            rows = [held[use.register]]
        elif len(rows) > MOST_ROWS:
            rows.pop()
            self.cut = True
        catalogue = selection.catalogue
        found: list[tuple[float, _At]] = []
        for row in rows:
            text = catalogue.value(row) if use is None else use.text(row)
            value = None
            if op in _IDENTIFIED:
                value = catalogue.identity(row) if use is None else use.identity(row)
            to = at.write(text)
            if value is not None:
                to = to.add(value)
            if use is not None:
                to = to._replace(held=tuple(sorted({**held, use.register: row}.items())))
            found.append((math.log(selection.mass / catalogue.weight(row)), to))
        return found


class _At(NamedTuple):
    """Where a search stands."""

    net: int
    state: int
    returns: Any  # (network, state, what is below, cost of all that), or None at the bottom
    text: str
    due: bool
    slots: _Slots
    held: tuple[tuple[int, int], ...]
    holes: int

    def write(self, text: str) -> _At:
        """Behind a text."""
        if not text:
            return self
        begin = f"{self.text} " if self.due and self.text else self.text
        slots = self.slots
        if slots and any(start < 0 for _, start, _, _ in slots):
            at = len(begin)
            slots = tuple((n, at if start < 0 else start, v, h) for n, start, v, h in slots)
        return self._replace(text=begin + text, due=False, slots=slots)

    def past(self, mark: str, shape: Shape) -> _At:
        """Behind a slot that is left out: its spaces belong outside."""
        at = self._replace(due=True) if shape.lead else self
        if shape.text:
            at = at.write(mark)._replace(holes=self.holes + 1)
        return at._replace(due=True) if shape.trail else at

    def add(self, value: str) -> _At:
        """With a value for the innermost slot, if there is one."""
        if not self.slots:
            return self
        name, start, values, holes = self.slots[-1]
        return self._replace(slots=(*self.slots[:-1], (name, start, (*values, value), holes)))


def _number(arg: object) -> int:
    assert isinstance(arg, int)
    return arg
