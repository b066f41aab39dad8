"""The formats of lines, by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ...corpora import bio, braces, conll, flat, golden, jsonl, massive, massive_lines, plain
from ...corpora.gathering import Found
from ...corpora.labels import end_of_label
from ...corpora.problem import Notes
from ...corpora.spaces import WHITE_SPACE
from ...corpora.utterance import Utterance
from .form import Form, Held, Read, Write

TAGGED = frozenset({"intents", "slots"})
"""What columns of tags have a place for."""

_WORD = re.compile(f"[^{WHITE_SPACE}]+")
_WORDS = re.compile(f"[^{WHITE_SPACE}]+(?: [^{WHITE_SPACE}]+)*")
_BRACED = re.compile(rf"[^{WHITE_SPACE}{{}}|\\]+")
_BRACKETED = re.compile(rf"[^{WHITE_SPACE}:\[\]\\]+")


def is_label(name: str) -> bool:
    """Whether annotated text can have a slot of that name."""
    return end_of_label(name, 0) == len(name) > 0


def is_word(name: str) -> bool:
    """Whether there is no white space in a name."""
    return _WORD.fullmatch(name) is not None


def is_words(name: str) -> bool:
    """Whether a name has single spaces, and none at its ends."""
    return _WORDS.fullmatch(name) is not None


def is_bracketed(name: str) -> bool:
    """Whether a name can stand before the colon in a bracket."""
    return _BRACKETED.fullmatch(name) is not None


def is_braced(name: str) -> bool:
    """Whether a name can stand behind the bar in braces."""
    return _BRACED.fullmatch(name) is not None


def _plainly(stream: Callable[[Iterable[str]], Iterator[Found]]) -> Read:
    return lambda lines, notes, locale: stream(lines)


def _noted(stream: Callable[[Iterable[str], Notes], Iterator[Found]]) -> Read:
    return lambda lines, notes, locale: stream(lines, notes)


def _line(write: Callable[[Utterance], str]) -> Write:
    return lambda utterance, number, locale: f"{write(utterance)}\n"


def _massive(utterance: Utterance, number: int, locale: str) -> str:
    return f"{massive_lines.write(utterance, number, locale)}\n"


def _flat(utterance: Utterance, number: int, locale: str) -> str:
    return f"{flat.write(utterance, number, locale)}\n"


_ALL = (
    Form(
        "jsonl",
        ".jsonl",
        Held("JSON lines", spaced=False),
        _noted(jsonl.stream),
        _line(jsonl.write),
    ),
    Form(
        "annotated",
        ".txt",
        Held(
            "Annotated text",
            frozenset({"intents", "slots", "values", "nested", "constants"}),
            is_label,
            is_label,
        ),
        _plainly(golden.stream),
        _line(golden.write),
    ),
    Form(
        "text", ".txt", Held("Plain text", frozenset()), _plainly(plain.stream), _line(plain.write)
    ),
    Form(
        "tagged",
        ".jsonl",
        Held("JSON lines with tags", TAGGED | {"empty"}),
        _noted(jsonl.stream),
        _flat,
    ),
    Form(
        "bio",
        ".bio",
        Held("Two columns", TAGGED | {"empty"}, is_word, is_words),
        _noted(bio.stream),
        _line(bio.write),
    ),
    Form(
        "conll",
        ".conll",
        Held("CoNLL", TAGGED | {"empty"}, is_word, is_words),
        _noted(bio.stream),
        _line(conll.write),
    ),
    Form(
        "massive",
        ".jsonl",
        Held("MASSIVE", TAGGED | {"empty"}, is_bracketed),
        massive_lines.stream,
        _massive,
    ),
    Form(
        "brackets",
        ".massive",
        Held("Text with brackets", TAGGED, is_bracketed, is_label),
        _plainly(massive.stream),
        _line(massive.write),
    ),
    Form(
        "braces",
        ".txt",
        Held("Text with braces", TAGGED, is_braced, is_label),
        _plainly(braces.stream),
        _line(braces.write),
    ),
)

FORMS = {form.name: form for form in _ALL}
