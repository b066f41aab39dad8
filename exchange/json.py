"""JSON read into typed structures, with the places of what does not fit."""

from __future__ import annotations

import re
from typing import TypeVar

from ..dsl.findings import Finding
from .source import Source

T = TypeVar("T")

_TOKEN = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
_STEP = re.compile(r"\.((?:[^.\[\]]|\[(?!\d+\]|\.\.\.\]))+)|\[(\d+|\.\.\.)\]")
_MALFORMED = re.compile(r"(.*?)\s*\(byte (\d+)\)$", re.DOTALL)
_WHERE = re.compile(r"(.*) - at `(.*)`$", re.DOTALL)


def decode(source: Source, kind: type[T]) -> tuple[T | None, list[Finding]]:
    """*source* as a *kind* (a msgspec structure, or anything msgspec takes); None with E602 where
    it is no JSON, and E603 where a value is of another type, at the value's place."""
    import msgspec

    try:
        return msgspec.json.decode(source.text.encode("utf-8", "surrogatepass"), type=kind), []
    except msgspec.ValidationError as error:
        return None, [_unfit(source, str(error))]
    except msgspec.DecodeError as error:
        return None, [_malformed(source, str(error))]
    except RecursionError:
        return None, [Finding("E604", "Values are nested too deep here.", source.line(1))]


def _malformed(source: Source, said: str) -> Finding:
    match = _MALFORMED.match(said)
    text = (match[1] if match else said).removeprefix("JSON is malformed: ")
    if match:
        before = source.text.encode("utf-8", "surrogatepass")[: int(match[2])]
        place = len(before.decode("utf-8", "replace"))
    else:  # it ends before it should
        place = max(len(source.text.rstrip()) - 1, 0)
    return Finding("E602", f"This is not JSON: {_sentence(text)}", source.span(place))


def _unfit(source: Source, said: str) -> Finding:
    match = _WHERE.match(said)
    text, path = (match[1], match[2]) if match else (said, "$")
    start, end = place_of(source.text, path)
    return Finding("E603", _sentence(text), source.span(start, end))


def _sentence(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}.".replace("..", ".") if text else "it can't be read."


def place_of(text: str, path: str) -> tuple[int, int]:
    """(start, end) of the value at *path* (`$.intents[3].name`, as msgspec writes it: `[...]` is
    any item, of which the first is taken) in the JSON *text*; of the innermost value on the way
    that is there."""
    tokens = list(_TOKEN.finditer(text))
    at = 0
    steps = [(m[1], m[2]) for m in _STEP.finditer(path.removeprefix("$"))]
    for key, index in steps:
        found = _below(tokens, at, key, index)
        if found is None:
            break
        at = found
    if not tokens:
        return 0, 0
    last = tokens[_after(tokens, at) - 1]
    return tokens[at].start(), last.end()


def _below(tokens: list[re.Match[str]], at: int, key: str | None, index: str | None) -> int | None:
    """The token at which the value under *key* or *index* begins."""
    opened = tokens[at][0]
    at += 1
    if key is not None and opened == "{":
        while at < len(tokens) and tokens[at][0] != "}":
            name = tokens[at][0][1:-1]
            value = at + 2
            if value >= len(tokens):
                return None
            if name == key or key == "...":
                return value
            at = _after(tokens, value)
            if at < len(tokens) and tokens[at][0] == ",":
                at += 1
    elif index is not None and opened in "[{":
        wanted = 0 if index == "..." else int(index)
        while at < len(tokens) and tokens[at][0] not in "]}":
            if opened == "{":  # `[...]` of a map: any of its values
                at += 2
            if wanted == 0:
                return at if at < len(tokens) else None
            wanted -= 1
            at = _after(tokens, at)
            if at < len(tokens) and tokens[at][0] == ",":
                at += 1
    return None


def _after(tokens: list[re.Match[str]], at: int) -> int:
    """The token behind the value that begins at *at*."""
    depth = 0
    while at < len(tokens):
        mark = tokens[at][0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        at += 1
        if depth <= 0:
            break
    return at
