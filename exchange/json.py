"""JSON read into typed structures, with the places of what does not fit."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

from ..dsl.findings import Finding
from ..dsl.span import Span
from .source import Source

T = TypeVar("T")

LARGE = 1_000_000
"""Of a text of more characters than this only the way to what is wrong is read."""
MOST_TOKENS = 2_000_000

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
    steps = [(m[1], m[2]) for m in _STEP.finditer(path.removeprefix("$"))]
    if len(source.text) > LARGE:
        start, end = _nearby(source.text, steps)
    else:
        start, end = _Values(source.text).at(steps)
    return Finding("E603", _sentence(text), source.span(start, end))


def _nearby(text: str, steps: Sequence[tuple[str | None, str | None]]) -> tuple[int, int]:
    """Where the value that *steps* lead to begins, or one around it, by reading on token by token:
    a large text is not kept as tokens, and not read for longer than `MOST_TOKENS`."""
    tokens = islice(_TOKEN.finditer(text), MOST_TOKENS)
    found = next(tokens, None)
    if found is None:
        return 0, 0
    for key, index in steps:
        within = _child(tokens, found[0], key, index)
        if within is None:
            break
        found = within
    return found.span()


def _child(
    tokens: Iterator[re.Match[str]], opened: str, key: str | None, index: str | None
) -> re.Match[str] | None:
    """The first token of the value under *key* or *index* in what was opened before."""
    for number, token in enumerate(tokens):
        if token[0] in ("]", "}"):
            return None
        name: str | None = None
        if opened == "{":
            name = token[0][1:-1]
            next(tokens, None)  # the colon
            value = next(tokens, None)
            if value is None:
                return None
            token = value
        if "..." in (key, index) or (name == key if opened == "{" else str(number) == index):
            return token
        depth = int(token[0] in ("[", "{"))
        while depth:
            inner = next(tokens, None)
            if inner is None:
                return None
            depth += (inner[0] in ("[", "{")) - (inner[0] in ("]", "}"))
        next(tokens, None)  # the comma
    return None


def _sentence(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}.".replace("..", ".") if text else "it can't be read."


def place_of(text: str, path: str) -> tuple[int, int]:
    """(start, end) of the value at *path* (`$.intents[3].name`, as msgspec writes it: `[...]` is
    any item, of which the first is taken) in the JSON *text*; of the innermost value on the way
    that is there."""
    return _Values(text).at([(m[1], m[2]) for m in _STEP.finditer(path.removeprefix("$"))])


class Places:
    """Where the values of a source stand that was decoded; made when it is first asked."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._values: _Values | None = None

    def span(self, *path: str | int) -> Span:
        """The place of the value below these keys and indices, as `place_of` finds it."""
        if self._values is None:
            self._values = _Values(self._source.text)
        steps = [(None, str(p)) if isinstance(p, int) else (p, None) for p in path]
        return self._source.span(*self._values.at(steps))


class _Values:
    """A JSON text as tokens, each with the token behind the value that begins at it. Numbers in
    arrays: a file of many megabytes has millions of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts, self.ends, self.after = array("I"), array("I"), array("I")
        self._inner: dict[int, dict[object, int]] = {}
        opened: list[int] = []
        for at, token in enumerate(_TOKEN.finditer(text)):
            start, end = token.span()
            self.starts.append(start)
            self.ends.append(end)
            self.after.append(at + 1)
            mark = text[start]
            if mark in "[{":
                opened.append(at)
            elif mark in "]}" and opened:
                self.after[opened.pop()] = at + 1
        for at in opened:
            self.after[at] = len(self.starts)

    def at(self, steps: Sequence[tuple[str | None, str | None]]) -> tuple[int, int]:
        """(start, end) of the value that these steps (a key, or an index) lead to."""
        if not self.starts:
            return 0, 0
        at = 0
        for key, index in steps:
            found = self._below(at, key, index)
            if found is None:
                break
            at = found
        return self.starts[at], self.ends[self.after[at] - 1]

    def _below(self, at: int, key: str | None, index: str | None) -> int | None:
        """The token at which the value under *key* or *index* begins; `...` is any of them."""
        mark = self.text[self.starts[at]]
        if mark not in "[{":
            return None
        if at not in self._inner:
            self._inner[at] = self._children(at)
        inner = self._inner[at]
        if "..." in (key, index):
            return next(iter(inner.values()), None)
        if index is not None and mark == "[":
            return inner.get(int(index))
        return inner.get(key) if key is not None and mark == "{" else None

    def _children(self, at: int) -> dict[object, int]:
        """The values in a list by index, in a map by key (of two the first)."""
        text, starts, after = self.text, self.starts, self.after
        mapped = text[starts[at]] == "{"
        found: dict[object, int] = {}
        end, at = after[at], at + 1
        while at < end and text[starts[at]] not in "]}":
            if mapped:
                token = text[starts[at] : self.ends[at]]
                name: object = _read(token) if "\\" in token else token[1:-1]
                at += 2
                if at >= end:
                    break
            else:
                name = len(found)
            found.setdefault(name, at)
            at = after[at]
            if at < end and text[starts[at]] == ",":
                at += 1
        return found


def _read(token: str) -> str:
    """A key with escapes in it."""
    import msgspec

    try:
        return msgspec.json.decode(token.encode(), type=str)
    except msgspec.DecodeError:
        return token[1:-1]
