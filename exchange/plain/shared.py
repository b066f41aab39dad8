"""Shared rows: columns of one row, written out as an alternative for each row.

The alternatives stand where all uses of the row are: `play ({Yesterday}|S by {Beatles}|A | …)`.
Uses on ways that exclude each other are independent of each other; one that stands alone is a draw
from the cells of its column.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from ...compiler import ir
from ...compiler.stock import Stock
from ...dsl.findings import Finding
from ...dsl.span import Span
from .lists import Lists
from .weights import choice_of

MOST_ROWS = 1_000
"""More rows than this are not written out."""
MOST_NODES = 50_000
"""Nor is what would have more parts than this."""

Cells = tuple[tuple[str, str | None], ...]
"""A text and a canonical value for each column that is used."""
Parts = tuple[ir.Node, ...]


class SharedRows:
    """Writes the rows of bodies out; `approximated` are the catalogues of those that could not be,
    with where they stand."""

    def __init__(self, stock: Stock, lists: Lists) -> None:
        self._stock = stock
        self._lists = lists
        self._owner = ""
        self.approximated: dict[tuple[str, str], int] = {}

    def written(self, owner: str, body: ir.Choice) -> ir.Choice:
        """The body of the rule or intent *owner* without shared rows."""
        self._owner = owner
        options = []
        for option in body.options:
            parts = option.parts
            for row in dict.fromkeys(use.row for part in parts for use in _uses(part)):
                parts = self._parts(parts, row)
            options.append(msgspec.structs.replace(option, parts=parts))
        return ir.Choice(tuple(options))

    def findings(self, file: Span) -> list[Finding]:
        """W623 at *file* for the rows that could not be written out."""
        return [
            Finding(
                "W623",
                f"In “{owner}” the columns of “{catalogue}” are no longer of one row: "
                f"{count:,} rows are too many to be written out, so each is drawn by itself.",
                file,
                f"Up to {MOST_ROWS:,} rows are written out.",
            )
            for (owner, catalogue), count in self.approximated.items()
        ]

    def _parts(self, parts: Parts, row: int) -> Parts:
        """*parts*, one behind the other, without that row."""
        using = [number for number, part in enumerate(parts) if _holds(part, row)]
        if not using:
            return parts
        first, last = using[0], using[-1] + 1
        if first + 1 < last:
            return (*parts[:first], self._group(parts[first:last], row), *parts[last:])
        return (*parts[:first], self._node(parts[first], row), *parts[last:])

    def _node(self, node: ir.Node, row: int) -> ir.Node:
        if not _holds(node, row):
            return node
        if isinstance(node, ir.Draw):
            return self._alone(node)
        if isinstance(node, ir.Slot):
            return ir.Slot(node.name, self._node(node.body, row))
        if isinstance(node, ir.Choice):
            return ir.Choice(
                tuple(
                    msgspec.structs.replace(option, parts=self._parts(option.parts, row))
                    for option in node.options
                )
            )
        if isinstance(node, ir.Repeat) and node.high == 1:
            return msgspec.structs.replace(node, body=self._node(node.body, row))
        if isinstance(node, ir.Permute) and sum(_holds(body, row) for body in node.bodies) == 1:
            return ir.Permute(tuple(self._node(body, row) for body in node.bodies))
        return self._group((node,), row)

    def _alone(self, node: ir.Draw) -> ir.Draw:
        """A use that no other depends on."""
        assert node.column is not None
        return self._lists.draw(ir.selection_key(node), node.column)

    def _group(self, parts: Parts, row: int) -> ir.Node:
        """*parts* for each row, as a choice."""
        uses = [use for part in parts for use in _uses(part) if use.row == row]
        columns = tuple(dict.fromkeys(use.column or "" for use in uses))
        nodes = sum(1 for part in parts for _ in ir.walk(part))
        rows = self._rows(uses[0], columns, min(MOST_ROWS, MOST_NODES // nodes))
        if isinstance(rows, int):
            self.approximated[self._owner, uses[0].catalogue] = rows
            made = tuple(_put(part, row, self._alone) for part in parts)
            return ir.Choice((ir.Option(1, made),))
        ways = []
        for cells, weight in rows.items():
            known = dict(zip(columns, cells, strict=True))

            def write(use: ir.Draw, known: dict[str, tuple[str, str | None]] = known) -> ir.Node:
                return _text(*known[use.column or ""])

            made = tuple(_put(part, row, write) for part in parts)
            ways.append((Fraction(weight), ir.Option(1, made)))
        return choice_of(ways)

    def _rows(self, use: ir.Draw, columns: Sequence[str], most: int) -> dict[Cells, int] | int:
        """The cells of all rows that *use* may be of, with weights, or how many they are where
        they are more than *most*; 0 where nothing is bound."""
        selection = self._stock.selection(ir.selection_key(use))
        if selection is None:
            return 0
        catalogue = selection.catalogue
        named = [catalogue.named(column) or column for column in columns]
        found: dict[Cells, int] = {}
        for row in selection.rows():
            cells = tuple(
                (catalogue.cell(row, name), catalogue.identity(row) if name == "value" else None)
                for name in named
            )
            found[cells] = found.get(cells, 0) + catalogue.weight(row)
            if len(found) > most:
                return len(selection)
        return found


def _uses(node: ir.Node) -> list[ir.Draw]:
    return [n for n in ir.walk(node) if isinstance(n, ir.Draw) and n.row >= 0]


def _holds(node: ir.Node, row: int) -> bool:
    return any(use.row == row for use in _uses(node))


def _put(node: ir.Node, row: int, write: object) -> ir.Node:
    def leaf(one: ir.Node) -> ir.Node:
        if isinstance(one, ir.Draw) and one.row == row:
            assert callable(write)
            made: ir.Node = write(one)
            return made
        return one

    return ir.rebuilt(node, leaf)


def words(text: str) -> Parts:
    """A text as parts: its words, with spaces between them."""
    found: list[ir.Node] = []
    for number, word in enumerate(text.split(" ")):
        if number:
            found.append(ir.Space())
        if word:
            found.append(ir.Text(word))
    return tuple(found)


def _text(text: str, value: str | None) -> ir.Node:
    parts = words(text)
    if value is None and len(parts) == 1:
        return parts[0]
    return ir.Choice((ir.Option(1, parts, value),))
