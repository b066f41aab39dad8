"""Catalogues, read row by row: what a file or an inline statement holds."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from gramc.dsl import tree


@dataclass(frozen=True)
class Row:
    """One row. `cells` are all its columns, by their headers and by what they mean."""

    value: str
    identity: str | None
    weight: Fraction
    features: dict[str, str]
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows that have a weight; `named` are the names of the column of values."""

    rows: tuple[Row, ...]
    named: frozenset[str]

    def draw(
        self, filters: Iterable[tree.Filter], columns: Iterable[str]
    ) -> list[tuple[Fraction, Row]]:
        """The rows that pass all *filters* and hold something in all *columns*, by weight."""
        wanted = [(f.column, f.values) for f in filters]
        filled = [*columns]
        rows = [
            row
            for row in self.rows
            if all(row.cells.get(column, "") in values for column, values in wanted)
            and all(row.cells.get(column) for column in filled)
        ]
        total = sum(row.weight for row in rows)
        return [(row.weight / total, row) for row in rows]


def from_body(body: tree.Body, features: dict[str, str]) -> Table:
    """An inline catalogue; *features* gives the feature of each tag."""
    rows = []
    for a in body.alternatives:
        value = tidy(" ".join("".join(p.text for p in unit) for unit in a.units))  # type: ignore[union-attr]
        tags = {features[t.value]: t.value for t in a.tags}
        cells = {"value": value, "id": a.value or "", **tags}
        rows.append(Row(value, a.value, Fraction(a.weight or 1), tags, cells))
    return Table(tuple(r for r in rows if r.weight), frozenset({"value"}))


def from_file(path: Path, columns: dict[str, str], features: set[str]) -> Table:
    """A catalogue in a file; *columns* are the `column=header` of its statement."""
    records = list(read(path))
    headers = list(records[0]) if records else ["value"]
    header = columns.get("value", "value")
    value = header if header in headers else headers[0]
    aliases = {**columns, "value": value}
    rows = []
    for record in records:
        cells = {h: tidy(c) for h, c in record.items()}
        cells |= {name: cells[h] for name, h in aliases.items()}
        if not any(cells.values()):
            continue
        given = {
            name: cells.get(name, "") if name in columns or name != value else ""
            for name in ("id", "weight", *features)
        }
        tags = {f: given[f] for f in sorted(features) if given[f]}
        weight = Fraction(given["weight"] or 1)
        rows.append(Row(cells["value"], given["id"] or None, weight, tags, cells))
    named = {"value", value} | {name for name, h in columns.items() if h == value}
    return Table(tuple(r for r in rows if r.weight), frozenset(named))


def read(path: Path) -> list[dict[str, str]]:
    text = path.read_text("utf-8-sig")
    lines = [line for line in re.split(r"\r?\n", text) if line.strip()]
    if path.suffix == ".txt":
        return [{"value": line} for line in lines]
    if path.suffix == ".jsonl":
        objects = [json.loads(line, parse_float=str, parse_int=str) for line in lines]
        keys = list(dict.fromkeys(key for o in objects for key in o))
        return [{k: o.get(k) or "" for k in keys} for o in objects]
    if path.suffix == ".csv":
        table = list(csv.reader(lines))
    else:
        table = [line.split("\t") for line in lines]
    headers = [tidy(h) for h in table[0]]
    return [dict(zip(headers, row, strict=True)) for row in table[1:]]


def tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
