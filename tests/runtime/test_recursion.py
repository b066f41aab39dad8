"""Recursion that stays regular: on the left, on the right, with features, sampled and parsed."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import gramc
import pytest
from gramc.compiler.compile import compile_grammar
from gramc.corpora.annotated import read, write
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

SOURCE = """feature number = sg | pl
intent Go = go <more> home | <list> | {N:(<d>+)}
more = very <more> | /2/ much | quite <other>
other = <more> | so
list = /2/ {X:(a | b => B)} | <list> and {X:(c | d)}
d = one => 1 | two => 2
intent Ask = <det> <np> @agree(number)
det = this @sg | these @pl | the
np = big <np> | lamp @sg | lamps @pl
"""

EXACT = {
    "go much home": 1 / 3 * 1 / 2,
    "go very much home": 1 / 3 * 1 / 4 * 1 / 2,
    "go quite so home": 1 / 3 * 1 / 4 * 1 / 2,
    "go quite very much home": 1 / 3 * 1 / 4 * 1 / 2 * 1 / 4 * 1 / 2,
    "a|X": 1 / 3 * 2 / 3 * 1 / 2,
    "b|X=B and c|X": 1 / 3 * 1 / 3 * 2 / 3 * 1 / 2 * 1 / 2,
    "a|X and d|X and c|X": 1 / 3 * (1 / 3) ** 2 * 2 / 3 * 1 / 2 * 1 / 4,
    "two|N=2": 1 / 3 * 1 / 2 * 1 / 2,
    "{one two}|N={1 2}": 1 / 3 * (1 / 2) ** 2 * 1 / 4,
    # agreement: this and lamp, these and lamps, the and either, each pair as likely
    "this lamp": 1 / 4 * 2 / 3,
    "the big big lamps": 1 / 4 * 2 / 3 * 1 / 9,
}


@pytest.fixture
def grammar(tmp_path: Path) -> gramc.Grammar:
    path = tmp_path / "g.gram"
    path.write_text(SOURCE, encoding="utf-8")
    return gramc.load(path)


def test_parses_have_their_exact_probability(grammar: gramc.Grammar) -> None:
    for annotated, odds in EXACT.items():
        utterance = read(annotated)
        assert isinstance(utterance, gramc.Utterance)
        (best, *_) = grammar.parse(utterance.text)
        assert write(best.utterance) == annotated
        assert math.isclose(math.exp(best.logprob), odds, rel_tol=1e-7)


def test_samples_come_as_often_as_they_should(grammar: gramc.Grammar) -> None:
    draws = 20_000
    found = Counter(write(u) for u in grammar.sample(draws, seed=3))
    whole = {"Go": 0.5, "Ask": 0.5}
    for annotated, odds in EXACT.items():
        share = odds * whole["Ask" if "lamp" in annotated else "Go"]
        spread = math.sqrt(draws * share * (1 - share))
        assert abs(found[annotated] - draws * share) < 5 * spread


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a = x <a> | <a> y | z\nintent I = <a>\n", "E301"),
        ("a = x <b> | z\nb = <a> y | w\nintent I = <a>\n", "E301"),
        ("a = x <a> [y] | z\nintent I = <a>\n", "E301"),
        ('a = x <a> " " | z\nintent I = <a>\n', "E301"),
        ("a = <a> | z\nintent I = <a>\n", "E306"),
        ("a = [x] <a> | z\nintent I = <a>\n", "E306"),
        ("a = x {S:<a>} | z\nintent I = <a>\n", "E306"),
        ("a = x <a>? | z\nintent I = <a>\n", None),
        ("a = x <a>+ | z\nintent I = <a>\n", "E306"),
        ("a = (x ; <a>) | z\nintent I = <a>\n", "E306"),
        ("feature f = m\na = (x @m) <a> @agree(f) | z\nintent I = <a>\n", "E306"),
        ("a = x <a> | y <b>\nb = w <a>\nintent I = <a>\n", "E305"),
        ("a = x <a> | /0/ z\nintent I = <a>\n", "E305"),
        ("a = [x]*\nintent I = <a>\n", "E307"),
    ],
)
def test_other_recursion_is_refused(tmp_path: Path, source: str, code: str | None) -> None:
    _, findings = compile_grammar(str(tmp_path / "g.gram"), source.encode())
    assert [f.code for f in findings if f.is_error] == ([code] if code else [])


def test_long_chains_of_rules_are_no_recursion(tmp_path: Path) -> None:
    for part, small in (("x [y]", True), ("[x]", False)):
        rules = "".join(f"r{n} = {part} <r{n - 1}>\n" for n in range(1, 1800))
        source = f"intent I = <r1799>\nr0 = a\n{rules}"
        compiled, findings = compile_grammar(str(tmp_path / "g.gram"), source.encode())
        assert not findings
        assert compiled is not None
        assert (compiled.acceptor is not None) == small
        Sampler(walk(compiled))(0)


def test_what_cannot_be_determinised_is_parsed_all_the_same(tmp_path: Path) -> None:
    """The last but n-th word decides: 2^n states, if it were made deterministic."""
    path = tmp_path / "g.gram"
    path.write_text("w = a | b\nintent I = <w>+ a <w>{18} | {S:<w>+} b <w>{18}\n", "utf-8")
    grammar = gramc.load(path)
    (best,) = grammar.parse("b a " + "b " * 18)
    assert not best.utterance.slots
    assert grammar.parse("a b" + " a" * 18)[0].utterance.slots
    assert not grammar.parse("a " * 18)
