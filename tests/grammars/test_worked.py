"""The worked grammars: no finding, in layout, their tests pass, what is sampled parses."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import gramc
import pytest
from gramc.compiler.compile import analyse, compile_grammar
from gramc.corpora.utterance import Span
from gramc.dsl import tree
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.runtime.intests import run_tests

FOLDER = Path(__file__).resolve().parents[2] / "grammars"
FILES = sorted(FOLDER.glob("*/*.gram"))
ROOTS = [file for file in FILES if file.name != "polite.gram"]  # which is imported only
HOME = {"area": ["kitchen", "living room"], "lamp": ["reading lamp", "porch light"]}


def name(path: Path) -> str:
    return path.name


def read(path: Path) -> tree.File:
    file, findings = parse(path.read_text(encoding="utf-8"), str(path))
    assert not findings
    return file


def rules(path: Path) -> int:
    """The rules and intents of *path* and its imports."""
    statements = read(path).statements
    own = sum(isinstance(s, tree.Rule | tree.Intent) for s in statements)
    return own + sum(
        rules(path.parent / s.path) for s in statements if isinstance(s, tree.Import) and s.path
    )


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_finding(path: Path) -> None:
    state, findings = analyse(str(path))
    assert state is not None
    assert findings == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_in_layout(path: Path) -> None:
    assert print_file(read(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ROOTS, ids=name)
def test_its_tests_pass(path: Path) -> None:
    state, _ = analyse(str(path))
    compiled, _ = compile_grammar(str(path))
    assert state is not None
    assert compiled is not None
    outcomes = run_tests(state, compiled)
    assert len(outcomes) >= 3
    assert [o.finding for o in outcomes if o.finding is not None] == []


@pytest.mark.parametrize("path", ROOTS, ids=name)
def test_what_is_sampled_parses(path: Path) -> None:
    grammar = gramc.load(path)
    if grammar.name == "lights":
        for catalogue, values in HOME.items():
            grammar = grammar.bind(catalogue, values)
    context = {"area": "@area"}  # what the sampler writes where the caller gives no value
    parser = grammar.parser(context=context)
    ambiguous = 0
    for drawn in grammar.sample(300, seed=1):
        found = parser(drawn.text, 1)
        assert found, drawn.text
        ambiguous += labels(found[0].utterance.slots) != labels(drawn.slots)
    assert ambiguous <= 6  # a name of two things: New York, Georgia, San Marino


def labels(slots: tuple[Span, ...]) -> list[tuple[str, int, int]]:
    return [found for s in slots for found in ((s.name, s.start, s.end), *labels(s.slots))]


def test_the_toy_is_short() -> None:
    lines = (FOLDER / "music" / "music.gram").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 20


def test_the_full_music_grammar_keeps_its_bound() -> None:
    assert rules(FOLDER / "music" / "full.gram") < 60


def test_every_article_fits_the_word_behind_it() -> None:
    """Agreement of a and an with whatever follows, over many sentences."""
    grammar = gramc.load(FOLDER / "music" / "full.gram")
    seen = set()
    for drawn in grammar.sample(2000, seed=2):
        words = drawn.text.split()
        for article, word in pairwise(words):
            if article in ("a", "an") and word in ("song", "album", "EP", "eighties", "ballad"):
                assert (article == "an") == (word[0] in "aeE"), drawn.text
                seen.add((article, word))
    assert len(seen) >= 4
