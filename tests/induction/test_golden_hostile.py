"""Golden utterances that are none: a finding or a result, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.corpora.utterance import Span as Labelled
from gramc.corpora.utterance import Utterance
from gramc.dsl.span import Span
from gramc.induction.gathering import LONGEST, TOLD
from gramc.induction.golden import read
from gramc.induction.lexicon import Lexicon
from hypothesis import given
from hypothesis import strategies as st

from .golden_texts import compiled, templates, utterances


def test_no_utterances() -> None:
    found, findings = read([], Lexicon(), places=[])
    assert not found.intents
    assert [(one.code, one.is_error) for one in findings] == [("E701", True)]
    assert findings[0].hint


def test_one_utterance_is_a_result_with_a_warning() -> None:
    found, findings = read(utterances("play Vogue|song"), Lexicon())
    assert templates(found) == ["play {song}"]
    assert [one.code for one in findings] == ["W704"]
    _, findings = read(utterances(*["play Vogue|song"] * 1_000), Lexicon())
    assert "one utterance only, 1,000 times," in findings[0].message


@pytest.mark.parametrize(
    "text",
    ["", "   ", "…!?", "«»", "play\0pop", "bell\x07", "half \ud800 letter", "x" + " y" * LONGEST],
)
def test_an_utterance_that_is_none_is_left_out(text: str) -> None:
    place = Span("golden.txt", 7, 1, 7, 1)
    found, findings = read([Utterance(text)], Lexicon(), places=[place])
    assert not found.intents
    assert [one.code for one in findings] == ["W701", "E701"]
    assert findings[0].span == place


@pytest.mark.parametrize(
    "slots",
    [
        (Labelled("a", 0, 5), Labelled("b", 3, 8)),
        (Labelled("a", 5, 3),),
        (Labelled("a", 0, 99),),
        (Labelled("a", 0, 4, None, (Labelled("b", 2, 6),)),),
    ],
)
def test_labels_that_cross(slots: tuple[Labelled, ...]) -> None:
    _, findings = read([Utterance("play some pop", slots, (), "X")], Lexicon())
    assert [one.code for one in findings] == ["W701", "E701"]


def test_slots_without_text_are_left_out() -> None:
    slots = (Labelled("a", 4, 5), Labelled("b", 9, 9))
    found, _ = read([Utterance("play some pop", slots, (), "X")], Lexicon())
    assert templates(found) == ["play some pop"]


def test_slots_nested_very_deep() -> None:
    slot = Labelled("s0", 0, 1)
    for level in range(1, 90):
        slot = Labelled(f"s{level}", 0, 1 + level, None, (slot,))
    found, findings = read([Utterance("x" * 100, (slot,), (), "X")], Lexicon())
    assert len(found.slots) == 20
    assert [one.code for one in findings] == ["W705", "W704"]


def test_many_findings_are_counted() -> None:
    given = [Utterance(f"{'…' * number}", (), (), "X") for number in range(1, 101)]
    _, findings = read(given, Lexicon())
    assert len(findings) == TOLD + 2
    assert "80 more" in findings[-2].message


def test_many_contradictions_are_counted() -> None:
    lines = [line for n in range(50) for line in (f"play x{n}", f"play x{n}|a")]
    _, findings = read(utterances(*lines), Lexicon())
    assert len(findings) == TOLD + 1
    assert "There are 29 more" in findings[-1].message


def test_a_hundred_thousand_duplicates_are_one_template() -> None:
    given = utterances("play Vogue|song by Madonna|artist", "Play {hip hop}|song") * 50_000
    found, findings = read(given, Lexicon())
    assert [template.count for template in found.intents[0].templates] == [50_000, 50_000]
    assert not findings


@pytest.mark.parametrize(
    "line",
    [
        r"say \| \{ \} \\ ( ) [ ] < > # = ; ? * + @ {a\|b}|x",
        "e\u0301\u0301 \u0301x {ca\u0301fe}|x",
        "\u202bשלום\u202c {עולם}|x",
        '/3/ 24/7 "quoted" \'x\' {"y"}|x',
        "🎵🎶 👨‍👩‍👧 {🎸}|x",
        "test catalog intent {rule}|test",
        "ａｂｃ １２３ {ｘ}|x",
    ],
)
def test_odd_letters_still_parse(line: str, tmp_path: Path) -> None:
    given = utterances(line)
    found, _ = read(given, Lexicon())
    assert compiled(tmp_path, found, Lexicon()).parse(given[0].text)


@given(st.lists(st.text(max_size=30), max_size=8))
def test_any_texts(texts: list[str]) -> None:
    first = read([Utterance(text, (), (), "X") for text in texts], Lexicon())
    again = read([Utterance(text, (), (), "X") for text in texts], Lexicon())
    assert first == again
