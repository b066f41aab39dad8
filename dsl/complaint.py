"""A finding before it has its place, and the words that complaints share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .names import NAME_HINT, is_name, why_no_name

FIRST_WORD = re.compile(r"[^ \n=]+")
_SEEN = re.compile(
    r'=>|"(?:[^"\\\n]|\\.)*"|/[-+.,]*\d[-+.,\deE_]*%?/|@?[^ \n|()\[\]{}<>"=;?*+#\\@]+|.', re.DOTALL
)
_SHAPES = {
    "grammar": "Write `grammar NAME`.",
    "locale": "Write `locale TAG`, as in `locale en-US`.",
    "import": 'Write `import std.en.polite`, `import "dates.gram" as d` or `… (name, name)`.',
    "wildcard": 'Write `wildcard NAME` or `wildcard NAME from "examples.txt"`.',
    "feature": "Write `feature NAME = value | value`.",
    "catalog": 'Write `catalog NAME = a | b`, `catalog NAME from "file"` or `catalog NAME`.',
    "intent": "Write `intent NAME = …`.",
    "rewrite": 'Write `rewrite "x" => "y" / LEFT _ RIGHT`.',
    "skip": "Write `skip a | b`.",
    "test": "Write `test INTENT`, and below it indented lines with `accept …` and `reject …`.",
    "bind": "Write `bind NAME = a | b`.",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """A finding before it has its place: `start` and `end` are indexes into the statement."""

    code: str
    message: str
    start: int
    end: int
    hint: str


def show(text: str) -> str:
    """*text* as messages quote it: short, in backquotes."""
    text = " ".join(text.split())
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}…`"


def seen_at(text: str, place: int) -> str:
    """What a reader sees at a place: a word, a quote, a weight or one character."""
    match = _SEEN.match(text, place)
    return match[0] if match else text[place : place + 1]


def no_name(text: str, start: int, end: int) -> Complaint:
    """E115: a word that should be a name and is none."""
    word = text[start:end]
    message = f"{show(word)} is not a name: {why_no_name(word)}."
    ranged = re.fullmatch(r"-?\d+(\.\d+)?\.\.-?\d+(\.\d+)?", word)
    hint = f"A range stands in angle brackets: `<{word}>`." if ranged else NAME_HINT
    if start == 0 and word.endswith(":") and is_name(word[:-1]):
        hint = f"A rule is written `{word[:-1]} = …`."
    return Complaint("E115", message, start, end, hint)


def shape_hint(word: str) -> str:
    """What the statement that begins with *word* looks like; empty for a rule."""
    return _SHAPES.get(word.rstrip(":"), "")
