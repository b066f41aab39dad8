"""A grammar of a corpus: what it looks like, and that its language holds the corpus."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from gramc.corpora import golden
from gramc.corpora.corpus import Corpus, ListValue, ValueList
from gramc.corpora.utterance import Utterance
from gramc.exchange.made import Made, Options
from gramc.exchange.templates import grammar_of
from hypothesis import given, settings
from hypothesis import strategies as st

from .corpora import utterances
from .languages import grammar, holds

FLIGHTS = """\
# intent: book/flight
fly from {New York}|from=NYC to Paris|to
fly from Berlin|from to {the big apple}|to=NYC tomorrow|when
fly from Paris|from to Berlin|to
two tickets to Paris|to {}|class=economy
book {Berlin|to tomorrow|when}|what
# intent: city
hello
hello
good morning
hello
hello.
"""


def made(text: str, **more: object) -> Made:
    found, problems = golden.read(text)
    assert not problems
    corpus = Corpus(tuple(found), **more)  # type: ignore[arg-type]
    return grammar_of(corpus, Options("en-GB", "flights"))


def test_a_grammar_reads_like_one_that_was_written() -> None:
    found = made(
        FLIGHTS.replace("book/flight", "book"),
        lists=(
            ValueList("city", (ListValue("NYC", ("New York", "the big apple"), False),)),
            ValueList("class", (ListValue("economy"), ListValue("first", ("first class",)))),
        ),
        lists_of=(("from", "city"), ("to", "city")),
    )
    assert found.files[0].path == "flights.gram"
    assert (
        found.files[0].data.decode()
        == """\
grammar flights
locale en-GB

catalog city_2 =
    New York => NYC
  | the big apple => NYC
  | /3/ Paris
  | /3/ Berlin

catalog when = tomorrow
catalog class = economy | first | first class => first

intent book =
    /2/ fly from {from:city_2} to {to:city_2}
  | fly from {from:city_2} to {to:city_2} {when}
  | two tickets to {to:city_2} {class = economy}
  | book {what:({to:city_2} {when})}

intent city = /3/ hello | good morning | hello.
"""
    )
    assert [f.message for f in found.findings] == ["The list “city” is `city_2` here."]


def test_names_that_no_grammar_has_are_changed_and_told() -> None:
    sentences = (Utterance("a", (), (), "faq/why me"), Utterance("b", (), (), "faq.why_me"))
    found = grammar_of(Corpus((*sentences, Utterance("c"))), Options())
    text = found.files[0].data.decode()
    assert "intent faq.why_me = a\n" in text
    assert "intent faq.why_me_2 = b\n" in text
    assert "intent sentence = c\n" in text
    assert [f.code for f in found.findings] == ["W602", "W602", "W602"]


def test_long_catalogues_are_tables(tmp_path: Path) -> None:
    lines = [f"play {{song {n}}}|song" for n in range(100)]
    lines += ["play {song 7}|song"] * 2
    lines += ["play {song 8}|Song=S8"] * 41 + [f"play {{n {n}}}|Song=N" for n in range(41)]
    found = made("# intent: play\n" + "\n".join(lines))
    files = {f.path: f.data.decode() for f in found.files}
    assert list(files) == ["flights.gram", "catalogs/song.tsv", "catalogs/song_2.tsv"]
    assert files["catalogs/song.tsv"].startswith("value\tweight\nsong 7\t3\nsong 0\t\n")
    assert files["catalogs/song_2.tsv"].startswith("value\tid\tweight\nsong 8\tS8\t41\nn 0\tN\t\n")
    made_grammar = grammar(found, tmp_path)
    assert all(holds(made_grammar, u) for u in golden.read("play {n 40}|Song=N")[0])


def test_nothing_makes_nothing() -> None:
    found = grammar_of(Corpus(()), Options())
    assert [f.code for f in found.findings] == ["E607"]
    assert not found.files


@settings(max_examples=60)
@given(st.lists(utterances(depth=3, constants=True), min_size=1, max_size=6))
def test_the_language_holds_the_corpus(sentences: list[Utterance]) -> None:
    with TemporaryDirectory() as folder:
        one = grammar(grammar_of(Corpus(tuple(sentences)), Options()), Path(folder))
        for sentence in sentences:
            assert holds(one, sentence), sentence
