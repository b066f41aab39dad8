"""Slips of the pen: *playlst* once, where *playlist* is what stands there otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..symbols import Symbol, Symbols

SHORTEST = 4
"""Letters of the shortest word that may be a slip, or have one: *on* is no *in* gone wrong."""
FREQUENT = 3
"""How often a word is seen before a rare one may be a slip of it."""


def slips(templates: Iterable[tuple[Symbols, int]]) -> frozenset[Symbol]:
    """The words that are seen once, one letter within the word away from a word that is seen
    `FREQUENT` times and stands beside the same neighbour. First and last letters are left alone,
    since with these words are inflected: *song*, *songs*."""
    seen: Counter[Symbol] = Counter()
    beside: dict[tuple[Symbol | None, int], Counter[Symbol]] = {}
    once: dict[Symbol, Symbols] = {}
    for symbols, count in templates:
        for at, symbol in enumerate(symbols):
            seen[symbol] += count
            once[symbol] = symbols
            for side in (-1, 1):
                beside.setdefault((_neighbour(symbols, at, side), side), Counter())[symbol] += 1
    found = set()
    for word, count in seen.items():
        if count > 1 or word.slot or len(word.text) < SHORTEST:
            continue
        symbols = once[word]
        at = symbols.index(word)
        near = {
            other: None
            for side in (-1, 1)
            for other in beside[_neighbour(symbols, at, side), side]
            if not other.slot and seen[other] >= FREQUENT
        }
        if any(one_slip(word.text, other.text) for other in near):
            found.add(word)
    return frozenset(found)


def _neighbour(symbols: Symbols, at: int, side: int) -> Symbol | None:
    place = at + side
    return symbols[place] if 0 <= place < len(symbols) else None


def one_slip(one: str, other: str) -> bool:
    """Whether one letter within the word is left out, put in, exchanged, or swapped with its
    neighbour (Damerau 1964, "A technique for computer detection and correction of spelling
    errors", p. 171)."""
    if one == other or min(len(one), len(other)) < SHORTEST:
        return False
    if one[0] != other[0] or one[-1] != other[-1]:
        return False
    head = 0
    short = min(len(one), len(other))
    while head < short and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < short - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(left) == len(right) == 2:
        return left == right[::-1]
    return max(len(left), len(right)) <= 1
