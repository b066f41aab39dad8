"""Patterns: every slot pattern with the same probability, and the grammar's own odds within it.

The walk first chooses a pattern, then goes from border to border. What is still to come of the
pattern decides which border state is taken next, by the weight of the segment up to there times
that of all that may follow; between two borders a segment is walked by the grammar's odds, given
where it must end. Segments are networks of their own, which all patterns share, and so are the ends
of patterns that are the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from ...compiler.compiled import Compiled
from ...compiler.expand import FIRST_MARK
from ...compiler.network import END, START, Arc, Network, Networks, Op
from ...compiler.tables import tabulate
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from ..counting.amount import number
from ..walk import Walk
from .ends import Ends, weighed
from .slots import TINY, Exit, SlotPatterns, slot_patterns

MOST_PATTERNS = 100_000
"""More slot patterns than this, all intents together, are not drawn from."""
MOST_ARCS = 2_000_000
"""The networks of the walk have at most so many arcs."""

_SURE = Fraction(1)
_MEND = "Repeat what has slots with a small bound, x{1,3}, or use --distribution weights."


def patterns(
    compiled: Compiled, intents: Sequence[str] | None = None, where: Span = NOWHERE
) -> Walk | Finding:
    """The walk that draws every slot pattern of *intents*, or of all, with the same probability.

    The choice of the pattern is exact, to 2^-64 as any choice; the odds within it are right to
    about 10^-12. A Finding at *where* (E334) says that there are too many, or no end of them.
    """
    made = networks(compiled, intents, where)
    if isinstance(made, Finding):
        return made
    tables = tabulate(made)
    roots = tuple((name, weight, tables.entry[net]) for name, weight, net in tables.roots)
    drawn = tuple(map(compiled.stock.selection, tables.selections))
    return Walk(tables, drawn, roots, compiled.rewriter)


def networks(
    compiled: Compiled, intents: Sequence[str] | None = None, where: Span = NOWHERE
) -> Networks | Finding:
    """The networks of that walk, whose roots weigh as much as they have patterns."""
    given = slot_patterns_of(compiled, intents, where)
    if isinstance(given, Finding):
        return given
    table: list[Network] = []
    roots: list[tuple[str, int, int]] = []
    left = MOST_ARCS
    for name, found, size in given:
        ends = weighed(found)
        writing = None if ends is None else _Writing(ends, table, left)
        root = None if writing is None else writing.run(name)
        if writing is None or root is None:
            return too_large(name, size, where)
        left = writing.left
        roots.append((name, size, root))
    networks = compiled.networks
    return Networks(tuple(table), tuple(roots), {}, networks.selections, {}, {}, networks.uses)


def slot_patterns_of(
    compiled: Compiled, intents: Sequence[str] | None = None, where: Span = NOWHERE
) -> list[tuple[str, SlotPatterns, int]] | Finding:
    """The slot patterns of each intent and how many they are; a Finding at *where* (E334) where
    there are too many, or no end of them."""
    made = []
    total = 0
    for name, _, net in compiled.networks.roots:
        if intents is not None and name not in intents:
            continue
        found = slot_patterns(compiled.networks, net)
        if found is None:
            return _wrong(
                f"The slot patterns of the intent “{name}” are too much to work out.", where
            )
        size = found.size
        if size is None:
            return _wrong(f"There is no end of slot patterns of the intent “{name}”.", where)
        total += size
        if total > MOST_PATTERNS:
            return _wrong(
                f"The intent “{name}” has {number(size)} slot patterns; "
                f"at most {number(MOST_PATTERNS)} are drawn from, all intents together.",
                where,
            )
        made.append((name, found, size))
    return made


def too_large(name: str, size: int, where: Span) -> Finding:
    """What is said of an intent with so many slot patterns, the tables of which would be large."""
    return _wrong(
        f"The {number(size)} slot patterns of the intent “{name}” "
        "take larger tables than are made.",
        where,
    )


def _wrong(message: str, where: Span) -> Finding:
    return Finding("E334", message, where, _MEND)


class _Full(Exception):
    """More arcs than there may be; only used here."""


class _Writing:
    """Writes the networks of one intent behind those that are in *table*."""

    def __init__(self, ends: Ends, table: list[Network], left: int) -> None:
        self.ends = ends
        found = ends.found
        self.slots = found.slots
        self.weights = found.weights
        self.table = table
        self.left = left
        self.segments: dict[tuple[int, Exit], int] = {}

    def run(self, name: str) -> int | None:
        """The number of the intent's network; None where there would be too many arcs."""
        try:
            return self.root(name, self.ends.whole)
        except _Full:
            return None

    def take(self, arcs: int) -> None:
        self.left -= arcs
        if self.left < 0:
            raise _Full

    def root(self, name: str, whole: Sequence[int]) -> int:
        """The network that chooses a pattern and goes from border to border."""
        number_ = len(self.table)
        net = Network(name)
        self.table.append(net)
        places: dict[tuple[int, int], int] = {}
        queue: list[tuple[int, int]] = []
        borders: dict[tuple[Exit, int], int] = {}

        def place(state: int, end: int) -> int:
            key = (state, end)
            if key not in places:
                places[key] = net.state()
                queue.append(key)
            return places[key]

        def border(leads: Exit, rest: int) -> int:
            """The state before a border."""
            if self.slots.ends(leads[0]):
                return END
            if (leads, rest) not in borders:
                here = borders[leads, rest] = net.state()
                op, arg = self.slots.marks[leads[0] - FIRST_MARK]
                net.arcs[here].append(Arc(Op(op), arg, _SURE, place(leads[1], rest)))
            return borders[leads, rest]

        each = Fraction(1, len(whole))
        net.arcs[START] = [Arc(Op.NONE, None, each, place(0, end)) for end in whole]
        for state, end in queue:
            ways = self.ends.next(state, end)
            rest = self.ends.ends[end][1]
            self.take(2 * len(ways))
            for (leads, _), share in zip(ways, _shares([w for _, w in ways]), strict=True):
                segment = self.segment(state, leads)
                target = border(leads, rest)
                op, arg = (Op.CALL, segment) if segment >= 0 else (Op.NONE, None)
                net.arcs[places[state, end]].append(Arc(op, arg, share, target))
        return number_

    def segment(self, state: int, leads: Exit) -> int:
        """The network from a state to before a border; -1 where nothing lies between."""
        key = (state, leads)
        if key in self.segments:
            return self.segments[key]
        if all(self.slots.border(label) for label, _, _ in self.kept(state, leads)):
            self.segments[key] = -1
            return -1
        net = Network("")
        # The first state may lie on a loop, so what begins the network is another.
        places: dict[int, int] = {state: net.state()}
        net.arcs[START].append(Arc(Op.NONE, None, _SURE, places[state]))
        queue = [state]
        for here in queue:
            arcs = self.kept(here, leads)
            self.take(len(arcs))
            weights = [
                share if self.slots.border(label) else share * self.weights[target][leads]
                for label, share, target in arcs
            ]
            for (label, _, target), share in zip(arcs, _shares(weights), strict=True):
                op, arg = self.step(label)
                if self.slots.border(label):
                    net.arcs[places[here]].append(Arc(Op.NONE, None, share, END))
                    continue
                if target not in places:
                    places[target] = net.state()
                    queue.append(target)
                net.arcs[places[here]].append(Arc(op, arg, share, places[target]))
        self.segments[key] = len(self.table)
        self.table.append(net)
        return self.segments[key]

    def kept(self, state: int, leads: Exit) -> list[tuple[int, float, int]]:
        """The arcs of a state that lead to a border."""
        return [
            arc
            for arc in self.slots.arcs[state]
            if (
                (arc[0], arc[2]) == leads
                if self.slots.border(arc[0])
                else leads in self.weights[arc[2]]
            )
        ]

    def step(self, label: int) -> tuple[Op, str | int | tuple[str, str] | None]:
        """What an arc within a segment does."""
        if not label:
            return Op.NONE, None
        if label < FIRST_MARK:
            return Op.TEXT, chr(label)
        op, arg = self.slots.marks[label - FIRST_MARK]
        return (Op.NONE, None) if self.slots.border(label) else (Op(op), arg)


def _shares(weights: Sequence[float]) -> list[Fraction]:
    """What each weighs, of all."""
    if len(weights) == 1:
        return [_SURE]
    total = math.fsum(weights)
    return [Fraction(weight / total or TINY) for weight in weights]
