"""What people wrote for another system, written out for a third."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from gramc.exchange.formats import FORMATS
from gramc.exchange.made import Options
from gramc.exchange.ohf.read import import_grammar
from gramc.runtime.grammar import Grammar, load

from .decoding import Matcher, job
from .languages import write
from .test_decoding import written
from .test_plain_gram import there_and_back

HOUSE = Path(__file__).parent / "ohf" / "house"
DATA = Path(__file__).parents[3] / "shared" / "data" / "ohf_intents"


CONTEXT = {"area": "@area"}


def bound(folder: Path, target: Path, locale: str) -> Grammar:
    """The grammar of a house that has two of everything."""
    grammar = load(write(import_grammar(str(folder), Options(locale=locale)), target))
    for name in grammar.compiled.missing():
        grammar = grammar.bind(name, [f"{name.lower()} eins", "die zwei"])
    return grammar


def check(grammar: Grammar, target: Path, samples: int) -> None:
    compiled = grammar.compiled
    made = FORMATS["llguidance"].exporter()(job(compiled, "golden"))
    assert not made.failed, made.findings
    matcher = Matcher(made.files[0].data.decode(), "lark")
    told = " ".join(f.message for f in made.findings if "Canonical" in f.message)
    for said in grammar.sample(samples, seed=4):
        if not any(slot.name in told for slot in said.slots):
            assert matcher.accepts(written(said, "golden")), said
    back = Grammar(there_and_back(compiled, target))
    assert back.intents == grammar.intents
    for said in grammar.sample(samples // 10, seed=5):
        parses = back.parse(said.text, 30, case_sensitive=True, context=CONTEXT)
        assert any(p.utterance == said for p in parses), said


def test_a_house(tmp_path: Path) -> None:
    check(bound(HOUSE, tmp_path / "in", "en"), tmp_path / "back", 300)


def test_all_intents_of_a_language(tmp_path: Path) -> None:
    if not DATA.is_dir():
        assert not os.environ.get("CI"), f"{DATA} is missing"
        pytest.skip("the shared data are not beside this checkout")
    check(bound(DATA, tmp_path / "in", "es"), tmp_path / "back", 300)
