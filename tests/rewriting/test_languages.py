"""Contraction and elision: what is said, and that it is understood."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import gramc
import pytest
from gramc.compiler import artifact
from gramc.corpora.annotated import write
from gramc.runtime.enumerate import language
from gramc.runtime.grammar import Grammar

from .grammars import LANGUAGES

HERE = Path(__file__).parent


def opened(source: str, folder: Path) -> Grammar:
    path = folder / "own.gram"
    path.write_text(source, "utf-8")
    return gramc.load(path)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_what_is_said(locale: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    compiled = opened(LANGUAGES[locale], tmp_path).compiled
    assert compiled.rewriter is None or compiled.rewriter.quick is not None
    ((_, _, net),) = compiled.tables.roots
    texts = sorted(write(u) for u in language(compiled, net))
    golden(HERE / "golden" / f"{locale}.txt", "\n".join(texts) + "\n")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_what_is_said_is_understood(locale: str, tmp_path: Path) -> None:
    grammar = opened(LANGUAGES[locale], tmp_path)
    ((_, _, net),) = grammar.compiled.tables.roots
    shares = language(grammar.compiled, net)
    for utterance, share in shares.items():
        parses = grammar.parse(utterance.text, 20)
        assert utterance in [parse.utterance for parse in parses]
        (found,) = (p for p in parses if p.utterance == utterance)
        assert found.logprob == pytest.approx(math.log(share), abs=1e-6)
    texts = {u.text for u in shares}
    # an original is not understood where it had to be rewritten
    for text in texts:
        for wrong in (text.replace("an ", "a "), text.replace("del ", "de el ")):
            assert bool(grammar.parse(wrong)) == (wrong in texts)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_an_artifact_rewrites_alike(locale: str, tmp_path: Path) -> None:
    grammar = opened(LANGUAGES[locale], tmp_path)
    path = tmp_path / "own.gramc"
    path.write_bytes(b"".join(artifact.save(grammar.compiled)))
    loaded = gramc.load(path)
    assert list(loaded.sample(200)) == list(grammar.sample(200))
    for utterance in loaded.sample(20):
        assert loaded.parse(utterance.text) == grammar.parse(utterance.text)


def test_places_are_those_of_the_text_as_typed(tmp_path: Path) -> None:
    grammar = opened(LANGUAGES["en"], tmp_path)
    (parse,) = grammar.parse("  Give  me an APPLE!")
    (slot,) = parse.utterance.slots
    assert parse.utterance.text[slot.start : slot.end] == "APPLE"
    assert slot.value == "APPLE"


def test_the_case_of_catalogues_is_heeded(tmp_path: Path) -> None:
    source = """
rewrite "a" => "an" / (^ | " ") _ " " (e | o)
catalog Name = Elvis | elephant
intent See = see a {Name}
"""
    grammar = opened(source, tmp_path)
    assert {u.text for u in grammar.sample(50)} == {"see a Elvis", "see an elephant"}
    assert grammar.parse("see a elvis")
    assert not grammar.parse("see an elvis")
    assert grammar.parse("see an Elephant")
    assert not grammar.parse("see a elephant")


def test_what_is_taken_out_is_put_back(tmp_path: Path) -> None:
    source = """
rewrite "-" => ""
rewrite (uh | um) => ""
catalog Net = "wi-fi" => W | "um" => U
intent On = uh turn the {Net} on um
"""
    grammar = opened(source, tmp_path)
    assert {write(u) for u in grammar.sample(50)} == {"turn the wifi|Net=W on", "turn the on"}
    assert write(grammar.parse("turn the wifi on")[0].utterance) == "turn the wifi|Net=W on"
    assert write(grammar.parse("turn the on")[0].utterance) == "turn the on"


def test_no_space_is_thought_where_the_grammar_has_none(tmp_path: Path) -> None:
    source = """
rewrite "a" => "" / (^ | " ") _ $
intent Say = ba[{S:(a)}] | a c
"""
    grammar = opened(source, tmp_path)
    (parse,) = grammar.parse("ba")
    assert parse.logprob == pytest.approx(math.log(1 / 4))
    assert not parse.utterance.slots


def test_a_text_may_become_a_long_one(tmp_path: Path) -> None:
    grammar = opened(f'rewrite "x" => "{"y" * 300}"\nintent Say = a x b\n', tmp_path)
    (utterance,) = grammar.sample(1)
    assert utterance.text == f"a {'y' * 300} b"
    assert grammar.parse(utterance.text)
