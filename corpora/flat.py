"""JSON lines with tokens and tags: what most corpora for taggers are passed on as.

    {"id": "7", "locale": "en", "intent": "PlayMusic", "tokens": ["play", "pop", "!"],
     "tags": ["O", "B-Genre", "O"], "text": "play pop!"}

The tags are those of the outermost slots; canonical values, nested slots and constants have no
place in this format.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .problem import Notes, Problem
from .spaces import squeeze
from .tokens import align, join, plain_tag, spans, tags, tokens
from .utterance import Utterance

_UNEQUAL = "“tokens” and “tags” are not two lists of texts of one length."
JOINED = "The text does not consist of its tokens, which were joined by spaces."

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def write(utterance: Utterance, number: int, locale: str) -> str:
    """The line of one utterance, without its end; its id is *number*."""
    text, places = utterance.text, tokens(utterance)
    return _encode(
        {
            "id": str(number),
            "locale": locale,
            "intent": utterance.intent,
            "tokens": [text[start:end] for start, end in places],
            "tags": tags(utterance, places),
            "text": text,
        }
    )


_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def loaded(line: str) -> dict[str, Any] | Problem:
    """The object that a line of JSON holds."""
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        return Problem(f"This is no JSON: {error.msg}.", error.pos)
    except (ValueError, RecursionError):
        return Problem("This is no JSON that can be read.")
    if not isinstance(given, dict):
        hint = 'Each line is {"text": …, "slots": […]}.'
        return Problem("This is no JSON object.", 0, hint, misfit=True)
    if half := _HALF.search(line):
        try:
            _encode(given).encode()
        except UnicodeEncodeError:
            return Problem("Half a pair of surrogates is no character.", half.start())
    return given


class Wrong(Exception):
    """Within readers of JSON: says what is wrong with a line, and under which key."""

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key

    def problem(self, line: str, hint: str = "") -> Problem:
        """The problem, where the key stands in the line."""
        offset = line.find(f'"{self.key}"') if self.key else 0
        return Problem(str(self), max(offset, 0), hint, misfit=True)


def utterance(given: dict[str, Any], notes: Notes | None, number: int) -> Utterance:
    """The utterance of a line's object, or `Wrong`. Where the text is missing or does not consist
    of the tokens, these are joined by spaces, which is counted in *notes*."""
    words, labels = _texts(given["tokens"]), _texts(given.get("tags"))
    if words is None or labels is None or len(words) != len(labels):
        raise Wrong(_UNEQUAL, "tags" if words is not None else "tokens")
    said = squeeze(text(given, "text", ""))
    words = [squeeze(word) for word in words]
    if not all(words):
        raise Wrong("A token is empty.", "tokens")
    plain: list[str] = []
    for tag in labels:
        normal = plain_tag(tag)
        if normal is None:
            raise Wrong(f"“{tag}” is no tag: these are O, B-name, I-name.", "tags")
        plain.append(normal)
    places = align(said, words)
    if places is None:
        if said and notes is not None:
            notes.add(JOINED, number)
        said, places = join(words)
    return Utterance(said, spans(places, plain), (), text(given, "intent", ""))


def text(given: dict[str, Any], key: str, default: str | None = None) -> str:
    """The text at *key*; `Wrong` where there is something else."""
    found = given.get(key, default)
    if not isinstance(found, str):
        raise Wrong(f"“{key}” is no text.", key)
    return found


def _texts(given: object) -> list[str] | None:
    if isinstance(given, list) and all(isinstance(word, str) for word in given):
        return given
    return None
