"""Permutations without memory: each number once, by the seed, and no order that shows."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from gramc.runtime.distributions.permutation import Permutation
from gramc.runtime.numbers import GAMMA, MASK, mix, stream
from hypothesis import given, settings
from hypothesis import strategies as st

SEEDS = st.integers(0, MASK)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), SEEDS)
def test_every_number_comes_once(size: int, seed: int) -> None:
    permutation = Permutation(size, seed)
    assert sorted(map(permutation, range(size))) == list(range(size))


@given(st.integers(1 << 20, 1 << 400), SEEDS, st.data())
def test_numbers_of_any_size_differ_and_stay_below(
    size: int, seed: int, data: st.DataObject
) -> None:
    permutation = Permutation(size, seed)
    places = data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=20, unique=True))
    found = {permutation(place) for place in places}
    assert len(found) == len(places)
    assert all(0 <= number < size for number in found)


def test_seeds_give_other_orders() -> None:
    orders = {tuple(map(Permutation(100, seed), range(100))) for seed in range(500)}
    assert len(orders) == 500


def test_it_is_the_network_that_is_described() -> None:
    """Written out for a size of ten bits and one of 140."""
    seed, size = 7, 1000
    keys = [mix(stream(seed, -1) + (r + 1) * GAMMA & MASK) for r in range(12)]

    def once(x: int) -> int:
        left, right = x >> 5, x & 31
        for r in range(12):
            if r % 2 == 0:
                left ^= mix(keys[r] ^ right) % 32
            else:
                right ^= mix(keys[r] ^ left) % 32
        return left * 32 + right

    for place in range(size):
        x = once(place)
        while x >= size:
            x = once(x)
        assert Permutation(size, seed)(place) == x

    left = right = 1
    x = left << 70 | right
    for r in range(12):
        h = mix(
            mix(keys[r] ^ (left if r % 2 else right) & MASK) ^ ((left if r % 2 else right) >> 64)
        )
        word = (h | mix(h + GAMMA & MASK) << 64) % (1 << 70)
        if r % 2 == 0:
            left ^= word
        else:
            right ^= word
    assert Permutation(1 << 140, seed)(x) == left << 70 | right


def chi_square(counts: Counter[tuple[int, ...]], kinds: int, draws: int) -> float:
    expected = draws / kinds
    seen = sum((n - expected) ** 2 / expected for n in counts.values())
    return seen + (kinds - len(counts)) * expected


@pytest.mark.parametrize(
    ("size", "limit"),
    # The limit is what chance exceeds once in 10,000 times at size - 1 degrees of freedom.
    [(2, 15.1), (3, 18.4), (10, 33.7), (37, 76.9), (64, 113.5), (100, 161.3)],
)
def test_the_first_may_be_any(size: int, limit: float) -> None:
    draws = 100 * size
    counts = Counter((Permutation(size, seed)(0),) for seed in range(draws))
    assert chi_square(counts, size, draws) < limit


@pytest.mark.parametrize(("size", "limit"), [(3, 25.7), (4, 56.0), (5, 185.0)])
def test_any_order_may_come(size: int, limit: float) -> None:
    orders = len(list(permutations(range(size))))
    draws = 100 * orders
    counts = Counter(tuple(map(Permutation(size, seed), range(size))) for seed in range(draws))
    assert chi_square(counts, orders, draws) < limit


def test_two_neighbours_are_any_two() -> None:
    size, draws = 12, 40_000
    counts = Counter(
        (permutation(5), permutation(6))
        for permutation in (Permutation(size, s) for s in range(draws))
    )
    assert chi_square(counts, size * (size - 1), draws) < 200.0
