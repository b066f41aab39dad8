"""Parsing: offsets, what is passed over, what wins."""

from __future__ import annotations

import math
from pathlib import Path

import gramc
import pytest
from gramc.corpora.annotated import write


def grammar(tmp_path: Path, source: str) -> gramc.Grammar:
    path = tmp_path / "g.gram"
    path.write_text(source, encoding="utf-8")
    return gramc.load(path)


MUSIC = """locale en-GB
catalog Genre = pop | rock | "hip hop" => HIPHOP | café
intent Play = play [some] {Genre} music | stop
"""


def labels(found: list[gramc.Parse]) -> list[tuple[str, str]]:
    return [
        (s.name, p.utterance.text[s.start : s.end]) for p in found[:1] for s in p.utterance.slots
    ]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("play pop music", "pop"),
        ("  Play\tSOME   Pop  music ", "Pop"),
        ("play “pop” music, please"[:17] + "!", "pop"),
        ("play, pop music...", "pop"),
        ("play - pop music", "pop"),
        ("play hip-hop music", "hip-hop"),
        ("play cafe\u0301 music", "cafe\u0301"),
        ("play\u00a0CAFÉ\u2003music", "CAFÉ"),
        ("play pop-music", "pop"),
        ("playpop music", "pop"),
        ("¿play pop music?", "pop"),
    ],
)
def test_offsets_point_into_the_text_as_it_was_typed(
    tmp_path: Path, typed: str, value: str
) -> None:
    found = grammar(tmp_path, MUSIC).parse(typed)
    assert labels(found) == [("Genre", value)]
    assert found[0].utterance.text == typed


@pytest.mark.parametrize(
    "typed",
    ["play po p music", "play pop musi c", "play", "", " ", "pop", "stopp", "st op", "st.op"],
)
def test_other_texts_do_not_parse(tmp_path: Path, typed: str) -> None:
    assert grammar(tmp_path, MUSIC).parse(typed) == []


def test_case_counts_when_asked(tmp_path: Path) -> None:
    g = grammar(tmp_path, MUSIC)
    assert g.parse("play pop music", case_sensitive=True)
    assert not g.parse("Play pop music", case_sensitive=True)
    assert not g.parse("play Pop music", case_sensitive=True)


def test_apostrophes_are_one(tmp_path: Path) -> None:
    g = grammar(tmp_path, "catalog N = l’ami\nskip s’il\nintent A = l’homme | {N}\n")
    for typed in ("l'homme", "l’homme", "l’ami", "l'ami", "s'il l‘homme"):
        assert g.parse(typed)
        assert g.parse(typed, case_sensitive=True)


def test_turkish_folds_its_own_way(tmp_path: Path) -> None:
    g = grammar(tmp_path, "locale tr-TR\nintent A = ışık | iyi\n")
    assert g.parse("IŞIK")
    assert g.parse("İYİ")
    assert not g.parse("IYI")


def test_logprob_is_that_of_the_labelled_text(tmp_path: Path) -> None:
    g = grammar(tmp_path, "a = x | y\nintent A /3/ = <a> z | x z\nintent B = x z\n")
    found = g.parse("x z", 5)
    assert [p.intent for p in found] == ["A", "B"]
    assert math.isclose(math.exp(found[0].logprob), 0.75, rel_tol=1e-8)
    assert math.isclose(math.exp(found[1].logprob), 1.0, rel_tol=1e-8)


def test_catalogue_wins_over_literal_text(tmp_path: Path) -> None:
    g = grammar(
        tmp_path,
        "catalog Genre = jazz | /1000/ pop\nintent A = play (/1000/ jazz | {Genre})\n",
    )
    assert labels(g.parse("play jazz")) == [("Genre", "jazz")]
    assert len(g.parse("play jazz", 5)) == 2


def test_fewest_skipped_words_win(tmp_path: Path) -> None:
    g = grammar(
        tmp_path,
        'skip please | "if you would"\nintent A = play | please play now\n',
    )
    found = g.parse("please play now")
    assert found[0].skipped == 0
    assert g.parse("play, please!")[0].skipped == 1
    assert g.parse("Please, if you would, play")[0].skipped == 4
    assert g.parse("play if you would please")[0].skipped == 4
    assert not g.parse("pleaseplay")


def test_context_slots_need_their_value(tmp_path: Path) -> None:
    g = grammar(tmp_path, "intent On = light on {area = @area} | light on in here {x = y}\n")
    assert not g.parse("light on")
    (found,) = g.parse("light on", context={"area": "Kitchen"})
    assert found.utterance.constants == (("area", "Kitchen"),)
    assert g.parse("light on in here")[0].utterance.constants == (("x", "y"),)


def test_nested_slots_and_values(tmp_path: Path) -> None:
    g = grammar(
        tmp_path,
        "catalog T = ham => 1 | egg => 2\n"
        "intent O = {Not:(no {T} => 0)} | {Two:(<T> and <T>)} | un{V:(do)}ing\n",
    )
    assert write(g.parse("no ham")[0].utterance) == "{no ham|T=1}|Not=0"
    assert write(g.parse("ham and egg")[0].utterance) == "{ham and egg}|Two={1 2}"
    assert write(g.parse("undoing")[0].utterance) == "un{do}|V|ing"


def test_long_hostile_input_is_linear(tmp_path: Path) -> None:
    g = grammar(tmp_path, "w = a | aa | <x>\nx = b | [c] d\nintent A = {S:<w>}+ | (<w> [a])+ x\n")
    steps = []
    for length in (200, 400):
        parser = g.parser()
        parser("a " * length)
        steps.append(sum(len(s.texts) for s in parser._graph.states.values()))
    assert steps[0] == steps[1]
    assert g.parse("a " * 400)
    assert g.parse("a " * 400 + "?!" * 200)
    assert not g.parse("a " * 400 + "y")


def test_the_best_few_are_different_readings(tmp_path: Path) -> None:
    g = grammar(tmp_path, "catalog A = x | y\ncatalog B = x\nintent I = {A} | {B} | /5/ {C:(x)}\n")
    found = g.parse("x", 10)
    assert len(found) == len({p.utterance for p in found}) == 3
    assert [p.utterance.slots[0].name for p in found[:2]] == ["B", "A"]


def test_a_reading_counts_once(tmp_path: Path) -> None:
    g = grammar(tmp_path, "skip please\nintent P = play {G:(pop)} [now]\n")
    for typed in (
        "play pop",
        "play ! pop",
        "! play - pop !",
        "play, please - pop",
        "play-pop",
        "play- pop",
    ):
        (best,) = g.parse(typed, 5)
        assert math.isclose(math.exp(best.logprob), 1 / 2, rel_tol=1e-7), typed


def test_spaces_at_the_borders_of_slots_are_optional(tmp_path: Path) -> None:
    g = grammar(
        tmp_path,
        "catalog 歌手 = 周杰伦 | 蔡依林\n"
        "intent P = 播放{歌手}的歌 | l'{A:(homme)} | turn {On:(on)} {d = x} the {B:(tv)}\n",
    )
    for typed in ("播放周杰伦的歌", "播放 周杰伦 的歌", "播放周杰伦 的歌"):
        (best,) = g.parse(typed, 5)
        assert labels([best]) == [("歌手", "周杰伦")]
        assert math.isclose(math.exp(best.logprob), 1 / 6, rel_tol=1e-7)
    for typed in ("turn on the tv", "turnonthe tv", "turn onthetv"):
        (best,) = g.parse(typed, 5)
        assert labels([best]) == [("On", "on"), ("B", "tv")]
        assert math.isclose(math.exp(best.logprob), 1 / 3, rel_tol=1e-7)
    assert g.parse("l' homme")
    assert not g.parse("播 放周杰伦的歌")
    assert not g.parse("turn o n the tv")
    assert not g.parse("l 'homme")


def test_a_space_behind_an_apostrophe_may_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "lampe.gram"
    path.write_text(
        "locale fr\ncatalog Pi\u00e8ce = entr\u00e9e\nle = le | la | l'\n"
        "intent Allumer = allume <le> (lampe | ampoule) [dans [<le>] {Pi\u00e8ce}]\n",
        "utf-8",
    )
    grammar = gramc.load(path)
    for text in (
        "allume l'ampoule",
        "allume l\u2019ampoule dans l'entr\u00e9e",
        "allume l' ampoule",
    ):
        assert grammar.parse(text), text
    assert not grammar.parse("allume lalampe")
