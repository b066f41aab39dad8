"""What is wrong with a line of a corpus."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a text from being read: `message` says what, `offset` where (in code
    points from the start of the line), `hint`, where there is one, what to write."""

    message: str
    offset: int = 0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A problem with the line of a file; lines count from 1."""

    line: int
    problem: Problem
