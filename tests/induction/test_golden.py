"""From golden utterances to templates."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.corpora.utterance import Span as Labelled
from gramc.corpora.utterance import Utterance
from gramc.dsl.span import Span
from gramc.dsl.text import fold
from gramc.induction.golden import read
from gramc.induction.lexicon import Lexicon
from gramc.induction.seen import Golden, Value
from gramc.induction.symbols import Symbol
from gramc.induction.words import tokens
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from .golden_texts import compiled, golden, spelled, templates, utterances


def test_values_are_taken_out_and_templates_counted() -> None:
    found = golden(
        "Please play Help!|song",
        "play Vogue|song by Madonna|artist.",
        "Play {hip hop}|song by {the Beatles}|artist",
        "play Vogue|song by Madonna|artist.",
    )
    [intent] = found.intents
    assert [(spelled(one), one.count) for one in intent.templates] == [
        ("play {song} by {artist}", 3),
        ("please play {song}", 1),
    ]
    assert intent.templates[0].examples == (
        "play Vogue|song by Madonna|artist|.",
        "Play {hip hop}|song by {the Beatles}|artist",
    )
    assert found.values == (
        ("song", (("Vogue", 2), ("Help!", 1), ("hip hop", 1))),
        ("artist", (("Madonna", 2), ("the Beatles", 1))),
    )
    assert found.count == 4
    song = found.slot("song")
    assert song is not None
    assert dict(song.contexts)["play _"] == ("Help!", "Vogue", "hip hop")


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("Play, {Vogue}|a!", "play {a}"),
        ("play “{Vogue}|a” ... now?", "play {a} now"),
        ("play Madonna|a|'s songs", "play {a}'s songs"),
        ("play '{Vogue}|a|' now", "play {a} now"),
        ("play 'til the writers’ {x}|a", "play 'til the writers' {a}"),
        ("play ‘now’ and then", "play now and then"),
        ("it's 50 % or -3 (maybe)", "it's 50 % or -3 maybe"),
        ("un{do}|a|ing {x}|a|-{y}|b", "un{a}ing {a}-{b}"),
        ("the top-rated {...}|a", "the top-rated {a}"),
        ("l'{Artiste}|a", "l'{a}"),
        ("播放{周杰伦}|a|的歌。", "播放{a}的歌"),
        ("ABC를 틀어 줘", "abc를 틀어 줘"),
        ("テレビで{相撲}|a|を見る", "テレビで{a}を見る"),
        ("เปิด{เพลงชาติ}|a", "เปิด{a}"),
        ("{रेशमा}|a के गाने चलाओ।", "{a} के गाने चलाओ"),
        ("נגן את {הללויה}|a", "נגן את {a}"),
        ("cafe\u0301 {x}|a", "café {a}"),
    ],
)
def test_words(line: str, template: str, tmp_path: Path) -> None:
    found = golden(line, locale="fr" if line.startswith("l'") else "en")
    assert templates(found) == [template]
    [utterance] = utterances(line)
    best = compiled(tmp_path, found, Lexicon()).parse(utterance.text)[0].utterance
    assert [(s.name, s.start, s.end) for s in best.slots] == [
        (s.name, s.start, s.end) for s in utterance.slots
    ]


def test_letters_of_scripts_without_spaces_are_symbols_of_their_own() -> None:
    [intent] = golden("播放{周杰伦}|a|的CD3歌", "テレビを見る", "ไปดูหนัง").intents
    first, second, third = (one.symbols for one in intent.templates)
    assert first == (
        Symbol("播"),
        Symbol("放", touches=True),
        Symbol("a", True, True),
        Symbol("的", touches=True),
        Symbol("cd3", touches=True),
        Symbol("歌", touches=True),
    )
    assert [one.text for one in second] == ["テレビ", "を", "見", "る"]
    assert [one.text for one in third] == ["ไ", "ป", "ดู", "ห", "นั", "ง"]


def test_case_is_that_within_sentences() -> None:
    found = golden(
        "Musik an",
        "Spiel die Musik von der CD ab. Die CD",
        "Die Musik aus",
        "WHAT NOW",
        "TV aus",
        locale="de",
    )
    assert templates(found) == [
        "Musik an",
        "spiel die Musik von der CD ab die CD",
        "die Musik aus",
        "what now",
        "TV aus",
    ]


def test_the_end_of_a_word_is_no_word() -> None:
    found = golden("ein wenig Jazz|g|musik", "spiel Rock|g|musik", "mach Musik von Nena|a")
    assert [spelled(one) for one in found.intents[0].templates] == [
        "ein wenig {g}musik",
        "spiel {g}musik",
        "mach Musik von {a}",
    ]


def test_case_of_turkish() -> None:
    assert templates(golden("Işığı aç", locale="tr")) == ["ışığı aç"]
    assert templates(golden("İstanbul hava", "şimdi İstanbul", locale="tr"))[0] == "İstanbul hava"


def test_slots_in_slots_are_rules(tmp_path: Path) -> None:
    lines = (
        "pizza with {no {red onions}|Topping}|Not",
        "pizza with {olives}|Not=O please",
        "pizza with {{ham}|Topping only}|Not=H",
    )
    found = golden(*lines)
    assert templates(found) == ["pizza with {Not}", "pizza with {Not} please"]
    slot = found.slot("Not")
    assert slot is not None
    assert [(spelled(one.template), one.canonical) for one in slot.fillers] == [
        ("no {Topping}", None),
        ("olives", "O"),
        ("{Topping} only", "H"),
    ]
    assert found.slot("Topping") is not None
    grammar = compiled(tmp_path, found, Lexicon())
    for utterance in utterances(*lines):
        assert utterance.slots in [one.utterance.slots for one in grammar.parse(utterance.text)]


def test_slots_that_nest_in_a_circle_are_cut() -> None:
    given = utterances("{a {b c}|B}|A", "{x {y {z}|A}|C}|B")
    found, findings = read(given, Lexicon())
    assert [one.code for one in findings] == ["W705"]
    assert templates(found) == ["{A}", "{B}"]
    slot = found.slot("C")
    assert slot is not None
    assert slot.values == (Value("y z"),)


def test_canonical_values_and_constants_stay() -> None:
    found = golden("now {hip hop}|g=HH {}|domain=music", "play {Hip Hop}|g=HH", "play rock|g")
    [intent] = found.intents
    assert [one.constants for one in intent.templates] == [(), (("domain", "music"),)]
    slot = found.slot("g")
    assert slot is not None
    assert slot.values == (Value("hip hop", "HH", 2), Value("rock"))


def test_contradictory_labels_are_settled_by_the_majority() -> None:
    given = utterances("play Vogue", "play Vogue|song", "Play vogue|song.", "stop")
    places = [Span("a.txt", line, 1, line, 1) for line in range(1, 5)]
    found, findings = read(given, Lexicon(), places=places)
    [intent] = found.intents
    assert [(spelled(one), one.count) for one in intent.templates] == [
        ("play {song}", 3),
        ("stop", 1),
    ]
    [finding] = findings
    assert finding.code == "W702"
    assert "play Vogue (1); play Vogue|song (2)" in finding.message
    assert finding.span.line == 2
    assert [label.span.line for label in finding.labels] == [1]


def test_a_text_in_two_intents_stays_in_both() -> None:
    given = [*utterances("stop", "go on"), *utterances("stop", "halt", intent="Stop")]
    found, findings = read(given, Lexicon())
    assert [len(intent.templates) for intent in found.intents] == [2, 2]
    assert [one.code for one in findings] == ["W703"]


def test_the_intent_is_called_after_the_file() -> None:
    given = utterances("play", "stop", intent="")
    places = [Span(f"x/{name}", 1, 1, 1, 1) for name in ("Play Music.ann.txt", "Stop.txt")]
    found, findings = read(given, Lexicon(), places=places)
    assert [intent.name for intent in found.intents] == ["Play_Music", "Stop"]
    assert [one.code for one in findings] == ["W705", "W704", "W704"]
    assert read(given, Lexicon())[0].intents[0].name == "sentence"


def test_names_that_are_none_are_made_legal() -> None:
    given = [Utterance("play x", (Labelled("a song", 5, 6),), (("1", "x"),), "weather/find")]
    found, findings = read([*given, *utterances("y", intent="Z")], Lexicon())
    assert found.intents[0].name == "weather_find"
    assert found.slots[0].name == "a_song"
    assert [one.code for one in findings if one.code == "W705"] == ["W705"] * 3


def _texts() -> st.SearchStrategy[str]:
    letters = st.sampled_from("aBÉ播しテไป์כ ’'\".,!?-%،。(I1🎵")
    return st.text(letters, min_size=1, max_size=12)


@st.composite
def _labelled(draw: st.DrawFn) -> Utterance:
    parts = draw(st.lists(st.tuples(_texts(), st.sampled_from([None, "a", "b"])), min_size=1))
    text, slots = "", []
    for part, name in parts:
        if name and part.strip(" ") == part:
            slots.append(Labelled(name, len(text), len(text) + len(part)))
        text += part
    return Utterance(text, tuple(slots), (), "X")


@given(_labelled())
def test_template_and_values_give_the_words_back(utterance: Utterance) -> None:
    """Nothing but spaces and punctuation at the ends of words is lost, outside slots."""
    found, _ = read([utterance], Lexicon())
    assume(found.intents)
    [template] = found.intents[0].templates
    from gramc.corpora.normal import normal

    words = tokens(normal(utterance))
    spoken = "".join(
        (token.text if symbol.slot else symbol.text)
        for symbol, token in zip(template.symbols, words, strict=True)
    )

    def bare(text: str) -> str:
        return "".join(letter for letter in fold(text) if letter.isalnum() or letter in "%🎵์")

    assert bare(spoken) == bare(utterance.text)


@settings(max_examples=40)
@given(utterance=_labelled())
def test_every_utterance_is_in_the_language_of_its_templates(
    tmp_path_factory: pytest.TempPathFactory, utterance: Utterance
) -> None:
    found, findings = read([utterance], Lexicon())
    if not found.intents:
        assert findings[-1].code == "E701"
        return
    grammar = compiled(tmp_path_factory.mktemp("made"), found, Lexicon())
    assert grammar.parse(utterance.text)


def test_nothing_read_is_nothing_learned() -> None:
    assert read([], Lexicon())[0] == Golden()
