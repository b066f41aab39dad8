"""Words that open a phrase: those that stand before slots more often than not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise


def openers(templates: Sequence[tuple[int, ...]], slots: frozenset[int]) -> frozenset[int]:
    """The words that more often than not stand before a slot, or before another such word: *by*,
    *at the*. A template's first word is none, wherever else it stands: *play {track}*.
    """
    seen: Counter[int] = Counter()
    for template in templates:
        seen.update(word for word in template[1:] if word not in slots)
    found: frozenset[int] = frozenset()
    while True:
        before: Counter[int] = Counter()
        for template in templates:
            for word, after in pairwise(template[1:]):
                if word not in slots and (after in slots or after in found):
                    before[word] += 1
        more = found | {word for word, count in before.items() if 2 * count > seen[word]}
        if more == found:
            return found
        found = more
