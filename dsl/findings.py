"""Findings: the one shape of everything gramc has to say about a source file."""

from __future__ import annotations

from dataclasses import dataclass

from .span import Span


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a finding speaks of, with a word on it."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong (`E…`) or doubtful (`W…`).

    `code` is stable and explained by `codes.yaml`; `message` is one sentence that says what is
    wrong; `hint`, where there is one, says what to write.
    """

    code: str
    message: str
    span: Span
    hint: str = ""
    labels: tuple[Label, ...] = ()

    @property
    def severity(self) -> str:
        """`error` or `warning`."""
        return "error" if self.code.startswith("E") else "warning"

    @property
    def is_error(self) -> bool:
        """Whether the finding keeps the grammar from being used."""
        return self.code.startswith("E")


def in_order(findings: list[Finding]) -> list[Finding]:
    """The findings sorted by place, then code, each once."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda f: (f.span, f.code, f.message))


def has_errors(findings: list[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(f.is_error for f in findings)
