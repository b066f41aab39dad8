"""Parsing in C: the walk of `Parser`, way for way, for grammars without shared rows.

The graph makes its states in Python, one by one, when they are first walked to; catalogues are
looked at in the same way. So a parser is ready at once, and another one for a bound catalogue too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from ...catalogues.numbers.reading import NumberIndex, WordIndex
from ...compiler.network import Op
from ..graph import TOUCHING, Draws, Graph, Texts
from ..lookups import Lookups, cost_of
from . import _reading

if TYPE_CHECKING:
    from ...compiler.expand import Mark
    from ..prepare import Prepared
    from ..ways import Way

Spans = tuple[tuple[str, int, int, "str | None", "Spans"], ...]
"""What `Span`s are made of."""

Reading = tuple[int, float, int, Spans, tuple[tuple[str, str], ...]]
"""(words skipped, cost, number of the intent, spans, constants)."""

_EXACT = 1 << 53
"""Whole numbers up to this are floats without loss."""

_KINDS = {Op.OPEN: 1, Op.CLOSE: 2, Op.VALUE: 3, Op.CONSTANT: 4, Op.CONTEXT: 4}


class _Beyond(Exception):
    """The kernel can't work with that."""


def graph(
    states: Graph,
    marks: Sequence[Mark],
    values: Sequence[object],
    numbers: dict[str, int],
    sizes: tuple[int, int, int],
    missing: Collection[int],
    skips: Sequence[tuple[str, int]],
) -> object:
    """The states of *states* for the kernel, none yet. *values* are those of the marks, *numbers*
    the catalogues', *sizes* how many states, selections and intents there are; arcs with marks
    that are *missing* are left out."""
    gone = frozenset(missing)

    def texts(found: Texts) -> list[tuple[Any, ...]]:
        arcs = [arc for letter in sorted(found) for arc in found[letter]]
        return [arc for arc in arcs if gone.isdisjoint(arc[1])] if gone else arcs

    def draws(found: Draws) -> list[tuple[Any, ...]]:
        return [
            (number, *draw)
            for number, name in sorted((numbers[name], name) for name in found)
            for draw in found[name]
            if gone.isdisjoint(draw[2])
        ]

    def make(number: int, kind: int) -> tuple[Any, ...]:
        state = states.state((number, ~number, number + TOUCHING)[kind])
        wild = [
            (numbers[states.catalogues[free.draw]], *free)
            for free in state.wild
            if gone.isdisjoint(free.marks)
        ]
        ends = [end for end in state.ends if gone.isdisjoint(end[1])]
        touching = "".join(state.texts) if kind == 2 else ""
        borders = state.bordering is not None
        return texts(state.texts), draws(state.draws), wild, ends, touching, borders

    kinds = tuple((_KINDS.get(Op(op), 0) if op in _OPS else 0) for op, _ in marks)
    count, selections, intents = sizes
    return _reading.graph(
        make,
        (count, len(numbers), selections, intents, states.wild),
        tuple(zip(kinds, values, strict=True)),
        tuple(skips),
    )


_OPS = frozenset(int(op) for op in Op)


class _Shelf:
    """What the kernel asks Python for."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups
        self.drawn = lookups.selection

    def catalogue(self, number: int) -> object:
        """How the kernel finds values of a catalogue: in its index, as digits, or by asking
        `found` where one of some letters stands, or anywhere (None)."""
        catalogue = self._lookups.catalogue(number)
        if catalogue is None:
            return ""
        index = catalogue.index
        if isinstance(index, NumberIndex):
            numbers = index.numbers
            return numbers.first, numbers.step, numbers.count, numbers.scale
        if self._lookups.case_sensitive:
            return None
        if isinstance(index, WordIndex):
            written = index.written()
            if written is None:
                return "".join(sorted(index.initials))
            index = written
        return index.checked(_reading.index)

    def found(self, number: int, prepared: Prepared, place: int) -> list[tuple[int, int]]:
        """What Python finds of a catalogue at *place*."""
        return self._lookups.matches(self._lookups.names[number], prepared, place)

    def selection(self, number: int) -> tuple[Any, ...] | None:
        """The rows that a draw may be: the first, how many, all of them or None where they follow
        each other, −ln of the probability of each, and their weights and sum."""
        selection = self.drawn(number)
        if not selection:  # nothing passes its filters
            return None
        rows, _, _ = selection.numbers
        start = 0
        if isinstance(rows, range):
            start, rows = rows.start, None
        cost = cost_of(selection)
        if cost is not None:
            return start, len(selection), rows, cost, None, 1.0
        if selection.mass > _EXACT:
            raise _Beyond
        weights = selection.catalogue.weights()
        return start, len(selection), rows, 0.0, weights, float(selection.mass)

    def identity(self, number: int, row: int) -> str | None:
        """The canonical value of a row of a selection."""
        selection = self.drawn(number)
        assert selection is not None
        return selection.catalogue.identity(row)


class Reader:
    """Parses with the graph that `graph` has made."""

    def __init__(self, states: object, lookups: Lookups, rewritten: bool) -> None:
        self.steps = 0
        """See `Parser`."""
        found = _reading.lookups(_Shelf(lookups), len(lookups.names), len(lookups))
        self._walk = _reading.walk(states, found, rewritten)
        self._serves = True

    def readings(self, prepared: Prepared, keep: int, intent: int) -> list[Reading] | None:
        """All readings (of that intent, or -1), best first; None where only Python can tell."""
        return self._parse(prepared, keep, intent, False)

    def ways(self, prepared: Prepared, keep: int, intent: int) -> list[tuple[Way, int]] | None:
        """The same as ways, with the numbers of their intents."""
        return self._parse(prepared, keep, intent, True)

    def _parse(self, prepared: Prepared, keep: int, intent: int, ways: bool) -> list[Any] | None:
        if not self._serves:
            return None
        text = (
            prepared.text,
            prepared.search,
            prepared.passes,
            prepared.starts,
            prepared.ends,
        )
        try:
            told = _reading.parse(self._walk, prepared, text, keep, intent, ways)
        except _Beyond:
            self._serves = False
            return None
        if told is None:
            return None
        self.steps = told[0]
        return told[1]
