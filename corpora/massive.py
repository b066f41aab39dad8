"""Sentences with their slots in brackets, as in MASSIVE (FitzGerald et al. 2022, arXiv:2204.08582).

    PlayMusic	play [artist_name : lady gaga]

What stands outside brackets is text as it is; a bracket or a backslash of the text has a backslash
before it. The brackets are those of the outermost slots; canonical values, nested slots and
constants have no place in this format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .gathering import Found, gathered
from .labels import end_of_label
from .problem import LineProblem, Problem
from .spaces import WHITE_SPACE, lines, squeeze
from .splicing import spliced
from .utterance import Span, Utterance

_RESERVED = re.compile(r"[\[\]\\]")
_TEXT = re.compile(r"(?:[^\[\]\\]|\\.)*", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_COLON = re.compile(f"[{WHITE_SPACE}]*:")
_NAME = re.compile(rf"[^{WHITE_SPACE}:\[\]\\]*")
_SPACES = re.compile(f"[{WHITE_SPACE}]*")


def write(utterance: Utterance) -> str:
    """The line of one utterance, without its end; an utterance without an intent has none."""
    line = brackets(utterance)
    return f"{utterance.intent}\t{line}" if utterance.intent else line


def brackets(utterance: Utterance) -> str:
    """The text of an utterance with its slots in brackets."""
    return spliced(utterance, _escaped, lambda name, value: f"[{name} : {value}]")


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text)


def read(text: str) -> tuple[list[Utterance], list[LineProblem]]:
    """The utterances of a file, and what is wrong with its other lines, as `stream` has them."""
    return gathered(stream(lines(text)))


def stream(given: Iterable[str]) -> Iterator[Found]:
    """The utterances of lines, with their numbers; lines without text are passed over. What comes
    before a tab is an intent only where it is a name."""
    for number, line in enumerate(given, 1):
        intent, skipped = "", 0
        first, tab, _ = line.partition("\t")
        if tab and first and end_of_label(first, 0) == len(first):
            intent, skipped = first, len(first) + 1
        utterance = sentence(line, skipped, intent)
        if isinstance(utterance, Problem) or utterance.text:
            yield number, utterance


def sentence(line: str, at: int, intent: str) -> Utterance | Problem:
    """What stands in the line from *at* on, of that intent."""
    text = ""
    slots: list[Span] = []
    while True:
        plain = _TEXT.match(line, at)
        assert plain is not None  # of no characters, where there are none
        text = _joined(text, plain[0])
        at = plain.end()
        if at == len(line):
            return Utterance(text.rstrip(" "), tuple(slots), (), intent)
        if line[at] == "\\":
            return Problem("Nothing stands behind this backslash.", at, r"A backslash is \\.")
        if line[at] == "]":
            return Problem("This bracket closes nothing.", at, r"A bracket as text is \].")
        opened = at
        start = _end(_SPACES, line, at + 1)
        end = _end(_NAME, line, start)
        colon = _COLON.match(line, end)
        if start == end or colon is None:
            return Problem("No name and colon stand in this bracket.", opened, _BRACKETS)
        value = _TEXT.match(line, colon.end())
        assert value is not None
        at = value.end() + 1
        if line[value.end() : at] != "]":
            message = "This bracket is never closed."
            if line[value.end() : at] == "[":
                message = "Slots in slots have no place in this format."
            return Problem(message, opened, _BRACKETS)
        inner = squeeze(_plain(value[0]))
        if not inner:
            return Problem("There is no text in this bracket.", opened, _BRACKETS)
        slots.append(Span(line[start:end], len(text), len(text) + len(inner)))
        text += inner


_BRACKETS = r"A slot is [artist_name : lady gaga]; brackets as text are \[ and \]."


def _end(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    return found.end() if found else at


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _joined(text: str, more: str) -> str:
    """*text* and what is written behind it, with single spaces, none at the start."""
    plain = squeeze(f".{_plain(more)}.")[1:-1]
    return text + (plain.lstrip(" ") if not text or text.endswith(" ") else plain)
