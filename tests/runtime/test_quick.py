"""The engine by blocks gives the bytes of the definition, whatever it has met before."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from gramc.catalogues.rows import Entry
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.formats import FORMATS
from gramc.corpora.spaces import squeeze
from gramc.dsl.tree import File
from gramc.runtime import blocks
from gramc.runtime.engine import PlainEngine
from gramc.runtime.engines import engine
from gramc.runtime.grammar import Grammar
from gramc.runtime.lanes import Batch
from gramc.runtime.quick import QuickEngine
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import compiled_random, grammars
from .test_kernel import ACCEPT, ODD, PARTS, TEXTS, WORKED, bound, plain

NUMBERS = st.integers(0, 2**64 - 1) | st.integers(2**64 - 200, 2**64 - 1) | st.integers(0, 200)


def same(compiled: Compiled, seed: int, first: int, count: int) -> None:
    """The same lines and columns as by definition, asked for twice, with what the engine learned
    the first time."""
    drawn = Sampler(walk(compiled), seed)
    quick, definition = QuickEngine(drawn), PlainEngine(drawn)
    for form in FORMATS:
        wanted = definition.lines(form, first, count)
        for _ in range(2):
            assert quick.lines(form, first, count) == wanted
        assert quick.lines(form, first, count, PARTS) == definition.lines(form, first, count, PARTS)
    for one, other in zip(
        quick.columns(first, count, PARTS), definition.columns(first, count, PARTS), strict=True
    ):
        assert plain(one) == plain(other)


@given(NUMBERS, NUMBERS, st.integers(1, 70), st.integers(1, 9))
def test_lanes_are_the_numbers_of_each_sentence(
    seed: int, first: int, count: int, pairs: int
) -> None:
    compiled = bound(ACCEPT[0])
    drawn = Sampler(walk(compiled), seed)
    batch = Batch(seed, first, count, 2 * pairs)
    for sentence in range(count):
        numbers = drawn.numbers(first + sentence)
        for k in range(2 * pairs):
            r = next(numbers)
            assert batch.number(sentence, k) == r
            assert batch.tops[2 * pairs * sentence + k] == r >> 56


@pytest.mark.parametrize("path", ACCEPT + WORKED, ids=lambda p: p.stem)
def test_the_same_bytes(path: Path) -> None:
    compiled = bound(path)
    same(compiled, 0, 0, 300)
    same(compiled, 2**64 + 17, 2**64 - 20, 50)


def test_the_same_bytes_for_one_intent() -> None:
    compiled = bound(next(path for path in WORKED if path.stem == "full"))
    for name, _, _ in compiled.tables.roots:
        drawn = Sampler(walk(compiled, [name]), 3)
        for form in FORMATS:
            assert QuickEngine(drawn).lines(form, 0, 90) == PlainEngine(drawn).lines(form, 0, 90)


@settings(max_examples=60, deadline=None)
@given(grammars("minus", "minus", "wildcard"), NUMBERS, NUMBERS)
def test_the_same_bytes_for_any_grammar(file: File, seed: int, first: int) -> None:
    same(compiled_random(file), seed, first, 60)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS | st.just("")), min_size=1, max_size=5))
def test_the_same_bytes_for_any_values(rows: list[tuple[str, str | None]]) -> None:
    compiled, findings = compile_grammar("odd.gram", ODD.encode())
    assert compiled is not None, findings
    entries = {squeezed: Entry(squeezed, id=i) for v, i in rows if (squeezed := squeeze(v))}
    assume(entries)
    same(Grammar(compiled).bind("thing", entries.values()).compiled, 1, 0, 100)


SLOTS = r"""
intent A = <a> {s:([x] (one | two) [<b>] "y" <c>)} <a> [{k = "v w"}]
a = [p] [q] "-"
b = (three | {t:(four [\{] [five] => "4 5" | [six])} | {u:(<c> => C)})
c = "," | "" | c => x
"""


def compiled_text(source: str) -> Compiled:
    compiled, findings = compile_grammar("g.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def test_slots_whose_ends_are_chosen_later() -> None:
    compiled = compiled_text(SLOTS)
    same(compiled, 5, 0, 2000)
    with mock.patch.object(Sampler, "__call__", side_effect=AssertionError):  # nor asked for here
        for form in FORMATS:
            QuickEngine(Sampler(walk(compiled), 5)).lines(form, 0, 2000)


@pytest.mark.parametrize("deep", ["x [/999/ <b>]", "[/999/ <b>] x", "{s:(x)} [/99/ <b>]"])
def test_long_sentences_and_deep_recursion(deep: str) -> None:
    same(compiled_text(f"intent A = <b> z\nb = {deep}\n"), 5, 0, 12)


def test_what_would_make_too_many_blocks_is_left_to_the_definition() -> None:
    rules = "".join(f"r{n} = <r{n + 1}> [x] <r{n + 1}> | y\n" for n in range(40))
    compiled = compiled_text(f"intent A = <r0>\n{rules}r40 = z\n")
    with mock.patch.object(blocks, "MOST", 50):
        same(compiled, 5, 0, 100)


def test_sentences_that_are_sure() -> None:
    same(compiled_text('intent A = "a \\"" {s:(b {t:(c => d)})} {k = v}\n'), 5, 0, 3)
    same(compiled_text("intent A = [/0.001/ a] {k = v}\n"), 5, 0, 3)


def test_many_rows() -> None:
    compiled = compiled_text("catalog thing\nintent A = say {thing} [now]\n")
    rows = [Entry(f"the {n}", id=f"{n}" if n % 3 else None) for n in range(5000)]
    with mock.patch.object(blocks, "MOST_KEPT", 100):
        same(Grammar(compiled).bind("thing", rows).compiled, 1, 0, 500)


def test_it_serves_where_the_kernel_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAMC_ENGINE", "python")
    assert isinstance(engine(Sampler(walk(bound(ACCEPT[0])))), QuickEngine)
