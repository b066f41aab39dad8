"""Even draws: the ranked texts are the language, each once, and come equally often."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.utterance import Span as Slot
from gramc.corpora.utterance import Utterance
from gramc.dsl import tree
from gramc.dsl.findings import Finding
from gramc.dsl.span import Span
from gramc.runtime.count import count
from gramc.runtime.distributions import uniform as module
from gramc.runtime.distributions.even import DistinctUniform, Uniform
from gramc.runtime.distributions.ranked import Ranked
from gramc.runtime.distributions.uniform import uniform
from gramc.runtime.enumerate import language
from gramc.runtime.numbers import GAMMA, MASK, mix, stream
from hypothesis import HealthCheck, assume, given, settings

from ..compiler.small_grammars import compiled_random, grammars

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))
SLOW = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def made(source: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def ranked(compiled: Compiled, intents: tuple[str, ...] | None = None) -> Ranked:
    found = uniform(compiled, intents)
    assert isinstance(found, Ranked)
    return found


def check(compiled: Compiled, most: int = 20_000) -> bool:
    """Whether the ranked texts are the language, intent by intent; False where that would take
    long."""
    if compiled.missing() or any(
        p.derivations.log2 > math.log2(most) for p in count(compiled).parts
    ):
        return False
    tables = ranked(compiled)
    texts = [tables.utterance(rank) for rank in range(tables.size)]
    assert len(set(texts)) == len(texts)
    expected: list[Utterance] = []
    assert tables.intents == tuple(name for name, _, _ in compiled.networks.roots)
    for size, (_, _, net) in zip(tables.sizes, compiled.networks.roots, strict=True):
        part = texts[len(expected) : len(expected) + size]
        assert set(part) == set(language(compiled, net))
        expected.extend(part)
    assert texts == expected
    names = {slot.name for u in texts for slot in _slots(u)} | {
        n for u in texts for n, _ in u.constants
    }
    assert names <= set(tables.names)
    return True


def _slots(utterance: Utterance) -> list[Slot]:
    found = list(utterance.slots)
    for slot in found:
        found.extend(slot.slots)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_conformance_cases(case: Path) -> None:
    compiled, _ = compile_grammar(str(case))
    assert compiled is not None
    assert check(compiled)


@SLOW
@given(grammars("minus", "minus", "wildcard"))
def test_random_grammars(file: tree.File) -> None:
    assume(check(compiled_random(file), 3000))


@SLOW
@given(grammars("minus", "minus", "wildcard"))
def test_random_grammars_written_out(file: tree.File) -> None:
    """The same with every language written out, as is done where ambiguity is in doubt."""
    compiled = compiled_random(file)
    before = module.MOST_ARCS
    module.MOST_ARCS = 0
    try:
        assume(check(compiled, 3000))
    finally:
        module.MOST_ARCS = before


MIXED = """catalog City = Paris | Rome | "New York" => NYC | NYC => NYC
catalog Town = Rome | Ulm
step = a => A | a b => B | b => C
intent Go = [please | kindly] go to ({City} | {City:Town}) [{when:(now|[very] soon)}]
intent Stay = /5/ stay in {City} {mode=stay}
intent Dial = dial {code:<step>{2}}
"""


def test_an_ambiguous_intent_beside_others() -> None:
    assert check(made(MIXED))


def test_some_intents() -> None:
    compiled = made(MIXED)
    whole, part = ranked(compiled), ranked(compiled, ("Stay", "Dial"))
    assert part.intents == ("Stay", "Dial")
    assert part.sizes == whole.sizes[1:]
    first = whole.sizes[0]
    assert [part.utterance(r) for r in range(part.size)] == [
        whole.utterance(r) for r in range(first, whole.size)
    ]


def test_the_size_is_what_count_says() -> None:
    for path in (ROOT / "grammars").glob("*/*.gram"):
        compiled, _ = compile_grammar(str(path))
        if compiled is not None and not compiled.missing():
            tables = ranked(compiled)
            assert tables.size == count(compiled).whole.texts.value
            for rank in (0, tables.size // 3, tables.size - 1):
                assert tables.utterance(rank).intent in tables.intents


def test_a_size_of_hundreds_of_digits() -> None:
    tables = ranked(made("d = 0|1|2|3|4|5|6|7|8|9\nintent I = dial {n:<d>{400}}"))
    assert tables.size == 10**400
    assert tables.utterance(10**400 - 1).text == "dial" + " 9" * 400
    source = Uniform(tables, 3)
    drawn, logprob = source(5)
    assert logprob == pytest.approx(-400 * math.log(10), rel=1e-12)
    digits = Counter(drawn.text.split()[1:])
    assert sum(digits.values()) == 400
    assert len(DistinctUniform(tables)(10**399)[0].text) == 4 + 800


def test_each_text_comes_equally_often() -> None:
    tables = ranked(made("intent I = /1000/ a | b {x:(c | d)} | c [d] [e]\nintent J = /9/ a | b"))
    assert tables.size == 9
    source = Uniform(tables, 11)
    draws = 9000
    counts = Counter(source(index)[0] for index in range(draws))
    assert len(counts) == 9
    # 32.0: what chance exceeds once in 10,000 times at 8 degrees of freedom
    assert sum((n - 1000) ** 2 / 1000 for n in counts.values()) < 32.0
    assert {round(math.exp(source(i)[1]), 9) for i in range(50)} == {round(1 / 7, 9), 0.5}


def test_ranks_are_drawn_as_described() -> None:
    """With 140 bits: three numbers, the most significant first, drawn again where they are high."""
    tables = ranked(made("d = 0|1|2|3|4|5|6|7|8|9\nintent I = <d>{42}"))
    assert tables.size.bit_length() == 140
    again = 0
    for index in range(20):
        state = stream(8, index)
        while True:
            numbers = []
            for _ in range(3):
                state = state + GAMMA & MASK
                numbers.append(mix(state))
            rank = (numbers[0] << 128 | numbers[1] << 64 | numbers[2]) % (1 << 140)
            if rank < 10**42:
                break
            again += 1
        assert Uniform(tables, 8).rank(index) == rank
    assert again


def test_each_text_once() -> None:
    tables = ranked(made(MIXED))
    source = DistinctUniform(tables, 4)
    assert source.size == tables.size
    texts = [source(index)[0] for index in range(source.size)]
    assert set(texts) == {tables.utterance(rank) for rank in range(tables.size)}
    assert len(texts) == len(set(texts))
    with pytest.raises(IndexError):
        source(source.size)


WHERE = Span("made.gram", 0, 0, 0, 0)
NEVER = {
    "E332": "intent I = it is very+ loud",
    "E333": "step = a => A | a b => B | b => C\nintent I = dial {code:<step>{12}}",
}


@pytest.mark.parametrize("code", NEVER)
def test_what_has_no_even_draw(code: str) -> None:
    found = uniform(made(NEVER[code]), None, WHERE)
    assert isinstance(found, Finding)
    assert (found.code, found.span) == (code, WHERE)
    assert "I" in found.message


def test_tables_are_as_small_as_the_automaton() -> None:
    """States that several arcs lead to are written once."""
    tables = ranked(made("intent I = " + " ".join(f"(a{n} | b{n} | c{n})" for n in range(40))))
    assert tables.size == 3**40
    assert len(tables.code) // 2 < 40 * 8
