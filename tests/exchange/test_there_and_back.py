"""Corpora drawn from the worked grammars, through other systems' formats and back."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from gramc.corpora.corpus import Corpus
from gramc.corpora.utterance import Span, Utterance
from gramc.exchange.made import Options
from gramc.exchange.sampled import lists_of, value_list
from gramc.exchange.templates import grammar_of
from gramc.runtime.grammar import load

from .languages import grammar, holds

GRAMMARS = [
    path
    for path in sorted((Path(__file__).parents[2] / "grammars").rglob("*.gram"))
    if path.stem not in ("lights", "polite")  # with a catalogue to be bound; without intents
]
SENTENCES = 300


def drawn(path: Path) -> Corpus:
    """Sentences of the grammar at *path*, as the formats can hold them."""
    one = load(path)
    sentences = [
        Utterance(u.text, tuple(plain(s) for s in u.slots), (), u.intent)
        for u in one.sample(SENTENCES, seed=7)
    ]
    names = lists_of(one.compiled)
    lists = tuple(value_list(one.compiled, name) for name in dict.fromkeys(names.values()))
    return Corpus(tuple(sentences), lists, one.compiled.program.locale, tuple(names.items()))


def plain(slot: Span) -> Span:
    return Span(slot.name, slot.start, slot.end, slot.value)


@pytest.mark.parametrize("form", ["rasa", "snips", "snips json"])
@pytest.mark.parametrize("path", GRAMMARS, ids=lambda path: path.stem)
def test_sentences_come_back(path: Path, form: str, tmp_path: Path) -> None:
    corpus = drawn(path)
    name, _, kind = form.partition(" ")
    options = Options(corpus.locale, path.stem, {"form": kind or "yaml"})
    made = import_module(f"gramc.exchange.{name}.write").write_corpus(corpus, options)
    for file in made.files:
        (tmp_path / file.path).write_bytes(file.data)
    read = import_module(f"gramc.exchange.{name}.read").read_corpus
    again, found = read(str(tmp_path / made.files[0].path), options)
    assert not found
    order = list(dict.fromkeys(u.intent for u in corpus.utterances))
    wanted = sorted(corpus.utterances, key=lambda u: order.index(u.intent))
    if not any("Left out" in f.message for f in made.findings):
        assert [spans(u, name) for u in again.utterances] == [spans(u, name) for u in wanted]
    if kind != "json":
        one = grammar(grammar_of(again, options), tmp_path)
        for sentence in again.utterances[:100]:
            assert holds(one, sentence), sentence


def spans(sentence: Utterance, name: str) -> Utterance:
    """A canonical value that equals its text is none in Snips."""
    if name != "snips":
        return sentence
    slots = tuple(
        Span(s.name, s.start, s.end, None if s.value == sentence.text[s.start : s.end] else s.value)
        for s in sentence.slots
    )
    return Utterance(sentence.text, slots, (), sentence.intent)
