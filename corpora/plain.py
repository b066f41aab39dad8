"""Plain corpora: one sentence a line, without labels."""

from __future__ import annotations

from .problem import LineProblem
from .spaces import lines, squeeze
from .utterance import Utterance


def write(utterance: Utterance) -> str:
    """The line of one utterance, without its end."""
    return utterance.text


def read(text: str) -> tuple[list[Utterance], list[LineProblem]]:
    """The sentences of a file; empty lines are passed over."""
    texts = (squeeze(line) for line in lines(text))
    return [Utterance(sentence) for sentence in texts if sentence], []
