"""Finding the values of catalogues in plain text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gramc.corpora.annotated import write
from gramc.corpora.utterance import Utterance
from gramc.dsl.findings import Finding
from gramc.dsl.span import Span
from gramc.induction.gathering import gather
from gramc.induction.golden import read
from gramc.induction.lexicon import Lexicon
from gramc.induction.spans.label import label
from gramc.induction.spans.lattice import Candidates
from gramc.induction.words import tokens
from hypothesis import given
from hypothesis import strategies as st

from .golden_texts import utterances


def _lexicon(folder: Path, locale: str = "en", **values: list[str]) -> Lexicon:
    for name, lines in values.items():
        (folder / f"{name}.txt").write_text("".join(f"{one}\n" for one in lines), "utf-8")
    return Lexicon.load(str(folder), locale)[0]


def _labelled(lexicon: Lexicon, *lines: str, locale: str = "en") -> tuple[list[str], list[Finding]]:
    given = [Utterance(line, (), (), "X") for line in lines]
    found, findings = label(gather(given, [])[0], lexicon, locale)
    return [write(one.utterance) for one in found], findings


STATES = re.findall(
    "[A-Za-z]+",
    "in me or de hi id ma oh ok pa la al co ct Alabama Alaska Arizona Arkansas California Colorado "
    "Connecticut Delaware Florida Georgia Guam Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky "
    "Louisiana Maine Maryland Massachusetts Michigan Minnesota Missouri Montana Nebraska Ohio "
    "Texas Utah Vermont Virginia Wyoming",
)


def test_a_function_word_stays_a_word(tmp_path: Path) -> None:
    states = [*STATES, "New Mexico"]
    lexicon = _lexicon(tmp_path, state=states, city=["Paris", "Rome", "New York", "Santa Fe"])
    places = ["Maryland|state", "paris|city", "{New Mexico}|state", "Rome|city", "Texas|state"]
    times = ["", " in five minutes", " in winter", "", " in june"]
    frames = ["tell me the weather in {}{}", "is it cold in {}{}", "how hot is {}{}"]
    labelled = [
        frame.format(place, times[(number + other) % 5])
        for other, frame in enumerate(frames)
        for number, place in enumerate(places)
    ]
    plain = [one.text for one in utterances(*labelled)]
    assert _labelled(lexicon, *plain)[0] == labelled


def test_the_context_tells_of_two_catalogues_with_one_value(tmp_path: Path) -> None:
    lexicon = _lexicon(
        tmp_path,
        people=["two", "four", "five", "seven", "nine", "ten"],
        stars=["one", "two", "four", "five", "six", "three"],
    )
    found, _ = _labelled(
        lexicon,
        "a table for seven",
        "give it six stars",
        "a table for two",
        "give it four stars",
        "a table for nine",
        "give it one stars",
        "a table for four",
    )
    assert found == [
        "a table for seven|people",
        "give it six|stars stars",
        "a table for two|people",
        "give it four|stars stars",
        "a table for nine|people",
        "give it one|stars stars",
        "a table for four|people",
    ]


def test_one_value_everywhere_is_a_word(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, film=["play", "Alien", "Up", "Heat", "Big", "Jaws"])
    lines = [f"play something {n}" for n in range(6)]
    found, findings = _labelled(lexicon, *lines)
    assert found == lines
    assert [one.code for one in findings] == ["W711"]


def test_a_slot_of_one_value_is_told(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, film=["Alien", "Up"], song=["Vogue", "Help", "Hello"])
    found, findings = _labelled(lexicon, "play Vogue", "play Help", "play Hello", "show Alien")
    assert found[3] == "show Alien|film"
    assert [(one.code, one.message) for one in findings] == [
        ("W712", "“Alien” is taken for a value of film, the only one of them that is found.")
    ]


def test_longer_values_and_those_within_words(tmp_path: Path) -> None:
    lexicon = _lexicon(
        tmp_path,
        artist=["The Who", "Who", "Madonna", "Guns N' Roses", "Sigur Rós", "Led-Zeppelin"],
    )
    found, _ = _labelled(
        lexicon,
        "play the who",
        "play Madonna’s songs",
        "play guns n’ roses!",
        "play Sigur Ro\u0301s's songs",
        "play led zeppelin",
    )
    assert found == [
        "play {the who}|artist",
        "play Madonna|artist|’s songs",
        "play {guns n’ roses}|artist|!",
        "play {Sigur Rós}|artist|'s songs",
        "play {led zeppelin}|artist",
    ]


@pytest.mark.parametrize(
    ("values", "lines", "labelled"),
    [
        (
            ["周杰伦", "王菲", "蔡依林", "李宗盛"],
            ["播放周杰伦的歌", "播放王菲的歌", "我要听蔡依林的歌", "我要听李宗盛的歌"],
            [
                "播放{周杰伦}|a|的歌",
                "播放{王菲}|a|的歌",
                "我要听{蔡依林}|a|的歌",
                "我要听{李宗盛}|a|的歌",
            ],
        ),
        (
            ["宇多田ヒカル", "嵐", "スピッツ"],
            ["宇多田ヒカルをかけて", "嵐をかけて", "スピッツを再生"],
            ["宇多田ヒカル|a|をかけて", "嵐|a|をかけて", "スピッツ|a|を再生"],
        ),
        (
            ["ไททานิค", "แฟนฉัน", "องค์บาก"],
            ["เปิดหนังไททานิค", "เปิดหนังแฟนฉัน", "ดูองค์บาก"],
            ["เปิดหนัง{ไททานิค}|a", "เปิดหนัง{แฟนฉัน}|a", "ดู{องค์บาก}|a"],
        ),
        (
            ["रेशमा", "लता मंगेशकर", "मुकेश"],
            ["रेशमा के गाने", "लता मंगेशकर के गाने", "मुकेश के गाने"],
            ["रेशमा|a के गाने", "{लता मंगेशकर}|a के गाने", "मुकेश|a के गाने"],
        ),
        (
            ["הללויה", "ערב של שושנים", "חי"],
            ["נגן את הללויה", "נגן את ערב של שושנים", "נגן את חי"],
            ["נגן את הללויה|a", "נגן את {ערב של שושנים}|a", "נגן את חי|a"],
        ),
    ],
)
def test_any_script(
    values: list[str], lines: list[str], labelled: list[str], tmp_path: Path
) -> None:
    assert _labelled(_lexicon(tmp_path, a=values), *lines)[0] == labelled


def test_case_as_the_locale_has_it(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, "tr", city=["Iğdır", "İzmir", "Muş"])
    found, _ = _labelled(lexicon, "ığdır hava", "izmir hava", "MUŞ hava", locale="tr")
    assert found == ["ığdır|city hava", "izmir|city hava", "MUŞ|city hava"]


def test_canonical_values_are_those_of_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "genre.tsv").write_text("value\tid\nhip hop\tHH\nrock\t\njazz\tJ\n")
    found, _ = _labelled(Lexicon.load(str(tmp_path))[0], "play hip hop", "play rock", "play jazz")
    assert found == ["play {hip hop}|genre=HH", "play rock|genre", "play jazz|genre=J"]


def test_annotated_files_stay_as_they_are_and_teach(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, song=["something", "Vogue", "Help", "Yesterday"])
    lines = ("play Vogue|song", "play something", "hum Help|song", "hear something else")
    plain = [Utterance(text, (), (), "X") for text in ("play yesterday", "Play something")]
    given = [*utterances(*lines, intent="X"), *plain]
    places = [Span("a.txt", line, 1, line, 1) for line in range(1, 5)]
    places += [Span("plain.txt", line, 1, line, 1) for line in (1, 2)]
    found, _ = label(gather(given, places)[0], lexicon, "en")
    labelled = [*lines, "play yesterday|song", "Play something"]
    assert [write(one.utterance) for one in found] == labelled


def test_plain_text_is_learned_with_its_slots(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, genre=["pop", "rock", "hip hop"])
    given = [Utterance(f"Play some {one}", (), (), "X") for one in ("pop", "Rock", "hip hop")]
    golden, findings = read(given, lexicon, "en")
    assert not findings
    [template] = golden.intents[0].templates
    assert template.count == 3
    assert template.examples == ("Play some pop|genre", "Play some Rock|genre")


def test_plain_text_without_catalogues_is_words() -> None:
    golden, findings = read(
        [Utterance("a b", (), (), "X"), Utterance("a c", (), (), "X")], Lexicon()
    )
    assert not golden.slots
    assert not findings


@given(st.lists(st.text("abcé 'っ播’-.!", max_size=14), max_size=6))
def test_any_text_is_labelled_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("catalogues")
    lexicon = _lexicon(folder, x=["a", "a b", "b c", "é'", "播っ", "c.!"], y=["b", "a", "'"])
    gathered, _ = gather([Utterance(text, (), (), "X") for text in texts], [])
    first, _ = label(gathered, lexicon, "en")
    again, _ = label(gathered, lexicon, "en")
    assert first == again
    assert [one.utterance.text for one in first] == [one.utterance.text for one in gathered]
    for one in first:
        for slot in one.utterance.slots:
            listed = lexicon.get(slot.name)
            assert listed is not None
            assert listed.holds(one.utterance.text[slot.start : slot.end])


def test_each_value_of_a_place_is_found_once(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("value\tid\nx\t1\nX\t2\nx y\t3\n")
    lexicon = Lexicon.load(str(tmp_path))[0]
    lattice = Candidates(lexicon, "").lattice("x y", tokens(Utterance("x y")))
    slots = [edge for edge in lattice.edges if edge.kind.slot]
    assert [(edge.start, edge.end, edge.row) for edge in slots] == [(0, 1, 0), (0, 3, 2)]


def test_a_very_long_catalogue(tmp_path: Path) -> None:
    """So many values that they are not held as texts."""
    lexicon = _lexicon(tmp_path, song=[f"song {n:x} of the sea" for n in range(100_000)])
    found, _ = _labelled(lexicon, "play song 1f of the sea", "play song abc of the sea now")
    assert found == ["play {song 1f of the sea}|song", "play {song abc of the sea}|song now"]
