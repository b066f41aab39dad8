"""A plain grammar as a `.gram`: what exporters see of a grammar, and another grammar with the same
language."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ...compiler import ir, raise_tree
from ...dsl.draft import catalog, catalog_from, gram, head, table
from ...dsl.names import is_name
from ...dsl.tree import AnyStatement, Catalog, Intent, Rule, Skip, Wildcard
from ..made import Job, Made, MadeFile
from .lists import PlainList, Row
from .mapped import choice, mapped
from .plain import Plain, of

FEW_ROWS = 30
"""A list of so many rows stands in the grammar; a longer one in a file."""


def export_grammar(job: Job) -> Made:
    """`NAME.gram`, and a file in `catalogs/` for each list that is long."""
    plain, findings = of(job.compiled, job.place)
    if plain is None:
        return Made((), tuple(findings))
    return Made(tuple(files(plain, job.name)), tuple(findings))


def files(plain: Plain, name: str) -> list[MadeFile]:
    """The files of a plain grammar, its `.gram` first."""
    ranges = {n: made for n, made in plain.catalogues.items() if _is_range(made, plain.locale)}

    def drawn(node: ir.Node) -> ir.Node:
        if isinstance(node, ir.Draw) and node.catalogue in ranges:
            return ir.Draw(ranges[node.catalogue].of)
        return node

    plain = mapped(plain, lambda _, body: choice(body, drawn))
    own = plain.name if is_name(plain.name) else None
    statements: list[AnyStatement] = head(own, plain.locale)
    tables: list[MadeFile] = []
    for made in plain.catalogues.values():
        if made.name not in ranges:
            statements.append(_catalogue(made, tables))
    for rule, body in plain.rules.items():
        statements.append(Rule(rule, raise_tree.body(body)))
    for intent in plain.intents:
        weight = None if intent.weight == 1 else str(intent.weight)
        statements.append(Intent(intent.name, raise_tree.body(intent.body), weight))
    statements.extend(Skip(raise_tree.body(body)) for body in plain.skips)
    return [gram(f"{name}.gram", statements), *tables]


def _is_range(made: PlainList, locale: str) -> bool:
    """Whether a list can be written as a range in a file of that locale."""
    found = made.range
    return found is not None and made.valued and not made.gender and found.locale in ("", locale)


def _catalogue(made: PlainList, tables: list[MadeFile]) -> Catalog | Wildcard:
    rows = made.merged()
    weighted = len({row.weight for row in rows}) > 1
    path = f"catalogs/{made.name}.tsv"
    if made.wild:
        if rows:
            header = ["value", *(["weight"] if weighted else [])]
            tables.append(table(path, header, _cells(rows, False, weighted)))
        return Wildcard(made.name, path if rows else None)
    if made.open:
        return catalog(made.name, None)
    # a file has no way to say that a canonical value is there and empty
    if len(rows) <= FEW_ROWS or any(row.value == "" for row in rows):
        return catalog(made.name, [_alternative(row, weighted) for row in rows])
    identified = any(row.value is not None for row in rows)
    header = ["value", *(["id"] if identified else []), *(["weight"] if weighted else [])]
    tables.append(table(path, header, _cells(rows, identified, weighted)))
    return catalog_from(made.name, path)


def _alternative(row: Row, weighted: bool) -> tuple[str, str | None, str | None]:
    weight = raise_tree.decimal(Fraction(row.weight)) if weighted and row.weight != 1 else None
    return row.text, row.value, weight


def _cells(rows: Iterable[Row], identified: bool, weighted: bool) -> Iterable[list[str]]:
    for row in rows:
        cells = [row.text]
        if identified:
            cells.append(row.value or "")
        if weighted:
            cells.append(str(row.weight))
        yield cells
