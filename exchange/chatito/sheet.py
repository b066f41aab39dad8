"""A grammar as Chatito has it, still without its spelling: definitions of weighted sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text, without white space."""

    text: str


@dataclass(frozen=True, slots=True)
class Space:
    """White space; never first or last in a sentence of a definition."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A use of a definition, which may be left out where it is *optional*; then it is there in
    *percent* of all cases, where the target says so itself."""

    kind: str
    name: str
    variation: str | None = None
    optional: bool = False
    percent: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """The canonical value of a slot's sentence, last in it, where the target writes it there."""

    value: str


Piece = Text | Space | Ref | Value
Pieces = tuple[Piece, ...]
Ways = list[tuple[Fraction, Pieces]]
"""Sentences with their probabilities, which sum to 1."""

SPACE = Space()


@dataclass(slots=True)
class Defined:
    """An intent (`%`), slot (`@`) or alias (`~`); *synonym* says that an alias is the canonical
    value of a slot's sentence that has nothing but it."""

    kind: str
    name: str
    variation: str | None
    ways: Ways
    synonym: bool = False
    count: int | None = None


@dataclass(slots=True)
class Sheet:
    """All definitions, each once, intents first."""

    definitions: list[Defined] = field(default_factory=list)


def merged(ways: Iterable[tuple[Fraction, Pieces]]) -> Ways:
    """*ways* with those that are alike as one, in order."""
    masses: dict[Pieces, Fraction] = {}
    for mass, pieces in ways:
        if mass:
            masses[pieces] = masses.get(pieces, Fraction(0)) + mass
    return [(mass, pieces) for pieces, mass in masses.items()]


def shared(ways: Ways) -> Ways:
    """*ways* so that they sum to 1."""
    total = sum((mass for mass, _ in ways), Fraction(0))
    return [(mass / total, pieces) for mass, pieces in ways]


def tidy(pieces: Sequence[Piece]) -> Pieces:
    """*pieces* with one space for several, and texts that touch as one."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, Space) and isinstance(last, Space):
            continue
        if isinstance(piece, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + piece.text)
            continue
        found.append(piece)
    return tuple(found)


def bare(pieces: Pieces) -> tuple[bool, Pieces, bool]:
    """*pieces* without the spaces at their ends, and whether there was one at each."""
    start, end = 0, len(pieces)
    while start < end and isinstance(pieces[start], Space):
        start += 1
    while end > start and isinstance(pieces[end - 1], Space):
        end -= 1
    return start > 0, pieces[start:end], end < len(pieces)
