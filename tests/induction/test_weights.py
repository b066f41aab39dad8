"""Weights that are written: what they say of counts, and that they are small."""

from __future__ import annotations

import math

import pytest
from gramc.induction.weights import TOLERANCE, readable, readable_optional, shares
from hypothesis import given
from hypothesis import strategies as st

COUNTS = st.lists(st.integers(0, 100_000), min_size=1, max_size=30)
PRIORS = st.sampled_from([0.01, 0.5, 1.0, 3.0])


@pytest.mark.parametrize(
    ("counts", "prior", "wanted"),
    [
        ((60, 20, 20), 0, ("3", None, None)),
        ((1, 1, 1), 0, (None, None, None)),
        ((0, 0), 0, (None, None)),
        ((7,), 1, (None,)),
        ((100, 101, 99), 1, (None, None, None)),
        ((2, 0), 1, ("3", None)),
        ((953, 46, 1), 0, ("1000", "50", None)),
        ((30, 20), 0, ("3", "2")),
        ((3, 0), 0, (None, "0")),
        ((), 1, ()),
    ],
)
def test_alternatives(counts: tuple[int, ...], prior: float, wanted: tuple[str, ...]) -> None:
    assert readable(counts, prior) == wanted


@pytest.mark.parametrize(
    ("present", "absent", "prior", "wanted"),
    [
        (3, 1, 0, "3"),
        (30, 70, 0, "0.4"),
        (1, 4, 0, "0.25"),
        (50, 51, 1, None),
        (49, 1, 0, "50"),
        (0, 9, 1, "0.1"),
        (0, 9, 0, "0"),
        (9, 0, 0, "18"),
        (0, 0, 1, None),
        (13, 10, 0, "1.3"),
    ],
)
def test_optionals(present: float, absent: float, prior: float, wanted: str | None) -> None:
    assert readable_optional(present, absent, prior) == wanted


@given(COUNTS, PRIORS)
def test_probabilities_come_back(counts: list[int], prior: float) -> None:
    weights = [int(weight or 1) for weight in readable(counts, prior)]
    for weight, share in zip(weights, shares(counts, prior), strict=True):
        assert abs(weight / sum(weights) - share) <= TOLERANCE * share + 1e-12
    assert math.gcd(*weights) == 1


@given(st.integers(0, 100_000), st.integers(0, 100_000), PRIORS)
def test_presence_comes_back(present: int, absent: int, prior: float) -> None:
    odds = float(readable_optional(present, absent, prior) or 1)
    there, away = shares((present, absent), prior)
    assert abs(odds / (1 + odds) - there) <= TOLERANCE * there + 1e-12
    assert abs(1 / (1 + odds) - away) <= TOLERANCE * away + 1e-12


@given(COUNTS, PRIORS)
def test_more_often_never_weighs_less(counts: list[int], prior: float) -> None:
    weights = [int(weight or 1) for weight in readable(counts, prior)]
    for one, weight in zip(counts, weights, strict=True):
        for other, rival in zip(counts, weights, strict=True):
            assert one < other or weight >= rival
