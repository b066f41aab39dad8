"""A walk: everything that drawing from a grammar needs, its intents chosen and its catalogues at
hand. What is drawn with other odds than those written in the grammar is another walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..catalogues.selection import Selection
from ..compiler.compiled import Compiled
from ..compiler.network import Op, Use
from ..compiler.tables import Tables, thresholds

if TYPE_CHECKING:
    from ..compiler.rewriting.transducer import Rewriter


@dataclass(frozen=True, slots=True)
class Cell:
    """A use of a row: the column that it writes, by the name that the catalogue has for it."""

    selection: Selection
    column: str
    register: int

    def text(self, row: int) -> str:
        """What stands there."""
        return self.selection.catalogue.cell(row, self.column)

    def identity(self, row: int) -> str | None:
        """The canonical value of the row, which belongs to the column of the values."""
        return self.selection.catalogue.identity(row) if self.column == "value" else None


def cells(uses: Sequence[Use], selections: Sequence[Selection | None]) -> tuple[Cell | None, ...]:
    """The cells of *uses*; None for those of a catalogue that nothing is bound to."""
    found: list[Cell | None] = []
    for use in uses:
        selection = selections[use.selection]
        if selection is None:
            found.append(None)
            continue
        column = selection.catalogue.named(use.column)
        assert column is not None  # seen to when it was bound
        found.append(Cell(selection, column, use.register))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Walk:
    """`roots` are (intent, weight, where its code begins); each selection that the code draws from
    is there (a catalogue that nothing is bound to has None, and can't be drawn from); each sentence
    that was walked goes through `rewriter`."""

    tables: Tables
    selections: tuple[Selection | None, ...]
    roots: tuple[tuple[str, int, int], ...]
    rewriter: Rewriter | None = None

    @property
    def cells(self) -> tuple[Cell | None, ...]:
        """What the uses of rows write; None as for selections."""
        return cells(self.tables.uses, self.selections)

    @property
    def root_thresholds(self) -> list[int]:
        """The thresholds by which a number of 64 bits chooses one of `roots`."""
        return thresholds(weight for _, weight, _ in self.roots)

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents that may be drawn."""
        return tuple(dict.fromkeys(name for name, _, _ in self.roots))

    @property
    def names(self) -> tuple[str, ...]:
        """The names that slots and constants may have."""
        tables = self.tables
        ops = zip(tables.code[::2], tables.code[1::2], strict=True)
        slots = (tables.texts[arg] for op, arg in ops if op == Op.OPEN)
        return tuple(dict.fromkeys((*slots, *(name for name, _ in tables.pairs))))


def walk(compiled: Compiled, intents: Sequence[str] | None = None) -> Walk:
    """The walk through *compiled* by its own weights; *intents* restricts it to some of them."""
    tables, stock = compiled.tables, compiled.stock
    roots = [
        (name, weight, tables.entry[net])
        for name, weight, net in tables.roots
        if intents is None or name in intents
    ]
    drawn = tuple(map(stock.selection, tables.selections))
    return Walk(tables, drawn, tuple(roots), compiled.rewriter)
