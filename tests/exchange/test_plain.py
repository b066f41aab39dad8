"""The plain grammar has the language of the grammar, with the same probabilities."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.exchange.plain.plain import Plain, of
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


@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars("range", "wildcard", "row", "minus"))
def test_random_grammars(file: tree.File) -> None:
    compiled = compiled_random(file)
    root = compiled.networks.roots[0][2]
    few = list(islice(derivations(compiled.networks, compiled.stock, root), 1001))
    assume(len(few) <= 1000)
    assert PlainLanguage(plain_of(compiled)).language("I") == language(compiled, root)
