"""Rasa: its examples as it reads them, files in and out, and broken ones."""

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
from gramc.exchange.rasa import examples
from gramc.exchange.rasa.examples import Entity, Mark, Wrong
from gramc.exchange.rasa.found import alternation
from gramc.exchange.rasa.read import read_corpus
from gramc.exchange.rasa.write import write_corpus
from gramc.exchange.templates import grammar_of
from hypothesis import given
from hypothesis import strategies as st

from .broken import asked, every_beginning
from .corpora import texts, utterances
from .languages import grammar, holds, write

NLU = """\
version: "3.1"

nlu:
- intent: book_flight
  examples: |
    - fly from [Berlin]{"entity": "city", "role": "from"} to \
[LA]{"entity": "city", "role": "to", "value": "Los Angeles"}
    # no example
    - fly to [paris]{"entity": "city", "role": "to"} [tomorrow](day), [please
    -   [next week](day:P1W) [5 km][{"entity": "number"}, {"entity": "length", "value": 5}]
- intent: chitchat/ask_name
  examples:
  - text: |
      what's your name?
    metadata:
      sentiment: neutral
  - text: who are you
- synonym: Los Angeles
  examples: |
    - la
    - the city of angels
- synonym: nobody knows
  examples: |
    - what of
- lookup: city
  examples: |
    - Berlin
    - Los Angeles
    - Rome
- regex: day
  examples: |
    - \\b(today|tomorrow)\\b
- regex: zip
  examples: |
    - \\b[0-9]{5}\\b
responses:
  utter_greet:
  - text: hi
"""


def findings(path: str) -> list[Finding]:
    return read_corpus(path, Options())[1]


def read(folder: Path, text: str, name: str = "nlu.yml") -> tuple[Corpus, list[Finding]]:
    (folder / name).write_text(text, "utf-8")
    corpus, found = read_corpus(str(folder / name), Options("en"))
    assert corpus is not None
    return corpus, found


def said(found: list[Finding]) -> list[tuple[str, int, int]]:
    return [(f.code, f.span.line, f.span.column) for f in found]


def test_all_that_nlu_yml_holds(tmp_path: Path) -> None:
    corpus, found = read(tmp_path, NLU)
    assert corpus.utterances == (
        Utterance(
            "fly from Berlin to LA",
            (Span("from", 9, 15), Span("to", 19, 21, "Los Angeles")),
            (),
            "book_flight",
        ),
        Utterance(
            "fly to paris tomorrow, [please",
            (Span("to", 7, 12), Span("day", 13, 21)),
            (),
            "book_flight",
        ),
        Utterance(
            "next week 5 km",
            (
                Span("day", 0, 9, "P1W"),
                Span("number", 10, 14, None, (Span("length", 10, 14, "5"),)),
            ),
            (),
            "book_flight",
        ),
        Utterance("what's your name?", (), (), "chitchat/ask_name"),
        Utterance("who are you", (), (), "chitchat/ask_name"),
    )
    assert corpus.lists_of == (("from", "city"), ("to", "city"))
    assert corpus.lists == (
        ValueList(
            "city",
            (
                ListValue("Berlin"),
                ListValue("Los Angeles", ("la", "the city of angels", "LA")),
                ListValue("Rome"),
            ),
        ),
        ValueList("day", (ListValue("today"), ListValue("tomorrow"))),
    )
    assert said(found) == [
        ("W601", 7, 5),
        ("W603", 14, 5),
        ("W602", 31, 7),
        ("W601", 34, 7),
        ("W603", 35, 1),
        ("W601", 23, 7),
    ]


def test_a_grammar_of_it(tmp_path: Path) -> None:
    corpus, _ = read(tmp_path, NLU)
    one = grammar(grammar_of(corpus, Options(name="flights")), tmp_path)
    for sentence in corpus.utterances:
        intent = sentence.intent.replace("/", ".")
        assert holds(one, Utterance(sentence.text, sentence.slots, (), intent)), sentence


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "b.yml").write_text("nlu:\n- intent: b\n  examples: |\n    - bee\n")
    (tmp_path / "data" / "a.yml").write_text("nlu:\n- intent: a\n  examples: |\n    - ay\n")
    (tmp_path / "domain.yml").write_text("intents:\n- a\nentities: []\n")
    (tmp_path / "README.md").write_text("# A bot\n- no example\n")
    (tmp_path / "list.yml").write_text("- a\n")
    (tmp_path / "package.json").write_text('{"name": []}')
    corpus, found = read_corpus(str(tmp_path), Options())
    assert corpus is not None
    assert [u.intent for u in corpus.utterances] == ["a", "b"]
    assert [f.code for f in found] == ["W603", "W603", "W603"]


def test_roles_that_entities_share_are_told_apart(tmp_path: Path) -> None:
    line = '[a]{"entity": "city", "role": "to"} [b]{"entity": "day", "role": "to"} [c](to) '
    line += '[d]{"entity": "pizza", "group": "1"} [e]{"entity": "pizza", "group": "2"}'
    corpus, found = read(tmp_path, f"nlu:\n- intent: x\n  examples: |\n    - {line}\n")
    names = [slot.name for slot in corpus.utterances[0].slots]
    assert names == ["to", "day_to", "to_2", "pizza_1", "pizza_2"]
    assert [f.code for f in found] == ["W602"]
    again = write_corpus(corpus, Options()).files[0].data.decode()
    assert '[e]{"entity": "pizza", "group": "2"}' in again


# What Rasa's own reader takes for a mark, as a regular expression.
RASA = re.compile(
    r"\[(?P<text>[^\]]+?)\](?:\((?P<entity>[^:)]+?)(?::(?P<value>[^)]+))?\)"
    r"|\{(?P<one>[^}]+?)\}|\[(?P<several>.*?)\])"
)


@given(st.lists(st.sampled_from([*list("[]()}:ab "), '{"entity": "x"}', "]("])).map("".join))
def test_marks_are_what_rasa_takes_for_marks(line: str) -> None:
    wanted = []
    at = 0
    for match in RASA.finditer(line):
        wanted += [line[at : match.start()], match["text"]]
        at = match.end()
    wanted.append(line[at:])
    found = examples.read(line)
    if isinstance(found, Wrong):
        inner = [m["one"] or m["several"] or "" for m in RASA.finditer(line)]
        assert any("{" in one or not one.startswith('"') for one in inner)
        return
    assert [text for text in wanted if text] == [mark.text for mark in found if mark.text]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ('fly to [LA]{"entity": city}', 12, 26),
        ('fly to [LA]{"role": "to"}', 12, 24),
        ('[a][{"entity": "b"}, {"entity": 5, "role": true}]', 22, 47),
    ],
)
def test_marks_that_are_wrong_have_a_place(line: str, start: int, end: int, tmp_path: Path) -> None:
    wrong = examples.read(line)
    assert isinstance(wrong, Wrong)
    assert (wrong.start, wrong.end) == (start, end)
    _, found = read(tmp_path, f"nlu:\n- intent: x\n  examples: |\n    - {line}\n")
    assert said(found) == [("E602", 4, 7 + start)]
    assert found[0].span.end_column == 7 + end


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(red|dark green)\b", ["red", "dark green"]),
        (r"^(?:a|b)$", ["a", "b"]),
        ("a|b", ["a", "b"]),
        ("a", ["a"]),
        ("a|", None),
        ("a+|b", None),
        (r"\d", None),
        ("(a|b)|c", None),
        ("a.b", None),
    ],
)
def test_regular_expressions_that_list_words(pattern: str, words: list[str] | None) -> None:
    assert alternation(pattern) == words


def by_intent(sentences: list[Utterance]) -> list[Utterance]:
    """As Rasa has them: those of an intent together."""
    order = list(dict.fromkeys(u.intent for u in sentences))
    return sorted(sentences, key=lambda u: order.index(u.intent))


def told(found: tuple[Finding, ...], what: str) -> int:
    counts = [re.match(r"Left out: ([\d,]+) ", f.message) for f in found if what in f.message]
    return int(counts[0][1]) if counts and counts[0] else 0


@given(st.lists(utterances(), max_size=6))
def test_what_is_written_reads_back_equal(sentences: list[Utterance]) -> None:
    lists_of = (("from", "city"),)
    made = write_corpus(Corpus(tuple(sentences), lists_of=lists_of), Options())
    with TemporaryDirectory() as folder:
        (Path(folder) / "nlu.yml").write_bytes(made.files[0].data)
        corpus, found = read_corpus(f"{folder}/nlu.yml", Options())
    assert corpus is not None
    assert all(f.code in ("E607",) for f in found)
    lost = told(made.findings, "in another way")
    assert len(corpus.utterances) + lost == len(sentences)
    # What can't be written is left out, and all else stays as it was, in its order.
    rest = iter(by_intent(sentences))
    assert all(any(one == other for other in rest) for one in corpus.utterances)
    odd = [u for u in sentences if set(u.text) & set("[](){}")]
    assert lost <= len(odd)


@given(
    st.dictionaries(
        st.sampled_from(["city", "Song", "zip code"]),
        st.lists(st.tuples(texts(5), st.lists(texts(5), max_size=2), st.booleans()), max_size=4),
    )
)
def test_lists_read_back_equal(given_lists: dict[str, list[tuple[str, list[str], bool]]]) -> None:
    seen: set[str] = set()
    lists = []
    for name, values in given_lists.items():
        kept = []
        for value, synonyms, spoken in values:
            fresh = [t for t in dict.fromkeys(synonyms) if t.lower() not in seen and t != value]
            if value.lower() not in seen and len({t.lower() for t in (value, *fresh)}) > len(fresh):
                seen.update(t.lower() for t in (value, *fresh))
                kept.append(ListValue(value, tuple(fresh), spoken or not fresh))
        if kept:
            lists.append(ValueList(name, tuple(kept)))
    sentence = Utterance("x", (), (), "i")
    made = write_corpus(Corpus((sentence,), tuple(lists)), Options())
    with TemporaryDirectory() as folder:
        (Path(folder) / "nlu.yml").write_bytes(made.files[0].data)
        corpus, _ = read_corpus(f"{folder}/nlu.yml", Options())
    assert corpus is not None
    assert corpus.lists == tuple(lists)


def test_what_rasa_has_no_place_for_is_counted() -> None:
    sentences = (
        Utterance("dim it", (), (("domain", "light"),), "dim"),
        Utterance("a big one", (Span("what", 2, 9, None, (Span("size", 2, 5),)),), (), "order"),
        Utterance("see [1](note)", (), (), "order"),
        Utterance("nothing"),
        Utterance("two\u2028lines", (), (), "order"),
        Utterance("the la", (Span("city", 4, 6),), (), "order"),
    )
    lists = (
        ValueList("city", (ListValue("Los Angeles", ("LA", "L.A.", "LA\n")),)),
        ValueList("note", (ListValue("A", ("L.A.",)),)),
    )
    made = write_corpus(Corpus(sentences, lists), Options(extra={"domain": "no"}))
    assert [f.path for f in made.files] == ["nlu.yml"]
    assert [(f.code, f.message) for f in made.findings] == [
        ("W621", "Left out: 1 constants, which have no place in a sentence."),
        ("W621", "Left out: 1 slots that stand within others."),
        ("W621", "Left out: 1 sentences without an intent."),
        (
            "W621",
            "Left out: 2 sentences that Rasa would read in another way (first “see [1](note)”).",
        ),
        (
            "W621",
            "Left out: 4 synonyms and list values that contradict others or can't be written "
            "(first “LA”).",
        ),
    ]


def check_schema(document: object) -> None:
    """What `rasa/shared/nlu/training_data/schemas/nlu.yml` asks of what we write."""
    assert isinstance(document, dict)
    assert set(document) <= {"version", "nlu"}
    assert isinstance(document["version"], str)
    for entry in document["nlu"] or ():
        kinds = set(entry) - {"examples"}
        assert len(kinds) == 1
        assert kinds < {"intent", "synonym", "lookup", "regex"}
        assert all(isinstance(text, str) and text for text in entry.values())
        assert all(line.startswith("- ") for line in entry["examples"].splitlines())


@given(st.lists(utterances(), max_size=4))
def test_what_is_written_fits_the_schema_of_rasa(sentences: list[Utterance]) -> None:
    lists = (ValueList("city", (ListValue("no", ("on", "1")), ListValue("1.5", ("é: #",)))),)
    made = write_corpus(Corpus(tuple(sentences), lists), Options())
    check_schema(yaml.safe_load(made.files[0].data))
    domain = yaml.safe_load(made.files[1].data)
    assert set(domain) <= {"version", "intents", "entities", "slots"}
    assert all(isinstance(intent, str) for intent in domain["intents"] or ())
    for entity in domain.get("entities", ()):
        assert isinstance(entity, str) or set(*entity.values()) <= {"roles", "groups"}


def test_every_beginning_of_a_file(tmp_path: Path) -> None:
    assert every_beginning(findings, tmp_path / "nlu.yml", NLU.encode()) > 100
    assert every_beginning(findings, tmp_path / "nlu.md", b"## intent:a\n- b [c](d)\n") > 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E607"),
        ("nlu: 5\n", "E603"),
        ("- a\n", "E603"),
        ("nlu:\n- 5\n- [a]\n", "E603"),
        ("nlu:\n- intent: [a]\n", "E603"),
        ("nlu:\n- intent:\n  examples: |\n    - a\n", "E603"),
        ("nlu:\n- intent: a\n  examples: {a: b}\n", "E603"),
        ("nlu:\n- intent: a\n  examples: [a]\n", "E603"),
        ("nlu:\n- lookup: a\n  examples: [a]\n", "E603"),
        ("nlu:\n- intent: a\n", "W601"),
        ("nlu: [", "E602"),
        ("nlu: *a\n", "E602"),
        ("nlu: &a [*a]\n", "E604"),
        ("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n"
            for n in range(9)
        ), "E604"),
        ("[" * 100_000, "E604"),
        ("nlu:\n- intent: a\n  examples: |\n    - " + "[" * 1_000_000, ""),
        ("nlu:\n- intent: a\n  examples: |\n    - " + "[a](" * 250_000, ""),
        ("nlu:\n- intent: a\n  examples: |\n    - " + "[a]{" * 250_000, ""),
        ("nlu:\n- intent: a\n  examples: |\n    - [a]{" + '"b": {' * 100_000 + "}", "E602"),
        ("nlu:\n- intent: a\n  examples: |\n    - a\x00b\n", "E602"),
        ("nlu:\n- intent: a\n  examples: |\n" + "    x\n" * 500_000, "E604"),
        ("nlu:\n" + "- intent:\n" * 5_000, "E604"),
        ("x" * 33_000_000, "E601"),
    ],
)  # fmt: skip
def test_files_that_are_wrong_are_told(text: str, code: str, tmp_path: Path) -> None:
    found = asked(findings, tmp_path / "nlu.yml", text.encode())
    assert code in [f.code for f in found] or not code


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    assert asked(findings, tmp_path / "nlu.yml", b"nlu:\n\xff\xfe\x00")[0].code == "E001"
    assert findings(str(tmp_path / "none"))[0].code == "E003"


def test_entities_are_written_as_rasa_reads_them() -> None:
    odd = Entity("a:b)", "}]\"'", "to")
    line = examples.write([Mark("x", 0, (odd, Entity("c")))])
    assert line is not None
    again = examples.read(line)
    assert isinstance(again, list)
    assert again[0].entities == (odd, Entity("c"))
    match = RASA.fullmatch(line)
    assert match is not None
    assert json.loads(match["several"].split(", {")[0])["value"] == "}]\"'"


def test_files_of_rasa_itself(tmp_path: Path) -> None:
    corpus, _ = read(tmp_path, NLU)
    made = write_corpus(corpus, Options())
    write(grammar_of(corpus, Options()), tmp_path)
    corpus_again, found = read(tmp_path, made.files[0].data.decode(), "again.yml")
    assert not found
    assert corpus_again.utterances == corpus.utterances
    assert corpus_again.lists_of == corpus.lists_of
