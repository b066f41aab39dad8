"""Plain corpora: one sentence a line, without labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .gathering import Found, gathered
from .problem import LineProblem
from .spaces import lines, squeeze
from .utterance import Utterance


def write(utterance: Utterance) -> str:
    """The line of one utterance, without its end."""
    return utterance.text


def stream(given: Iterable[str]) -> Iterator[Found]:
    """The sentences of lines, with their numbers; empty lines are passed over."""
    for number, line in enumerate(given, 1):
        if sentence := squeeze(line):
            yield number, Utterance(sentence)


def read(text: str) -> tuple[list[Utterance], list[LineProblem]]:
    """The sentences of a file; empty lines are passed over."""
    return gathered(stream(lines(text)))
