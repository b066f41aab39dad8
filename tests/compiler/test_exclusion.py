"""Exclusion: what is left of rules and catalogues, and what is wrong with taking texts away."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import gramc
import pytest
from gramc.compiler import artifact
from gramc.compiler.compile import analyse, compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.compiler.raise_tree import alternative
from gramc.corpora.annotated import write
from gramc.dsl import tree
from gramc.dsl.printer import print_alternative
from gramc.runtime.count import count
from gramc.runtime.draw import dot
from gramc.runtime.enumerate import language
from gramc.runtime.odds import Odds, odds
from gramc.runtime.parse import Parser
from hypothesis import given

from ..reference.brute import Brute
from .small_grammars import grammars
from .test_laws import SETTINGS, compiled_of, root


def compiled(tmp_path: Path, source: str) -> Compiled:
    path = tmp_path / "g.gram"
    path.write_text(source, encoding="utf-8")
    found, findings = compile_grammar(str(path))
    assert found is not None, findings
    assert not findings
    return found


def texts(grammar: Compiled) -> dict[str, Fraction]:
    return {write(u): p for u, p in language(grammar, root(grammar)).items()}


@SETTINGS
@given(grammars("minus", "minus", "minus", "range"))
def test_what_is_left_is_the_language_without_the_texts(file: tree.File) -> None:
    grammar = compiled_of(file)
    found = language(grammar, root(grammar))
    assert sum(found.values(), Fraction(0)) == 1
    assert found == Brute(file).language("I")


@SETTINGS
@given(grammars("minus", "minus", "minus"))
def test_what_is_left_parses(file: tree.File) -> None:
    grammar = compiled_of(file)
    acceptor = grammar.acceptor
    assert acceptor is not None
    parser = Parser(grammar, acceptor, case_sensitive=True, context={"key": "@key"})
    for utterance in list(language(grammar, root(grammar)))[:50]:
        if utterance.text:
            assert utterance in [p.utterance for p in parser(utterance.text, 100)]


GENRE = 'catalog Genre = /2/ rock | pop => POP | "hip hop" | jazz\n'
TWICE = "twice = <Genre> [and <Genre>]\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # a catalogue
        ("{Genre:<Genre - rock - jazz>}", {"pop|Genre=POP": "1/2", "{hip hop}|Genre": "1/2"}),
        ('<Genre - (jazz | "hip hop" | pop)>', {"rock": "1"}),
        # texts are compared whole, and letter for letter
        ('<Genre - "hip hop" - pop>', {"rock": "2/3", "jazz": "1/3"}),
        # a rule, in an alternative, in a slot, with a value
        ("<play - stop>", {"play rock": "1/2", "play pop|G=POP": "1/2"}),
        ('<play - "play rock">', {"play pop|G=POP": "1/5", "stop": "4/5"}),
        # one value of a catalogue within a rule
        (
            '<song - "a rock song" - "a pop song">',
            {"a {hip hop} song": "1/2", "a jazz song": "1/2"},
        ),
        # what is taken away may be a rule, optional, and be without something itself
        ('<play - (<play - stop> | "never said")>', {"stop": "1"}),
        ('<polite - [please] "go on">', {"go": "1/2", "please go": "1/2"}),
    ],
)
def test_examples(tmp_path: Path, source: str, expected: dict[str, str]) -> None:
    rules = f"""{GENRE}play = play (rock | {{G:(pop => POP)}}) | /2/ stop
song = a <Genre> song
polite = [please] go [on]
intent I = {source}
"""
    path = tmp_path / "g.gram"
    path.write_text(rules.replace('[please] "go on"', "([please] go on)"), encoding="utf-8")
    found, _ = compile_grammar(str(path))
    assert found is not None
    assert texts(found) == {
        t.replace("{hip hop}", "hip hop") if "|" not in t else t: Fraction(p)
        for t, p in expected.items()
    }


def test_catalogues_stay_symbols(tmp_path: Path) -> None:
    """A draw that goes on in a text to be taken away is drawn apart, all others as one."""
    grammar = compiled(tmp_path, f'{GENRE}{TWICE}intent I = <twice - "pop and jazz" - rock>\n')
    keys = [(k.conditions, k.without) for k in grammar.tables.selections]
    assert ((), ()) in keys
    assert ((("value", ("pop",)),), ()) in keys
    assert ((), ("jazz",)) in keys
    found = texts(grammar)
    assert "pop and jazz" not in found
    assert found["pop"] / found["jazz"] == 1
    assert found["pop and rock"] / found["pop and pop"] == 2
    assert found["hip hop and jazz"] == found["jazz and jazz"]


def test_a_million_rows_are_not_looked_at_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("".join(f"name {n}\n" for n in range(200_000)))
    source = (
        'catalog N from "names.txt"\ncall = call <N> [now]\nintent I = <call - "call name 7">\n'
    )
    grammar = compiled(tmp_path, source)
    arcs = sum(len(a) for net in grammar.networks.table for a in net.arcs)
    assert arcs < 60
    sampled = gramc.Grammar(grammar).parse("call name 70")
    assert [p.utterance.text for p in sampled] == ["call name 70"]
    assert not gramc.Grammar(grammar).parse("call name 7")
    assert gramc.Grammar(grammar).parse("call name 7 now")


def test_binding_works_it_out_again(tmp_path: Path) -> None:
    source = """catalog C
catalog Bad
say = say <C> | be quiet
intent I = <say - "say no"> | call <C - bob> | <C - <Bad>>
"""
    grammar = gramc.Grammar(compiled(tmp_path, source))
    with pytest.raises(ValueError, match="not bound"):
        list(grammar.sample(1))
    bound = grammar.bind("C", ["no", "yes", "bob"]).bind("Bad", ["yes", "x"])
    assert texts(bound.compiled) == {
        "be quiet": Fraction(3, 15),
        "say yes": Fraction(1, 15),
        "say bob": Fraction(1, 15),
        "call no": Fraction(1, 6),
        "call yes": Fraction(1, 6),
        "no": Fraction(1, 6),
        "bob": Fraction(1, 6),
    }
    with pytest.raises(gramc.GrammarError) as caught:
        grammar.bind("C", ["bob"])
    assert [f.code for f in caught.value.findings] == ["E317"]


def test_an_artifact_holds_what_is_left(tmp_path: Path) -> None:
    source = f'{GENRE}{TWICE}intent I = <twice - "pop and jazz" - rock> | <Genre - jazz>\n'
    grammar = compiled(tmp_path, source)
    path = tmp_path / "g.gramc"
    path.write_bytes(b"".join(artifact.save(grammar)))
    again, findings = artifact.load(str(path))
    assert again is not None, findings
    assert again.tables.selections == grammar.tables.selections
    assert texts(again) == texts(grammar)
    assert again.excluding == grammar.excluding == ("Genre",)
    (first, second) = again.program.intents[0].body.options
    assert print_alternative(alternative(first)) == '<twice - "pop and jazz" - rock>'
    assert print_alternative(alternative(second)) == "<Genre - jazz>"
    bound = gramc.Grammar(again).bind("Genre", ["jazz", "soul"]).compiled
    assert set(texts(bound)) == {
        "soul",
        "jazz",
        "jazz and jazz",
        "jazz and soul",
        "soul and jazz",
        "soul and soul",
    }


def test_features_of_what_is_left(tmp_path: Path) -> None:
    source = """feature gender = f | m
catalog Noun = casa @f | mesa @f | libro @m
noun = <Noun>
la = la @f | el @m
intent I = <la> <noun - casa> @agree(gender) | <la> <Noun - libro> @agree(gender)
"""
    found = texts(compiled(tmp_path, source))
    # without one of three, half of what is left is feminine
    assert found == {
        "la mesa": Fraction(1, 4) + Fraction(1, 4),
        "el libro": Fraction(1, 4),
        "la casa": Fraction(1, 4),
    }


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("wildcard W\nintent I = <W - a>", "E314", "“W”"),
        ("wildcard W\nr = a <W>\nintent I = <r - a>", "E314", "“W”"),
        ("r = a+\nintent I = <r - a>", "E315", "repeated without bound"),
        ("r = a | b\ns = x <s> | x\nintent I = <r - <s>>", "E315", "“s” refers to itself"),
        ("r = a | b\nintent I = <r - (a | b)>", "E317", "<r>"),
        ("catalog C = a | b\nintent I = {x:<C - a - b>}", "E317", "<C>"),
        ("r = a | <r - b>\nintent I = <r>", "E306", "through an exclusion"),
        ("n = <0..1000000>\nintent I = <n - 3>", "E316", "1,000,001"),
        ("catalog C = apple | pear\nintent I = <C - aple>", "W511", "“aple”"),
        ("r = an apple | pear\nintent I = <r - (pear | apple)>", "W511", "“apple”"),
        ("catalog C = a | b\ncatalog D = c | d\nintent I = <C - <D>>", "W511", "“c, d”"),
        ("intent I = <nowhere - a>", "E201", "“nowhere”"),
        ("catalog C = a | b\nintent I = <C - <nowhere>>", "E201", "“nowhere”"),
        ("catalog C = a | b\nintent I = <C[x=1] - a>", "E404", "“x”"),
    ],
)
def test_findings(tmp_path: Path, source: str, code: str, words: str) -> None:
    path = tmp_path / "g.gram"
    path.write_text(source + "\n", encoding="utf-8")
    _, findings = analyse(str(path))
    assert [f.code for f in findings] == [code]
    assert words in findings[0].message
    assert findings[0].span.line > 0
    assert findings[0].hint


def test_what_is_near_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "g.gram"
    path.write_text("catalog C = apple | pear\nintent I = <C - aple>\n", encoding="utf-8")
    _, (finding,) = analyse(str(path))
    assert finding.hint == "Did you mean “apple”?"
    assert (finding.span.column, finding.span.end_column) == (12, 22)


def test_of_open_catalogues_nothing_is_missing(tmp_path: Path) -> None:
    grammar = compiled(tmp_path, "catalog C\nintent I = <C - bob>\n")
    assert grammar.excluding == ()  # bound later, it takes no second look
    bound = gramc.Grammar(grammar).bind("C", ["al", "bob"])
    assert bound.compiled.forms is grammar.forms
    assert [u.text for u in bound.sample(3)] == ["al"] * 3


def test_ranges(tmp_path: Path) -> None:
    grammar = compiled(tmp_path, "n = <0..5>\nintent I = {n:<n - 3 - (0 | 5)>}\n")
    assert texts(grammar) == {f"{n}|n={n}": Fraction(1, 3) for n in (1, 2, 4)}
    assert not gramc.Grammar(grammar).parse("3")
    assert gramc.Grammar(grammar).parse("4")


def test_pictures_odds_and_counts_name_what_is_left(tmp_path: Path) -> None:
    source = """catalog C
r = a | b | c
intent I = <r - a - (b | x)> | {y:<C - bob>} | {y:<C - al>}
"""
    path = tmp_path / "g.gram"
    path.write_text(source, encoding="utf-8")
    found, _ = compile_grammar(str(path))
    assert found is not None
    picture = dot(found, "I")
    assert isinstance(picture, str)
    assert "r - a - (b | x)" in picture
    assert "C - bob" in picture
    told = odds(found, "I")
    assert isinstance(told, Odds)
    assert [b.text for b in told.branches][:2] == ["<r - a - (b | x)>", "{y:<C - bob>}"]
    assert count(found, ["I"]).parts[0].derivations.shown() == "1 + |C[-al]| + |C[-bob]|"


def test_odds_of_a_rule_that_texts_are_taken_from_are_its_own(tmp_path: Path) -> None:
    """In sentences they are those of what is left, in which the alternatives are no longer."""
    source = 'r = please <s> | c\ns = a | b\nintent I = <r - "please a"> | <t>\nt = a | b\n'
    grammar = compiled(tmp_path, source)
    for name, in_use in (("r", None), ("s", None), ("t", 0.5)):
        told = odds(grammar, name)
        assert isinstance(told, Odds)
        assert [(b.probability, b.in_use) for b in told.branches] == [(Fraction(1, 2), in_use)] * 2
        assert bool(told.uses) == (in_use is not None)


def test_columns_of_one_row(tmp_path: Path) -> None:
    """A rule that writes several columns of a row does without texts that no row begins."""
    (tmp_path / "songs.tsv").write_text("value\tby\nVogue\tMadonna\nImagine\tLennon\n")
    rules = 'catalog S from "songs.tsv"\nr = {t:S.value} by {a:S.by} | stop [it]\n'
    found = texts(compiled(tmp_path, rules + "intent I = <r - stop>\n"))
    assert found == {
        "Vogue|t by Madonna|a": Fraction(1, 3),
        "Imagine|t by Lennon|a": Fraction(1, 3),
        "stop it": Fraction(1, 3),
    }
    path = tmp_path / "g.gram"
    path.write_text(f'{rules}intent I = <r - "Vogue by Madonna">\n', encoding="utf-8")
    _, findings = analyse(str(path))
    assert [f.code for f in findings] == ["E316"]
    assert "columns of one row" in findings[0].message
    path.write_text('catalog S from "songs.tsv"\nintent I = <S.by - Lennon>\n', encoding="utf-8")
    _, findings = analyse(str(path))
    assert [f.code for f in findings] == ["E203"]
