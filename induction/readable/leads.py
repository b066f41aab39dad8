"""What may stand before a whole request: *please*, *can you*, *i want to*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..symbols import Symbol, Symbols

LONGEST = 4
"""Words of the longest lead."""
MOSTLY = 0.6
"""How much of the time a word that begins requests does so."""


def leads(intents: Sequence[Sequence[Symbols]]) -> tuple[Symbols, ...]:
    """The leads found in the templates of one or more intents, in the order in which they are met.

    Words are a lead in an intent if whatever is said behind them begins with a word that
    otherwise begins templates, `MOSTLY` of its times and twice at least, and if they are no more
    frequent than such beginnings: *add* and *put* begin requests, so what stands before them does
    not belong to them. *what* in *what is the weather* is no lead: *is* is often within.
    """
    found: dict[Symbols, None] = {}
    for templates in intents:
        seen: Counter[Symbol] = Counter()
        starts: Counter[Symbol] = Counter()
        followed: dict[Symbols, Counter[Symbol]] = {}
        for symbols in templates:
            seen.update(symbols)
            starts[symbols[0]] += 1
            for size in range(1, min(LONGEST, len(symbols) - 1) + 1):
                if symbols[size - 1].slot:
                    break
                followed.setdefault(symbols[:size], Counter())[symbols[size]] += 1
        for lead, after in followed.items():
            if lead[0] in after or any(lead[:size] in found for size in range(1, len(lead))):
                continue
            if after.total() <= sum(starts[first] for first in after) and all(
                starts[first] >= 2 and starts[first] >= MOSTLY * (seen[first] - count)
                for first, count in after.items()
            ):
                found[lead] = None
    return tuple(found)


def led(symbols: Symbols, known: frozenset[Symbols]) -> int:
    """How many of the template's first symbols are a lead: the longest that leaves something."""
    for size in range(min(LONGEST, len(symbols) - 1), 0, -1):
        if symbols[:size] in known:
            return size
    return 0
