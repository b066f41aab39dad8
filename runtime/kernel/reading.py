"""Parsing in C: the walk of `Parser`, way for way, for grammars without shared rows.

States are made one by one, when they are first walked to; catalogues are looked at in the same
way. So a parser is ready at once, and another one for a bound catalogue too.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from ...catalogues.numbers.reading import NumberIndex, WordIndex
from ...compiler.expand import END_INTENT, FIRST_MARK
from ...compiler.network import Op
from ...dsl.text import fold
from ..lookups import Lookups, cost_of
from ..prepare import apostrophes
from . import _parsing

if TYPE_CHECKING:
    from ...compiler.acceptor import Acceptor
    from ..prepare import Prepared
    from ..ways import Way

Spans = tuple[tuple[str, int, int, "str | None", "Spans"], ...]
"""What `Span`s are made of."""

Reading = tuple[int, float, int, Spans, tuple[tuple[str, str], ...]]
"""(words skipped, cost, number of the intent, spans, constants)."""

_EXACT = 1 << 53
"""Whole numbers up to this are floats without loss."""

_KINDS = {
    int(Op.OPEN): 1,
    int(Op.CLOSE): 2,
    int(Op.VALUE): 3,
    int(Op.CONSTANT): 4,
    int(Op.CONTEXT): 4,
    int(Op.DRAW): 5,
    int(Op.DRAW_VALUE): 6,
    END_INTENT: 7,
}


class _Beyond(Exception):
    """The kernel can't work with that."""


def graph(
    acceptor: Acceptor,
    values: Sequence[object],
    missing: Collection[int],
    intents: int,
    lookups: Lookups,
    wildcards: Collection[str],
    locale: str | None,
    skips: Sequence[tuple[str, int]],
) -> object:
    """The states of *acceptor* for the kernel, none yet: those of `Graph`, without arcs whose marks
    are *missing*. *values* are those of the marks."""
    letters = "".join(map(chr, sorted({c for c in acceptor.label if c < FIRST_MARK})))
    kinds = (_KINDS.get(op, 0) for op, _ in acceptor.marks)
    catalogues = [lookups.named(number) for number in range(len(lookups))]
    return _parsing.graph(
        (acceptor.offset, acceptor.label, acceptor.cost, acceptor.target),
        tuple(zip(kinds, values, strict=True)),
        bytes(number in missing for number in range(len(acceptor.marks))),
        (intents, len(lookups.names)),
        (
            array("I", catalogues),
            bytes(lookups.names[number] in wildcards for number in catalogues),
        ),
        (letters, apostrophes(letters) if locale is None else fold(letters, locale)),
        tuple(skips),
    )


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
        return index.checked(_parsing.index)

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
        found = _parsing.lookups(_Shelf(lookups), len(lookups.names), len(lookups))
        self._walk = _parsing.walk(states, found, rewritten)
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
            told = _parsing.parse(self._walk, prepared, text, keep, intent, ways)
        except _Beyond:
            self._serves = False
            return None
        if told is None:
            return None
        self.steps = told[0]
        return told[1]
