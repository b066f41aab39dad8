"""Corpora as other people write them, read line by line."""

from __future__ import annotations

import json

import pytest
from gramc.corpora import bio, conll, flat, jsonl, massive_lines, triples
from gramc.corpora.normal import normal
from gramc.corpora.problem import Notes, Problem
from gramc.corpora.spaces import squeeze
from gramc.corpora.utterance import Span, Utterance
from hypothesis import given
from hypothesis import strategies as st

from .making import utterances

ALARM = Utterance("wake me at nine am!", (Span("time", 11, 18),), (), "alarm_set")


def test_columns_of_xsid() -> None:
    written = conll.write(ALARM)
    assert written == (
        "# text: wake me at nine am!\n# intent: alarm_set\n# slots: 11:18:time\n"
        "1\twake\talarm_set\tO\n2\tme\talarm_set\tO\n3\tat\talarm_set\tO\n"
        "4\tnine\talarm_set\tB-time\n5\tam\talarm_set\tI-time\n6\t!\talarm_set\tO\n"
    )
    assert bio.read(written) == ([ALARM], [])
    theirs = (
        "# id: 89\n# text-en: wake me\n# text = Weck mich!\n1\tWeck\talarm/set\tO\n"
        "2\tmich\talarm/set\tB-who\n3\t!\talarm/set\tO\n"
    )
    found, _ = bio.read(theirs)
    assert found == [Utterance("Weck mich!", (Span("who", 5, 9),), (), "alarm/set")]


def test_columns_that_are_no_intents() -> None:
    found, _ = bio.read("1\tEU\tNNP\tB-ORG\n2\trejects\tVBZ\tO\n")
    assert found == [Utterance("EU rejects", (Span("ORG", 0, 2),))]


def test_other_ways_to_tag() -> None:
    found, _ = bio.read("a S-x\nb B-y\nc E-y\nd U-x\ne B-z\nf L-z\n")
    assert found[0].slots == (
        Span("x", 0, 1),
        Span("y", 2, 5),
        Span("x", 6, 7),
        Span("z", 8, 11),
    )


def test_a_text_that_is_not_that_of_the_tokens_is_noted() -> None:
    notes = Notes()
    text = "a O\n\n# text: otherwise\nb O\n\n# text: so\nc O\n"
    assert [line for line, _ in bio.stream(text.split("\n"), notes)] == [1, 3, 6]
    assert notes.counts == {bio.JOINED: 2}
    assert notes.first == {bio.JOINED: 3}


def test_tagged_json_keeps_its_text() -> None:
    line = json.dumps(
        {"text": "Stop  it!", "tokens": ["Stop", "it", "!"], "tags": ["O", "B-x", "O"]}
    )
    assert jsonl.read_line(line) == Utterance("Stop it!", (Span("x", 5, 7),))
    notes = Notes()
    other = json.dumps({"text": "Stop", "tokens": ["go"], "tags": ["O"], "intent": "I"})
    assert jsonl.read_line(other, notes, 7) == Utterance("go", (), (), "I")
    assert notes.first == {flat.JOINED: 7}
    written = flat.write(ALARM, 3, "en")
    assert json.loads(written)["id"] == "3"
    assert jsonl.read_line(written) == ALARM


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ('{"tokens": ["a"], "tags": ["X"]}', "“X” is no tag: these are O, B-name, I-name."),
        ('{"tokens": [" "], "tags": ["O"]}', "A token is empty."),
        ('{"text": "\\ud800", "slots": []}', "Half a pair of surrogates is no character."),
        ('{"tokens": ["a"], "tags": ["O"], "text": 1}', "“text” is no text."),
    ],
)
def test_tagged_json_that_is_refused(given: str, message: str) -> None:
    found = jsonl.read_line(given)
    assert isinstance(found, Problem)
    assert found.message == message


MASSIVE = {
    "id": "0",
    "locale": "en-US",
    "partition": "test",
    "scenario": "alarm",
    "intent": "alarm_set",
    "utt": "wake me at nine am!",
    "annot_utt": "wake me at [time : nine am]!",
    "worker_id": "1",
}


def massive(**changes: object) -> list[object]:
    line = json.dumps({**MASSIVE, **changes}, ensure_ascii=False)
    return [found for _, found in massive_lines.stream([line, ""], Notes(), None)]


def test_lines_of_massive() -> None:
    assert massive() == [ALARM]
    written = json.loads(massive_lines.write(ALARM, 0, "en-US", "test"))
    assert written == {**MASSIVE, "worker_id": "0"}
    other = json.dumps({**MASSIVE, "locale": "de-DE"})
    lines = [json.dumps(MASSIVE), other]
    assert [n for n, _ in massive_lines.stream(lines, None, "de")] == [2]
    assert [n for n, _ in massive_lines.stream(lines, None, "en-US")] == [1]
    assert [n for n, _ in massive_lines.stream(lines, None, "en-GB")] == []
    notes = Notes()
    assert [n for n, _ in massive_lines.stream(lines, notes, None)] == [1, 2]
    assert notes.first == {massive_lines.OTHER_LOCALE: 2}


def test_lines_of_massive_without_slots_or_with_another_text() -> None:
    del (hidden := dict(MASSIVE))["annot_utt"]
    [(_, found)] = massive_lines.stream([json.dumps(hidden)])
    assert found == Utterance("wake me at nine am!", (), (), "alarm_set")
    notes = Notes()
    line = json.dumps({**MASSIVE, "utt": "other"})
    assert [found for _, found in massive_lines.stream([line], notes)] == [ALARM]
    assert notes.counts == {massive_lines.OTHER_TEXT: 1}
    [raw] = massive(utt="a \\ b", annot_utt="a \\ b")
    assert raw == Utterance("a \\ b", (), (), "alarm_set")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"annot_utt": "a [b"}, "“annot_utt”: No name and colon stand in this bracket."),
        ({"annot_utt": 1}, "“annot_utt” is no text."),
        ({"intent": []}, "“intent” is no text."),
    ],
)
def test_lines_of_massive_that_are_refused(changes: dict[str, object], message: str) -> None:
    [found] = massive(**changes)
    assert isinstance(found, Problem)
    assert found.message == message


def test_three_files() -> None:
    assert triples.write(ALARM) == (
        "wake me at nine am !",
        "O O O B-time I-time O",
        "alarm_set",
    )
    words, labels = ["wake me ", "", "a b", "a"], ["O B-who", "", "O", "X"]
    found = list(triples.stream(words, labels, ["Wake", "", "A", "B"]))
    assert found[0] == (1, 0, Utterance("wake me", (Span("who", 5, 7),), (), "Wake"))
    assert [(line, which, p.message) for line, which, p in found[1:] if isinstance(p, Problem)] == [
        (3, 1, "seq.in has 2 tokens on this line, and seq.out 1 tags."),
        (4, 1, "“X” is no tag."),
    ]
    [_, (line, which, problem)] = triples.stream(["a", "b"], ["O", "O"], ["A"])
    assert (line, which) == (2, 2)
    assert isinstance(problem, Problem)


@given(utterances(), st.data())
def test_white_space_is_brought_to_single_spaces(utterance: Utterance, data: st.DataObject) -> None:
    assert normal(utterance) is utterance
    spaces = st.text(" \t\u00a0\u2028", min_size=1, max_size=3)
    wide: list[str] = [data.draw(spaces | st.just(""))]
    places = [len(wide[0])]
    for letter in utterance.text:
        wide.append(data.draw(spaces) if letter == " " else letter)
        places.append(places[-1] + len(wide[-1]))
    wide.append(data.draw(spaces | st.just("")))

    def moved(slots: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(
            Span(s.name, places[s.start], places[s.end], s.value, moved(s.slots)) for s in slots
        )

    odd = Utterance("".join(wide), moved(utterance.slots), utterance.constants, utterance.intent)
    assert normal(odd) == utterance


def test_slots_lose_the_spaces_at_their_ends() -> None:
    given = Utterance("  a  b ", (Span("x", 1, 4), Span("y", 4, 5), Span("z", 5, 7)))
    assert normal(given) == Utterance("a b", (Span("x", 0, 1), Span("z", 2, 3)))
    assert squeeze(given.text) == "a b"
