"""Test lines: names, bindings and annotated texts in `test` statements."""

from __future__ import annotations

from ..dsl import tree
from ..dsl.findings import Finding
from ..dsl.span import Span
from .build import Builder
from .resolve import Scope


def check_tests(file: tree.File, scope: Scope, builder: Builder) -> list[Finding]:
    """What is wrong with the tests of the root file: E201, E203, E125, and what binding says."""
    findings: list[Finding] = []
    for statement in file.statements:
        if not isinstance(statement, tree.Test):
            continue
        symbol = scope.own.get(statement.intent)
        if symbol is None or symbol.kind != "intent":
            close = scope.nearest(statement.intent, ("intent",))
            findings.append(
                Finding(
                    "E203" if symbol else "E201",
                    f"“{statement.intent}” is no intent, and only intents are tested."
                    if symbol
                    else f"No intent is called “{statement.intent}”.",
                    statement.name_span,
                    f"Did you mean “{close}”?" if close else "",
                )
            )
        for line in statement.lines:
            if isinstance(line, tree.TestLine) and line.kind == "context":
                continue
            if isinstance(line, tree.TestLine):
                findings.extend(_text(line))
            else:
                findings.extend(_binding(line, scope, builder))
    return findings


def _text(line: tree.TestLine) -> list[Finding]:
    from ..corpora import annotated
    from ..corpora.problem import Problem

    read = annotated.read(line.text)
    if not isinstance(read, Problem):
        return []
    s = line.text_span
    place = Span(s.file, s.line, s.column + read.offset, s.end_line, s.end_column)
    return [Finding("E125", read.message, place, read.hint)]


def _binding(line: tree.TestBind, scope: Scope, builder: Builder) -> list[Finding]:
    found, column = scope.find(line.name)
    if (found is None or column) and not scope.is_opaque(line.name):
        close = scope.nearest(line.name, ("catalog",))
        hint = f"Did you mean “{close}”?" if close else ""
        return [Finding("E201", f"No catalogue is called “{line.name}”.", line.span, hint)]
    if found is not None and found.kind != "catalog":
        return [
            Finding(
                "E203",
                f"“{line.name}” is a {found.kind}; only catalogues can be bound.",
                line.span,
                f"Make it a catalogue: catalog {line.name}.",
            )
        ]
    before = len(builder.findings)
    builder.scope = scope
    builder.entries(line.body)
    findings = builder.findings[before:]
    del builder.findings[before:]
    return findings
