"""Figures of distributions are what is found by writing the language out."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.compiler.network import Networks
from gramc.dsl import tree
from gramc.runtime.count import count
from gramc.runtime.distributions.figures import Figures, figures, pattern_odds, shares
from gramc.runtime.distributions.patterns import networks
from gramc.runtime.enumerate import derivations, language
from hypothesis import HealthCheck, assume, given, settings

from ..compiler.small_grammars import compiled_random, grammars
from .brute_counts import close, words

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))


def check(compiled: Compiled, most: int) -> bool:
    if compiled.missing() or any(
        part.derivations.log2 > math.log2(most) for part in count(compiled).parts
    ):
        return False
    evenly(compiled)
    by_patterns(compiled)
    return True


def evenly(compiled: Compiled) -> None:
    found = figures(compiled, "uniform")
    assert isinstance(found, tuple)
    texts = {name: list(language(compiled, net)) for name, _, net in compiled.networks.roots}
    everything = [utterance for each in texts.values() for utterance in each]
    for one, each in zip(found, [*texts.values(), everything], strict=True):
        assert one.share == Fraction(len(each), len(everything))
        assert close(one.bits, math.log2(len(each)))
        assert close(one.words, sum(words(u.text) for u in each) / len(each))
        assert close(one.characters, sum(len(u.text) for u in each) / len(each))
    assert shares(compiled, "uniform") == tuple((one.name, one.share) for one in found[:-1])


def by_patterns(compiled: Compiled) -> None:
    found = figures(compiled, "patterns")
    made = networks(compiled)
    assert isinstance(found, tuple)
    assert isinstance(made, Networks)
    total = sum(weight for _, weight, _ in made.roots)
    whole = Figures("", Fraction(1), 0.0, 0.0, 0.0)
    sums = [whole.bits, whole.words, whole.characters]
    for one, (name, weight, net) in zip(found, made.roots, strict=False):
        each = [(u, float(p)) for u, p in derivations(made, compiled.stock, net)]
        expected = [
            -math.fsum(p * math.log2(p) for _, p in each),
            math.fsum(p * words(u.text) for u, p in each),
            math.fsum(p * len(u.text) for u, p in each),
        ]
        assert (one.name, one.share) == (name, Fraction(weight, total))
        assert all(map(close, (one.bits, one.words, one.characters), expected))
        share = weight / total
        expected[0] -= math.log2(share)
        sums = [x + share * y for x, y in zip(sums, expected, strict=True)]
        odds = pattern_odds(compiled, name)
        assert isinstance(odds, tuple)
        assert len(odds) == weight == len({o.slots for o in odds})
        assert close(math.fsum(o.by_weights for o in odds), 1.0)
    assert all(map(close, (found[-1].bits, found[-1].words, found[-1].characters), sums))
    assert shares(compiled, "patterns") == tuple((one.name, one.share) for one in found[:-1])


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_conformance_cases(case: Path) -> None:
    compiled, _ = compile_grammar(str(case))
    assert compiled is not None
    assert check(compiled, 20_000)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars("minus", "minus", "wildcard"))
def test_random_grammars(file: tree.File) -> None:
    assume(check(compiled_random(file), 2000))
