"""Folding keeps every offset: code point for code point."""

import sys

import pytest
from gramc.dsl.text import fold
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("locale", ["", "de-DE", "tr", "az-Latn-AZ"])
def test_every_code_point_stays_one(locale: str) -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(every, locale)) == len(every)


@given(st.text(alphabet="aΣςσİIıi’ʼ‘'ΆßK\u0307.- x"), st.sampled_from(["", "tr"]))
def test_texts_fold_letter_by_letter(text: str, locale: str) -> None:
    assert fold(text, locale) == "".join(fold(letter, locale) for letter in text)
    assert fold(fold(text, locale), locale) == fold(text, locale)


@pytest.mark.parametrize(
    ("text", "locale", "folded"),
    [
        ("ΟΔΥΣΣΕΥΣ", "el", "οδυσσευσ"),
        ("İstanbul IŞIK", "tr-TR", "istanbul ışık"),
        ("İstanbul IŞIK", "trv", "istanbul işik"),
        ("L’Arbre", "fr", "l'arbre"),
        ("STRAẞE", "de", "straße"),
    ],
)
def test_folding(text: str, locale: str, folded: str) -> None:
    assert fold(text, locale) == folded
