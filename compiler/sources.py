"""Sources: the catalogues of a grammar, read from its statements and from files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..catalogues.rows import Rows
from ..dsl import tree
from ..dsl.findings import Finding, Label, has_errors
from ..dsl.span import Span
from .build import Builder
from .load import Project, Source, read_bytes
from .model import CatalogueSource
from .resolve import Scope


def locale_of(source: Source) -> str:
    """The locale that a file states, or the empty text."""
    for statement in source.tree.statements:
        if isinstance(statement, tree.Locale):
            return statement.tag
    return ""


def read_sources(
    project: Project,
    scopes: dict[str, Scope],
    builder: Builder,
    allowed: Sequence[str | Path],
    without: Collection[str] = (),
) -> tuple[dict[str, CatalogueSource], list[Finding]]:
    """All catalogues but those of *without* by full name, in the order of the files, and what is
    wrong with them.

    Files may lie in the root grammar's folder or in one of *allowed*; those of a module beside
    it. A file is read with the
    columns that the grammar asks for and no others.
    """
    findings: list[Finding] = []
    found: dict[str, CatalogueSource] = {}
    roots = [project.root.folder, *(Path(a) for a in allowed)]
    for source in project.files:
        beside = [source.folder] if source.is_module else []
        scope = builder.scope = scopes[source.key]
        for statement in source.tree.statements:
            if isinstance(statement, tree.Wildcard):
                statement = _examples(statement)
                wild = True
            elif isinstance(statement, tree.Catalog):
                wild = False
            else:
                continue
            symbol = scope.own[statement.name]
            if symbol.span != statement.name_span or symbol.full in without:
                continue  # defined twice, or a module's that is not used
            wanted = builder.wanted.get(symbol.full, {})
            features = tuple(scope.features.items())
            rows: Rows | None = None
            read: tuple[Path, str] | None = None
            if statement.body is not None:
                rows = _inline(statement.body, builder, tuple(scope.features))
                others = [c for c in wanted if c not in ("value", "id", "weight", *scope.features)]
                for column in others:
                    findings.append(
                        Finding(
                            "E404",
                            f"The catalogue “{statement.name}” has no column “{column}”.",
                            wanted[column],
                            "An inline catalogue has values, ids, weights and features; "
                            "put it into a file for other columns.",
                        )
                    )
            elif statement.path is not None:
                rows, read, more = _file(
                    statement, source, [*roots, *beside], features, tuple(wanted)
                )
                findings.extend(_with_use(finding, wanted) for finding in more)
            if (
                rows is not None
                and not len(rows)
                and not has_errors([f for f in builder.findings if f.code == "E211"])
            ):
                findings.append(
                    Finding(
                        "E304",
                        f"The {'file of examples of' if wild else 'catalogue'} "
                        f"“{statement.name}” is empty.",
                        statement.path_span if statement.path else statement.name_span,
                        f"Give it values, or leave it open: "
                        f"{'wildcard' if wild else 'catalog'} {statement.name}.",
                    )
                )
                rows = None
            elif rows is not None and rows.weights is not None and not any(rows.weights):
                findings.append(
                    Finding(
                        "E303",
                        f"The weights of the catalogue “{statement.name}” sum to 0.",
                        statement.path_span if statement.path else statement.name_span,
                        "Give at least one value a weight above 0.",
                    )
                )
                rows = None
            found[symbol.full] = CatalogueSource(
                symbol.full,
                statement.name_span,
                locale_of(source),
                features,
                tuple(wanted),
                rows,
                read,
                wild,
            )
    return found, findings


def _examples(statement: tree.Wildcard) -> tree.Catalog:
    """The catalogue of a wildcard's examples, open where it has none."""
    return tree.Catalog(
        statement.name,
        None,
        statement.path,
        path_span=statement.path_span,
        name_span=statement.name_span,
        span=statement.span,
    )


def _with_use(finding: Finding, wanted: Mapping[str, Span]) -> Finding:
    """*finding*, and for a missing column where the grammar asks for it."""
    if finding.code != "E404":
        return finding
    asked = [span for column, span in wanted.items() if f"column “{column}”" in finding.message]
    return replace(finding, labels=tuple(Label(span, "asked for here") for span in asked))


def _inline(body: tree.Body, builder: Builder, features: tuple[str, ...]) -> Rows:
    return Rows.of(builder.entries(body), features)


def _file(
    statement: tree.Catalog,
    source: Source,
    roots: list[Path],
    features: tuple[tuple[str, tuple[str, ...]], ...],
    wanted: tuple[str, ...],
) -> tuple[Rows | None, tuple[Path, str] | None, list[Finding]]:
    """The rows of a catalogue's file, which file that is and its SHA-256, and what is wrong."""
    import hashlib

    from ..catalogues.files import check_kind, read_catalogue
    from ..catalogues.paths import Refused, resolve

    assert statement.path is not None
    span = statement.path_span
    refused = check_kind(statement.path)
    path = resolve(statement.path, source.folder, roots) if refused is None else refused
    if isinstance(path, Refused):
        return None, None, [Finding(path.code, path.message, span, path.hint)]
    data = read_bytes(path)
    if data is None:
        return None, None, [Finding("E004", f"The file “{statement.path}” can't be read.", span)]
    shown = str(Path(source.shown).parent / statement.path) if source.shown else statement.path
    headers = {c.column: c.header for c in statement.columns}
    rows, findings = read_catalogue(
        statement.name, data, shown, headers=headers, features=dict(features), wanted=wanted
    )
    return rows, (path, hashlib.sha256(data).hexdigest()), findings


def bound(
    name: str,
    path: str,
    features: tuple[tuple[str, tuple[str, ...]], ...],
    wanted: tuple[str, ...],
) -> tuple[Rows | None, list[Finding]]:
    """The rows of a file that is bound to the catalogue *name* at use; any path will do."""
    from ..catalogues.files import check_kind, read_catalogue

    where = Span(path, 1, 1, 1, 1)
    refused = check_kind(path)
    if refused is not None:
        return None, [Finding(refused.code, refused.message, where, refused.hint)]
    data = read_bytes(path)
    if data is None:
        return None, [
            Finding("E004", f"The file “{path}”, to be bound to {name}, can't be read.", where)
        ]
    rows, findings = read_catalogue(
        name, data, path, headers={}, features=dict(features), wanted=wanted
    )
    if rows is not None and not len(rows):
        findings.append(Finding("E304", f"The file “{path}”, bound to {name}, is empty.", where))
        rows = None
    return rows, findings
