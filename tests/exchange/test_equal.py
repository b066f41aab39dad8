"""What says whether two languages are the same is tried on some that are not."""

from __future__ import annotations

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled

from .equal import same_language


def compiled(text: str) -> Compiled:
    found, findings = compile_grammar("a.gram", text.encode())
    assert found is not None, findings
    return found


SAME = [
    ("intent I = a (b | c) d", "intent I = a b d | a c d"),
    ("intent I = {S:(a b => X)} c", "intent I = {S:(a (b => X))} c"),
    ("intent I = {k = v} a b", "intent I = a {k = v} b"),
    ("catalog C = a | b c\nintent I = x {S:C}", "intent I = x {S:(a | b c)}"),
    ("intent I = a b*", "intent I = a [b+]"),
    ("intent I = a | b\nintent J = c", "intent J = c\nintent I = b | a"),
    ("intent I = <0..3>", "intent I = 0 | 1 | 2 | 3"),
    ("intent I = <0..9000> a", "intent I = <0..9000> (a | a)"),
    ("wildcard W\nintent I = a {S:W}", "wildcard V\nwildcard W\nintent I = a {S:W}"),
]
OTHER = [
    ("intent I = a b", "intent I = a c"),
    ("intent I = a b", "intent I = a [b]"),
    ("intent I = a {S:b}", "intent I = a {T:b}"),
    ("intent I = a {S:b}", "intent I = a {S:(b => X)}"),
    ("intent I = a {k = v}", "intent I = a {k = w}"),
    ("intent I = a b", "intent J = a b"),
    ("intent I = a {S:(b c)}", "intent I = a {S:b} c"),
    ("catalog C = a | b\nintent I = x {S:C}", "intent I = x {S:(a | b | c)}"),
    ("intent I = a <0..9000>", "intent I = a <0..9001>"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one: str, other: str) -> None:
    assert same_language(compiled(one), compiled(other), exact=True)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_others(one: str, other: str) -> None:
    for pair in ((one, other), (other, one)):
        with pytest.raises(AssertionError):
            same_language(*map(compiled, pair), samples=20_000)


def test_weights_where_they_are_asked_for() -> None:
    one, other = compiled("intent I = /2/ a | b"), compiled("intent I = a | b")
    assert same_language(one, other, exact=True)
    with pytest.raises(AssertionError, match="odds"):
        same_language(one, other, weights=True)
    assert same_language(compiled("intent I = a | a | b"), one, weights=True, exact=True)


def test_rewritten_texts_are_sampled() -> None:
    one = compiled('rewrite "a" => "e"\nintent I = {S:(an | on)} oven [ant]')
    other = compiled("intent I = {S:(en | on)} oven [ent]")
    assert same_language(one, other, samples=200, weights=True)
    with pytest.raises(AssertionError):
        same_language(one, compiled("intent I = {S:(en | on)} oven [ant]"), samples=200)
