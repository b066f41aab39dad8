"""The trigram model, worked out by hand."""

from __future__ import annotations

from itertools import product

import pytest
from gramc.evaluation.grammar.trigram import Trigram


def test_by_hand() -> None:
    """Of `a` alone: one trigram each of (start start a) and (start a end). No counts of 2, so the
    discount is .5 throughout; two kinds of word and the unknown one share what is flat."""
    model = Trigram([("a",)])
    ones = 0.5 / 2 + 0.5 * 2 / 2 / 3
    twos = 0.5 + 0.5 * ones
    threes = 0.5 + 0.5 * twos
    assert model.perplexity([("a",)]) == pytest.approx(1 / threes)
    # An unknown word has the flat share of each order's discount; behind it nothing is known.
    unknown = 0.5 * 0.5 * (0.5 * 2 / 2 / 3)
    assert 2 ** -model.bits(("x",)) == pytest.approx(unknown * ones)


def test_probabilities_are_shares() -> None:
    """All sequences of a length or shorter, and those cut off there, make one."""
    model = Trigram([("a", "b"), ("a", "b"), ("b",), ("a", "a", "b"), ("c", "b"), ("a", "c")])
    words = ["a", "b", "c", "unknown"]
    whole = sum(
        2 ** -model.bits(template)
        for length in range(7)
        for template in product(words, repeat=length)
    )
    assert 0.9 < whole < 1


def test_no_templates_have_no_perplexity() -> None:
    assert Trigram([("a",)]).perplexity([]) is None
