"""Tables that gramc wrote beside a grammar: in the tree as inline catalogues, and back as rows.

So all that looks at values, or adds some, does so in one way; the statement itself stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...dsl.draft import alternative
from ...dsl.made import MadeFile
from ...dsl.tree import Alternative, AnyStatement, Body, Catalog, File
from .values import text_of


def paths(file: File) -> list[str]:
    """The files of catalogues that *file* names, in their order."""
    found = (s.path for s in file.statements if isinstance(s, Catalog) and s.path is not None)
    return list(dict.fromkeys(found))


def inlined(file: File, tables: Mapping[str, str]) -> File:
    """*file* with the rows of these tables, by their paths, in the place of the paths. A table
    without any row stays outside."""
    statements: list[AnyStatement] = []
    for statement in file.statements:
        if isinstance(statement, Catalog) and statement.path is not None:
            known = not statement.columns and statement.path in tables
            if known and (found := _rows(tables[statement.path])):
                statement = replace(statement, path=None, body=Body(tuple(found), True))
        statements.append(statement)
    return replace(file, statements=tuple(statements))


def _rows(text: str) -> list[Alternative]:
    header, cells = _cells(text)
    value = header.index("value") if "value" in header else 0
    id_ = header.index("id") if "id" in header else -1
    return [
        alternative(row[value], value=(row[id_] or None) if 0 <= id_ < len(row) else None)
        for row in cells
        if len(row) > value and row[value].strip()
    ]


def _cells(text: str) -> tuple[list[str], list[list[str]]]:
    header, *rows = [line.split("\t") for line in text.splitlines() if line.strip()] or [["value"]]
    return [name.strip() for name in header], rows


def outside(file: File, source: File, tables: Mapping[str, str]) -> tuple[File, list[MadeFile]]:
    """*file* with the catalogues of tables as they stand in *source*, and those tables that have
    new rows."""
    there = {
        s.name: s
        for s in source.statements
        if isinstance(s, Catalog) and s.path in tables and not s.columns
    }
    statements: list[AnyStatement] = []
    made: dict[str, MadeFile] = {}
    for statement in file.statements:
        was = there.get(statement.name) if isinstance(statement, Catalog) else None
        if was is None or not isinstance(statement, Catalog) or statement.body is None:
            statements.append(statement)
            continue
        assert was.path is not None
        text = tables[was.path]
        new = statement.body.alternatives[len(_rows(text)) :]
        if new:
            made[was.path] = MadeFile(was.path, _with(text, new).encode())
        statements.append(was)
    return replace(file, statements=tuple(statements)), list(made.values())


def _with(text: str, new: Sequence[Alternative]) -> str:
    """A table with more rows at its end; a column of canonical values if it needs one now."""
    header, rows = _cells(text)
    lines = text.splitlines()
    if "id" not in header and any(row.value is not None for row in new):
        header.append("id")
        lines = ["\t".join(header), *("\t".join([*row, ""]) for row in rows)]
    value = header.index("value") if "value" in header else 0
    for row in new:
        cells = ["1" if name == "weight" else "" for name in header]
        cells[value] = text_of(row)
        if "id" in header:
            cells[header.index("id")] = row.value or ""
        lines.append("\t".join(cells))
    return "".join(f"{line}\n" for line in lines)
