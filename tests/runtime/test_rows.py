"""Columns of one alternative come from one row: the law, and everybody who keeps to it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import gramc
import pytest
from gramc.compiler import artifact
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.utterance import Utterance
from gramc.runtime.count import count
from gramc.runtime.engines import engine
from gramc.runtime.enumerate import derivations, language
from gramc.runtime.parse import Parser
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk
from hypothesis import HealthCheck, assume, given, settings

from . import brute_rows as brute

SETTINGS = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
MOST = 4000

SONGS = """title\tartist\tgenre\tweight
Vogue\tMadonna\tpop\t2
Hello\tAdele\tpop\t1
Hello\tLionel Richie\tsoul\t1
Imagine\tJohn Lennon\t\t3
"""


def grammar(tmp_path: Path, source: str, songs: str = SONGS) -> gramc.Grammar:
    """The grammar with the catalogue `songs.tsv`."""
    (tmp_path / "songs.tsv").write_text(songs, encoding="utf-8")
    path = tmp_path / "g.gram"
    path.write_text(source, encoding="utf-8")
    return gramc.load(path)


def both(tmp_path: Path, source: str, songs: str = SONGS) -> list[gramc.Grammar]:
    """The grammar from its source and from its artifact."""
    loaded = grammar(tmp_path, source, songs)
    target = tmp_path / "g.gramc"
    target.write_bytes(b"".join(artifact.save(loaded.compiled)))
    return [loaded, gramc.load(target)]


def texts(compiled: Compiled, intent: int = 0) -> dict[str, Fraction]:
    """The probabilities of the texts of an intent, labels apart."""
    found: dict[str, Fraction] = {}
    root = compiled.networks.roots[intent][2]
    for utterance, odds in language(compiled, root).items():
        found[utterance.text] = found.get(utterance.text, Fraction(0)) + odds
    return found


def compiled_random(
    alternatives: Sequence[Sequence[brute.Piece]], songs: Sequence[brute.Row]
) -> tuple[Compiled, dict[brute.Text, Fraction]]:
    """A random grammar, and what it should mean; those with nothing to draw are passed over."""
    meant = brute.language(alternatives, songs)
    with TemporaryDirectory() as folder:
        (Path(folder) / "songs.tsv").write_text(brute.table(songs), encoding="utf-8")
        path = Path(folder) / "g.gram"
        source = brute.source(alternatives)
        path.write_text(source, encoding="utf-8")
        compiled, findings = compile_grammar(str(path))
    if meant is None:
        codes = {f.code for f in findings if f.is_error}
        assert codes, source
        assert codes <= {"E303", "E311"}, (source, findings)
    assume(meant is not None and len(meant) <= MOST)
    assert meant is not None
    assert compiled is not None, (source, findings)
    return compiled, meant


def labelled(utterance: Utterance) -> brute.Text:
    return utterance.text, tuple((s.name, s.start, s.end, s.value) for s in utterance.slots)


@SETTINGS
@given(brute.alternatives, brute.rows)
def test_the_law(alternatives: list[tuple[brute.Piece, ...]], songs: list[brute.Row]) -> None:
    compiled, meant = compiled_random(alternatives, songs)
    found = language(compiled, compiled.networks.roots[0][2])
    assert {labelled(u): p for u, p in found.items()} == meant


@SETTINGS
@given(brute.alternatives, brute.rows)
def test_counts_are_those_of_the_law(
    alternatives: list[tuple[brute.Piece, ...]], songs: list[brute.Row]
) -> None:
    compiled, meant = compiled_random(alternatives, songs)
    part = count(compiled).whole
    ways = list(derivations(compiled.networks, compiled.stock, compiled.networks.roots[0][2]))
    assert part.derivations.value == len(ways)
    assert part.texts.value is not None
    assert part.texts.value == len(meant) or not part.texts.exact
    assert part.texts.value >= len(meant)
    bits = -math.fsum(float(p) * math.log2(p) for _, p in ways)
    assert part.bits == pytest.approx(bits, abs=1e-9)
    length = sum(p * len(u.text) for u, p in ways)
    assert part.characters == pytest.approx(float(length))
    words = sum(p * len(u.text.split()) for u, p in ways)
    assert part.words == pytest.approx(float(words))


@SETTINGS
@given(brute.alternatives, brute.rows)
def test_parses_are_those_of_the_law(
    alternatives: list[tuple[brute.Piece, ...]], songs: list[brute.Row]
) -> None:
    compiled, meant = compiled_random(alternatives, songs)
    acceptor = compiled.acceptor
    assert acceptor is not None
    parser = Parser(compiled, acceptor, case_sensitive=True)
    for text, odds in list(meant.items())[:25]:
        if not text[0]:
            continue
        parses = parser(text[0], 200)
        assert {labelled(p.utterance) for p in parses} <= {t for t in meant if t[0] == text[0]}
        (mine,) = [p for p in parses if labelled(p.utterance) == text]
        assert math.exp(mine.logprob) == pytest.approx(float(odds), rel=1e-6)


@SETTINGS
@given(brute.alternatives, brute.rows)
def test_engines_write_what_the_definition_does(
    alternatives: list[tuple[brute.Piece, ...]], songs: list[brute.Row]
) -> None:
    compiled, meant = compiled_random(alternatives, songs)
    sampler = Sampler(walk(compiled), 7)
    for form in ("text", "annotated", "jsonl"):
        from gramc.corpora.formats import FORMATS

        plain = "".join(FORMATS[form].write(*sampler(i)) for i in range(40))
        assert b"".join(engine(sampler).lines(form, 0, 40)).decode() == plain
    assert {labelled(sampler(i)[0]) for i in range(40)} <= set(meant)


def test_a_title_with_the_artist_of_another_row_does_not_parse(tmp_path: Path) -> None:
    source = """catalog Song from "songs.tsv"
intent Play = play {S:Song.title} by {A:Song.artist}
"""
    for g in both(tmp_path, source):
        (parse,) = g.parse("play hello by lionel richie", 5)
        assert [(s.name, s.start, s.end) for s in parse.utterance.slots] == [
            ("S", 5, 10),
            ("A", 14, 27),
        ]
        assert math.exp(parse.logprob) == pytest.approx(1 / 7)
        assert not g.parse("play vogue by lionel richie")
        assert not g.parse("play imagine by adele")


def test_an_optional_use_leaves_out_rows_whose_column_is_empty(tmp_path: Path) -> None:
    compiled = grammar(
        tmp_path, 'catalog Song from "songs.tsv"\nintent I = {Song.title} [is <Song.genre>]\n'
    ).compiled
    assert texts(compiled) == {
        "Vogue is pop": Fraction(1, 4),
        "Vogue": Fraction(1, 4),
        "Hello is pop": Fraction(1, 8),
        "Hello is soul": Fraction(1, 8),
        "Hello": Fraction(1, 4),
    }


def test_a_second_row_is_drawn_by_itself(tmp_path: Path) -> None:
    compiled = grammar(
        tmp_path,
        """catalog Song from "songs.tsv"
intent I = <Song.title> <Song.artist> or <Song#2.title> <Song#2.artist>
""",
    ).compiled
    found = texts(compiled)
    assert len(found) == 16
    assert found["Vogue Madonna or Imagine John Lennon"] == Fraction(2, 7) * Fraction(3, 7)


def test_a_name_without_a_column_is_independent(tmp_path: Path) -> None:
    compiled = grammar(
        tmp_path, 'catalog Song from "songs.tsv"\nintent I = <Song> <Song.artist> <Song#1>\n'
    ).compiled
    assert texts(compiled)["Vogue Adele Hello"] == Fraction(2, 7) * Fraction(1, 7)


def test_a_filter_on_one_use_is_one_on_the_row(tmp_path: Path) -> None:
    compiled = grammar(
        tmp_path,
        'catalog Song from "songs.tsv"\nintent I = <Song.title> <Song.artist[genre=pop]>\n',
    ).compiled
    assert texts(compiled) == {"Vogue Madonna": Fraction(2, 3), "Hello Adele": Fraction(1, 3)}


def test_each_alternative_and_each_rule_has_its_own_row(tmp_path: Path) -> None:
    compiled = grammar(
        tmp_path,
        """catalog Song from "songs.tsv"
who = <Song.artist>
intent I = <Song.title> by <who>
""",
    ).compiled
    assert texts(compiled)["Vogue by Adele"] == Fraction(2, 7) * Fraction(1, 7)


@pytest.mark.parametrize(
    ("rule", "one"),
    [
        ("list = <Song.title> by <Song.artist> [and <list>]", "{} and {}"),
        ("list = [<list> and] <Song.title> by <Song.artist>", "{} and {}"),
        ("list = <Song.title> by <Song.artist> | <list> and <Song.artist> with <Song.title>", ""),
    ],
)
def test_rows_in_recursion(tmp_path: Path, rule: str, one: str) -> None:
    source = f'catalog Song from "songs.tsv"\n{rule}\nintent I = <list> now\n'
    for g in both(tmp_path, source):
        sampler = Sampler(walk(g.compiled), 1)
        pairs = {("Vogue", "Madonna"), ("Hello", "Adele"), ("Hello", "Lionel Richie")}
        pairs.add(("Imagine", "John Lennon"))
        for index in range(60):
            text = sampler(index)[0].text
            for part in text.removesuffix(" now").split(" and "):
                title, by, artist = part.partition(" by ")
                if not by:
                    artist, _, title = part.partition(" with ")
                assert (title, artist) in pairs, text
            assert g.parse(text), text
        joined = " and ".join(("Vogue by Madonna", "Hello by Adele") if one else ())
        if one:
            assert g.parse(joined + " now")
            assert not g.parse(joined.replace("Adele", "Madonna") + " now")
        else:
            assert g.parse("Vogue by Madonna and Adele with Hello now")
            assert not g.parse("Vogue by Madonna and Adele with Vogue now")


def test_a_row_is_the_same_each_time_round(tmp_path: Path) -> None:
    source = 'catalog Song from "songs.tsv"\nintent I = (<Song.title> <Song.artist>)+\n'
    for g in both(tmp_path, source):
        assert g.parse("Vogue Madonna Vogue Madonna Vogue Madonna")
        assert not g.parse("Vogue Madonna Hello Adele")
        (parse,) = g.parse("hello adele hello adele")
        assert math.exp(parse.logprob) == pytest.approx(1 / 28)


def test_the_id_belongs_to_the_value(tmp_path: Path) -> None:
    songs = "artist\tname\tid\nAdele\tHello\tQ1\nAdele\tSkyfall\tQ2\nCher\tBelieve\t\n"
    source = """catalog Song from "songs.tsv" value=name
intent I = {S:Song.name} by {A:Song.artist} | {S:Song.value}{A:Song.artist}
  | {I:Song.id} {Song.name}
"""
    for g in both(tmp_path, source, songs):
        (parse,) = g.parse("skyfall by adele")
        assert [s.value for s in parse.utterance.slots] == ["Q2", None]
        (parse,) = g.parse("Q1 hello")
        assert [s.value for s in parse.utterance.slots] == [None, "Q1"]
        assert not g.parse("Q2 hello")
        drawn = {u.text: [s.value for s in u.slots] for u in g.sample(80, 1)}
        assert drawn["HelloAdele"] == ["Q1", None]
        assert drawn["Believe by Cher"] == [None, None]


def test_binding_anew(tmp_path: Path) -> None:
    source = """catalog Song
intent Play = play {S:Song.title} by {A:Song.artist}
"""
    for g in both(tmp_path, source):
        rows = [
            gramc.Entry("1", cells={"title": "Vogue", "artist": "Madonna"}),
            gramc.Entry("2", cells={"title": "Hello", "artist": "Adele"}),
        ]
        bound = g.bind("Song", rows)
        assert bound.parse("play hello by adele")
        assert not bound.parse("play hello by madonna")
        assert {u.text for u in bound.sample(30)} == {
            "play Vogue by Madonna",
            "play Hello by Adele",
        }
        with pytest.raises(gramc.GrammarError, match=r"E404.*artist"):
            g.bind("Song", [gramc.Entry("1", cells={"title": "Vogue"})])
        with pytest.raises(gramc.GrammarError, match="E311"):
            g.bind("Song", [gramc.Entry("1", cells={"title": "Vogue", "artist": ""})])


def test_rows_of_a_program_are_named_as_those_before(tmp_path: Path) -> None:
    source = """catalog Song from "songs.tsv"
intent Play = play {S:Song.title} by {A:Song.artist}
"""
    for g in both(tmp_path, source):
        bound = g.bind("Song", [gramc.Entry("Creep", cells={"artist": "Radiohead"})])
        assert [u.text for u in bound.sample(2)] == ["play Creep by Radiohead"] * 2
        assert bound.parse("play creep by radiohead")
        assert not bound.parse("play hello by adele")


def test_catalogues_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "lib.gram").write_text('catalog a.Song from "songs.tsv"\n', encoding="utf-8")
    source = """import "lib.gram"
intent Play = {lib.a.Song.title} by {A:lib.a.Song.artist} or {lib.a.Song#2.title}
"""
    for g in both(tmp_path, source):
        (parse,) = g.parse("vogue by madonna or hello")
        assert [s.name for s in parse.utterance.slots] == ["title", "A", "title"]
        assert not g.parse("vogue by adele or hello")


def test_rewrites_between_columns_of_a_row(tmp_path: Path) -> None:
    songs = "uno\tdos\tid\nRosa\tIsabel\tP1\nRosa\tAna\tP2\nLuis\tInés\tP3\n"
    source = """catalog Song from "songs.tsv"
rewrite "y" => "e" / " " _ " I"
intent I = llama a {Uno:Song.uno} y {Dos:Song.dos}
"""
    for g in both(tmp_path, source, songs):
        assert {u.text for u in g.sample(60)} == {
            "llama a Rosa e Isabel",
            "llama a Rosa y Ana",
            "llama a Luis e Inés",
        }
        (parse,) = g.parse("llama a rosa e isabel", 3)
        assert [(s.name, s.value) for s in parse.utterance.slots] == [("Uno", "P1"), ("Dos", None)]
        assert not g.parse("llama a rosa y isabel")
        assert not g.parse("llama a luis e isabel")


def test_a_value_of_many_rows_has_the_canonical_value_of_its_row(tmp_path: Path) -> None:
    rows = "".join(f"Intro\tartist {n}\t{n % 3 + 1}\tQ{n}\n" for n in range(300))
    source = """catalog Song from "songs.tsv"
intent I = play {S:Song.title} [by {A:Song.artist}] | {A:Song.artist} sings {S:Song.title}
"""
    for g in both(tmp_path, source, f"title\tartist\tweight\tid\n{rows}"):
        for text in ("play intro by artist 17", "artist 17 sings intro"):
            (parse,) = g.parse(text, 5)
            assert {s.name: s.value for s in parse.utterance.slots} == {"S": "Q17", "A": None}
        first, second = g.parse("play intro", 2)
        assert [p.utterance.slots[0].value for p in (first, second)] == ["Q2", "Q5"]
        assert math.exp(first.logprob) == pytest.approx(3 / 600 / 4)


def test_samples_follow_the_law(tmp_path: Path) -> None:
    g = grammar(
        tmp_path, 'catalog Song from "songs.tsv"\nintent I = <Song.title> [by <Song.artist>]\n'
    )
    drawn = Counter(u.text for u in g.sample(20_000, 3))
    for text, odds in texts(g.compiled).items():
        spread = math.sqrt(20_000 * float(odds) * (1 - float(odds)))
        assert abs(drawn[text] - 20_000 * float(odds)) < 5 * spread
