"""Laws of fitting, on random grammars: held against brute force, which shares nothing with it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

import pytest
from gramc.corpora.utterance import Utterance
from gramc.dsl import tree
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.induction.fitting import marks
from gramc.induction.fitting.em import EM, bits
from gramc.induction.fitting.marks import mark
from gramc.induction.fitting.readings import Labels, Reader
from gramc.runtime.enumerate import derivations
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import HERE, compiled_random, grammars
from .fitting import brute_bits, fitted, opened

SETTINGS = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
MOST = 300
NEAR = 1e-5


@st.composite
def corpora(draw: st.DrawFn, *kinds: str) -> tuple[str, list[Utterance]]:
    """A random grammar, and utterances of it in random proportions."""
    file = draw(grammars(*kinds))
    compiled = compiled_random(file)
    root = compiled.networks.roots[0][2]
    few = list(islice(derivations(compiled.networks, compiled.stock, root), MOST + 1))
    assume(len(few) <= MOST)
    language = sorted({replace(u, intent="I") for u, _ in few}, key=repr)
    picked = draw(st.lists(st.sampled_from(language), min_size=1, max_size=12))
    return print_file(file), picked


def without_weights(text: str) -> tree.File:
    """The tree without its weights, and with what may be left out in one form."""
    bare = re.sub(r"/[0-9.]+/ ", "", text)
    bare = re.sub(r"(intent I) /[0-9.]+/", r"\1", bare)
    return parse(bare, "bare.gram")[0]


@SETTINGS
@given(corpora("range", "row", "minus"), st.sampled_from([0.01, 1.0]), st.sampled_from([1, 30]))
def test_what_is_told_is_what_brute_force_says(
    given: tuple[str, list[Utterance]], prior: float, many: int
) -> None:
    """Parsing takes a space at the border of a slot for optional, and so an utterance may have
    more readings than brute force finds; then there is nothing to compare."""
    text, utterances = given
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks, "MANY", many)  # marks at the end, or in front
        found = fitted(HERE, utterances, prior, 20, text)
    assert found.training is not None
    assert found.text is not None
    assert found.training.used == len(utterances)
    before = brute_bits(HERE, text, utterances)
    assert found.training.before <= before + NEAR
    assume(abs(found.training.before - before) < NEAR)
    after = brute_bits(HERE, found.text, utterances)
    assert found.training.after == pytest.approx(after, abs=NEAR)


@SETTINGS
@given(corpora("range", "row"), st.sampled_from([0.0, 0.1, 1.0]))
def test_likelihood_times_prior_never_falls(
    given: tuple[str, list[Utterance]], prior: float
) -> None:
    text, utterances = given
    state, compiled = opened(HERE, text)
    marked = mark(state, compiled)
    assume(not marked.inexact)
    reader = Reader.of(marked)
    assert reader is not None
    data = reader.gather(((None, u) for u in utterances), Labels(True, True))
    found = EM(marked, data)(prior, 15)
    for one, following in zip(found.history, found.history[1:], strict=False):
        assert following >= one - NEAR
    # and what the rounds add up to is what reading with these weights says
    after = Reader.of(marked, marked.with_weights(dict(enumerate(found.weights))))
    assert after is not None
    again = after.gather(((None, u) for u in utterances), Labels(True, True))
    assert -bits(again) * len(utterances) * 0.6931471805599453 == pytest.approx(
        found.likelihood[-1], abs=1e-4
    )


@SETTINGS
@given(corpora("range", "row", "minus"))
def test_nothing_but_weights_changes(given: tuple[str, list[Utterance]]) -> None:
    text, utterances = given
    found = fitted(HERE, utterances, text=text)
    assert found.text is not None
    again, findings = parse(found.text, "again.gram")
    assert not [f for f in findings if f.is_error]
    assert print_file(again) == found.text
    bare, before = without_weights(found.text), without_weights(text)
    assert _plain(bare) == _plain(before)


def _plain(file: tree.File) -> str:
    """The text without brackets around what may be left out."""
    return re.sub(r"[\[\]()?\s]", "", print_file(file))
