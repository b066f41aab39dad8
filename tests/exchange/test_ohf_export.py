"""To hassil: what comes out is read by hassil, which recognises what the grammar says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gramc
import pytest
from gramc.corpora.utterance import Utterance
from gramc.dsl.span import Span
from gramc.exchange.made import Job, Made, Options
from gramc.exchange.ohf.export import export_grammar
from gramc.exchange.ohf.read import import_grammar
from hassil import Intents, TextSlotList, recognize_all

ROOT = Path(__file__).resolve().parents[2]
HOUSE = Path(__file__).parent / "ohf" / "house"
BRINGS = {"name": ["Lamp", "Big Lamp"], "area": ["Kitchen"], "floor": ["First Floor"]}

GRAMMAR = """locale en
feature number = sg | pl
catalog Genre = pop | hip hop => HIPHOP | "r(n)b"
catalog Noun = song => SONG @sg | songs => SONG @pl
wildcard Artist from "artists.txt"
size = big => L | (small | tiny) => S
intent Play /3/ =
    play (a @sg | some @pl) {Noun} @agree(number)
  | play [some] {Genre} [by {Artist}] (please {polite = yes} | now {speed = fast} | today)
  | (quickly ; play {Genre})
intent Set =
    set it to {level:<0..20>} [%]
  | set it to {level:(<0..20> | <0..20 words>)} percent
  | make it {size:<size>}{2}
  | heat to {t:<10..30 step 0.5>} {area = @area}
  | {order:(a {size:<size>} pizza)} ["!"]
skip please | if you would
"""


def exported(grammar: gramc.Grammar, name: str = "house") -> Made:
    place = Span("x.gram", 0, 0, 0, 0)
    compiled = grammar.compiled
    made = export_grammar(Job(compiled, name, compiled.program.locale, place, Options()))
    assert not made.failed, made.findings
    return made


def intents_of(made: Made, folder: Path) -> Intents:
    paths = []
    for file in made.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        paths.append(path)
    return Intents.from_files(paths)


def labels(utterance: Utterance) -> dict[str, str]:
    """The outermost slots, and those within; hassil has no other than names and values."""
    found = dict(utterance.constants)
    spans = list(utterance.slots)
    for span in spans:
        text = utterance.text[span.start : span.end]
        found[span.name] = text if span.value is None else span.value
        spans.extend(span.slots)
    return found


def number(value: object) -> str:
    return f"{value or 0:g}" if isinstance(value, float) else str(value)


def recognised(intents: Intents, utterance: Utterance, lists: dict[str, Any]) -> bool:
    wanted = labels(utterance)
    return any(
        result.intent.name == utterance.intent
        and {name: number(e.value) for name, e in result.entities.items()} == wanted
        for result in recognize_all(
            utterance.text, intents, slot_lists=lists, intent_context={"area": "@area"}
        )
    )


@pytest.fixture
def mixed(tmp_path: Path) -> gramc.Grammar:
    (tmp_path / "artists.txt").write_text("Queen\nLed Zeppelin\n", "utf-8")
    (tmp_path / "mixed.gram").write_text(GRAMMAR, "utf-8")
    return gramc.load(tmp_path / "mixed.gram")


def test_hassil_recognises_what_is_sampled(mixed: gramc.Grammar, tmp_path: Path) -> None:
    made = exported(mixed)
    assert [f.code for f in made.findings] == ["W621", "W623"]  # weights, and the "!"
    intents = intents_of(made, tmp_path / "out")
    for utterance in mixed.sample(300, seed=1):
        assert recognised(intents, utterance, {}), utterance


def test_a_house_there_and_back(tmp_path: Path) -> None:
    """Imported, exported, and read by hassil and by us again."""
    (tmp_path / "one").mkdir()
    for file in import_grammar(str(HOUSE), Options("en", None)).files:
        (tmp_path / "one" / file.path).write_bytes(file.data)
    house = gramc.load(tmp_path / "one" / "en.gram")
    lists = {n: TextSlotList.from_strings(values, name=n) for n, values in BRINGS.items()}
    made = exported(house)
    intents = intents_of(made, tmp_path / "two")
    (tmp_path / "three").mkdir()
    again = import_grammar(str(tmp_path / "two"), Options(None, None))
    assert not again.failed, again.findings
    for file in again.files:
        (tmp_path / "three" / file.path).write_bytes(file.data)
    back = gramc.load(tmp_path / "three" / "en.gram")
    for name, values in BRINGS.items():
        house, back = house.bind(name, values), back.bind(name, values)
    parser = back.parser(context={"area": "@area"}, case_sensitive=True)
    for utterance in house.sample(300, seed=2):
        assert recognised(intents, utterance, lists), utterance
        found = [p.utterance for p in parser(utterance.text, 20)]
        assert any(labels(u) == labels(utterance) for u in found), utterance


def test_what_is_lost_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.gram"
    path.write_text(
        "locale en\ncatalog Song\nintent A = play {Song[era=80s]} | now {x = 1}\n",
        "utf-8",
    )
    compiled = gramc.load(path).compiled
    made = export_grammar(Job(compiled, "a", "en", Span("a.gram", 0, 0, 0, 0), Options()))
    messages = " ".join(f.message for f in made.findings)
    assert "Song are lists" in messages
    assert "era=80s" in messages
