"""Names of rules, from what they most often stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...dsl.naming import Names
from ..symbols import Symbol, Symbols

WORDS = 3
"""Of how many words or slots a name is made."""


def called(phrases: Sequence[Symbols], names: Names, slots: frozenset[str]) -> str:
    """The name of a rule for these phrases, the most frequent first: the first words of the most
    frequent one, `by_artist`; of one that is a slot alone, which has that name already, with what
    begins the next: `artist_the`."""
    wanted = _joined(phrases[0][:WORDS])
    if wanted in slots:
        other = next((phrase for phrase in phrases[1:] if phrase[0] != phrases[0][0]), None)
        wanted = _joined((*phrases[0][:1], *(other or phrases[-1])[: WORDS - 1]))
    return names.name(wanted, kind=" ".join(map(repr, phrases)))


def _joined(symbols: Iterable[Symbol]) -> str:
    return "_".join(symbol.text for symbol in symbols)
