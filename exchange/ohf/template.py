"""hassil's templates, as `hassil/parser.py` and `parse_expression.py` (3.12) read them.

`turn on [the] (lights|lamps) in {area}`: white space is text, `[a]`, `(a|b)`, `(a;b)`, `{list}`,
`{list:slot}`, `<rule>`, and `\\` before any character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...dsl.text import nfc

DEEPEST = 60
"""Brackets nest no deeper in a template."""

_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_SPECIAL = frozenset("()[]{}<>|;")
_INLINE_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)(?:,(\d+))?")


@dataclass(frozen=True, slots=True)
class Text:
    """Characters without white space."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """White space."""


@dataclass(frozen=True, slots=True)
class ListRef:
    """`{list:slot}`; `slot` is None where the value is only captured for a response (`{@x}`)."""

    list: str
    slot: str | None
    at: int = 0


@dataclass(frozen=True, slots=True)
class RuleRef:
    """`<rule>`."""

    rule: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """`(a|b)`, or `[a|b]` where it may be left out. A group of one option is a sequence."""

    options: tuple[Sequence, ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class AnyOrder:
    """`(a;b)`."""

    items: tuple[Sequence, ...]


Item = Text | Gap | ListRef | RuleRef | Choice | AnyOrder
Sequence = tuple[Item, ...]


class TemplateError(ValueError):
    """What is wrong with a template, and at which character."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


GAP = Gap()


_IDEOGRAPHS = "\u4e00-\u9fff\u3400-\u4dbf\u3040-\u30ff\uac00-\ud7af"
_BETWEEN = re.compile(rf"(?<=[{_IDEOGRAPHS}])\s+(?=[{_IDEOGRAPHS}])")


def without_spaces(text: str) -> str:
    """*text* without white space between characters of scripts that use none (hassil's
    `CJK_WHITESPACE`), which counts for nothing under `ignore_whitespace`."""
    return _BETWEEN.sub("", text)


def is_template(text: str) -> bool:
    """Whether hassil would read a list's value as a template (`hassil.util.TEMPLATE_SYNTAX`)."""
    return any(c in "(){}<>[]|@" for c in text)


def plain(text: str) -> Sequence:
    """A text that is no template."""
    return tuple(_words(text))


def parse(text: str) -> Sequence:
    """The template *text*; a `TemplateError` where it is none. White space at its ends is left
    out; that around a permutation is not."""
    reader = _Reader(text.rstrip())
    reader.at = len(text) - len(text.lstrip())
    return reader.group("", 0, 0)


def ranged(name: str) -> tuple[int, int, int] | None:
    """The bounds and the step of `0..100,5`, which stands in the place of a list's name."""
    found = _INLINE_RANGE.fullmatch(name)
    if found is None:
        return None
    low, high, step = found.groups()
    return int(low), int(high), int(step or 1)


def walk(items: Sequence) -> Iterator[Item]:
    """All items, outer ones first."""
    for item in items:
        yield item
        inner = item.options if isinstance(item, Choice) else ()
        inner = item.items if isinstance(item, AnyOrder) else inner
        for each in inner:
            yield from walk(each)


def trimmed(items: Sequence) -> Sequence:
    """*items* without white space at their ends."""
    start, end = 0, len(items)
    while start < end and isinstance(items[start], Gap):
        start += 1
    while start < end and isinstance(items[end - 1], Gap):
        end -= 1
    return items[start:end]


def _words(text: str) -> Iterator[Item]:
    """Characters and gaps; curly apostrophes become straight, as hassil has them."""
    for piece in re.findall(r"\s+|\S+", nfc(text).replace("\u2019", "'")):
        yield GAP if piece.isspace() else Text(piece)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def group(self, closing: str, depth: int, opened: int) -> Sequence:
        """What stands up to *closing*, which is passed over."""
        if depth > DEEPEST:
            raise TemplateError(f"Brackets are nested more than {DEEPEST} deep.", opened)
        text = self.text
        whole: Item | None = None  # what the separators so far have made
        items: list[Item] = []
        mark = ""
        parts: list[Sequence] = []
        literal: list[str] = []

        def flush() -> None:
            if literal:
                items.extend(_words("".join(literal)))
                literal.clear()

        def close() -> None:
            nonlocal whole, items, mark
            flush()
            if whole is not None:
                items = [whole, *items]
                whole = None
            parts.append(_merged(items))
            items = []

        while self.at < len(text):
            char = text[self.at]
            if char == "\\":
                literal.append(text[self.at + 1 : self.at + 2])
                self.at += 2
            elif char not in _SPECIAL:
                literal.append(char)
                self.at += 1
            elif char in "|;":
                close()
                if mark and char != mark:
                    # hassil reads `a|b;c` from the left: ((a|b);c)
                    parts = [_gathered(parts, mark)]
                mark = char
                self.at += 1
            elif char == closing:
                close()
                self.at += 1
                return _gathered(parts, mark)
            elif char in "([":
                flush()
                start = self.at
                self.at += 1
                inner = self.group(_CLOSING[char], depth + 1, start)
                if not inner and not self._empty_allowed(start):
                    raise TemplateError("There is nothing between these brackets.", start)
                if char == "(":
                    items.extend(inner)
                else:
                    items.append(_optional(inner))
            elif char in "{<":
                flush()
                items.append(self._name(char))
            else:
                raise TemplateError(f"Nothing is open here that “{char}” closes.", self.at)
        if closing:
            raise TemplateError(f"“{text[opened]}” is never closed.", opened)
        close()
        return _gathered(parts, mark)

    def _empty_allowed(self, start: int) -> bool:
        return bool(self.text[start + 1 : self.at - 1])

    def _name(self, char: str) -> Item:
        """`{list:slot}` or `<rule>`."""
        start = self.at
        closing = _CLOSING[char]
        end = self.text.find(closing, start)
        if end < 0:
            raise TemplateError(f"“{char}” is never closed.", start)
        name = re.sub(r"\\(.)", r"\1", self.text[start + 1 : end])
        self.at = end + 1
        if not name or any(c in _SPECIAL and c not in ";" for c in name):
            raise TemplateError(f"This is no name: “{name}”.", start)
        if char == "<":
            return RuleRef(name, start)
        if name[0] == "@":
            return ListRef(name[1:], None, start)
        name, colon, slot = name.partition(":")
        if slot.startswith("@"):
            return ListRef(name, None, start)
        return ListRef(name, slot if colon else name, start)


def _gathered(parts: list[Sequence], mark: str) -> Sequence:
    if mark == ";":
        return (GAP, AnyOrder(tuple(parts)), GAP) if len(parts) > 1 else parts[0]
    # An empty alternative matches nothing, not the empty text (`match_expression` of a Sequence).
    filled = tuple(part for part in parts if part)
    if len(filled) > 1:
        return (Choice(filled),)
    return filled[0] if filled else ()


def _optional(inner: Sequence) -> Item:
    if len(inner) == 1 and isinstance(inner[0], Choice):
        return Choice(inner[0].options, True)
    return Choice((inner,), True)


def _merged(items: list[Item]) -> Sequence:
    """Texts that touch are one, gaps too."""
    found: list[Item] = []
    for item in items:
        last = found[-1] if found else None
        if isinstance(item, Gap) and isinstance(last, Gap):
            continue
        if isinstance(item, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + item.text)
        else:
            found.append(item)
    return tuple(found)
