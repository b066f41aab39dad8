"""Looking up the names that rules refer to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from ...dsl.findings import Finding
from .project import Project
from .tree import Expansion, Ref, Rule, below, with_below


class Named:
    """Names that were looked for and not found."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._missing: dict[str, list[Ref]] = {}

    def miss(self, ref: Ref) -> None:
        """*ref* means nothing."""
        shown = f"{ref.file}#{ref.rule}" if ref.file and ref.rule else ref.file or ref.rule
        self._missing.setdefault(shown, []).append(ref)

    def tell(self) -> None:
        """E605 for each name, where it is used first."""
        known = [rule.name for rule in self._project.rules.values()]
        for name, refs in self._missing.items():
            close = get_close_matches(name, known, 1, 0.6) if len(known) < 10_000 else []
            more = f" (used {len(refs)} times)" if len(refs) > 1 else ""
            hint = f"Did you mean {close[0]}?" if close else ""
            message = f"There is no rule {name}{more}."
            self._project.findings.append(Finding("E605", message, refs[0].span, hint))


def renamed(rule: Rule, find: Callable[[Ref], str | None], named: Named) -> Rule:
    """*rule* with the keys of the rules it refers to, as *find* gives them."""

    def of(node: Expansion) -> Expansion:
        if isinstance(node, Ref):
            found = find(node)
            if found is None:
                named.miss(node)
                return node
            return Ref(found, "", node.span)
        parts = below(node)
        return with_below(node, tuple(of(part) for part in parts)) if parts else node

    return replace(rule, body=of(rule.body))
