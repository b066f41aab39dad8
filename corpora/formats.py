"""The formats of corpora, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import bio, golden, jsonl, massive, plain
from .problem import LineProblem
from .utterance import Utterance


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `write` gives the lines of one utterance, with their ends, from the utterance
    and the logarithm of its probability where that is known; `read` gives the utterances of a
    whole file and what is wrong with its lines. `whole` says whether what was written gives
    the same utterance back."""

    name: str
    ending: str
    whole: bool
    write: Callable[[Utterance, float | None], str]
    read: Callable[[str], tuple[list[Utterance], list[LineProblem]]]


FORMATS = {
    format.name: format
    for format in (
        Format("text", ".txt", False, lambda u, _: f"{plain.write(u)}\n", plain.read),
        Format("annotated", ".txt", True, lambda u, _: f"{golden.write(u)}\n", golden.read),
        Format("jsonl", ".jsonl", True, lambda u, p: f"{jsonl.write(u, p)}\n", jsonl.read),
        Format("massive", ".massive", False, lambda u, _: f"{massive.write(u)}\n", massive.read),
        Format("bio", ".bio", False, lambda u, _: f"{bio.write(u)}\n", bio.read),
    )
}
