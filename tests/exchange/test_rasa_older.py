"""Rasa 1 and what other programs write for it: nlu.md, and training data in JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gramc.corpora.corpus import ListValue
from gramc.corpora.utterance import Span, Utterance
from gramc.exchange.made import Options
from gramc.exchange.rasa.read import read_corpus

from .broken import asked, every_beginning
from .test_rasa import findings, read, said


def test_markdown_of_rasa_1(tmp_path: Path) -> None:
    text = """\
<!-- two
lines -->
## intent:greet
- hello [there](place)
* hi <!-- not this -->

## synonym:here
+ there
## lookup:place
data/places.txt
## lookup:place
- over there
## thing:x
"""
    corpus, found = read(tmp_path, text, "nlu.md")
    assert [u.text for u in corpus.utterances] == ["hello there", "hi"]
    assert corpus.utterances[0].slots == (Span("place", 6, 11, "here"),)
    assert corpus.lists[0].values == (ListValue("over there"), ListValue("here", ("there",), False))
    assert said(found) == [("W601", 10, 1), ("E603", 13, 1)]


JSON = {
    "rasa_nlu_data": {
        "common_examples": [
            {
                "text": "fly to LA  at 9",
                "intent": "fly",
                "entities": [
                    {"start": 7, "end": 9, "value": "Los Angeles", "entity": "city", "role": "to"},
                    {"start": 14, "end": 15, "value": 9, "entity": "time"},
                    {"start": 14, "end": 15, "value": "9", "entity": "number"},
                    {"start": 8, "end": 15, "value": "A", "entity": "x"},
                ],
            },
            {"text": "hi", "intent": "greet", "entities": []},
        ],
        "entity_synonyms": [{"value": "Los Angeles", "synonyms": ["la"]}],
        "lookup_tables": [
            {"name": "city", "elements": ["Rome"]},
            {"name": "a", "elements": "b.txt"},
        ],
        "regex_features": [{"name": "zip", "pattern": "[0-9]{5}"}],
    }
}


def test_json_of_rasa_1(tmp_path: Path) -> None:
    corpus, found = read(tmp_path, json.dumps(JSON), "data.json")
    assert corpus.utterances == (
        Utterance(
            "fly to LA at 9",
            (
                Span("to", 7, 9, "Los Angeles"),
                Span("time", 13, 14, None, (Span("number", 13, 14),)),
            ),
            (),
            "fly",
        ),
        Utterance("hi", (), (), "greet"),
    )
    assert corpus.lists[0].values == (
        ListValue("Rome"),
        ListValue("Los Angeles", ("LA", "la"), False),
    )
    assert [f.code for f in found] == ["W601", "W601", "W601"]
    data = json.dumps(JSON).encode()
    assert every_beginning(findings, tmp_path / "data.json", data) == len(data)
    outside = json.dumps(JSON).replace("14", "40").encode()
    assert "E603" in [f.code for f in asked(findings, tmp_path / "data.json", outside)]


CHATETTE = """\
%[fly](20)
    ~[please?] fly to @[city#to] @[day?]

~[please]
    please

@[city#to]
    Paris
    New York = NYC
@[day]
    today
    tomorrow
"""


@pytest.mark.parametrize("adapter", ["rasa", "rasa-md"])
def test_what_chatette_writes(adapter: str, tmp_path: Path) -> None:
    (tmp_path / "flights.chatette").write_text(CHATETTE)
    command = [sys.executable, "-m", "chatette", "flights.chatette", "-a", adapter, "-o", "out"]
    told = subprocess.run([*command, "-s", "7"], cwd=tmp_path, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    corpus, found = read_corpus(str(tmp_path / "out"), Options())
    assert not found
    assert corpus is not None
    texts_of = {u.text for u in corpus.utterances}
    assert len(texts_of) > 5
    assert texts_of <= {
        f"{please}fly to {city}{day}"
        for please in ("", "please ")
        for city in ("Paris", "New York")
        for day in ("", " today", " tomorrow")
    }
    values = {
        (sentence.text[slot.start : slot.end], slot.name, slot.value)
        for sentence in corpus.utterances
        for slot in sentence.slots
    }
    known = {("Paris", "city", None), ("today", "day", None), ("tomorrow", "day", None)}
    assert values <= known | {("New York", "city", "NYC" if adapter == "rasa" else None)}
