"""Places in source files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one file: lines and columns from 1, columns in code points of the file
    as it stands on disk (before NFC); the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """The stretch from the start of this span to the end of *other* (same file)."""
        return Span(self.file, self.line, self.column, other.end_line, other.end_column)

    def start(self) -> Span:
        """The empty span at the start of this one."""
        return Span(self.file, self.line, self.column, self.line, self.column)


NOWHERE = Span("", 0, 0, 0, 0)
"""The span of nodes that no file holds: trees built by programs."""
