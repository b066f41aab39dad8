"""Templates that a test rejects: the text of a `reject` line, its values as slots or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...corpora.utterance import Span, Utterance
from ...dsl.text import fold
from ...dsl.tree import File
from ..symbols import Symbols
from .cases import listed, symbols
from .language import Language
from .sorting import told
from .values import values

MOST = 64
"""So many ways to find values in one text are looked at."""


def vetoes(tree: File, now: Language) -> dict[str, frozenset[Symbols]]:
    """By intent, the templates that the tests of *tree* reject and *now* does not accept. A text
    without labels stands for itself and for all that comes of it with values of catalogues as
    slots, since they would accept it."""
    lists = {label: values(catalogue) for label, catalogue in listed(tree).items()}
    found: dict[str, set[Symbols]] = {}
    for one in told(tree, "reject"):
        for way in [one] if one.slots else _ways(one, lists):
            if not now.reads(way):
                found.setdefault(one.intent, set()).add(symbols(way))
    return {intent: frozenset(templates) for intent, templates in found.items()}


def _ways(plain: Utterance, lists: Mapping[str, frozenset[str]]) -> list[Utterance]:
    """A text with the values of catalogues as slots, in each way, the plain one first."""
    text = fold(plain.text)
    borders = [0, *(i + 1 for i, letter in enumerate(text) if letter == " ")]
    spans = [
        Span(label, start, end)
        for start in borders
        for end in [*(b - 1 for b in borders if b > start + 1), len(text)]
        for label, texts in lists.items()
        if text[start:end] in texts
    ]
    ways: list[tuple[Span, ...]] = [()]
    for number, way in enumerate(_grown(ways, spans)):
        if number >= MOST:
            break
        ways.append(way)
    return [replace(plain, slots=way) for way in ways]


def _grown(ways: list[tuple[Span, ...]], spans: list[Span]) -> Iterator[tuple[Span, ...]]:
    """Each way with one span more behind it; *ways* grows as they are taken."""
    for way in ways:
        last = way[-1].end if way else 0
        for span in spans:
            if span.start >= last:
                yield (*way, span)
