"""The language of a draft, over symbols."""

from __future__ import annotations

import random
from itertools import product

from gramc.induction.accept import Language
from gramc.induction.draft import (
    Call,
    Choice,
    Draft,
    Expression,
    Option,
    Optional,
    Repeat,
    Rule,
    Sequence,
    nesting,
    symbols,
)
from gramc.induction.symbols import Symbol
from hypothesis import given
from hypothesis import strategies as st

A, B, C = Symbol("a"), Symbol("b"), Symbol("c", slot=True)


def _choice(*expressions: Expression) -> Choice:
    return Choice(tuple(Option(one) for one in expressions))


def _texts(one: Expression, rules: dict[str, Expression]) -> set[tuple[Symbol, ...]]:
    """What an expression without recursion stands for, by its definition."""
    if isinstance(one, Symbol):
        return {(one,)}
    if isinstance(one, Call):
        return _texts(rules[one.name], rules)
    if isinstance(one, Sequence):
        ways = product(*(_texts(part, rules) for part in one.parts))
        return {tuple(symbol for part in way for symbol in part) for way in ways}
    if isinstance(one, Choice):
        return set().union(*(_texts(option.expression, rules) for option in one.options))
    if isinstance(one, Optional):
        return _texts(one.expression, rules) | {()}
    assert one.high is not None
    found: set[tuple[Symbol, ...]] = set()
    for times in range(one.low, one.high + 1):
        found |= _texts(Sequence((one.expression,) * times), rules)
    return found


LEAVES = st.sampled_from([A, B, C, Call("inner")])
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: Sequence(tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: _choice(*parts)),
        inner.map(Optional),
        st.tuples(inner, st.integers(0, 2), st.integers(0, 1)).map(
            lambda given: Repeat(given[0], given[1], given[1] + given[2])
        ),
    ),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_a_language_is_what_its_expressions_say(one: Expression) -> None:
    inner = _choice(Sequence((A, B)), C)
    draft = Draft((Rule("Play", _choice(one), intent=True), Rule("inner", inner)))
    language = Language(draft, "Play")
    texts = _texts(one, {"inner": inner})
    assert language.count() == len(texts)
    assert all(language.accepts(text) for text in texts)
    for text in sorted(texts):
        assert language.accepts((*text, A)) == ((*text, A) in texts)
        assert language.accepts(text[1:]) == (text[1:] in texts)
    rng = random.Random(0)
    assert {language.sample(rng) for _ in range(20)} <= texts


def test_recursion_on_the_right_is_a_loop() -> None:
    more = Rule("more", _choice(Sequence((B, Call("more"))), C))
    language = Language(
        Draft((Rule("Play", _choice(Sequence((A, Call("more")))), True), more)), "Play"
    )
    assert language.accepts((A, B, B, B, C))
    assert not language.accepts((A, B, B))
    assert language.count() == float("inf")
    long = (A, *[B] * 5_000, C)
    assert language.accepts(long)


def test_counts_are_odds() -> None:
    choice = Choice((Option(A, 3.0), Option(Optional(B, 1.0, 3.0), 1.0)))
    language = Language(Draft((Rule("Play", choice, True),)), "Play")
    rng = random.Random(1)
    drawn = [language.sample(rng) for _ in range(8_000)]
    assert abs(drawn.count((A,)) / 8_000 - 0.75) < 0.02
    assert abs(drawn.count((B,)) / 8_000 - 1 / 16) < 0.01


def test_sizes() -> None:
    rule = Rule("Play", _choice(Sequence((A, Optional(_choice(B, Call("x"))))), C))
    assert symbols(rule) == 4
    assert nesting(rule.choice) == 2
