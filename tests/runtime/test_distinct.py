"""Each text once: all of them, by the law of drawing without replacement, with no luck needed."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import pytest
from gramc.catalogues.rows import Entry
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.utterance import Utterance
from gramc.dsl import tree
from gramc.runtime.count import count
from gramc.runtime.distributions.once import DistinctWalk
from gramc.runtime.distributions.remaining import FAN, Choice, Descent, Known
from gramc.runtime.distributions.source import source
from gramc.runtime.engine import PlainEngine
from gramc.runtime.enumerate import language
from gramc.runtime.grammar import Grammar
from gramc.runtime.numbers import stream
from gramc.runtime.source import Exhausted, Source
from gramc.runtime.walk import walk
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import compiled_random, grammars


def made(text: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", text.encode())
    assert compiled is not None, findings
    return compiled


def everything(found: Source) -> list[Utterance]:
    result: list[Utterance] = []
    told: int | None = None
    while told is None:
        try:
            result.append(found(len(result))[0])
        except Exhausted as end:
            told = end.given
    assert told == len(result)
    return result


def distinct(compiled: Compiled, seed: int = 0, distribution: str = "weights") -> Source:
    assert distribution in ("weights", "patterns", "uniform")
    found = source(compiled, None, seed, distribution, True)  # type: ignore[arg-type]
    assert not hasattr(found, "code"), found
    return found  # type: ignore[return-value]


def texts(compiled: Compiled) -> dict[Utterance, Fraction]:
    """The law of the whole grammar."""
    total = sum(weight for _, weight, _ in compiled.networks.roots)
    return {
        utterance: share * weight / total
        for _, weight, net in compiled.networks.roots
        for utterance, share in language(compiled, net).items()
    }


# --------------------------------------------------------------------------- the choices


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=400).filter(any),
    st.booleans(),
    st.integers(0, 2**64 - 1),
)
def test_every_alternative_with_a_share_is_taken_once(
    shares: list[int], even: bool, seed: int
) -> None:
    """One choice behind another, the second as wide as the first is not: any width of steps."""
    sums = [sum(shares[: n + 1]) for n in range(len(shares))]
    first = Choice(len(shares), None if even else sums)
    second = Choice(2, [1, 4])
    root: Known = None
    left, taken = True, []
    while left:
        descent = Descent(root, stream(seed, len(taken)))
        taken.append((descent.choose(first), descent.choose(second)))
        root, left = descent.end()
    kept = range(len(shares)) if even else [n for n, share in enumerate(shares) if share]
    assert sorted(taken) == [(a, b) for a in kept for b in (0, 1)]


def test_what_is_left_is_never_lost_to_rounding() -> None:
    """Of each, one way in 2^60: after the likely ones, only such are left."""
    choice = Choice(2, [(1 << 60) - 1, 1 << 60])
    root: Known = None
    left, taken = True, set()
    while left:
        descent = Descent(root, stream(1, len(taken)))
        taken.add(tuple(descent.choose(choice) for _ in range(8)))
        root, left = descent.end()
    assert len(taken) == 256


# --------------------------------------------------------------------------- whole languages


DIGITS = "d = 0 | 1 | /3/ 2 | 3 | 4 | 5 | /100/ 6 | 7 | 8 | 9\nintent Dial = dial {n:<d>{5}}"


def test_all_of_a_hundred_thousand() -> None:
    compiled = made(DIGITS)
    found = distinct(compiled, 3)
    assert found.size == 100_000
    given = everything(found)
    assert len(given) == len(set(given)) == 100_000
    # the likely ones come early
    assert sum(u.text.count("6") for u in given[:1000]) > 2000


def test_all_rows_of_a_wide_catalogue() -> None:
    grammar = Grammar(made("catalog Name\nintent Call = call {Name} [now]"))
    rows = [Entry(f"n{n}", weight=str(n % 7 + 1)) for n in range(3000)]
    compiled = grammar.bind("Name", rows).compiled
    given = everything(DistinctWalk(walk(compiled), 9))
    assert len(given) == len(set(given)) == 6000


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars("minus", "minus", "wildcard"), st.integers(0, 1000))
def test_random_grammars(file: tree.File, seed: int) -> None:
    compiled = compiled_random(file)
    assume(not compiled.missing())
    assume(all(p.derivations.log2 <= math.log2(2000) for p in count(compiled).parts))
    expected = texts(compiled)
    for distribution in ("weights", "patterns", "uniform"):
        found = distinct(compiled, seed, distribution)
        given = everything(found)
        assert len(given) == len(set(given))
        assert set(given) == expected.keys()
        assert found.size == len(given)
    bare = everything(DistinctWalk(walk(compiled), seed))  # not knowing how many there are
    assert len(bare) == len(set(bare))
    assert set(bare) == expected.keys()


AMBIGUOUS = "intent I = (a [b] | a b | /5/ a) [c] | {S:(a)} | /3/ (a b) c"


def test_texts_of_several_derivations_come_once() -> None:
    compiled = made(AMBIGUOUS)
    for seed in range(200):
        given = everything(distinct(compiled, seed))
        assert len(given) == len(set(given)) == 5


def test_a_language_without_end() -> None:
    """Deeper than any float can say: it is very very … loud."""
    found = distinct(made("intent Say = it is very+ loud"))
    assert found.size is None
    given = [found(index)[0].text for index in range(1300)]
    assert len(set(given)) == 1300
    assert sorted(map(len, given))[:3] == [15, 20, 25]


# --------------------------------------------------------------------------- the law


@pytest.mark.parametrize(
    "source_text", [AMBIGUOUS, "intent I = /4/ a | b | /2/ (c | d)\nintent J = /3/ e | f"]
)
def test_the_first_two_draws(source_text: str) -> None:
    """By the probability of the text, then by that among what is left."""
    compiled = made(source_text)
    law = texts(compiled)
    drawn = walk(compiled)
    draws = 20_000
    seen: Counter[tuple[Utterance, Utterance]] = Counter()
    for seed in range(draws):
        found = DistinctWalk(drawn, seed, odds=False)
        seen[found(0)[0], found(1)[0]] += 1
    square = 0.0
    kinds = 0
    for one, p in law.items():
        for other, q in law.items():
            if one != other:
                kinds += 1
                wanted = float(p * q / (1 - p)) * draws
                square += (seen[one, other] - wanted) ** 2 / wanted
    assert sum(seen.values()) == draws
    # chi-square: what chance exceeds about once in 10,000 times is below this
    degrees = kinds - 1
    assert square < degrees + 3.8 * math.sqrt(2 * degrees) + 7


def test_the_law_within_a_wide_choice() -> None:
    """The second row drawn of forty, by weight among those left."""
    weights = [n + 1 for n in range(40)]
    assert len(weights) > FAN
    rows = " | ".join(f"/{w}/ w{w}" for w in weights)
    drawn = walk(made(f"catalog Name = {rows}\nintent Call = {{Name}}"))
    draws, total = 30_000, sum(weights)
    seen: Counter[int] = Counter()
    for seed in range(draws):
        found = DistinctWalk(drawn, seed, odds=False)
        found(0)
        seen[int(found(1)[0].text[1:])] += 1
    square = 0.0
    for w in weights:
        wanted = sum(v / total * w / (total - v) for v in weights if v != w) * draws
        square += (seen[w] - wanted) ** 2 / wanted
    assert square < 81.0  # once in 10,000 times at 39 degrees of freedom


# --------------------------------------------------------------------------- as a source


def test_sentences_are_a_function_of_seed_and_index() -> None:
    compiled = made(DIGITS)
    one, other = distinct(compiled, 7), distinct(compiled, 7)
    whole = [one(index) for index in range(300)]
    assert one.in_order
    assert other(299) == whole[299]
    assert other(299) == whole[299]
    assert other(20) == whole[20]
    assert [other(index) for index in range(21, 300)] == whole[21:]
    assert distinct(compiled, 8)(0) != whole[0]


def test_logarithms_are_those_of_the_derivation() -> None:
    compiled = made("catalog N = a | /3/ b\nintent I = /2/ x {N} | y")
    found = distinct(compiled)
    given = dict(found(index) for index in range(3))
    assert {u.text: round(math.exp(p), 9) for u, p in given.items() if p is not None} == {
        "x a": round(1 / 6, 9),
        "x b": 0.5,
        "y": round(1 / 3, 9),
    }


def test_the_engine_stops_at_the_end() -> None:
    engine = PlainEngine(distinct(made(AMBIGUOUS)))
    (whole,) = engine.lines("text", 0, 100)
    assert len(bytes(whole).splitlines()) == 5
    assert engine.columns(0, 100)[0].rows == 5
    uniform = PlainEngine(distinct(made(AMBIGUOUS), 0, "uniform"))
    assert len(bytes(uniform.lines("text", 3, 100)[0]).splitlines()) == 2


def test_it_ends_without_drawing_every_derivation() -> None:
    """Sixty thousand ways of three texts: once all are given, nothing more is drawn."""
    same = "(" + " | ".join(["a b", "a [b]"] + ["a"] * 20) + ")"
    compiled = made(f"intent I = {same} [c] | " + " | ".join([f"{same}"] * 10))
    found = distinct(compiled)
    assert found.size == len(everything(found)) == 4
