"""Slot patterns: as many as there are, each equally likely, and the grammar's own odds within."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.compiler.network import END, START, Networks, Op
from gramc.corpora.utterance import Span, Utterance
from gramc.dsl import tree
from gramc.dsl.findings import Finding
from gramc.dsl.span import Span as Place
from gramc.runtime.count import count
from gramc.runtime.distributions import patterns as module
from gramc.runtime.distributions.patterns import networks, patterns
from gramc.runtime.distributions.slots import slot_patterns
from gramc.runtime.distributions.telling import Event, tell
from gramc.runtime.enumerate import derivations, language
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import Walk
from hypothesis import HealthCheck, assume, given, settings

from ..compiler.small_grammars import compiled_random, grammars

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))

Pattern = tuple[str, tuple[object, ...]]


def made(source: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def shape(slots: Sequence[Span]) -> tuple[object, ...]:
    return tuple((slot.name, shape(slot.slots)) for slot in slots)


def law(compiled: Compiled, found: Networks) -> dict[Utterance, float]:
    """The probability of every labelled text under the roots of *found*."""
    total = sum(weight for _, weight, _ in found.roots)
    result: dict[Utterance, float] = {}
    for _, weight, net in found.roots:
        for utterance, odds in derivations(found, compiled.stock, net):
            share = float(odds) * weight / total
            result[utterance] = result.get(utterance, 0.0) + share
    return result


def expected(compiled: Compiled) -> tuple[dict[Utterance, float], dict[Pattern, float]]:
    """The same by the grammar's own odds, made even over patterns; and what patterns weigh."""
    own = {
        utterance: float(share)
        for _, _, net in compiled.networks.roots
        for utterance, share in language(compiled, net).items()
    }
    mass: dict[Pattern, float] = {}
    for utterance, share in own.items():
        pattern = (utterance.intent, shape(utterance.slots))
        mass[pattern] = mass.get(pattern, 0.0) + share
    even = {u: share / mass[u.intent, shape(u.slots)] / len(mass) for u, share in own.items()}
    return even, mass


def check(compiled: Compiled, most: int) -> bool:
    if compiled.missing() or any(
        p.derivations.log2 > math.log2(most) for p in count(compiled).parts
    ):
        return False
    even, mass = expected(compiled)
    for name, _, net in compiled.networks.roots:
        found = slot_patterns(compiled.networks, net)
        assert found is not None
        assert found.size == sum(intent == name for intent, _ in mass)
    made_networks = networks(compiled)
    assert isinstance(made_networks, Networks)
    given_law = law(compiled, made_networks)
    assert given_law.keys() == even.keys()
    for utterance, share in even.items():
        assert math.isclose(given_law[utterance], share, rel_tol=1e-9)
    return True


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


NESTED = """catalog City = Paris | /3/ Rome | "New York" => NYC
politely = please | /9/ kindly
when = now | soon
intent Go =
    [/5/ <politely>] go [from {City:City}] to {to:([{City}] [centre])} [{when:<when>} <politely>]
intent Stay = /7/ stay {mode=here} ({City} | {City} | there)
"""


def test_slots_in_slots_and_slots_without_text() -> None:
    compiled = made(NESTED)
    assert check(compiled, 5000)
    found = patterns(compiled)
    assert isinstance(found, Walk)
    # from or not, to with a city or not or nothing, when or not; with a city or not
    assert [(name, weight) for name, weight, _ in found.roots] == [("Go", 12), ("Stay", 2)]


def test_some_intents() -> None:
    found = patterns(made(NESTED), ("Stay",))
    assert isinstance(found, Walk)
    assert found.intents == ("Stay",)
    assert {Sampler(found, 1)(i)[0].intent for i in range(20)} == {"Stay"}


def test_what_is_drawn_is_even() -> None:
    compiled = made(NESTED)
    found = patterns(compiled)
    assert isinstance(found, Walk)
    sampler, draws = Sampler(found, 5), 14_000
    seen: dict[Pattern, int] = {}
    for index in range(draws):
        utterance, _ = sampler(index)
        pattern = (utterance.intent, shape(utterance.slots))
        seen[pattern] = seen.get(pattern, 0) + 1
    assert len(seen) == 14
    # 39.9: what chance exceeds once in 10,000 times at 13 degrees of freedom
    assert sum((n - 1000) ** 2 / 1000 for n in seen.values()) < 39.9


LOOPS = {
    "right": "a = x <a> | /2/ y\nintent I = <a> [{S:(p|q)}]",
    "left": "a = <a> [x] z | /2/ y\nintent I = {S:<a>} end | {T:(b)}",
    "star": "intent I = say (a | b c)* now [{S:(d+)}]",
}


@pytest.mark.parametrize("source", LOOPS.values(), ids=LOOPS.keys())
def test_loops_without_slots(source: str) -> None:
    """The odds of the shortest texts, against what the grammar says of them."""
    compiled = made(source)
    net = compiled.networks.roots[0][2]
    found = networks(compiled)
    assert isinstance(found, Networks)
    own = swept(compiled.networks, net)
    even = swept(found, found.roots[0][2])
    mass: dict[object, float] = {}
    for utterance, share in own.items():
        mass[shape(utterance.slots)] = mass.get(shape(utterance.slots), 0.0) + share
    assert len(mass) == found.roots[0][1] == 2
    assert math.isclose(sum(mass.values()), 1.0, abs_tol=1e-3)
    for utterance, share in own.items():
        if share > 1e-3:
            wanted = share / mass[shape(utterance.slots)] / 2
            assert math.isclose(even[utterance], wanted, rel_tol=1e-3)


def swept(found: Networks, net: int, least: float = 1e-8) -> dict[Utterance, float]:
    """The law of an endless network without draws, but for derivations rarer than that."""
    result: dict[Utterance, float] = {}
    stack: list[tuple[int, int, Returns, tuple[Event, ...], float]] = [(net, START, (), (), 1.0)]
    while stack:
        here, state, returns, events, odds = stack.pop()
        if state == END:
            if returns:
                (here, state), *below = returns
                stack.append((here, state, tuple(below), events, odds))
            else:
                utterance = tell(events, "I")
                result[utterance] = result.get(utterance, 0.0) + odds
            continue
        for op, arg, share, target in found.table[here].arcs[state]:
            p = odds * float(share)
            if p < least:
                continue
            if op == Op.CALL:
                assert isinstance(arg, int)
                stack.append((arg, START, ((here, target), *returns), events, p))
            else:
                more = () if op == Op.NONE else ((int(op), arg),)
                stack.append((here, target, returns, (*events, *more), p))
    return result


Returns = tuple[tuple[int, int], ...]

WHERE = Place("made.gram", 0, 0, 0, 0)
NEVER = {
    "endless": "catalog G = pop | rock\nintent I = play {G} (and {G})*",
    "many": "intent I = a " + " ".join(f"[{{s{n}:(x|y)}}]" for n in range(17)),
    "recursive": "a = {S:(x)} <a> | y\nintent I = <a>",
}


@pytest.mark.parametrize("name", NEVER)
def test_what_has_no_even_patterns(name: str) -> None:
    found = patterns(made(NEVER[name]), None, WHERE)
    assert isinstance(found, Finding)
    assert (found.code, found.span) == ("E334", WHERE)
    if name == "many":
        assert "131,072" in found.message


def test_tables_that_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ARCS", 20)
    found = patterns(made(NESTED))
    assert isinstance(found, Finding)
    assert "larger tables" in found.message


def test_tables_share_what_patterns_have_in_common() -> None:
    """Twelve optional slots make 4,096 patterns, and few operations for each."""
    found = patterns(made("intent I = a " + " ".join(f"[{{s{n}:(x z | y z)}}]" for n in range(12))))
    assert isinstance(found, Walk)
    assert found.roots[0][1] == 4096
    assert len(found.tables.code) // 2 < 16 * 4096
