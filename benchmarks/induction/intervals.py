"""Means with standard errors and 95 % intervals of Student's t."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, pi, sqrt


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, its standard error, and how far the interval reaches on either side."""

    mean: float
    error: float
    reach: float

    @property
    def low(self) -> float:
        return self.mean - self.reach

    @property
    def high(self) -> float:
        return self.mean + self.reach


def interval(values: Sequence[float]) -> Interval:
    """That of the mean of *values*, taken to be independent."""
    count = len(values)
    mean = sum(values) / count
    if count < 2:
        return Interval(mean, float("nan"), float("nan"))
    error = sqrt(sum((value - mean) ** 2 for value in values) / (count - 1) / count)
    return Interval(mean, error, quantile(count - 1) * error)


def clustered(values: Sequence[float], clusters: Sequence[Hashable]) -> Interval:
    """The same, only the clusters' means being independent; all clusters of one size."""
    groups: dict[Hashable, list[float]] = {}
    for value, cluster in zip(values, clusters, strict=True):
        groups.setdefault(cluster, []).append(value)
    return interval([sum(group) / len(group) for group in groups.values()])


def quantile(freedom: int, share: float = 0.975) -> float:
    """The quantile of Student's t, by bisection of its integral (Simpson's rule)."""
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, freedom) < share else (low, middle)
    return low


def _below(bound: float, freedom: int) -> float:
    """The probability of a value below *bound*, which is not negative. Integrated over the angle
    whose tangent is t / √freedom, where the density is a power of the cosine."""
    from math import atan, cos

    steps = 400
    end = atan(bound / sqrt(freedom))
    width = end / steps
    ends = [cos(number * width) ** (freedom - 1) for number in range(steps + 1)]
    whole = ends[0] + ends[-1] + 4 * sum(ends[1:-1:2]) + 2 * sum(ends[2:-1:2])
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)
    return 0.5 + scale * whole * width / 3
