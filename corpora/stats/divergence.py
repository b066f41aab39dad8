"""How far apart two distributions are."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def jensen_shannon(one: Mapping[K, int], other: Mapping[K, int]) -> float:
    """The Jensen–Shannon divergence of two distributions given by counts, in bits (Lin 1991): 0
    where they are alike, 1 where they have nothing in common. Between a distribution and none
    it is 1, between none and none 0."""
    first, second = sum(one.values()), sum(other.values())
    if not first or not second:
        return 0.0 if first == second else 1.0
    # Alone, a thing adds half of its share; fsum does not mind in which order keys come.
    terms: list[float] = []
    for key, count in one.items():
        p = count / first
        q = other.get(key, 0) / second
        middle = (p + q) / 2
        terms.append(p * math.log2(p / middle) / 2)
        if q:
            terms.append(q * math.log2(q / middle) / 2)
    terms += [count / second / 2 for key, count in other.items() if key not in one]
    return min(max(math.fsum(terms), 0.0), 1.0)
