"""Templates that stand alone, since what they share with others is no pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .columns import Cut
from .phrases import Words

PIECES = 3
"""Phrases that nothing else has, from which on a template stands alone."""
SHARE = 0.5
"""How much of the template they are at least; how many phrases of a column that can't be left out
are single words."""


def outliers(templates: Sequence[Words], counts: Sequence[int], cuts: Sequence[Cut]) -> list[int]:
    """Which templates, seen once, share nothing or are cut short.

    A template that is mostly made of phrases which no other has in that column shares nothing:
    they would be put together with others by chance. One goes a way of its own through the columns
    that is a way others go but for a column of single words: taken for a pattern, it would let
    such a word be left out everywhere, *what is the for {city}*.
    """
    made = [
        [(column, template[start:end]) for column, start, end in cut]
        for template, cut in zip(templates, cuts, strict=True)
    ]
    used = Counter(piece for pieces in made for piece in dict.fromkeys(pieces))
    ways = Counter(tuple(column for column, _ in pieces) for pieces in made)
    short = _without(ways, made)
    found = []
    for which, pieces in enumerate(made):
        if counts[which] > 1:
            continue
        own = [piece for piece in pieces if used[piece] == 1]
        size = sum(len(text) for _, text in own)
        way = tuple(column for column, _ in pieces)
        alone = len(own) >= PIECES and size >= SHARE * len(templates[which])
        if alone or (way in short and ways[way] == 1):
            found.append(which)
    return found


def _without(
    ways: Counter[tuple[int, ...]], made: Sequence[Sequence[tuple[int, Words]]]
) -> set[tuple[int, ...]]:
    """The ways that several templates go, less one column of single words."""
    sizes: dict[int, list[int]] = {}
    for pieces in made:
        for column, text in pieces:
            sizes.setdefault(column, []).append(len(text))
    single = {column for column, found in sizes.items() if found.count(1) >= SHARE * len(found)}
    return {
        way[:at] + way[at + 1 :]
        for way, times in ways.items()
        if times > 1
        for at in range(len(way))
        if way[at] in single
    }
