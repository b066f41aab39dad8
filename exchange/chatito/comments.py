"""The comments of a grammar, for targets that have comments too."""

from __future__ import annotations

from ...dsl.parse import parse
from ...dsl.span import Span
from ...dsl.tree import Catalog, Intent, Rule
from ..source import Source, read_source


def comments(place: Span) -> dict[str, tuple[str, ...]]:
    """What stands above the intents, rules and catalogues of the file at *place*, comments and
    documentation, by name; nothing where that is no `.gram` file that can be read."""
    if not place.file.endswith(".gram"):
        return {}
    source = read_source(place.file)
    if not isinstance(source, Source):
        return {}
    file, _ = parse(source.text, place.file)
    found: dict[str, tuple[str, ...]] = {}
    for statement in file.statements:
        if isinstance(statement, Intent | Rule | Catalog):
            notes = statement.notes
            lines = (*(line for line in notes.above if line), *notes.doc)
            if lines:
                found[statement.name] = lines
    return found
