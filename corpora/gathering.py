"""A whole file of what a reader of lines finds one by one."""

from __future__ import annotations

from collections.abc import Iterable

from .problem import LineProblem, Problem
from .utterance import Utterance

Found = tuple[int, Utterance | Problem]
"""A sentence, or what is wrong with it, and the number of its line, from 1."""


def gathered(found: Iterable[Found]) -> tuple[list[Utterance], list[LineProblem]]:
    """The utterances, and the lines that could not be read."""
    utterances: list[Utterance] = []
    problems: list[LineProblem] = []
    for number, each in found:
        if isinstance(each, Problem):
            problems.append(LineProblem(number, each))
        else:
            utterances.append(each)
    return utterances, problems
