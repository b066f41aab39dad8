"""Templates that have little in common with any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .columns import Cut
from .phrases import Words

PIECES = 3
"""Phrases that nothing else has, from which on a template stands alone."""
SHARE = 0.5
"""How much of the template they are at least."""


def outliers(templates: Sequence[Words], counts: Sequence[int], cuts: Sequence[Cut]) -> list[int]:
    """Which templates, seen once, are mostly made of phrases that no other has in that column:
    as they share nothing, their phrases would be put together with others by chance."""
    made = [
        [(column, template[start:end]) for column, start, end in cut]
        for template, cut in zip(templates, cuts, strict=True)
    ]
    used = Counter(piece for pieces in made for piece in dict.fromkeys(pieces))
    found = []
    for which, pieces in enumerate(made):
        own = [piece for piece in pieces if used[piece] == 1]
        size = sum(len(text) for _, text in own)
        if counts[which] == 1 and len(own) >= PIECES and size >= SHARE * len(templates[which]):
            found.append(which)
    return found
