"""Damage that is found late, in a part of an artifact that is only read when it is needed."""

from __future__ import annotations

from ..dsl.findings import Finding
from ..dsl.span import Span


def finding(path: str, what: str) -> Finding:
    """E010 on the artifact at *path*; *what* is said behind a colon."""
    return Finding(
        "E010",
        f"The artifact {path} has changed since it was written: {what}.",
        Span(path, 0, 0, 0, 0),
        "Compile the grammar again.",
    )


class Damaged(ValueError):
    """A part of an artifact can't be used; `finding` tells it. All else that is wrong with an
    artifact is found when it is loaded."""

    def __init__(self, path: str, what: str) -> None:
        self.finding = finding(path, what)
        super().__init__(self.finding.message)
