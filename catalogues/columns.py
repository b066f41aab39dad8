"""Which columns of a file mean what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ..dsl.findings import Finding, Label
from .tables import LINE, Table


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by their numbers. `others` are those that filters and same-row draws use; `header` is
    another name of the values."""

    value: int
    id: int | None
    weight: int | None
    features: dict[str, int]
    others: dict[str, int]
    header: str = ""

    def kept(self) -> set[int]:
        """The numbers of all columns that are used."""
        single = {self.value, self.id, self.weight} - {None}
        return {n for n in single if n is not None} | {
            *self.features.values(),
            *self.others.values(),
        }


def find_columns(
    table: Table,
    headers: Mapping[str, str],
    features: Collection[str],
    wanted: Collection[str],
) -> tuple[Columns, list[Finding]]:
    """The columns of *table*, and `E404` for each that is missing, `E408` for headers that
    stand there twice.

    Where no header says `value`, the first column holds the values, whatever it is called.
    """
    names = table.names
    findings = [*_twice(table), *_missing(table, headers, wanted)]

    def number(column: str) -> int | None:
        header = headers.get(column, column)
        return names.index(header) if header in names else None

    value = number("value")
    first = value is None

    def meaning(column: str) -> int | None:
        found = number(column)
        return None if first and found == 0 and column not in headers else found

    numbers = {name: meaning(name) for name in features}
    others = {name: number(name) for name in sorted({*wanted} - {*features, "value", "id"})}
    columns = Columns(
        value=value or 0,
        id=meaning("id"),
        weight=meaning("weight"),
        features={name: n for name, n in numbers.items() if n is not None},
        others={name: n for name, n in others.items() if n is not None and n != (value or 0)},
        header=names[value or 0] if names else "",
    )
    return columns, findings


def _twice(table: Table) -> list[Finding]:
    first: dict[str, int] = {}
    findings = []
    for i, name in enumerate(table.names):
        if name and first.setdefault(name, i) != i:
            findings.append(
                Finding(
                    "E408",
                    f"Two columns of this file are called “{name}”.",
                    table.place(table.header, i),
                    "Give every column a name of its own.",
                    (Label(table.place(table.header, first[name]), "the first of them"),),
                )
            )
    return findings


def _missing(table: Table, headers: Mapping[str, str], wanted: Collection[str]) -> list[Finding]:
    needed = dict.fromkeys((*headers.values(), *(headers.get(w, w) for w in sorted(wanted))))
    if "value" not in headers:
        needed.pop("value", None)
    findings = []
    for header in needed:
        if header not in table.names:
            there = ", ".join(f"“{name}”" for name in table.names if name)
            close = get_close_matches(header, [name for name in table.names if name], 1)
            meant = f"Did you mean “{close[0]}”? " if close else ""
            findings.append(
                Finding(
                    "E404",
                    f"This file has no column “{header}”, which the grammar uses.",
                    table.place(max(table.header, 1), LINE),
                    f"{meant}Its columns are {there}."
                    if table.header or len(table.names) > 1
                    else "A .txt file has no columns but “value”: use .tsv for more.",
                )
            )
    return findings
