"""The formats of corpora: whole files written and read back."""

import json
import unicodedata
from dataclasses import replace

import pytest
from gramc.corpora import bio, golden, jsonl, massive, plain
from gramc.corpora.formats import FORMATS
from gramc.corpora.problem import LineProblem, Problem
from gramc.corpora.tokens import spans, tags, tokens
from gramc.corpora.utterance import Span, Utterance
from hypothesis import given
from hypothesis import strategies as st

from .making import utterances

PLAY = Utterance(
    "play Vogue's hip hop mix",
    (Span("Song", 5, 10), Span("Mix", 13, 24, "HH", (Span("Genre", 13, 20, "HIPHOP"),))),
    (("domain", "music"),),
    "PlayMusic",
)


def nfc(utterance: Utterance) -> bool:
    shown = repr(utterance)
    return unicodedata.is_normalized("NFC", shown)


@given(st.lists(utterances(), max_size=4), st.sampled_from(sorted(FORMATS)))
def test_files_are_read_back(corpus: list[Utterance], name: str) -> None:
    form = FORMATS[name]
    if name == "annotated":
        corpus = [u for u in corpus if nfc(u) and (u.text or u.constants)]
    if name in ("text", "massive"):
        corpus = [u for u in corpus if u.text]
    file = "".join(form.write(utterance, None) for utterance in corpus)
    read, problems = form.read(file)
    assert problems == []
    if form.whole:
        assert read == corpus
    else:
        assert [u.text for u in read] == [u.text for u in corpus]


@given(st.text('{}[]",:#\t\n ab-BIO1|=', max_size=30) | st.text(), st.sampled_from(sorted(FORMATS)))
def test_any_file_is_read(text: str, name: str) -> None:
    read, problems = FORMATS[name].read(text)
    count = text.count("\n") + 1
    assert all(1 <= problem.line <= count for problem in problems)
    assert all(isinstance(utterance, Utterance) for utterance in read)


@given(utterances())
def test_tokens_and_tags(utterance: Utterance) -> None:
    text, places = utterance.text, tokens(utterance)
    assert all(start < end and " " not in text[start:end] for start, end in places)
    covered = {i for start, end in places for i in range(start, end)}
    assert covered == {i for i, letter in enumerate(text) if letter != " "}
    assert places == sorted(places)
    starts, ends = {start for start, _ in places}, {end for _, end in places}

    def within(slots: tuple[Span, ...]) -> None:
        for slot in slots:
            assert slot.start in starts
            assert slot.end in ends
            within(slot.slots)

    within(utterance.slots)
    found = spans(places, tags(utterance, places))
    assert found == tuple(Span(s.name, s.start, s.end) for s in utterance.slots)


def test_json_lines() -> None:
    line = jsonl.write(PLAY, -1.5)
    assert line == (
        '{"intent":"PlayMusic","text":"play Vogue\'s hip hop mix","slots":['
        '{"name":"Song","text":"Vogue","start":5,"end":10,"value":null,"slots":[]},'
        '{"name":"Mix","text":"hip hop mix","start":13,"end":24,"value":"HH","slots":['
        '{"name":"Genre","text":"hip hop","start":13,"end":20,"value":"HIPHOP",'
        '"slots":[]}]},'
        '{"name":"domain","text":"","start":null,"end":null,"value":"music",'
        '"slots":[]}],'
        '"tokens":["play","Vogue","\'s","hip","hop","mix"],'
        '"tags":["O","B-Song","O","B-Mix","I-Mix","I-Mix"],"logprob":-1.500000000000}'
    )
    assert jsonl.read_line(line) == PLAY
    assert json.loads(jsonl.write(Utterance("\U0001f600é")))["logprob"] is None
    assert "\U0001f600é" in jsonl.write(Utterance("\U0001f600é"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "This is no JSON: Expecting property name enclosed in double quotes."),
        ("[1]", "This is no JSON object."),
        ("[" * 100_000, "This is no JSON that can be read."),
        ("{}", "“text” is no text."),
        ('{"text": "a", "intent": 1}', "“intent” is no text."),
        ('{"text": "a", "slots": 1}', "“slots” is no list."),
        ('{"text": "a", "slots": [1]}', "A slot is no object."),
        ('{"text": "a", "slots": [{"name": "x"}]}', "The slot “x” has no start and end."),
        (
            '{"text": "a", "slots": [{"name": "x", "start": true, "end": 1}]}',
            "The slot “x” has no start and end.",
        ),
        (
            '{"text": "a", "slots": [{"name": "x", "start": 0, "end": 2}]}',
            "The slot “x” (0 to 2) does not lie where it can.",
        ),
        (
            '{"text": "a", "slots": [{"name": "x", "start": 0, "end": 1, "slots":'
            ' [{"name": "y", "value": "v"}]}]}',
            "The slot “x” has a slot without a place in it.",
        ),
        (
            '{"tokens": ["a"], "tags": []}',
            "“tokens” and “tags” are not two lists of texts of one length.",
        ),
    ],
)
def test_json_lines_that_are_refused(line: str, message: str) -> None:
    found, problems = jsonl.read(f"\n{line}\n")
    assert found == []
    assert [(p.line, p.problem.message) for p in problems] == [(2, message)]


def test_json_lines_of_tokens() -> None:
    line = '{"intent": "X", "tokens": ["go", "to", "New", "York"], "tags": ["O","O","B-c","I-c"]}'
    assert jsonl.read_line(line) == Utterance("go to New York", (Span("c", 6, 14),), (), "X")


def test_two_columns() -> None:
    lines = bio.write(PLAY)
    assert lines == (
        "# intent: PlayMusic\n# text: play Vogue's hip hop mix\nplay\tO\nVogue\tB-Song\n's\tO\n"
        "hip\tB-Mix\nhop\tI-Mix\nmix\tI-Mix\n"
    )
    outer = replace(PLAY, slots=(Span("Song", 5, 10), Span("Mix", 13, 24)), constants=())
    assert bio.read(lines) == ([outer], [])


def test_two_columns_of_others() -> None:
    text = (
        "\ufeff# sent_id = 1\r\n# text = go  home\r\ngo O\r\nhome I-place\r\n\r\n\r\n"
        "# text: other words\n1 a X B-a\n2 b X B-a\n3 c X I-b\n"
        "no\nx\tY\n"
    )
    found, problems = bio.read(text)
    assert found == [
        Utterance("go home", (Span("place", 3, 7),)),
        Utterance("1 2 3", (Span("a", 0, 1), Span("a", 2, 3), Span("b", 4, 5))),
    ]
    assert [(p.line, p.problem.message) for p in problems] == [
        (11, "This line has a token but no tag."),
        (12, "“Y” is no tag."),
    ]


def test_golden_files() -> None:
    text = (
        "\ufeffplay it\n# a comment\n# intent: PlayMusic\r\nplay {hip hop}|Genre\r\n\n"
        "Stop\tstop it\nplay\u00a0e\u0301t\u00e9\tnow\n# intent: 1x\n{a|b}\nGo\ta|1\n"
        "#intent:Go\n\\#1"
    )
    found, problems = golden.read(text)
    assert found == [
        Utterance("play it"),
        Utterance("play hip hop", (Span("Genre", 5, 12),), (), "PlayMusic"),
        Utterance("stop it", (), (), "Stop"),
        Utterance("play été now", (), (), "PlayMusic"),
        Utterance("#1", (), (), "Go"),
    ]
    assert problems == [
        LineProblem(8, Problem("“1x” is no name of an intent.", 9, "Write # intent: PlayMusic.")),
        LineProblem(9, Problem("No label stands behind these braces.", 0, "Write {a}|b.")),
        LineProblem(
            10,
            Problem(
                "No name of a slot stands behind this bar.",
                4,
                r"A label is a name: play pop|Genre. A bar as text is \|.",
            ),
        ),
    ]
    assert golden.write(PLAY) == (
        "PlayMusic\tplay Vogue|Song|'s {{hip hop}|Genre=HIPHOP mix}|Mix=HH {}|domain=music"
    )


@given(utterances().filter(lambda u: bool(u.text)))
def test_brackets_keep_the_outermost_slots(utterance: Utterance) -> None:
    outer = tuple(Span(s.name, s.start, s.end) for s in utterance.slots)
    kept = Utterance(utterance.text, outer, (), utterance.intent)
    assert massive.read(massive.write(utterance)) == ([kept], [])


def test_brackets() -> None:
    line = massive.write(PLAY)
    assert line == "PlayMusic\tplay [Song : Vogue]'s [Mix : hip hop mix]"
    outer = (Span("Song", 5, 10), Span("Mix", 13, 24))
    assert massive.read(line) == ([Utterance(PLAY.text, outer, (), "PlayMusic")], [])
    odd = Utterance("[a] \\ b]", (Span("S", 0, 3), Span("T", 6, 7)))
    assert massive.write(odd) == r"[S : \[a\]] \\ [T : b]\]"
    assert massive.read(massive.write(odd)) == ([odd], [])
    text = "\ufeff\r\n\n  go  [ to :  New  York ]now \r\nplay\u00a0it\tnow\nX\t[a:b]\n"
    assert massive.read(text)[0] == [
        Utterance("go New Yorknow", (Span("to", 3, 11),)),
        Utterance("play it now"),
        Utterance("b", (Span("a", 0, 1),), (), "X"),
    ]


@pytest.mark.parametrize(
    ("line", "offset", "message"),
    [
        ("a]", 1, "This bracket closes nothing."),
        ("X\ta [b : c", 4, "This bracket is never closed."),
        ("a [b : c [d : e]]", 2, "Slots in slots have no place in this format."),
        ("a [b c]", 2, "No name and colon stand in this bracket."),
        ("a [: c]", 2, "No name and colon stand in this bracket."),
        ("a [b : ]", 2, "There is no text in this bracket."),
        ("a\\", 1, "Nothing stands behind this backslash."),
    ],
)
def test_brackets_that_are_refused(line: str, offset: int, message: str) -> None:
    found, problems = massive.read(f"fine\n{line}\n")
    assert found == [Utterance("fine")]
    assert [(p.line, p.problem.offset, p.problem.message) for p in problems] == [
        (2, offset, message)
    ]


def test_plain_files() -> None:
    assert plain.read("a  b\r\n\n c\x1cd\n") == ([Utterance("a b"), Utterance("c\x1cd")], [])
    assert plain.write(PLAY) == PLAY.text
