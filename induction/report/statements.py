"""The statements of a grammar as they are written, each with its comments."""

from __future__ import annotations

from ...dsl.parse import parse
from ...dsl.tree import Catalog, Intent, Rule


def statements(text: str) -> dict[str, str]:
    """The source of each rule, intent and catalogue of *text* by its name, in their order."""
    file, _ = parse(text, "")
    lines = text.splitlines()
    found: dict[str, str] = {}
    last = 0
    for statement in file.statements:
        own = lines[last : statement.span.end_line]
        last = statement.span.end_line
        while own and not own[0].strip():
            own.pop(0)
        if isinstance(statement, Catalog | Intent | Rule):
            # Comments that a blank line parts from the statement are not its own.
            blanks = [n for n, line in enumerate(own) if not line.strip()]
            head = statement.span.line - (statement.span.end_line - len(own)) - 1
            before = [n for n in blanks if n < head]
            found[statement.name] = "\n".join(own[before[-1] + 1 :] if before else own)
    return found
