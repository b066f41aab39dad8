"""Layout: where the slots of a network lie, and what may be in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ...compiler.network import END, START, Networks, Op

_WRITING = frozenset(
    (Op.TEXT, Op.DRAW, Op.DRAW_VALUE, Op.ROW, Op.ROW_VALUE, Op.COLUMN, Op.COLUMN_VALUE)
)


class Shape(NamedTuple):
    """What a way writes: whether there is a text, a space before it, and one behind it; without
    a text, a space is behind it."""

    text: bool
    lead: bool
    trail: bool

    def then(self, other: Shape) -> Shape:
        """This way, and then another."""
        if not other.text:
            return Shape(self.text, self.lead, self.trail or other.trail)
        lead = self.lead if self.text else self.trail or other.lead
        return Shape(True, lead, other.trail)


_SPACE = Shape(False, False, True)
_TEXT = Shape(True, False, False)


@dataclass(frozen=True, slots=True)
class Region:
    """A slot: what is between the states `inside` and `after` of the network `net`; `behind` is
    where it goes on. `leaf` says that no other slot lies in it; `shapes` are those of all ways
    through it."""

    name: str
    net: int
    inside: int
    after: int
    behind: int
    leaf: bool
    shapes: tuple[Shape, ...]

    @property
    def full(self) -> bool:
        """Whether it may have a text."""
        return any(shape.text for shape in self.shapes)


class Layout:
    """The slots of a grammar. `regions` are by network and first state, `names` those of all
    slots, in the order of the networks; `order` has every network that a network calls before
    it, where they don't call each other."""

    def __init__(self, networks: Networks) -> None:
        self.networks = networks
        self.order = tuple(self._order())
        self._opens = [False] * len(networks.table)
        self._shapes: list[frozenset[Shape]] = [frozenset()] * len(networks.table)
        while sum(self._settle(net) for net in self.order):
            pass
        self.regions: dict[tuple[int, int], Region] = {}
        for net, network in enumerate(networks.table):
            for arcs in network.arcs:
                for op, arg, _, inside in arcs:
                    if op == Op.OPEN:
                        self.regions[net, inside] = self._region(str(arg), net, inside)
        self.names = tuple(dict.fromkeys(region.name for region in self.regions.values()))

    def called(self, net: int) -> list[int]:
        """The networks that one calls, in order."""
        return [
            arg
            for arcs in self.networks.table[net].arcs
            for op, arg, _, _ in arcs
            if op == Op.CALL and isinstance(arg, int)
        ]

    def _reached(self, root: int) -> list[int]:
        """The networks that *root* leads to outside slots that hold no other, itself first."""
        seen, queue = {root}, [root]
        for net in queue:
            arcs = self.networks.table[net].arcs
            for state in self._bare(net):
                for op, arg, _, _ in arcs[state]:
                    if op == Op.CALL and _number(arg) not in seen:
                        seen.add(_number(arg))
                        queue.append(_number(arg))
        return queue

    def outside(self, root: int) -> Iterable[tuple[Op, int]]:
        """What is drawn outside slots that hold no other, in the networks of *root*."""
        for net in self._reached(root):
            arcs = self.networks.table[net].arcs
            for state in self._bare(net):
                for op, arg, _, _ in arcs[state]:
                    if op in _WRITING and op != Op.TEXT:
                        yield op, _number(arg)

    def _bare(self, net: int) -> list[int]:
        """The states outside slots that hold no other."""
        seen, queue = {START}, [START]
        for state in queue:
            for op, _, _, target in self.networks.table[net].arcs[state]:
                region = self.regions.get((net, target)) if op == Op.OPEN else None
                behind = region.behind if region is not None and region.leaf else target
                if behind not in seen:
                    seen.add(behind)
                    queue.append(behind)
        return queue

    def _order(self) -> Iterable[int]:
        done: set[int] = set()
        for root in range(len(self.networks.table)):
            stack = [(root, iter(self.called(root)))] if root not in done else []
            done.add(root)
            while stack:
                net, others = stack[-1]
                other = next((o for o in others if o not in done), None)
                if other is None:
                    stack.pop()
                    yield net
                else:
                    done.add(other)
                    stack.append((other, iter(self.called(other))))

    def _settle(self, net: int) -> bool:
        """Works out what a network may write, from what is known of those that it calls; says
        whether that is new."""
        arcs = self.networks.table[net].arcs
        opens = self._holds(net, range(len(arcs)))
        shapes = self._ways(net, START, END)
        new = (opens, shapes) != (self._opens[net], self._shapes[net])
        self._opens[net], self._shapes[net] = opens, shapes
        return new

    def _holds(self, net: int, states: Iterable[int]) -> bool:
        """Whether slots begin in these states."""
        return any(
            op == Op.OPEN or (op == Op.CALL and self._opens[_number(arg)])
            for state in states
            for op, arg, _, _ in self.networks.table[net].arcs[state]
        )

    def _ways(self, net: int, start: int, end: int) -> frozenset[Shape]:
        """The shapes of all ways from one state to another."""
        arcs = self.networks.table[net].arcs
        first = (start, Shape(False, False, False))
        seen, queue = {first}, [first]
        for state, shape in queue:
            for op, arg, _, target in arcs[state]:
                after: Iterable[Shape] = (shape,)
                if op == Op.CALL:
                    after = [shape.then(other) for other in self._shapes[_number(arg)]]
                elif op == Op.SPACE:
                    after = (shape.then(_SPACE),)
                elif op in _WRITING:
                    after = (shape.then(_TEXT),)
                for each in after:
                    if (target, each) not in seen:
                        seen.add((target, each))
                        queue.append((target, each))
        return frozenset(shape for state, shape in seen if state == end)

    def _region(self, name: str, net: int, inside: int) -> Region:
        arcs = self.networks.table[net].arcs
        depth = {inside: 0}
        queue = [inside]
        after = behind = -1
        for state in queue:
            for op, _, _, target in arcs[state]:
                deep = depth[state] + (op == Op.OPEN) - (op == Op.CLOSE)
                if deep < 0:
                    after, behind = state, target
                elif target not in depth:
                    depth[target] = deep
                    queue.append(target)
        shapes = tuple(sorted(self._ways(net, inside, after)))
        return Region(name, net, inside, after, behind, not self._holds(net, queue), shapes)


def _number(arg: object) -> int:
    assert isinstance(arg, int)
    return arg
