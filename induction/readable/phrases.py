"""The phrases that an intent's templates can be cut into, numbered."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from .openers import openers

Words = tuple[int, ...]


class Phrases:
    """All that stands between two places of a template, of at most `longest` symbols, by number,
    and what each costs in bits when it is written out."""

    longest = 6

    def __init__(
        self, templates: Sequence[Words], counts: Sequence[int], slots: frozenset[int]
    ) -> None:
        self.templates = tuple(templates)
        self.counts = tuple(counts)
        seen: Counter[int] = Counter()
        for template, count in zip(templates, counts, strict=True):
            for symbol in template:
                seen[symbol] += count
        whole = seen.total() + len(seen)
        cost = {symbol: -math.log2(count / whole) for symbol, count in seen.items()}
        opening = openers(self.templates, slots)
        self._numbers: dict[Words, int] = {}
        self.texts: list[Words] = []
        self.spans: list[list[list[int]]] = []
        """Of each template the number of the phrase from here to there."""
        self.bits: list[list[float]] = []
        """Of each template what the symbols before a place cost."""
        self.hanging: list[list[int]] = []
        """Of each template and place: a phrase that ends there and starts before this hangs."""
        self.last_bits: list[float] = []
        for template in self.templates:
            self.spans.append(self._spans(template, cost))
            self.bits.append([0.0, *accumulate(cost[symbol] for symbol in template)])
            self.hanging.append(_hanging(template, opening))

    def _spans(self, template: Words, cost: dict[int, float]) -> list[list[int]]:
        length = len(template)
        found = []
        for start in range(length):
            row = [-1] * (length + 1)
            for end in range(start + 1, min(length, start + self.longest) + 1):
                text = template[start:end]
                number = self._numbers.get(text)
                if number is None:
                    number = self._numbers[text] = len(self.texts)
                    self.texts.append(text)
                    self.last_bits.append(cost[text[-1]])
                row[end] = number
            found.append(row)
        return found


def _hanging(template: Words, opening: frozenset[int]) -> list[int]:
    """Where the run of words that open a phrase begins which ends at each place; 0 if none does."""
    found = [0] * (len(template) + 1)
    for end in range(2, len(template)):
        if template[end - 1] in opening:
            at = end - 1
            while at > 0 and template[at - 1] in opening:
                at -= 1
            found[end] = at
    return found
