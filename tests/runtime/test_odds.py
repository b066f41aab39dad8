"""Odds are what is found by writing all ways out."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from gramc.compiler import artifact
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.dsl.findings import Finding
from gramc.dsl.span import Span
from gramc.runtime.contexts import PLAIN, Walk
from gramc.runtime.count import count
from gramc.runtime.names import every
from gramc.runtime.odds import Odds, intent_odds, odds
from hypothesis import HealthCheck, assume, given, settings

from ..compiler.small_grammars import compiled_random, grammars
from .brute_odds import Ways, at_all, times

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))


def made(source: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def odds_of(source: str, name: str) -> Odds:
    found = odds(made(source), name)
    assert isinstance(found, Odds)
    return found


def check(compiled: Compiled) -> None:
    """All rules of a grammar, alone and in use."""
    ways, walk, program = Ways(compiled), Walk(compiled), compiled.program
    total = sum(i.weight for i in program.intents)
    roots = {i.name: ways.of(i.body) for i in program.intents}
    everywhere: dict[object, Fraction] = {}
    for intent in program.intents:
        for mark, often in times(roots[intent.name]).items():
            share = often * intent.weight / total
            everywhere[mark] = everywhere.get(mark, Fraction(0)) + share
    for name, body in program.rules.items():
        alone = times(ways.of(body))
        for met in walk.visit(body, {PLAIN: Fraction(1)}).met:
            if met.kind == "alternative":
                assert met.mass == alone.get(id(met.node), 0)
        contexts = walk.everywhere(name)
        used = everywhere.get(name, 0)
        assert math.isclose(sum(contexts.values()), used, rel_tol=1e-9, abs_tol=1e-12)
        for met in walk.visit(body, contexts).met:
            if met.kind == "alternative":
                expected = everywhere.get(id(met.node), 0)
                assert math.isclose(met.mass, expected, rel_tol=1e-9, abs_tol=1e-12)
        found = odds(compiled, name)
        assert isinstance(found, Odds)
        for use in found.uses:
            root = roots[use.intent]
            often = times(root).get(name, Fraction(0))
            assert math.isclose(use.times, often, rel_tol=1e-9, abs_tol=1e-12)
            once = at_all(root, name)
            assert math.isclose(use.probability, once, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_conformance_cases(case: Path) -> None:
    compiled, _ = compile_grammar(str(case))
    assert compiled is not None
    check(compiled)


@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars("wildcard"))
def test_random_grammars(file: tree.File) -> None:
    compiled = compiled_random(file)
    assume(compiled.program.rules)
    assume(all(p.derivations.log2 < 11 for p in count(compiled).parts))
    check(compiled)


def test_what_is_said_of_a_rule() -> None:
    source = """
feature number = sg | pl
noun = /3/ light @sg | lights @pl | (lamp | bulb) @sg
be = is @sg | are @pl
intent Ask /3/ = <be> the <noun> on @agree(number) | [/4/ please] <noun>
intent Other = all the <noun>{0,2} | x
intent None = y
"""
    found = odds_of(source, "noun")
    assert (found.kind, found.name) == ("rule", "noun")
    assert found.intents == (
        ("Ask", Fraction(3, 5)),
        ("Other", Fraction(1, 5)),
        ("None", Fraction(1, 5)),
    )
    shown = [(b.level, b.kind, b.text, b.probability, b.share) for b in found.branches]
    fifth, tenth = Fraction(1, 5), Fraction(1, 10)
    assert shown == [
        (0, "alternative", "light @sg", 3 * fifth, 3 * fifth),
        (0, "alternative", "lights @pl", fifth, fifth),
        (0, "alternative", "(lamp | bulb) @sg", fifth, fifth),
        (1, "choice", "(lamp | bulb)", None, fifth),
        (2, "alternative", "lamp", Fraction(1, 2), tenth),
        (2, "alternative", "bulb", Fraction(1, 2), tenth),
    ]
    # Beside <be>, sg and pl weigh 4 : 1 times 1 : 1, which leaves the noun as it is alone.
    assert not found.agrees
    assert [(u.intent, u.times) for u in found.uses] == [("Ask", 1.0), ("Other", 0.5), ("None", 0)]
    assert [u.probability for u in found.uses] == pytest.approx([1.0, 1 / 3, 0.0])
    be = odds_of(source, "be")
    assert [b.in_use for b in be.branches] == pytest.approx([0.8, 0.2])
    assert [b.probability for b in be.branches] == [Fraction(1, 2), Fraction(1, 2)]
    assert be.agrees


def test_agreement_within_an_alternative() -> None:
    """Two of three pairs agree: the article is decided by the noun."""
    source = """
feature g = m | f
intent I = (le @m | la @f) (/3/ chat @m | souris @f) @agree(g) | [x] y*
"""
    found = odds_of(source, "I")
    shown = [(b.level, b.kind, b.text, b.probability) for b in found.branches]
    half = Fraction(1, 2)
    assert shown == [
        (0, "alternative", "(le @m | la @f) (/3/ chat @m | souris @f) @agree(g)", half),
        (1, "choice", "(le @m | la @f)", None),
        (2, "alternative", "le @m", Fraction(3, 4)),
        (2, "alternative", "la @f", Fraction(1, 4)),
        (1, "choice", "(/3/ chat @m | souris @f)", None),
        (2, "alternative", "chat @m", Fraction(3, 4)),
        (2, "alternative", "souris @f", Fraction(1, 4)),
        (0, "alternative", "[x] y*", half),
        (1, "optional", "[x]", half),
        (1, "repeat", "y*", Fraction(1)),
    ]
    assert found.uses == ()


def test_brackets() -> None:
    source = "r = a\nintent I = [/3/ a [b]] (c | d)? <r>? ([e | f] ; g) {s:(h | i)}{2,4}"
    shown = [
        (b.level, b.kind, b.text, b.probability and float(b.probability), float(b.share))
        for b in odds_of(source, "I").branches[1:]
    ]
    assert shown == [
        (1, "optional", "[/3/ a [b]]", 0.75, 0.75),
        (2, "optional", "[b]", 0.5, 0.375),
        (1, "optional", "[c | d]", 0.5, 0.5),
        (2, "alternative", "c", 0.5, 0.25),
        (2, "alternative", "d", 0.5, 0.25),
        (1, "optional", "<r>?", 0.5, 0.5),
        (1, "choice", "([e | f] ; g)", None, 1.0),
        (2, "optional", "[e | f]", 0.5, 0.5),
        (3, "alternative", "e", 0.5, 0.25),
        (3, "alternative", "f", 0.5, 0.25),
        (1, "repeat", "{s:(h | i)}{2,4}", 3.0, 3.0),
        (2, "choice", "(h | i)", None, 3.0),
        (3, "alternative", "h", 0.5, 1.5),
        (3, "alternative", "i", 0.5, 1.5),
    ]


def test_recursive_rules_are_used_again_and_again() -> None:
    source = "a = x <b> | y\nb = z <a> | <c>\nc = w\nintent I = <a> | v\nintent J = <b>"
    found = odds_of(source, "a")
    # From a, with 1/2 to b, with 1/2 back: 4/3 uses once there.
    assert [u.times for u in found.uses] == pytest.approx([2 / 3, 2 / 3])
    assert [u.probability for u in found.uses] == pytest.approx([0.5, 0.5])
    (c,) = odds_of(source, "c").branches
    assert (c.probability, c.in_use) == (1, 1.0)
    assert [u.times for u in odds_of(source, "c").uses] == pytest.approx([1 / 6, 2 / 3])


def test_rules_that_no_intent_uses() -> None:
    found = odds_of("lonely = a | b\nintent I = x", "lonely")
    assert [b.in_use for b in found.branches] == [None, None]
    assert [(u.times, u.probability) for u in found.uses] == [(0.0, 0.0)]
    assert not found.agrees


def test_open_catalogues_do_not_matter() -> None:
    found = odds_of("catalog C\nintent I = {C} | call {C} [now]", "I")
    assert [b.text for b in found.branches] == ["{C}", "call {C} [now]", "[now]"]


def test_names_that_are_not_there() -> None:
    compiled = made("alarm_time = now\ncatalog C = x\nintent Alarm = <alarm_time> {C}")
    where = Span("a.gram", 1, 1, 1, 1)
    unknown = odds(compiled, "alarm_tim", where)
    assert isinstance(unknown, Finding)
    assert (unknown.code, unknown.span) == ("E201", where)
    assert unknown.hint == "Did you mean “alarm_time”?"
    far = odds(compiled, "zzz")
    assert isinstance(far, Finding)
    assert far.hint == ""
    catalogue = odds(compiled, "C")
    assert isinstance(catalogue, Finding)
    assert catalogue.code == "E203"


def test_ten_thousand_rules_in_a_chain() -> None:
    size = 10_000
    rules = "".join(f"r{i} = (a | b) <r{i + 1}> | c <r{i + 1}>\n" for i in range(size))
    found = odds_of(f"{rules}r{size} = x | /3/ y\nintent I = <r0>", f"r{size}")
    assert [b.in_use for b in found.branches] == pytest.approx([0.25, 0.75])
    assert [(u.times, u.probability) for u in found.uses] == [pytest.approx((1.0, 1.0))]


def test_artifacts_have_odds(tmp_path: Path) -> None:
    source = "r = /2/ a b | {s:(c | d => D)}\nintent I = <r> | [e] <r>"
    compiled = made(source)
    path = tmp_path / "a.gramc"
    path.write_bytes(b"".join(artifact.save(compiled)))
    loaded, _ = artifact.load(str(path))
    assert loaded is not None
    for one in every(compiled):
        first, second = odds(compiled, one.name), odds(loaded, one.name)
        assert first == second
        assert isinstance(first, Odds)
        json.dumps(first.rows(), allow_nan=False)


def test_intent_odds() -> None:
    compiled = made("intent A /0.5/ = a\nintent B = b\nintent C /0/ = c")
    assert intent_odds(compiled) == (("A", Fraction(1, 3)), ("B", Fraction(2, 3)))
