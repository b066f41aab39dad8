"""Templates of compiled grammars: exactly those that the grammar has, with their odds."""

from __future__ import annotations

from math import log2
from pathlib import Path

import gramc
import pytest
from gramc.compiler.compile import compile_grammar
from gramc.corpora.annotated import read
from gramc.corpora.utterance import Span, Utterance
from gramc.evaluation.grammar.language import Language
from gramc.evaluation.grammar.marked import slot_names
from gramc.evaluation.grammar.templates import Marks, written

WORKED = sorted((Path(__file__).resolve().parents[2] / "grammars").rglob("*.gram"))
WORKED = [path for path in WORKED if "intent " in path.read_text("utf-8")]


def language(source: str, *more: str, locale: str = "en") -> tuple[Language, Marks]:
    text = f"grammar g\nlocale {locale}\n{source}"
    compiled, findings = compile_grammar("-", text.encode())
    assert compiled is not None, findings
    marks = Marks([*slot_names(compiled.program), *more])
    return Language(compiled, marks), marks


def said(language: Language, marks: Marks, shown: str, intent: str = "I") -> float | None:
    """The probability of a template as it is shown; none where it is none."""
    for name, mark in marks.of.items():
        shown = shown.replace(f"{{{name}}}", mark)
    bits = language.bits(intent, shown)
    return None if bits is None else 2**-bits


SLOTS = """
catalog artist = Madonna | Prince
catalog song = open
who = {artist} | somebody
intent I = play {song: (<artist> | some thing)} [by <who>] | /3/ stop
"""


def test_what_stands_in_a_slot_plays_no_part() -> None:
    found = language(SLOTS.replace("catalog song = open\n", ""))
    assert said(*found, "stop") == pytest.approx(3 / 4)
    assert said(*found, "play {song}") == pytest.approx(1 / 8)
    assert said(*found, "play {song} by {artist}") == pytest.approx(1 / 16)
    assert said(*found, "Play {song} by somebody!") == pytest.approx(1 / 16)
    for wrong in (
        "play {artist}",
        "play Madonna",
        "play some thing",
        "{song}",
        "play {song} by",
        "",
    ):
        assert said(*found, wrong) is None, wrong


def test_a_template_is_not_its_slots_name() -> None:
    found = language("catalog artist = Madonna\nintent I = play {artist} | stop artist", "other")
    assert said(*found, "play artist") is None
    assert said(*found, "stop {artist}") is None
    assert said(*found, "play {other}") is None
    assert said(*found, "play {artist}{artist}") is None


def test_slots_within_slots_are_part_of_the_outer_one() -> None:
    found = language(
        "catalog city = Paris | Rome\nintent I = go {place: (to {city} | home)} | see {city}"
    )
    assert said(*found, "go {place}") == pytest.approx(1 / 2)
    assert said(*found, "see {city}") == pytest.approx(1 / 2)
    assert said(*found, "go to {city}") is None


def test_a_slot_that_may_be_empty_may_be_gone() -> None:
    found = language("intent I = turn {much: [/3/ very | rather]} up | {much: (bit)+} down")
    gone, there = said(*found, "turn up"), said(*found, "turn {much} up")
    assert gone is not None
    assert there is not None
    assert gone + there == pytest.approx(1 / 2)
    assert said(*found, "down") is None
    assert said(*found, "{much} down") == pytest.approx(1 / 2)


def test_slots_agree_as_their_values_do() -> None:
    found = language(
        "feature gender = m | f\n"
        "det = el @m | la @f\n"
        "noun = perro @m | /2/ casa @f\n"
        "catalog wall = pared @f\n"
        "intent I = ve <det> {thing: <noun>} @agree(gender)\n"
        "         | ve <det> {wall} @agree(gender)",
        locale="es",
    )
    # Agreeing is as likely as it was: a half of each, so that the shares are those of the nouns.
    assert said(*found, "ve el {thing}") == pytest.approx(1 / 6)
    assert said(*found, "ve la {thing}") == pytest.approx(1 / 3)
    assert said(*found, "ve la {wall}") == pytest.approx(1 / 2)
    assert said(*found, "ve el {wall}") is None


def test_catalogues_outside_slots_count_as_words() -> None:
    found = language("catalog city = Paris | Rome\nintent I = go to <city> by {city}")
    assert said(*found, "go to Rome by {city}") == pytest.approx(1 / 2)
    assert said(*found, "go to {city} by {city}") is None
    size = found[0].sizes(["I"])["I"]
    assert size.value == 2


def test_open_catalogues_in_slots_need_nothing_bound() -> None:
    found = language("catalog song\nintent I = play {song}")
    assert found[0].parses
    assert found[0].samples
    assert said(*found, "play {song}") == pytest.approx(1)


def test_a_wildcard_swallows_no_slot() -> None:
    found = language("catalog a = x\nwildcard any\nintent I = say {what: <any>} | tell {a}")
    assert said(*found, "say {what}") == pytest.approx(1 / 2)
    assert said(*found, "say {a}") is None


def test_samples_are_templates_of_the_grammar() -> None:
    one, marks = language(SLOTS.replace("catalog song = open\n", ""))
    drawn = one.sample("I", 400, 1)
    assert drawn == one.sample("I", 400, 1)
    assert {marks.shown(template) for template in drawn} == {
        "stop",
        "play {song}",
        "play {song} by {artist}",
        "play {song} by somebody",
    }
    assert one.covers("I", drawn) == 1
    assert one.sizes(["I"])["I"].value == 4
    mean = sum(one.bits("I", written(template)) or 0 for template in drawn) / 400
    entropy = 0.75 * -log2(3 / 4) + 1 / 8 * 3 + 2 * 1 / 16 * 4
    assert abs(mean - entropy) < 0.2


def test_words_of_a_sentence() -> None:
    marks = Marks(["artist", "song"])
    utterance = read("Play, {Vogue}|song, now: {Madonna}|artist's own version!")
    assert isinstance(utterance, Utterance)
    template = marks.template(marks.text(utterance), "en")
    assert marks.shown(template) == "play {song} now {artist}'s own version"
    assert len(template) == 7
    other = read("play {VOGUE}|song now {Prince}|artist’s own version")
    assert isinstance(other, Utterance)
    assert marks.template(marks.text(other), "en") == template


def test_letters_are_words_where_there_are_no_spaces() -> None:
    found = language("catalog song = 茉莉花\nintent I = 播放{song}吧", locale="zh")
    utterance = Utterance("播放夜曲吧", (Span("song", 2, 4),))
    text = found[1].text(utterance)
    template = found[1].template(text, "zh")
    assert len(template) == 4
    assert written(template) == text
    assert found[0].covers("I", [template, template[1:], template[:-1]]) == pytest.approx(1 / 3)


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.stem)
def test_samples_of_whole_sentences_are_covered(path: Path) -> None:
    """What a grammar says it covers, values taken out: with rules, ranges, features, rewrites."""
    grammar = gramc.load(path)
    for name in grammar.compiled.unbound():
        grammar = grammar.bind(name, ["one", "two"])
    marks = Marks(slot_names(grammar.compiled.program))
    found = Language(grammar.compiled, marks)
    for utterance in grammar.sample(100, seed=3):
        assert found.accepts(utterance.intent, marks.text(utterance)), utterance
