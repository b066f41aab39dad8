"""Laws that hold for every grammar, tried on random small ones."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import islice

from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.runtime.enumerate import derivations, language
from gramc.runtime.parse import Parser
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk
from hypothesis import HealthCheck, assume, given, settings

from ..reference.brute import Brute
from .small_grammars import compiled_random, grammars

MOST = 3000
SETTINGS = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def compiled_of(file: tree.File) -> Compiled:
    """The compiled grammar, where its parts can agree and its language is small."""
    compiled = compiled_random(file)
    few = list(islice(derivations(compiled.networks, compiled.stock, root(compiled)), MOST + 1))
    assume(len(few) <= MOST)
    return compiled


def root(compiled: Compiled) -> int:
    return compiled.networks.roots[0][2]


@SETTINGS
@given(grammars("range", "wildcard", "row", "minus"))
def test_probabilities_are_those_of_the_reference(file: tree.File) -> None:
    compiled = compiled_of(file)
    found = language(compiled, root(compiled))
    assert sum(found.values(), Fraction(0)) == 1
    assert found == Brute(file).language("I")


@SETTINGS
@given(grammars("range", "wildcard", "row", "minus"))
def test_networks_are_stochastic(file: tree.File) -> None:
    for net in compiled_of(file).networks.table:
        for state, arcs in enumerate(net.arcs):
            assert sum((a.probability for a in arcs), Fraction(0)) == (state != 1), net.name


@SETTINGS
@given(grammars("range", "row", "minus"))
def test_every_sentence_parses_with_its_own_labels(file: tree.File) -> None:
    compiled = compiled_of(file)
    whole = language(compiled, root(compiled))
    acceptor = compiled.acceptor
    assert acceptor is not None
    parser = Parser(compiled, acceptor, case_sensitive=True)
    for utterance, odds in list(whole.items())[:40]:
        if not utterance.text:
            continue
        # a space at the border of a slot may be left out, so these may be read alike
        alike = [p for u, p in whole.items() if solid(u.text) == solid(utterance.text)]
        parses = parser(utterance.text, 40 * len(alike))
        (mine,) = [p for p in parses if p.utterance == utterance]
        assert odds * (1 - 1e-6) <= math.exp(mine.logprob) <= sum(alike) * (1 + 1e-6)


def solid(text: str) -> str:
    return text.replace(" ", "")


@SETTINGS
@given(grammars("range", "wildcard", "row", "minus"))
def test_samples_are_of_the_language(file: tree.File) -> None:
    compiled = compiled_of(file)
    whole = language(compiled, root(compiled))
    sampler = Sampler(walk(compiled), seed=7)
    again = Sampler(walk(compiled), seed=7)
    for index in range(20):
        utterance, odds = sampler(index)
        assert odds <= math.log(whole[utterance]) + 1e-9
        assert again(index) == (utterance, odds)
