"""Names of rules, from what they most often stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...dsl.naming import Names, legal_name
from ..symbols import Symbol, Symbols

WORDS = 3
"""Of how many words or slots a name is made."""


def called(phrases: Sequence[Symbols], names: Names, taken: set[str], slots: frozenset[str]) -> str:
    """The name of a rule for these phrases, the most frequent first, added to *taken*: the first
    words of the most frequent one, `by_artist`. A slot alone has its name already: `city_phrase`.
    If another rule is called so, what the next phrase has besides comes behind it: `find_show`."""
    first = phrases[0][:WORDS]
    wanted = _joined(first)
    if wanted in slots:
        wanted = f"{wanted}_phrase"
    for phrase in phrases[1:]:
        if legal_name(wanted) not in taken:
            break
        other = [symbol for symbol in phrase if symbol not in first]
        if other:
            wanted = _joined((*first, *other[: max(1, WORDS - len(first))]))
    name = names.name(wanted, kind=" ".join(map(repr, phrases)))
    taken.add(name)
    return name


def _joined(symbols: Iterable[Symbol]) -> str:
    return "_".join(symbol.text for symbol in symbols)
