"""Shared rows in parsing: which rows may have given what a way has read so far.

A way keeps, for each row that it is in the middle of, the cells that it has read of it and what
the rows with all of these weigh; never the rows, of which there can be very many. A further column
goes on only with cells that some of those rows hold, at the cost of the share of them that do.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

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

    def coded(self, number: int) -> Coded:
        """The column that use *number* writes."""
        return self._readings[number].coded

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

    def identities(self, number: int, cells: Sequence[int]) -> list[tuple[float, int, str | None]]:
        """The canonical values of the rows that hold *cells* behind use *number*, in the order of
        the names of their columns: −ln of the share of these rows that have it, the first of them,
        and the value; likely ones first, then in the order of the rows."""
        reading = self._readings[number]
        catalogue = reading.selection.catalogue
        found: dict[str | None, list[int]] = {}
        mass = 0
        for row in sorted(reading.joint.rows([cells[n] for n in reading.order])):
            weight = catalogue.weight(row)
            mass += weight
            known = found.setdefault(catalogue.identity(row), [0, row])
            known[0] += weight
        each = [(math.log(mass / weight), row, value) for value, (weight, row) in found.items()]
        return sorted(each, key=lambda one: one[:2])

    def values(self, number: int, held: Held, code: int) -> list[str | None]:
        """The canonical values that rows with the cell *code* and all that is *held* have."""
        reading = self._readings[number]
        use = reading.use
        cells: tuple[int, ...] = next((c for r, c, _ in held if r == use.register), ())
        if not use.before:
            cells = ()
        if reading.known < 0:
            cells = (*cells[: reading.at], code, *cells[reading.at :])
        return [value for _, _, value in self.identities(number, cells)]

    def told(self, way: Way, most: int) -> list[Way]:
        """What a finished way may be: with a row for each value whose canonical value counts, the
        likeliest *most*. Which row it is may depend on columns that were read later."""
        steps: list[Way] = []
        last: Any = way
        while last is not None:
            steps.append(last)
            last = last[5]
        steps.reverse()
        rows = self._rows(steps)
        found: list[tuple[float, dict[int, int]]] = [(0.0, {})]
        for row in rows:
            if row.places:
                cells = [code for _, code in sorted(row.cells.items())]
                each = self.identities(row.number, cells)[:most]
                found = [
                    (cost + more, {**chosen, **dict.fromkeys(row.places, first)})
                    for cost, chosen in found
                    for more, first, _ in each
                ]
                found.sort(key=lambda one: one[0])
                del found[most:]
        return [self._chosen(steps, cost, chosen) for cost, chosen in found]

    def _rows(self, steps: list[Way]) -> list[_Row]:
        """The rows that *steps* read cells of."""
        current: dict[int, _Row] = {}
        rows: list[_Row] = []
        for place, step in enumerate(steps):
            if not isinstance(step[9], tuple):
                continue
            number, valued = step[9]
            reading = self._readings[number]
            use, coded = reading.use, reading.coded
            if not use.before:
                current[use.register] = _Row()
                rows.append(current[use.register])
            row = current[use.register]
            row.number = number
            row.cells[use.column] = step[10]
            if valued and coded.column == "value" and "id" in coded.catalogue.columns:
                row.places.append(place)
        return rows

    def _chosen(self, steps: list[Way], cost: float, chosen: dict[int, int]) -> Way:
        """The way of these steps, at that further cost, with the rows chosen by step."""
        made: Any = None
        for place, step in enumerate(steps):
            selection, row = step[9], step[10]
            if isinstance(selection, tuple) and place in chosen:
                selection, row = self._readings[selection[0]].selection, chosen[place]
            made = (*step[:5], made, *step[6:9], selection, row, step[11])
        way: Way = (*made[:3], made[3] + cost, *made[4:])
        return way


@dataclass(slots=True)
class _Row:
    """A row that a way has read cells of: the last use, the cells by column, and the steps that
    need its canonical value."""

    number: int = 0
    cells: dict[str, int] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)


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
            coded = self._uses.coded(number)
            key = (place, id(coded))
            if key not in self._cells:
                self._cells[key] = self._uses.at(number, self._prepared, place)
            for end, code in self._cells[key]:
                for w in ways:
                    read = self._uses.read(number, w[11], code)
                    if read is None:
                        continue
                    order += 1
                    head = (w[0], w[1], w[2] + place - end, w[3] + cost + read[0], order)
                    way = (*head, w, marks, place, end, (number, valued), code, read[1])
                    agenda.setdefault(end, {}).setdefault(target, []).append(way)
        return order
