"""What is wrong with a line of a corpus, and what was changed on the way."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a text from being read: `message` says what, `offset` where (in code
    points from the start of the line), `hint`, where there is one, what to write. `misfit` says
    that the text follows the rules of its language (JSON), and holds something else than it
    should."""

    message: str
    offset: int = 0
    hint: str = ""
    misfit: bool = False


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A problem with the line of a file; lines count from 1."""

    line: int
    problem: Problem


@dataclass(slots=True)
class Notes:
    """What a reader changed or passed over: each sentence on it, how often, and the first line."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, line: int) -> None:
        """Line *line* is one more case of *what*."""
        self.counts[what] = self.counts.get(what, 0) + 1
        self.first.setdefault(what, line)
