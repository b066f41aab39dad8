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

    Words are a lead if what is said behind them begins, `MOSTLY`, with a word that otherwise
    begins templates, `MOSTLY` of its times and twice at least, and if they are no more frequent
    than such beginnings: *add* and *put* begin requests, so what stands before them does not
    belong to them. *what* in *what is the weather* is no lead: *is* is often within. What is a
    lead in one intent counts in all, and so does what speaks against it.
    """
    met: dict[Symbols, list[int]] = {}
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
            told = met.setdefault(lead, [0, 0])
            rare = after.total() <= sum(starts[first] for first in after if first != lead[0])
            for first, count in after.items():
                begins = starts[first] >= max(2, MOSTLY * (seen[first] - count))
                told[0] += count * (rare and begins and first != lead[0])
                told[1] += count
    found: dict[Symbols, None] = {}
    for lead, (good, times) in met.items():
        longer = any(lead[:size] in found for size in range(1, len(lead)))
        if good >= max(1, MOSTLY * times) and not longer:
            found[lead] = None
    return tuple(found)


def led(symbols: Symbols, known: frozenset[Symbols]) -> int:
    """How many of the template's first symbols are a lead: the longest that leaves something."""
    for size in range(min(LONGEST, len(symbols) - 1), 0, -1):
        if symbols[:size] in known:
            return size
    return 0
