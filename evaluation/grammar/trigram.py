"""A trigram model of templates: how usual a sampled sentence is.

Interpolated Kneser-Ney smoothing with one discount for each order (Kneser & Ney 1995; the discount
n₁ / (n₁ + 2 n₂) is that of Ney, Essen & Kneser 1994), over the words that it has seen and one that
stands for all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log2

from .corruptions import Template

_START, _END = "\ue000", "\ue001"


class Trigram:
    """The model of some templates, each as often as it occurs."""

    def __init__(self, templates: Iterable[Template]) -> None:
        threes: Counter[Template] = Counter()
        for template in templates:
            padded = (_START, _START, *template, _END)
            threes.update(zip(padded, padded[1:], padded[2:], strict=False))
        twos = Counter(three[1:] for three in threes)
        ones = Counter(two[1:] for two in twos)
        self._orders = [_Order(ones), _Order(twos), _Order(threes)]
        self._flat = 1 / (len(ones) + 1)

    def bits(self, template: Template) -> float:
        """−log₂ of the probability of *template*, its end included."""
        padded = (_START, _START, *template, _END)
        return -sum(
            log2(self._probability(padded[at - 2 : at + 1])) for at in range(2, len(padded))
        )

    def perplexity(self, templates: Sequence[Template]) -> float | None:
        """Two to the bits a token, ends counting as tokens; none of no templates."""
        tokens = sum(len(template) + 1 for template in templates)
        bits = {template: self.bits(template) for template in dict.fromkeys(templates)}
        return 2 ** (sum(bits[each] for each in templates) / tokens) if tokens else None

    def _probability(self, three: Template) -> float:
        found = self._flat
        for length, order in enumerate(self._orders, 1):
            found = order.probability(three[3 - length :], found)
        return found


class _Order:
    """Counts of one length, discounted."""

    def __init__(self, counts: Counter[Template]) -> None:
        self._counts = counts
        self._whole: Counter[Template] = Counter()
        self._kinds: Counter[Template] = Counter()
        for gram, count in counts.items():
            self._whole[gram[:-1]] += count
            self._kinds[gram[:-1]] += 1
        once = sum(count == 1 for count in counts.values())
        twice = sum(count == 2 for count in counts.values())
        # Where nothing occurs once or nothing twice, the estimate is 0 or 1: one loses all that
        # was not seen, the other all that was.
        self._discount = once / (once + 2 * twice) if once and twice else 0.5

    def probability(self, gram: Template, lower: float) -> float:
        """That of the last symbol behind the others, *lower* being that with one fewer."""
        whole = self._whole[gram[:-1]]
        if not whole:
            return lower
        kept = max(self._counts[gram] - self._discount, 0)
        return (kept + self._discount * self._kinds[gram[:-1]] * lower) / whole
