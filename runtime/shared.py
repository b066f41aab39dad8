"""Shared rows in parsing: which rows may have given what a way has read so far.

A way keeps, for each row that it is in the middle of, the cells that it has read of it and what
the rows with all of these weigh; never the rows, of which there can be very many. A further column
goes on only with cells that some of those rows hold, at the cost of the share of them that do.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from ..catalogues.coded import Coded
from ..catalogues.joint import Joint
from ..catalogues.selection import Selection
from ..compiler.compiled import Compiled
from ..compiler.joints import sequences
from ..compiler.network import Use
from .graph import Marks
from .prepare import Prepared, apostrophes
from .ways import Agenda, Held, Way

Cells = list[tuple[int, int]]
"""(end, code) of each cell that begins at a place."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a use is read: `known` is where its column is among those read before, else -1; `at`
    where it comes among them; `order` which of the cells read then are the first, second, … by
    which `joint` is sorted."""

    use: Use
    selection: Selection
    coded: Coded
    joint: Joint
    known: int
    at: int
    order: tuple[int, ...]


class Uses:
    """The uses of rows of a grammar, ready to be read."""

    def __init__(self, compiled: Compiled, case_sensitive: bool) -> None:
        self._case_sensitive = case_sensitive
        tables, stock = compiled.tables, compiled.stock
        orders = sequences(tables.uses)
        self._readings: list[_Reading] = []
        for use in tables.uses:
            key = tables.selections[use.selection]
            columns = tuple(sorted({*use.before, use.column}))
            sequence = orders[use.selection, columns]
            coded = stock.column((key.catalogue, use.column))
            joint = stock.joint(key, sequence)
            selection = stock.selection(key)
            assert coded is not None
            assert selection is not None
            assert joint is not None
            self._readings.append(
                _Reading(
                    use,
                    selection,
                    coded,
                    joint,
                    use.before.index(use.column) if use.column in use.before else -1,
                    columns.index(use.column),
                    tuple(columns.index(c) for c in sequence[: len(columns)]),
                )
            )

    def of(self, number: int) -> tuple[Coded, Selection]:
        """The column that use *number* writes, and what its row is of."""
        reading = self._readings[number]
        return reading.coded, reading.selection

    def at(self, number: int, prepared: Prepared, place: int) -> Cells:
        """The cells of its column that begin at *place*."""
        coded = self._readings[number].coded
        found = coded.matches(prepared.search, place)
        if found and self._case_sensitive:
            return [
                (end, code)
                for end, code in found
                if prepared.exact[place:end].replace("-", " ")
                == apostrophes(coded.text(code)).replace("-", " ")
            ]
        return found

    def read(self, number: int, held: Held, code: int) -> tuple[float, Held] | None:
        """−ln of the probability of the cell *code* given what is *held*, and what is held with
        it; None where no row has all of it."""
        reading = self._readings[number]
        use = reading.use
        before: tuple[int, ...] = ()
        mass = reading.joint.mass
        others = held
        for at, (register, cells, weight) in enumerate(held):
            if register == use.register:
                others = (*held[:at], *held[at + 1 :])
                if use.before:
                    before, mass = cells, weight
                break
        if len(before) != len(use.before):
            return None  # the way is none that the grammar has
        if reading.known >= 0:
            if before[reading.known] != code:
                return None
            cells, weight = before, mass
        else:
            cells = (*before[: reading.at], code, *before[reading.at :])
            weight = reading.joint.weight([cells[n] for n in reading.order])
            if not weight:
                return None
        if not use.last:
            others = tuple(sorted((*others, (use.register, cells, weight))))
        return (0.0 if weight == mass else math.log(mass / weight)), others


class Shared:
    """The uses of rows in one text."""

    def __init__(self, uses: Uses, prepared: Prepared, missing: Collection[int]) -> None:
        self._uses = uses
        self._prepared = prepared
        self._missing = frozenset(missing)
        self._cells: dict[tuple[int, int], Cells] = {}

    def go_on(
        self,
        arcs: list[tuple[int, bool, Marks, float, int]],
        place: int,
        ways: list[Way],
        agenda: Agenda,
        order: int,
    ) -> int:
        """Goes on from *place* by the columns of *arcs*, behind each of *ways*; *order* is the
        number of the last way that was made before, and what comes back that of the last made here.
        """
        for number, valued, marks, cost, target in arcs:
            if not self._missing.isdisjoint(marks):
                continue
            coded, selection = self._uses.of(number)
            key = (place, id(coded))
            if key not in self._cells:
                self._cells[key] = self._uses.at(number, self._prepared, place)
            for end, code in self._cells[key]:
                identified, row = None, 0
                if valued and coded.column == "value":
                    identified, row = selection, coded.row(code)
                for w in ways:
                    read = self._uses.read(number, w[11], code)
                    if read is None:
                        continue
                    order += 1
                    head = (w[0], w[1], w[2] + place - end, w[3] + cost + read[0], order)
                    way = (*head, w, marks, place, end, identified, row, read[1])
                    agenda.setdefault(end, {}).setdefault(target, []).append(way)
        return order
