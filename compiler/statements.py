"""Statements: the bodies of all files' rules, intents, skip texts and rewrites, built."""

from __future__ import annotations

from ..dsl import tree
from ..dsl.span import Span
from . import ir
from .build import Builder
from .load import Project
from .model import Rewrite
from .resolve import Scope


def build_rules(
    project: Project, scopes: dict[str, Scope], builder: Builder
) -> tuple[
    dict[str, ir.Choice],
    dict[str, Span],
    list[tuple[tree.Intent, ir.Choice]],
    list[ir.Choice],
    list[Rewrite],
]:
    """The rules of all files by full name with their spans, the root's intents, all `skip`s, and
    all rewrites."""
    rules: dict[str, ir.Choice] = {}
    spans: dict[str, Span] = {}
    intents: list[tuple[tree.Intent, ir.Choice]] = []
    skips: list[ir.Choice] = []
    rewrites: list[Rewrite] = []
    for source in project.files:
        scope = builder.scope = scopes[source.key]
        for statement in source.tree.statements:
            if isinstance(statement, tree.Rule):
                body = builder.alternatives(statement.body)
                symbol = scope.own[statement.name]
                if symbol.span == statement.name_span:
                    rules[symbol.full] = body
                    spans[symbol.full] = statement.name_span
            elif isinstance(statement, tree.Intent):
                body = builder.alternatives(statement.body)
                own = scope.own[statement.name].span == statement.name_span
                if source is project.root and own:
                    intents.append((statement, body))
            elif isinstance(statement, tree.Skip):
                skips.append(builder.alternatives(statement.body))
            elif isinstance(statement, tree.Rewrite):
                rewrites.append(builder.rewrite(statement))
    return rules, spans, intents, skips, rewrites
