"""The files of a speech grammar together, and its rules by key."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...dsl.findings import Finding
from .tree import Grammar, Rule


def key(path: str, rule: str) -> str:
    """What a rule is called in a project: its file and its name."""
    return f"{path}#{rule}"


@dataclass(slots=True)
class Project:
    """`files` by path, the given ones first and then those they import; `rules` by key; `roots` are
    the keys of the rules that become intents, with the weights of these."""

    files: dict[str, Grammar] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    file_of: dict[str, str] = field(default_factory=dict)
    roots: dict[str, str | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, grammar: Grammar) -> None:
        """*grammar* and its rules; a rule that is there already is E602."""
        self.files[grammar.path] = grammar
        for rule in grammar.rules:
            name = key(grammar.path, rule.name)
            if name in self.rules:
                message = f"The rule {rule.name} is defined twice."
                self.findings.append(Finding("E602", message, rule.span))
                continue
            self.rules[name] = rule
            self.file_of[name] = grammar.path
