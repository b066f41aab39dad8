"""Snips datasets: YAML and JSON in and out, and broken ones."""

from __future__ import annotations

import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from gramc.corpora.corpus import Corpus, ListValue, ValueList
from gramc.corpora.utterance import Span, Utterance
from gramc.dsl.findings import Finding
from gramc.exchange.made import Options
from gramc.exchange.snips import sentences
from gramc.exchange.snips.builtin import LANGUAGES, LIBRARY
from gramc.exchange.snips.found import Chunk, language_of, locale_of
from gramc.exchange.snips.grammar import import_grammar
from gramc.exchange.snips.read import read_corpus
from gramc.exchange.snips.sentences import Wrong
from gramc.exchange.snips.write import write_corpus
from gramc.exchange.templates import grammar_of
from hypothesis import given
from hypothesis import strategies as st

from .broken import asked, every_beginning
from .corpora import texts, utterances
from .languages import grammar, holds

FLIGHTS = """\
# searchFlight Intent
---
type: intent
name: searchFlight
slots:
  - name: destination
    entity: city
  - name: date
    entity: snips/datetime
utterances:
  - find me a flight from [origin:city](Oslo) to [destination](Lima)
  - "[n:snips/number](twenty) tickets to [destination](Big  Apple)"
  - show me flights to [destination] on [date]
  - and to [destination] [airline]
  - how much is it? [price:snips/amountOfMoney](10 euros)

# City Entity
---
type: entity
name: city
matching_strictness: 0.8
automatically_extensible: no
values:
  - london
  - [new york, big apple, "york, new"]
---
type: entity
name: airline
use_synonyms: false
values:
  - [on, off]
"""


def findings(path: str) -> list[Finding]:
    return read_corpus(path, Options())[1]


def read(folder: Path, text: str, name: str = "d.yaml") -> tuple[Corpus, list[Finding]]:
    (folder / name).write_text(text, "utf-8")
    corpus, found = read_corpus(str(folder / name), Options("en" if name == "d.yaml" else None))
    assert corpus is not None
    return corpus, found


def test_all_that_yaml_holds(tmp_path: Path) -> None:
    corpus, found = read(tmp_path, FLIGHTS)
    assert [u.text for u in corpus.utterances] == [
        "find me a flight from Oslo to Lima",
        "twenty tickets to Big Apple",
        "show me flights to london on tomorrow",
        "and to new york on",
        "how much is it? 10 euros",
    ]
    assert [u.slots for u in corpus.utterances][:2] == [
        (Span("origin", 22, 26), Span("destination", 30, 34)),
        (Span("n", 0, 6), Span("destination", 18, 27, "new york")),
    ]
    assert corpus.lists == (
        ValueList(
            "city",
            (ListValue("london"), ListValue("new york", ("big apple", "york, new"))),
            open=False,
        ),
        ValueList("airline", (ListValue("on"),)),
    )
    assert dict(corpus.lists_of) == {
        "origin": "city",
        "destination": "city",
        "n": "snips/number",
        "date": "snips/datetime",
        "price": "snips/amountOfMoney",
    }
    assert [(f.code, f.span.line) for f in found] == [("W603", 21), ("W603", 31)]


def test_a_grammar_with_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(FLIGHTS)
    made = import_grammar(str(tmp_path / "d.yaml"), Options("en-GB", "flights"))
    text = made.files[0].data.decode()
    assert "import std.en.number\n" in text
    assert "snips_number = <number.cardinal>\n" in text
    assert "catalog snips_amountOfMoney = 10 euros\n" in text
    one = grammar(made, tmp_path)
    best = one.parse("show me flights to london on Monday")[0].utterance
    assert [(s.name, s.value) for s in best.slots] == [("destination", None), ("date", "1")]
    assert one.parse("3 tickets to the big apple") == []
    assert one.parse("3 tickets to big apple")[0].utterance.slots[1].value == "new york"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_library_has_what_stands_for_entities_of_snips(language: str, tmp_path: Path) -> None:
    lines = [f'  - "[x{n}:{entity}](zz)"' for n, entity in enumerate(LIBRARY)]
    text = "type: intent\nname: i\nutterances:\n" + "\n".join(lines) + "\n"
    (tmp_path / "d.yaml").write_text(text)
    made = import_grammar(str(tmp_path / "d.yaml"), Options(language))
    one = grammar(made, tmp_path)
    assert len(one.parse("zz", 20)) == len(LIBRARY)
    assert any(p.utterance.slots[0].value == "7" for p in one.parse("7", 20))


BENCHMARK = {
    "PlayMusic": [
        {"data": [{"text": "play "}, {"text": "Vogue", "entity": "track"}, {"text": " "}]},
        {"data": [{"text": "by"}, {"text": " Madonna ", "entity": "artist"}]},
    ]
}


def test_the_json_of_the_benchmark(tmp_path: Path) -> None:
    corpus, found = read(tmp_path, json.dumps(BENCHMARK), "train_PlayMusic.json")
    assert not found
    assert corpus.utterances == (
        Utterance("play Vogue", (Span("track", 5, 10),), (), "PlayMusic"),
        Utterance("by Madonna", (Span("artist", 3, 10),), (), "PlayMusic"),
    )


def test_yaml_and_json_are_the_same_dataset(tmp_path: Path) -> None:
    corpus, _ = read(tmp_path, FLIGHTS)
    made = write_corpus(corpus, Options(extra={"form": "json"}))
    assert not made.findings
    again, found = read(tmp_path, made.files[0].data.decode(), "dataset.json")
    assert not found
    assert again == corpus
    assert write_corpus(again, Options()) == write_corpus(corpus, Options())


def test_slots_of_one_name_and_two_entities_are_told_apart(tmp_path: Path) -> None:
    text = "---\n".join(
        f"type: intent\nname: {name}\nutterances:\n- play [what:{entity}](x)\n"
        for name, entity in (("a", "song"), ("b", "film"), ("c", "film"), ("d", "song"))
    )
    corpus, found = read(tmp_path, text)
    assert [u.slots[0].name for u in corpus.utterances] == [
        "what",
        "film_what",
        "film_what",
        "what",
    ]
    assert [f.code for f in found] == ["W602"]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("to [city", 3, 8),
        ("to [](x)", 3, 5),
        ("to [c:](x)", 3, 7),
        ("to [c](x", 6, 8),
        ("[c]()", 3, 5),
    ],
)
def test_sentences_that_are_wrong_have_a_place(
    line: str, start: int, end: int, tmp_path: Path
) -> None:
    wrong = sentences.read(line)
    assert isinstance(wrong, Wrong)
    assert (wrong.start, wrong.end) == (start, end)
    _, found = read(tmp_path, f"type: intent\nname: a\nutterances:\n  - fine\n  - '{line}'\n")
    place = found[0].span
    assert (found[0].code, place.line, place.column) == ("E602", 5, 6 + start)


@given(st.text("[]():ab ", max_size=20))
def test_sentences_lose_nothing(line: str) -> None:
    found = sentences.read(line)
    if not isinstance(found, Wrong):
        kept = "".join(c.text or "" for c in found)
        assert re.sub(r"\[[^\]]+\](?:\(([^)]+)\))?", lambda m: m[1] or "", line) == kept
        assert all(isinstance(c, Chunk) for c in found)


def normal(sentence: Utterance) -> Utterance:
    """A value that equals its text says nothing in Snips."""
    slots = tuple(
        Span(s.name, s.start, s.end, None) if s.value == sentence.text[s.start : s.end] else s
        for s in sentence.slots
    )
    return Utterance(sentence.text, slots, (), sentence.intent)


def by_intent(given_sentences: list[Utterance]) -> list[Utterance]:
    order = list(dict.fromkeys(u.intent for u in given_sentences))
    return sorted(given_sentences, key=lambda u: order.index(u.intent))


def told(found: tuple[Finding, ...], what: str) -> int:
    counts = [re.match(r"Left out: ([\d,]+) ", f.message) for f in found if what in f.message]
    return int(counts[0][1]) if counts and counts[0] else 0


@pytest.mark.parametrize("form", ["yaml", "json"])
@given(st.lists(utterances(), max_size=6))
def test_what_is_written_reads_back_equal(form: str, given_sentences: list[Utterance]) -> None:
    corpus = Corpus(tuple(given_sentences), (), "de", (("from", "city"),))
    made = write_corpus(corpus, Options(extra={"form": form}))
    with TemporaryDirectory() as folder:
        path = Path(folder) / made.files[0].path
        path.write_bytes(made.files[0].data)
        again, found = read_corpus(str(path), Options("de"))
    assert again is not None
    assert all(f.code in ("E607",) for f in found)
    lost = told(made.findings, "can't hold")
    assert len(again.utterances) + lost == len(given_sentences)
    assert lost == 0 or form == "yaml"
    rest = iter(by_intent([normal(u) for u in given_sentences]))
    wrong = 0
    for one in again.utterances:
        plain = tuple(Span(s.name, s.start, s.end) for s in one.slots)
        for other in rest:
            if (other.text, other.intent) == (one.text, one.intent) and plain == tuple(
                Span(s.name, s.start, s.end) for s in other.slots
            ):
                wrong += sum(
                    a.value != b.value for a, b in zip(one.slots, other.slots, strict=True)
                )
                break
        else:
            raise AssertionError(one)
    assert wrong <= told(made.findings, "canonical values")
    assert form == "yaml" or wrong == told(made.findings, "canonical values")


@given(st.dictionaries(texts(5), st.lists(texts(5), max_size=2), max_size=5))
def test_lists_read_back_equal(values: dict[str, list[str]]) -> None:
    seen = {value.lower() for value in values}
    rows = []
    for value, synonyms in values.items():
        fresh = [t for t in dict.fromkeys(synonyms) if t.lower() not in seen]
        seen.update(t.lower() for t in fresh)
        rows.append(ListValue(value, tuple(fresh)))
    corpus = Corpus((Utterance("x", (), (), "i"),), (ValueList("c", tuple(rows), False),), "fr")
    for form in ("yaml", "json"):
        made = write_corpus(corpus, Options(extra={"form": form}))
        with TemporaryDirectory() as folder:
            path = Path(folder) / made.files[0].path
            path.write_bytes(made.files[0].data)
            again, _ = read_corpus(str(path), Options("fr"))
        assert again is not None
        assert again.lists == (corpus.lists if rows else ())


def test_what_snips_has_no_place_for_is_counted() -> None:
    made = write_corpus(
        Corpus(
            (
                Utterance("dim it", (), (("domain", "light"),), "dim"),
                Utterance("a big one", (Span("what", 2, 9, None, (Span("size", 2, 5),)),), (), "a"),
                Utterance("see [1]", (), (), "a"),
                Utterance("nothing"),
                Utterance("la", (Span("city", 0, 2, "LA"),), (), "a"),
                Utterance("la", (Span("city", 0, 2, "Louisiana"),), (), "a"),
            ),
            (ValueList("city", (ListValue("Los Angeles", ("la",), False),)),),
        ),
        Options(extra={"form": "yaml"}),
    )
    assert [(f.code, f.message) for f in made.findings] == [
        ("W621", "Left out: 1 constants, which have no place in a sentence."),
        ("W621", "Left out: 1 slots that stand within others."),
        ("W621", "Left out: 1 sentences without an intent."),
        (
            "W621",
            "Left out: 1 sentences with what YAML of Snips can't hold (first “see [1]”).",
        ),
        ("W621", "Left out: 2 canonical values, since their texts stand for others too."),
        ("W623", "Snips takes 1 canonical values for something that is said."),
    ]


def test_languages() -> None:
    assert [language_of(t) for t in ("en-GB", "pt-BR", "pt", "pt-PT", "nl")] == [
        "en", "pt_br", "pt_pt", "pt_pt", None,
    ]  # fmt: skip
    assert locale_of("pt_br") == "pt-BR"
    sentence = (Utterance("x", (), (), "i"),)
    for locale in ("nl", ""):
        made = write_corpus(Corpus(sentence, (), locale), Options(extra={"form": "json"}))
        assert [f.code for f in made.findings] == ["W622"]


def check_dataset(dataset: dict[str, object]) -> None:
    """What `snips_nlu/dataset/validation.py` asks of a dataset."""
    assert set(dataset) == {"intents", "entities", "language"}
    intents, entities = dataset["intents"], dataset["entities"]
    assert isinstance(intents, dict)
    assert isinstance(entities, dict)
    for intent in intents.values():
        for utterance in intent["utterances"]:
            for chunk in utterance["data"]:
                assert isinstance(chunk["text"], str)
                if set(chunk) > {"text"}:
                    assert set(chunk) == {"text", "entity", "slot_name"}
                    assert chunk["entity"] in entities
    for name, entity in entities.items():
        if not name.startswith("snips/"):
            assert isinstance(entity["use_synonyms"], bool)
            assert isinstance(entity["automatically_extensible"], bool)
            assert isinstance(entity["matching_strictness"], float)
            for entry in entity["data"]:
                assert set(entry) == {"value", "synonyms"}


@given(st.lists(utterances(), max_size=4))
def test_what_is_written_is_what_snips_asks_for(given_sentences: list[Utterance]) -> None:
    corpus = Corpus(tuple(given_sentences), (), "en", (("from", "snips/number"),))
    check_dataset(json.loads(write_corpus(corpus, Options(extra={"form": "json"})).files[0].data))
    for document in yaml.safe_load_all(write_corpus(corpus, Options()).files[0].data):
        if document is None:
            continue
        assert isinstance(document["name"], str)
        if document["type"] == "intent":
            assert all(isinstance(line, str) for line in document["utterances"])
            assert all(set(slot) == {"name", "entity"} for slot in document.get("slots", ()))
        else:
            for value in document["values"]:
                inner = value if isinstance(value, list) else [value]
                assert all(isinstance(text, str) for text in inner)


def test_every_beginning_of_a_file(tmp_path: Path) -> None:
    assert every_beginning(findings, tmp_path / "d.yaml", FLIGHTS.encode()) > 50
    data = json.dumps(
        {"intents": {"a": {"utterances": BENCHMARK["PlayMusic"]}}, "entities": {}, "language": "en"}
    )
    assert every_beginning(findings, tmp_path / "d.json", data.encode()) == len(data)
    benchmark = json.dumps(BENCHMARK).encode()
    assert every_beginning(findings, tmp_path / "b.json", benchmark) == len(benchmark)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E607"),
        ("a: b\n", "E603"),
        ("- a\n", "E603"),
        ("type: intent\n", "E603"),
        ("type: intent\nname: [a]\n", "E603"),
        ("type: intent\nname: a\n", "E603"),
        ("type: intent\nname: a\nutterances: 5\n", "E603"),
        ("type: intent\nname: a\nutterances:\n- [a]\n- {a: b}\n", "E603"),
        ("type: intent\nname: a\nslots: [a]\nutterances: [a]\n", "E603"),
        ("type: entity\nname: a\nvalues: [{a: b}, [[a]], []]\n", "E603"),
        ("type: entity\nname: a\nuse_synonyms: perhaps\n", "E603"),
        ("type: intent\nname: a\nutterances:\n- [b:c](d)\n", "E602"),
        ("a: &a [*a]\n", "E604"),
        ("[" * 100_000, "E604"),
        ("type: intent\nname: a\nutterances:\n- " + "a[b" * 300_000, "E602"),
        ("type: intent\nname: a\nutterances:\n" + "- a[b\n" * 20_000, "E604"),
        ("{", "E602"),
        ('{"intents": []}', "E603"),
        ('{"intents": {"a": {"utterances": [{"data": [{"text": 5}]}]}}}', "E603"),
        ('{"a": 5}', "E603"),
        ("{" + '"a":[' * 100_000, "E6"),
        ("type: intent\nname: a\nutterances:\n" + "- [a]\n" * 300_000, "E604"),
        ('{"a": ' + "[" * 10_000_000, "E6"),
        ('{"a": "' + "x" * 33_000_000, "E601"),
    ],
)
def test_files_that_are_wrong_are_told(text: str, code: str, tmp_path: Path) -> None:
    found = asked(findings, tmp_path / "d.yaml", text.encode())
    assert any(f.code.startswith(code) for f in found)


def test_what_is_wrong_in_a_large_file_has_its_place(tmp_path: Path) -> None:
    text = '{"intents": {"a": {"utterances": [\n' + '{"data": []},\n' * 100_000
    text += '{"data": [{"text": "b"}, {"text": [\n5]}]}]}}}'
    found = asked(findings, tmp_path / "d.json", text.encode())
    assert [(f.code, f.span.line, f.span.column) for f in found] == [("E603", 100_002, 35)]


def test_sentences_of_a_dataset_are_in_the_language_of_its_grammar(tmp_path: Path) -> None:
    corpus, _ = read(tmp_path, json.dumps(BENCHMARK), "b.json")
    one = grammar(grammar_of(corpus, Options()), tmp_path)
    assert all(holds(one, u) for u in corpus.utterances)
