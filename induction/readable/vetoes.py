"""What must never be accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .columns import Cut
from .judging import Language
from .phrases import Words


def vetoed(
    rejected: Iterable[Words], templates: Sequence[Words], cuts: Sequence[Cut], within: list[int]
) -> list[int]:
    """Which of the templates *within* must stand alone, for none of *rejected* to be in the
    language of the others.

    As long as one is, the phrase of it that fewest templates have in its column is taken out of
    the columns together with these; the first among equals.
    """
    found: list[int] = []
    left = list(within)
    for text in rejected:
        while text:
            way = Language(((templates[at], cuts[at]) for at in left), longest=len(text)).cut(text)
            if way is None:
                break
            fewest = min(
                (_having(column, text[start:end], templates, cuts, left))
                for column, start, end in way
            )[1]
            found += fewest
            left = [at for at in left if at not in set(fewest)]
    return found


def _having(
    column: int, phrase: Words, templates: Sequence[Words], cuts: Sequence[Cut], left: list[int]
) -> tuple[int, list[int]]:
    """Which templates have the phrase in that column, behind how many they are."""
    found = [
        at
        for at in left
        if any(one == column and templates[at][start:end] == phrase for one, start, end in cuts[at])
    ]
    return len(found), found
