"""Reach: what of the library a grammar uses; the rest is no part of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import ir
from .load import Project
from .recursion import calls
from .resolve import Scope


def unreached(
    project: Project,
    scopes: Mapping[str, Scope],
    rules: Mapping[str, ir.Choice],
    others: Sequence[ir.Choice],
) -> set[str]:
    """The rules and catalogues of imported modules that nothing leads to: none of *others*, the
    bodies of intents and skips, and no rule of a file that is no module."""
    library = {
        symbol.full
        for source in project.files
        if source is not project.root and source.is_module
        for symbol in scopes[source.key].own.values()
    }
    if not library:
        return library
    bodies = [*others, *(body for name, body in rules.items() if name not in library)]
    seen: set[str] = set()
    while bodies:
        body = bodies.pop()
        seen.update(node.catalogue for node in ir.walk(body) if isinstance(node, ir.Draw))
        for name in calls(body):
            if name not in seen:
                seen.add(name)
                if name in rules:
                    bodies.append(rules[name])
    return library - seen
