"""Plain: networks in which every use of a shared row is a draw of its own.

Counting takes a way through the networks as a product of what its arcs count for. That goes for
shared rows, too, if what a use counts for is given what was written of its row before: of
derivations, the first use on a way counts for all rows and the others for one; of texts, a use
counts for the ratio of how many different cells there are together with those before to how many
there are of those alone. Along a way the ratios cancel, and what is left is a whole number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ...catalogues.numbers.notation import said_name
from ...catalogues.selection import Selection
from ...compiler.network import FIRSTS, ROWS, Arc, Network, Networks, Op, Use
from ...compiler.stock import Stock
from .atoms import Pair, Values
from .flow import UNKNOWN, Draws, draws

_PLAIN = {
    Op.ROW: Op.DRAW,
    Op.ROW_VALUE: Op.DRAW_VALUE,
    Op.COLUMN: Op.DRAW,
    Op.COLUMN_VALUE: Op.DRAW_VALUE,
}


def plain(networks: Networks) -> Networks:
    """*networks* with draws in the place of uses: use *u* draws from the selection of that number
    behind all others. Networks and their states keep their numbers."""
    if not networks.uses:
        return networks
    first = len(networks.selections)

    def changed(arc: Arc) -> Arc:
        if arc.op not in ROWS:
            return arc
        assert isinstance(arc.arg, int)
        return arc._replace(op=_PLAIN[arc.op], arg=first + arc.arg)

    table = tuple(
        Network(net.name, [[changed(arc) for arc in arcs] for arcs in net.arcs])
        if any(arc.op in ROWS for arcs in net.arcs for arc in arcs)
        else net
        for net in networks.table
    )
    keys = tuple(networks.selections[use.selection] for use in networks.uses)
    return replace(networks, table=table, selections=(*networks.selections, *keys), uses=())


@dataclass(frozen=True, slots=True)
class Counted:
    """What the draws of plain networks count for, by their number: `rows` of derivations;
    `averages` of what they write; `open` names the catalogues that nothing is bound to, and
    `catalogues` those of all draws, the uses behind the first of a row having none."""

    rows: dict[int, int]
    averages: dict[int, Draws]
    open: dict[int, str]
    catalogues: list[str]


def counted(networks: Networks, stock: Stock) -> Counted:
    """What the draws of `plain(networks)` count for."""
    found = Counted({}, {}, {}, [])
    drawing = {
        arc.arg for net in networks.table for arcs in net.arcs for arc in arcs if arc.op in FIRSTS
    }
    for number, key in enumerate(networks.selections):
        selection = stock.selection(key)
        found.catalogues.append(said_name(key.catalogue))
        found.averages[number] = draws(selection)
        found.rows[number] = 1 if selection is None else len(selection)
        if selection is None:
            narrowed = [f"{c}={'|'.join(v)}" for c, v in key.conditions if any(v)]
            shown = ",".join([*narrowed, *(f"-{text}" for text in key.without)])
            found.open[number] = f"{key.catalogue}[{shown}]" if shown else key.catalogue
    for use_number, use in enumerate(networks.uses):
        number = len(networks.selections) + use_number
        first = use_number in drawing
        key = networks.selections[use.selection]
        selection = stock.selection(key)
        found.catalogues.append(key.catalogue if first else "")
        found.rows[number] = found.rows[use.selection] if first else 1
        found.averages[number] = _column(selection, use, found.averages[use.selection], first)
        if use.selection in found.open and first:
            found.open[number] = found.open[use.selection]
    return found


def _column(selection: Selection | None, use: Use, row: Draws, first: bool) -> Draws:
    """The averages of what a use writes, which are the same whatever was written before: nothing
    else in the alternative depends on the row."""
    if selection is None or not selection.mass:
        return UNKNOWN
    catalogue = selection.catalogue
    column = catalogue.named(use.column)
    assert column is not None
    cells, codes = catalogue.cells(column), catalogue.codes(column)
    weights: dict[int, int] = {}
    for chosen in selection.rows():
        code = codes[chosen]
        weights[code] = weights.get(code, 0) + catalogue.weight(chosen)
    mass = sum(weights.values())
    return Draws(
        row.bits if first else 0.0,
        math.fsum(w / mass * len(cells[code]) for code, w in weights.items()),
        math.fsum(w / mass * cells[code].count(" ") for code, w in weights.items()),
    )


class Cells:
    """The cells that uses write, and how many different ones there are."""

    def __init__(self, networks: Networks, stock: Stock) -> None:
        """*networks* are not plain."""
        self._uses = networks.uses
        self._first = len(networks.selections)
        self._selections = networks.selections
        self._stock = stock
        self._known: dict[tuple[int, tuple[str, ...], bool], int] = {}

    def use(self, draw: int) -> Use | None:
        """The use that the draw of that number stands for; None for a draw of its own."""
        return self._uses[draw - self._first] if draw >= self._first else None

    def values(self, draw: int, valued: bool) -> Values | None:
        """What a use writes, whatever was written before; None where nothing is bound."""
        use = self._uses[draw - self._first]
        selection = self._stock.selection(self._selections[use.selection])
        if selection is None:
            return None
        return Values(frozenset(_pairs(selection, use.column, valued)))

    def ratio(self, draw: int, valued: bool) -> Fraction:
        """How many texts a use has for each of those before; its catalogue must be bound."""
        use = self._uses[draw - self._first]
        after = tuple(sorted({*use.before, use.column}))
        return Fraction(
            self._different(use.selection, after, valued),
            self._different(use.selection, use.before, valued),
        )

    def _different(self, number: int, columns: tuple[str, ...], valued: bool) -> int:
        if not columns:
            return 1
        key = (number, columns, valued)
        if key not in self._known:
            selection = self._stock.selection(self._selections[number])
            assert selection is not None
            each = [_pairs(selection, column, valued) for column in columns]
            self._known[key] = len(set(zip(*each, strict=True)))
        return self._known[key]


def _pairs(selection: Selection, column: str, valued: bool) -> list[Pair]:
    """What each row of a selection writes, with its id where that matters."""
    catalogue = selection.catalogue
    named = catalogue.named(column)
    assert named is not None
    cells, codes = catalogue.cells(named), catalogue.codes(named)
    identified = valued and named == "value"
    return [
        (cells[codes[row]], catalogue.identity(row) if identified else None)
        for row in selection.rows()
    ]


def rows_of(found: Counted) -> Mapping[tuple[int, bool], int]:
    """`rows` as a tally takes them."""
    return {(n, valued): count for n, count in found.rows.items() for valued in (False, True)}
