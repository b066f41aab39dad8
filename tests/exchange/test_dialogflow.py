"""Dialogflow agents, ES and CX: what is written is read back; CX fits the API's own messages."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from google.cloud.dialogflowcx_v3.types import EntityType
from google.cloud.dialogflowcx_v3.types import Intent as CxIntent
from gramc.compiler.compile import compile_grammar
from gramc.corpora.corpus import Corpus, ListValue, ValueList
from gramc.corpora.utterance import Span, Utterance
from gramc.exchange.dialogflow import write_cx, write_es
from gramc.exchange.dialogflow.read import COMPOSITE, read_corpus
from gramc.exchange.made import Made, Options
from gramc.exchange.sampled import corpus_of
from gramc.runtime.writing.order import Order
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from .corpora import utterances
from .jobs import codes, job, said

WRITERS = {"es": write_es.write_corpus, "cx": write_cx.write_corpus}
FOLDER = Options(None, "music", {"form": "folder"})


def put(made: Made, folder: Path) -> Path:
    assert not made.failed, made.findings
    for file in made.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder


RAP = Span("genre", 5, 8, "HIPHOP")
CORPUS = Corpus(
    (
        Utterance(
            "play rap by Adele", (Span("genre", 5, 8, "HIPHOP"), Span("who", 12, 17)), (), "P"
        ),
        Utterance(
            "play rap by Adele", (Span("genre", 5, 8, "HIPHOP"), Span("who", 12, 17)), (), "P"
        ),
        Utterance("set it to 20", (Span("level", 10, 12, "20"),), (), "Set level/now?"),
        Utterance("jazz and jazz", (Span("genre", 0, 4), Span("genre", 9, 13)), (), "P"),
    ),
    (
        ValueList(
            "Genre",
            (ListValue("HIPHOP", ("hip hop", "rap"), False), ListValue("jazz", ("bebop",))),
            open=False,
        ),
    ),
    "en-US",
    (("genre", "Genre"),),
)


def multiset(corpus: Corpus) -> Counter[Utterance]:
    return Counter(corpus.utterances)


@pytest.mark.parametrize("kind", ["es", "cx"])
def test_a_corpus_comes_back(kind: str, tmp_path: Path) -> None:
    made = WRITERS[kind](CORPUS, FOLDER)
    assert made.findings == ()
    back, findings = read_corpus(str(put(made, tmp_path)), Options())
    assert back is not None
    assert not findings
    assert multiset(back) == multiset(CORPUS)
    assert back.locale == "en-US"
    assert back.lists[0] == CORPUS.lists[0]
    assert dict(back.lists_of)["genre"] == "Genre"
    zipped = WRITERS[kind](CORPUS, Options(None, "music", {"form": "zip"}))
    assert zipped.files == WRITERS[kind](CORPUS, Options(None, "music")).files
    (tmp_path / "a.zip").write_bytes(zipped.files[0].data)
    assert read_corpus(str(tmp_path / "a.zip"), Options())[0] == back


def test_the_files_of_es(tmp_path: Path) -> None:
    files = {f.path: f.data for f in WRITERS["es"](CORPUS, FOLDER).files}
    assert sorted(files) == [
        "agent.json",
        "entities/Genre.json",
        "entities/Genre_entries_en-us.json",
        "entities/who.json",
        "entities/who_entries_en-us.json",
        "intents/P.json",
        "intents/P_usersays_en-us.json",
        "intents/Set level%2fnow%3f.json",
        "intents/Set level%2fnow%3f_usersays_en-us.json",
        "package.json",
    ]
    phrase = json.loads(files["intents/P_usersays_en-us.json"])[0]
    assert phrase["data"] == [
        {"text": "play ", "userDefined": False},
        {"text": "rap", "alias": "genre", "meta": "@Genre", "userDefined": True},
        {"text": " by ", "userDefined": False},
        {"text": "Adele", "alias": "who", "meta": "@who", "userDefined": True},
    ]
    level = json.loads(files["intents/Set level%2fnow%3f_usersays_en-us.json"])[0]["data"][1]
    assert level["meta"] == "@sys.number"
    assert json.loads(files["entities/Genre_entries_en-us.json"])[0] == {
        "value": "HIPHOP",
        "synonyms": ["hip hop", "rap"],
    }


def cx(made: Made) -> tuple[list[Any], list[Any]]:
    """The intents and entity types of a package as the messages of the API, nothing unknown in
    them but what the package has beside these: languages, and the number of phrases."""
    files = {f.path: json.loads(f.data) for f in made.files}
    intents, entities = [], []
    for path, data in files.items():
        folder, _, last = path.rpartition("/")
        if path.startswith("intents/") and last == f"{folder.rpartition('/')[2]}.json":
            (said_,) = [d for p, d in files.items() if p.startswith(f"{folder}/trainingPhrases/")]
            phrases = said_["trainingPhrases"]
            assert all(p.pop("languageCode") for p in phrases)
            assert data.pop("numTrainingPhrases") == len(phrases)
            for parameter in data["parameters"]:
                name = parameter["entityType"].removeprefix("@")
                assert name.startswith("sys.") or f"entityTypes/{name}/{name}.json" in files
            data["trainingPhrases"] = phrases
            intents.append(CxIntent.from_json(json.dumps(data), ignore_unknown_fields=False))
        elif path.startswith("entityTypes/") and last == f"{folder.rpartition('/')[2]}.json":
            (held,) = [d for p, d in files.items() if p.startswith(f"{folder}/entities/")]
            assert all(e.pop("languageCode") for e in held["entities"])
            data["entities"] = held["entities"]
            entities.append(EntityType.from_json(json.dumps(data), ignore_unknown_fields=False))
    return intents, entities


def test_cx_fits_the_messages_of_the_api() -> None:
    intents, entities = cx(WRITERS["cx"](CORPUS, FOLDER))
    assert [i.display_name for i in intents] == ["P", "Set level/now?"]
    first = intents[0].training_phrases[0]
    assert first.repeat_count == 2
    assert [(p.text, p.parameter_id) for p in first.parts] == [
        ("play ", ""),
        ("rap", "genre"),
        (" by ", ""),
        ("Adele", "who"),
    ]
    assert [(p.id, p.entity_type, p.is_list) for p in intents[0].parameters] == [
        ("genre", "@Genre", True),
        ("who", "@who", False),
    ]
    assert [e.kind.name for e in entities] == ["KIND_MAP", "KIND_MAP"]
    assert [e.auto_expansion_mode.name for e in entities] == [
        "AUTO_EXPANSION_MODE_UNSPECIFIED",
        "AUTO_EXPANSION_MODE_DEFAULT",
    ]


def plain(corpus: Corpus) -> Counter[tuple[object, ...]]:
    """Sentences with their slots, without values."""
    return Counter(
        (u.intent, u.text, tuple((s.name, s.start, s.end) for s in u.slots))
        for u in corpus.utterances
    )


def values(corpus: Corpus) -> dict[tuple[str, str], set[str]]:
    """The canonical values of each text of each slot."""
    found: dict[tuple[str, str], set[str]] = {}
    for u in corpus.utterances:
        for s in u.slots:
            text = u.text[s.start : s.end]
            found.setdefault((s.name, text), set()).add(s.value or text)
    return found


@settings(max_examples=60)
@given(data=st.data())
@pytest.mark.parametrize("kind", ["es", "cx"])
def test_any_corpus_comes_back(kind: str, data: st.DataObject, tmp_path_factory: Any) -> None:
    given_ = data.draw(st.lists(utterances(), min_size=1, max_size=6))
    texts = [text for u in given_ for s in u.slots for text in (u.text[s.start : s.end], s.value)]
    assume(not any(COMPOSITE.search(text or "") for text in texts))
    corpus = Corpus(tuple(given_), (), "fr")
    made = WRITERS[kind](corpus, FOLDER)
    folder = put(made, tmp_path_factory.mktemp("agent"))
    back, findings = read_corpus(str(folder), Options())
    assert back is not None, findings
    assert plain(back) == plain(corpus)
    if kind == "cx":
        cx(made)
    numbers = {s.name for u in corpus.utterances for s in u.slots} - {e.name for e in back.lists}
    found = values(back)
    for (slot, text), known in values(corpus).items():
        if len(known) == 1 and slot not in numbers:
            assert found[slot, text] == known


GRAMMAR = """\
locale pt-BR
catalog Gênero = samba | bossa nova => BOSSA | bossa => BOSSA
wildcard Palavras from "p.txt"
intent Tocar = toque {Gênero} {modo = alto} | toque {g2:Gênero} agora
intent Nível = nível {n:<1..9>} | {a:({b:Gênero} já)} | diga {Palavras}
"""


@pytest.mark.parametrize("kind", ["es", "cx"])
def test_a_grammar_is_sampled(kind: str, tmp_path: Path) -> None:
    given_ = job(GRAMMAR, tmp_path, p_txt="bom dia\nboa noite\n")
    corpus = corpus_of(given_.compiled, Order(seed=3), 300, given_.place)
    assert isinstance(corpus, Corpus)
    made = WRITERS[kind](corpus, FOLDER)
    assert codes(made.findings) == ["W621", "W621", "W622"]
    assert "Gênero → Genero" in said(made.findings, "W622")
    back, _ = read_corpus(str(put(made, tmp_path / "agent")), Options())
    assert back is not None
    assert len(back.utterances) == 300
    assert back.locale == "pt-BR"
    assert {(s.name, s.value) for u in back.utterances for s in u.slots if s.name == "n"} == {
        ("n", str(n)) for n in range(1, 10)
    }
    from gramc.exchange.templates import grammar_of

    again = grammar_of(back, Options(None, "again"))
    compiled, findings = compile_grammar("again.gram", again.files[0].data)
    assert compiled is not None, findings


def test_limits() -> None:
    many = [Utterance(f"say {n}", (), (), "A") for n in range(2_500)]
    wide = "".join(f"w{n} " for n in range(25)).strip()
    spans = []
    at = 0
    for number, word in enumerate(wide.split()):
        spans.append(Span(f"s{number}", at, at + len(word)))
        at += len(word) + 1
    made = WRITERS["es"](Corpus((*many, Utterance(wide, tuple(spans), (), "B"))), FOLDER)
    told = said(made.findings, "W622")
    assert "Of the 2,500 phrases of A the first 2,000 are there." in told
    assert "B has 25 slots: Dialogflow takes 20 parameters." in told
    types = [Utterance("x", (Span(f"s{n}", 0, 1),), (), f"I{n}") for n in range(251)]
    made = WRITERS["cx"](Corpus(tuple(types)), FOLDER)
    assert made.failed
    assert "250 entity types" in said(made.findings, "E621")


def test_files_of_dialogflow(tmp_path: Path) -> None:
    """What its own exports have besides: templates, patterns, composites, other languages."""
    files = {
        "agent.json": {"language": "en"},
        "intents/order.json": {
            "name": "order",
            "responses": [{"parameters": [{"name": "size", "dataType": "@size"}]}],
        },
        "intents/order_usersays_en.json": [
            {
                "data": [
                    {"text": "a "},
                    {"text": "BIG ", "alias": "size", "meta": "@size"},
                    {"text": "one  please "},
                ],
                "count": 1,
            },
            {"data": [{"text": "a @size:size one"}], "isTemplate": True},
        ],
        "intents/order_usersays_de.json": [{"data": [{"text": "eins"}]}],
        "entities/size.json": {"name": "size"},
        "entities/size_entries_en.json": [
            {"value": "large", "synonyms": ["large", "big", "@sys.number:n inches"]}
        ],
        "entities/code.json": {"name": "code", "isRegexp": True},
        "entities/code_entries_en.json": [{"value": "[a-z]+", "synonyms": ["[a-z]+"]}],
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), "utf-8")
    back, findings = read_corpus(str(tmp_path), Options())
    assert back is not None
    size = Span("size", 2, 5, "large")
    assert back.utterances == (Utterance("a BIG one please", (size,), (), "order"),) * 2
    assert [each.name for each in back.lists] == ["size"]
    assert codes(findings) == ["W601"] * 4
    german, _ = read_corpus(str(tmp_path), Options("de"))
    assert german is not None
    assert [u.text for u in german.utterances] == ["eins"]


@pytest.mark.parametrize("kind", ["es", "cx"])
@pytest.mark.parametrize("wrong", [7, "x", [[]], {"a": 1}, None])
def test_wrong_types_have_a_place(kind: str, wrong: object, tmp_path: Path) -> None:
    files = {f.path: json.loads(f.data) for f in WRITERS[kind](CORPUS, FOLDER).files}
    put(WRITERS[kind](CORPUS, FOLDER), tmp_path)
    for path, data in files.items():
        first = data[0] if isinstance(data, list) else data
        for key in first:
            changed = {**first, key: wrong}
            (tmp_path / path).write_text(json.dumps([changed] if data is not first else changed))
            _, findings = read_corpus(str(tmp_path), Options())
            for finding in findings:
                assert finding.span.file.startswith(str(tmp_path))
                assert not finding.is_error or finding.span.line >= 1
        (tmp_path / path).write_text(json.dumps(data), "utf-8")


@pytest.mark.parametrize("kind", ["es", "cx"])
def test_every_beginning_of_a_file_is_told(kind: str, tmp_path: Path) -> None:
    put(WRITERS[kind](CORPUS, FOLDER), tmp_path)
    name = {"es": "intents/P_usersays_en-us.json", "cx": "intents/P/trainingPhrases/en-us.json"}
    path = tmp_path / name[kind]
    whole = path.read_text("utf-8")
    for length in range(0, len(whole) - 2, 11):
        path.write_text(whole[:length], "utf-8")
        corpus, findings = read_corpus(str(tmp_path), Options())
        assert corpus is None
        assert [f.code for f in findings] == ["E602"]
        assert findings[0].span.file == str(path)


def test_what_is_no_agent(tmp_path: Path) -> None:
    corpus, findings = read_corpus(str(tmp_path), Options())
    assert corpus is None
    assert [f.code for f in findings] == ["E607"]
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../x.json", "{}")
    assert [f.code for f in read_corpus(str(path), Options())[1]] == ["E604"]
