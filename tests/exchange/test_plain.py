"""The plain grammar has the language of the grammar, with the same probabilities."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from gramc.compiler import ir
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.dsl.span import Span
from gramc.exchange.plain.mapped import nodes
from gramc.exchange.plain.permuted import without_permutations
from gramc.exchange.plain.plain import Plain, of
from gramc.exchange.plain.repeats import without_repeats
from gramc.runtime.enumerate import derivations, language
from hypothesis import HealthCheck, assume, given, settings

from ..compiler.small_grammars import compiled_random, grammars
from ..reference.test_cases import ENDLESS, FINITE, LONGEST, OTHERS, loaded, read
from ..reference.texts import annotated
from .plain_language import PlainLanguage


def plain_of(compiled: Compiled) -> Plain:
    plain, findings = of(compiled)
    assert plain is not None, findings
    assert not findings
    return plain


@pytest.mark.parametrize("case", [*FINITE, *ENDLESS], ids=lambda p: p.stem)
def test_the_cases_of_the_reference(case: Path) -> None:
    plain, findings = of(loaded(case).compiled)
    assert plain is not None, findings
    if findings:  # a language without end is not rewritten
        assert [f.code for f in findings] == ["W623"]
        assert loaded(case).compiled.rewriter is not None
        return
    limit = LONGEST if case in ENDLESS else None
    for intent, rows in read(case).items():
        found = PlainLanguage(plain, limit).language(intent)
        expected = dict(rows)
        assert {annotated(u): float(p) for u, p in found.items()} == pytest.approx(
            expected, abs=1e-9
        )


@pytest.mark.parametrize("case", OTHERS, ids=lambda p: p.stem)
def test_the_cases_of_others(case: Path) -> None:
    plain, findings = of(loaded(case).compiled)
    assert plain is not None, findings
    if findings:
        assert [f.code for f in findings] == ["W623"]
        return
    for intent, rows in read(case).items():
        found = PlainLanguage(plain).language(intent)
        assert {annotated(u): float(p) for u, p in found.items()} == pytest.approx(
            dict(rows), abs=1e-9
        )


SETTINGS = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def small(file: tree.File) -> Compiled:
    compiled = compiled_random(file)
    root = compiled.networks.roots[0][2]
    few = list(islice(derivations(compiled.networks, compiled.stock, root), 1001))
    assume(len(few) <= 1000)
    return compiled


@SETTINGS
@given(grammars("range", "wildcard", "row", "minus"))
def test_random_grammars(file: tree.File) -> None:
    compiled = small(file)
    root = compiled.networks.roots[0][2]
    assert PlainLanguage(plain_of(compiled)).language("I") == language(compiled, root)


@SETTINGS
@given(grammars("range", "row"))
def test_permutations_and_repeats_are_written_out(file: tree.File) -> None:
    plain = plain_of(small(file))
    made = without_repeats(without_permutations(plain))
    assert not any(isinstance(n, ir.Permute | ir.Repeat) for n in nodes(made))
    assert PlainLanguage(made).language("I") == PlainLanguage(plain).language("I")


def test_many_permutations_become_rules() -> None:
    text = "intent I = (a ; b ; c ; [d] ; e)"
    compiled, _ = compile_grammar("a.gram", text.encode())
    assert compiled is not None
    made = without_permutations(plain_of(compiled))
    assert len(made.rules) > 1
    assert PlainLanguage(made).language("I") == language(compiled, 0)


WAYS = """
feature a = a1 | a2 | a3 | a4
feature b = b1 | b2 | b3 | b4
x = x1 @a1 @b1 | x2 @a2 @b2 | x3 @a3 @b3 | x4 @a4 @b4 | x
y = y1 @a1 | y2 @a2 | y3 @b3 | y4 @b4 | /3/ y
intent I = <x> <y> <x> <y> <x>y<y> @agree(a, b)
"""


def test_where_parts_agree_in_many_ways_there_are_rules() -> None:
    compiled, _ = compile_grammar("a.gram", WAYS.encode())
    assert compiled is not None
    plain = plain_of(compiled)
    assert any("rest" in name for name in plain.rules)
    assert PlainLanguage(plain).language("I") == language(compiled, 0)


def test_too_many_rows_are_drawn_apart(tmp_path: Path) -> None:
    rows = "".join(f"t{n}\ta{n % 700}\n" for n in range(1500))
    (tmp_path / "s.tsv").write_text(f"title\tartist\n{rows}")
    path = tmp_path / "a.gram"
    path.write_text('catalog S from "s.tsv"\nintent I = {T:S.title} by {A:S.artist}\n')
    compiled, _ = compile_grammar(str(path))
    assert compiled is not None
    place = Span(str(path), 1, 1, 3, 1)
    plain, findings = of(compiled, place)
    assert plain is not None
    assert [(f.code, f.span) for f in findings] == [("W623", place)]
    assert [(m.name, len(m)) for m in plain.catalogues.values()] == [("S", 1500), ("S_artist", 700)]
    assert sum(row.weight for row in plain.catalogues["S_artist"].rows()) == 1500


def test_names_tell_what_they_are() -> None:
    text = """
feature n = sg | pl
catalog Song = one @sg | two @pl | three
the = this @sg | those @pl
the_pl = a
intent I = <the> {Song} <the_pl> <0..5 step 0.5> <-1..1> {x:<Song - two>} @agree(n)
intent J = <the>
"""
    compiled, findings = compile_grammar("a.gram", text.encode())
    assert compiled is not None, findings
    plain = plain_of(compiled)
    assert list(plain.rules) == ["the_sg", "the_pl_2", "the", "the_pl"]
    assert list(plain.catalogues) == [
        "Song_none_but_two",
        "Song_sg_but_two",
        "Song_none",
        "Song_sg",
        "Song_pl",
        "number_0_5_step_0_5",
        "number_minus_1_1",
    ]
