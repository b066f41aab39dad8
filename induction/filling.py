"""What fills slots, as statements of a grammar and tables beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ..dsl import draft
from ..dsl.made import MadeFile
from ..dsl.tree import Alternative, AnyStatement, Notes, Part, Slot
from .catalogues import SlotCatalogue
from .seen import Filler, Value
from .symbols import Symbol
from .weights import readable


def slot_of(one: SlotCatalogue) -> Slot:
    """How the slot is written wherever it stands: `{artist}`, or `{test:test_}`."""
    return draft.slot(one.slot, one.name)


def statements(
    one: SlotCatalogue,
    file: str,
    folder: str,
    all_of: dict[str, SlotCatalogue],
    comments: Sequence[str] = (),
) -> tuple[AnyStatement, ...]:
    """The statements that define `one.name`, the first with *comments* above it. *file* is the path
    to the catalogue's file as the grammar names it, *folder* that of tables; *all_of* has what
    fills each slot."""
    notes = Notes(above=tuple(comments))
    if one.fillers:
        ways = [_way(filler, all_of) for filler in one.fillers]
        return (draft.rule(one.name, ways, notes),)
    if not one.path:
        return (_seen(one, one.name, folder, notes),)
    if not one.seen:
        return (draft.catalog_from(one.name, file, notes=notes),)
    names = (one.listed, one.seen)
    ways = [
        draft.alternative([draft.ref(name)], weight)
        for name, weight in zip(names, readable(one.odds, 0.0), strict=True)
    ]
    return (
        draft.rule(one.name, ways, notes),
        draft.catalog_from(one.listed, file),
        _seen(one, one.seen, folder, Notes()),
    )


def table_path(one: SlotCatalogue, folder: str) -> str:
    """Where the table of the values seen lies, from the grammar."""
    return f"{folder}/{one.seen or one.name}.tsv"


def table(one: SlotCatalogue, folder: str) -> MadeFile | None:
    """The table of the values seen and how often they are; None where the grammar has them."""
    if not one.table:
        return None
    columns = ["value"]
    if any(row.canonical is not None for row in one.rows):
        columns.append("id")
    if len({row.count for row in one.rows}) > 1:
        columns.append("weight")
    rows = [[_cell(row, column) for column in columns] for row in one.rows]
    return draft.table(table_path(one, folder), columns, rows)


def _cell(row: Value, column: str) -> str:
    if column == "weight":
        return str(row.count)
    return row.text if column == "value" else row.canonical or ""


def _seen(one: SlotCatalogue, name: str, folder: str, notes: Notes) -> AnyStatement:
    if one.table:
        return draft.catalog_from(name, table_path(one, folder), notes=notes)
    return draft.catalog(name, [(row.text, row.canonical, None) for row in one.rows], notes)


def _way(filler: Filler, all_of: dict[str, SlotCatalogue]) -> Alternative:
    """An alternative of what a slot that holds others is filled with."""
    pieces: list[str | Part] = []
    for number, symbol in enumerate(filler.template.symbols):
        if number and not symbol.touches:
            pieces.append(" ")
        pieces.append(_part(symbol, all_of))
    return draft.alternative(pieces, value=filler.canonical)


def _part(symbol: Symbol, all_of: dict[str, SlotCatalogue]) -> str | Part:
    if not symbol.slot:
        return symbol.text
    inner = all_of.get(symbol.text)
    return slot_of(inner) if inner else draft.slot(symbol.text)
