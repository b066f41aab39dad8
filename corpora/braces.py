"""Sentences with the values of their slots and the names of these in braces.

    play {hip hop|genre} by {Madonna|artist}

Lines are those of golden-utterance files: `Intent<TAB>sentence`, headings `# intent: PlayMusic`,
comments. A brace, a bar or a backslash of the text has a backslash before it; outside braces a bar
is text without one. Canonical values, nested slots and constants have no place in this format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from . import golden
from .gathering import Found, gathered
from .problem import LineProblem, Problem
from .spaces import WHITE_SPACE, lines, squeeze
from .splicing import spliced
from .utterance import Span, Utterance

_RESERVED = re.compile(r"[{}|\\]")
_TEXT = re.compile(r"(?:[^{}\\]|\\.)*", re.DOTALL)
_SLOT = re.compile(
    rf"\{{(?P<value>(?:[^{{}}|\\]|\\.)*)\|[{WHITE_SPACE}]*"
    rf"(?P<name>[^{WHITE_SPACE}{{}}|\\]+)[{WHITE_SPACE}]*\}}",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BRACES = r"A slot is {hip hop|genre}; braces as text are \{ and \}."


def write(utterance: Utterance) -> str:
    """The line of one utterance, without its end; an utterance without an intent has none."""
    line = braces(utterance)
    if line.startswith("#"):
        line = f"\\{line}"
    return f"{utterance.intent}\t{line}" if utterance.intent else line


def braces(utterance: Utterance) -> str:
    """The text of an utterance with its outermost slots in braces."""
    return spliced(utterance, _escaped, lambda name, value: f"{{{value}|{name}}}")


def _escaped(text: str) -> str:
    return _RESERVED.sub(r"\\\g<0>", text)


def read(text: str) -> tuple[list[Utterance], list[LineProblem]]:
    """The utterances of a file, and what is wrong with its other lines, as `stream` has them."""
    return gathered(stream(lines(text)))


def stream(given: Iterable[str]) -> Iterator[Found]:
    """The utterances of lines, with their numbers, as `golden.stream` has them."""
    return golden.stream(given, sentence)


def sentence(line: str) -> Utterance | Problem:
    """The utterance that *line* holds, without an intent, or the first problem with it."""
    text, at = "", 0
    slots: list[Span] = []
    while True:
        plain = _TEXT.match(line, at)
        assert plain is not None  # of no characters, where there are none
        text = _joined(text, plain[0])
        at = plain.end()
        if at == len(line):
            return Utterance(text.rstrip(" "), tuple(slots))
        found = _SLOT.match(line, at)
        if found is None:
            return _problem(line, at)
        inner = squeeze(_plain(found["value"]))
        if not inner:
            return Problem("There is no text in these braces.", at, _BRACES)
        slots.append(Span(found["name"], len(text), len(text) + len(inner)))
        text += inner
        at = found.end()


def _problem(line: str, at: int) -> Problem:
    if line[at] == "\\":
        return Problem("Nothing stands behind this backslash.", at, r"A backslash is \\.")
    if line[at] == "}":
        return Problem("This brace closes nothing.", at, r"A brace as text is \}.")
    inner = _TEXT.match(line, at + 1)
    assert inner is not None
    if line[inner.end() : inner.end() + 1] == "{":
        return Problem("Slots in slots have no place in this format.", at, _BRACES)
    if inner.end() == len(line) or line[inner.end()] == "\\":
        return Problem("These braces are never closed.", at, _BRACES)
    return Problem("No bar and name of a slot end these braces.", at, _BRACES)


def _plain(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


def _joined(text: str, more: str) -> str:
    """*text* and what is written behind it, with single spaces, none at the start."""
    plain = squeeze(f".{_plain(more)}.")[1:-1]
    return text + (plain.lstrip(" ") if not text or text.endswith(" ") else plain)
