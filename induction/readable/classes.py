"""Columns of several intents that hold the same are one rule."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from ..symbols import Symbol, Symbols
from .table import Held

Phrases = dict[Symbols, Held]

ALIKE = 0.5
"""How much of what either of two columns holds both hold, for them to be one."""
TOGETHER = 2
"""How many phrases both hold at least."""


class Classes:
    """What becomes a rule: the phrases of a column, or of columns of several intents that are
    alike, which then are allowed in each of them."""

    def __init__(self, generous: bool) -> None:
        self._generous = generous
        self.found: list[Phrases] = []
        self._of: list[set[str]] = []
        self._cost: list[float] = []

    def put(self, intent: str, phrases: Phrases, bits: dict[Symbol, float]) -> int:
        """The class of a column, the first that it fits. *bits* is what its words cost."""
        number = next(
            (at for at in range(len(self.found)) if self._fits(at, intent, phrases)), None
        )
        if number is None:
            number = len(self.found)
            self.found.append({})
            self._of.append(set())
            self._cost.append(0.0)
        self._of[number].add(intent)
        together = self.found[number]
        for text, held in phrases.items():
            self._cost[number] += held.templates * sum(bits[symbol] for symbol in text)
            if text not in together:
                self._cost[number] -= sum(bits[symbol] for symbol in text)
            same = together.setdefault(text, Held())
            same.count += held.count
            same.templates += held.templates
            same.examples += held.examples[: 2 - len(same.examples)]
        self.found[number] = dict(sorted(together.items(), key=lambda one: -one[1].count))
        return number

    def _fits(self, number: int, intent: str, phrases: Phrases) -> bool:
        held = self.found[number]
        shared = sum(text in held for text in phrases)
        whole = len(held) + len(phrases) - shared
        if shared == whole:
            return True
        strange = self._generous and intent not in self._of[number]
        return strange and shared >= TOGETHER and shared >= ALIKE * whole

    def gain(self, number: int) -> float:
        """The bits that the class saves: its phrases are written once and not wherever they are
        used, and each use tells which of them it is."""
        times = [held.templates for held in self.found[number].values()]
        whole = sum(times)
        return self._cost[number] - sum(one * math.log2(whole / one) for one in times)


def costs(phrases: Iterable[Phrases]) -> dict[Symbol, float]:
    """What each symbol costs in bits, by how often it is used."""
    seen: Counter[Symbol] = Counter()
    for column in phrases:
        for text, held in column.items():
            for symbol in text:
                seen[symbol] += held.templates
    whole = seen.total() + len(seen)
    return {symbol: -math.log2(count / whole) for symbol, count in seen.items()}


def examples(phrases: Sequence[Held]) -> tuple[str, ...]:
    """Two examples, of two phrases where there are two."""
    found: dict[str, None] = {}
    for turn in range(2):
        for held in phrases:
            for example in held.examples[turn : turn + 1]:
                found.setdefault(example)
    return tuple(found)[:2]
