"""What is told of a grammar: ways, examples, samples, colours, sources."""

from __future__ import annotations

import random
import re
from html import unescape

from gramc.induction.accept import Language
from gramc.induction.draft import Call, Choice, Draft, Option, Repeat, Rule, Sequence
from gramc.induction.network import Use
from gramc.induction.report.colour import coloured
from gramc.induction.report.said import marked, said, sentence
from gramc.induction.report.statements import statements
from gramc.induction.report.told import SAMPLES, filled, intent_told, rules_told
from gramc.induction.report.ways import Ways
from gramc.induction.symbols import Symbol
from hypothesis import given
from hypothesis import strategies as st

from .made import DRAFT, INTENTS, STEPS, TEXT, symbols, words


def test_a_way_names_the_alternatives_it_takes() -> None:
    found = Ways(DRAFT, "PlayMusic").way(symbols("put on {genre} on {service}"))
    assert found is not None
    bits, uses = found
    assert uses == (
        Use("PlayMusic", 0),
        Use("play", 1),
        Use("what", 0),
        Use("modifier", 1),
    )
    # 1 of 6, 5 of 8 without "some", one modifier of none to two, 1 of 4
    assert abs(2**-bits - 1 / 6 * 5 / 8 * 1 / 3 * 1 / 4) < 1e-9
    assert Ways(DRAFT, "PlayMusic").way(symbols("put {genre}")) is None


def test_of_two_ways_the_likelier_is_taken() -> None:
    rule = Rule("Go", Choice((Option(words("go"), 1), Option(words("go"), 9))), True)
    found = Ways(Draft((rule,)), "Go").way(symbols("go"))
    assert found is not None
    assert found[1] == (Use("Go", 1),)


def test_recursion_and_repeats_without_end_have_ways() -> None:
    again = Rule(
        "Go",
        Choice((Option(Sequence((*symbols("on and"), Call("Go"))), 1), Option(words("go"), 1))),
        True,
    )
    found = Ways(Draft((again,)), "Go").way(symbols("on and " * 400 + "go"))
    assert found is not None
    assert len(found[1]) == 401
    star = Rule("Go", Choice((Option(Repeat(Repeat(symbols("a")[0], 0, None), 0, None)),)), True)
    ways = Ways(Draft((star,)), "Go")
    assert ways.way(symbols("a a a")) is not None
    assert ways.way(()) is not None
    assert ways.way(symbols("b")) is None


@given(st.integers(0, 10_000))
def test_whatever_is_drawn_has_a_way(seed: int) -> None:
    for intent in ("PlayMusic", "StopMusic"):
        drawn = Language(DRAFT, intent).sample(random.Random(seed))
        assert Ways(DRAFT, intent).way(drawn) is not None


def test_every_rule_has_what_came_through_it() -> None:
    told = {one.rule.name: one for one in rules_told(DRAFT, INTENTS)}
    assert told["PlayMusic"].came.count == 6
    assert told["what"].came.count == 8
    assert told["what"].intents == ("PlayMusic", "StopMusic")
    assert [came.count for came in told["play"].options] == [5, 1]
    # An utterance with two modifiers comes through the rule once, through both alternatives.
    assert told["modifier"].came.count == 3
    assert [came.count for came in told["modifier"].options] == [3, 1]
    assert told["modifier"].came.examples == (
        "play jazz|genre by queen|artist",
        "put on <b>|genre by x|artist",
    )


def test_new_sentences_are_new_and_in_the_language() -> None:
    told = intent_told(DRAFT, INTENTS[0], STEPS)
    language = Language(DRAFT, "PlayMusic")
    assert len(told.samples) == len(set(told.samples)) == SAMPLES
    given = {template.symbols for template in INTENTS[0].templates}
    assert all(one not in given and language.accepts(one) for one in told.samples)
    assert told.accepted == 6
    assert told.missing == ("play it again sam",)
    assert [gain for _, gain in told.gains] == [19.5, 6.25]


def test_slots_are_filled_with_values_of_the_data() -> None:
    template = (Symbol("a"), Symbol("b", slot=True), Symbol("'s", touches=True), Symbol("c", True))
    shown = sentence(filled(template, {"b": (("x & y", 2),)}, "seed"))
    assert shown == 'a <span class="value">x &amp; y<small>b</small></span>&#x27;s {c}'


def test_colours_change_no_text() -> None:
    shown = coloured(TEXT, {"what"})
    assert unescape(re.sub("<[^>]*>", "", shown)) == TEXT
    for part in (
        '<a class="rule" href="#rule-what">&lt;what&gt;</a>',
        '<span class="rule">&lt;play&gt;</span>',
        '<span class="times">{0,2}</span>',
        '<span class="slot">{artist}</span>',
        '<span class="weight">/3/</span>',
        '<span class="key">intent</span>',
        '<span class="text">&quot;that \\&quot;one\\&quot;&quot;</span>',
        "the \\{ mark",
    ):
        assert part in shown, part


@given(st.text(alphabet='ab {}<>[]()/#"\\|0,=\n&א“”'))
def test_colours_change_no_text_whatever_it_is(text: str) -> None:
    assert unescape(re.sub("<[^>]*>", "", coloured(text))) == text


def test_marks_stay_where_they_are_beside_words_from_right_to_left() -> None:
    assert coloured("שיר = [את] {שיר} של  # “את”; x") == (
        '<bdi>שיר</bdi> <span class="mark">=</span> <span class="mark">[</span><bdi>את</bdi>'
        '<span class="mark">]</span> <span class="slot">{שיר}</span> <bdi>של</bdi>  '
        '<span class="note"># “<bdi>את</bdi>”; x</span>'
    )


def test_statements_come_with_their_comments() -> None:
    found = statements(TEXT)
    assert list(found) == ["PlayMusic", "StopMusic", "modifier", "play", "what", "artist"]
    assert found["modifier"].startswith("# 4 utterances")
    assert found["modifier"].endswith("on {service}")
    assert found["play"] == "play = play | put on"
    far = "# Of the file.\n\n# Of a.\na =\n    x  # trailing\n  | y\n"
    assert statements(far) == {"a": "# Of a.\na =\n    x  # trailing\n  | y"}


def test_expressions_are_said_as_they_are_written() -> None:
    assert said(DRAFT.rule("PlayMusic").choice) == "<play> <what> <modifier>{0,2}"
    assert said(DRAFT.rule("what").choice) == "[some] {genre}"
    nested = Repeat(
        Sequence((*symbols("a b"), Choice((Option(words("c")), Option(words("d")))))), 1, None
    )
    assert said(nested) == "(a b (c | d))+"
    touching = Sequence(
        (Symbol("播"), Symbol("放", touches=True), Symbol("歌", True, touches=True))
    )
    assert said(touching) == "播放{歌}"
    assert said(Sequence(())) == '""'


def test_annotated_text_shows_its_slots() -> None:
    assert marked("play {hip {hop}|b}|a & x") == (
        'play <span class="value">hip <span class="value">hop<small>b</small></span>'
        "<small>a</small></span> &amp; x"
    )
    assert marked("{broken") == "{broken"
