"""The kernel reads a text as the definition in Python does: the same parses, to the last bit."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import gramc
import pytest
from gramc.catalogues.index import pack_index
from gramc.catalogues.packing import Texts, pack_texts
from gramc.catalogues.rows import Entry
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.tree import File
from gramc.runtime.grammar import Grammar
from gramc.runtime.kernel import _parsing, serving
from gramc.runtime.parse import Parser
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk
from hypothesis import given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import compiled_random, grammars

ROOT = Path(__file__).resolve().parents[2]
WORKED = [p for p in sorted((ROOT / "grammars").glob("*/*.gram")) if p.stem != "polite"]
ACCEPT = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))


def both(compiled: Compiled, **how: Any) -> tuple[Parser, Parser]:
    """The kernel's parser and the definition's."""
    acceptor = compiled.acceptor
    assert acceptor is not None
    return Parser(compiled, acceptor, **how), Parser(compiled, acceptor, plain=True, **how)


def same(parsers: tuple[Parser, Parser], texts: Iterable[str]) -> int:
    """Holds both together, and tells how many parses they found."""
    quick, plain = parsers
    found = 0
    for text in texts:
        for nbest in (1, 4):
            parses = quick(text, nbest)
            assert repr(parses) == repr(plain(text, nbest)), text
            assert quick.steps == plain.steps, text
            found += len(parses)
    return found


def bound(path: Path) -> Compiled:
    grammar = gramc.load(path)
    for name in grammar.compiled.unbound():
        entries: list[str | Entry] = ["one", "the second", Entry("dritter", id="3"), "четвёртый"]
        grammar = grammar.bind(name, entries)
    return grammar.compiled


def sampled(compiled: Compiled, count: int, seed: int = 0) -> list[str]:
    sampler = Sampler(walk(compiled), seed)
    return [sampler(number)[0].text for number in range(count)]


ODD = (
    "!",
    "…",
    "—",
    '"',
    "-",
    " ",
    "  ",
    "é",
    "e\u0301",
    "\u0323",
    "’",
    "7",
    "-3",
    "0.5",
    "I",
    "ß",
    "家",
)


def spoiled(texts: Iterable[str], seed: int = 0) -> list[str]:
    """Texts with something put in, left out, or said twice."""
    drawn = random.Random(seed)
    result = []
    for text in texts:
        at, to = sorted(drawn.randrange(len(text) + 1) for _ in range(2))
        kind = drawn.randrange(5)
        if kind == 0:
            result.append(text[:at] + drawn.choice(ODD) + text[at:])
        elif kind == 1:
            result.append(text[:at] + text[to:])
        elif kind == 2:
            result.append(f"{text} {text[at:to]}")
        elif kind == 3:
            result.append(text.replace(" ", drawn.choice(ODD), 1).upper())
        else:
            result.append(f"“{text}”?!")
    return result


def test_the_kernel_serves() -> None:
    assert serving("_parsing") == "C", "gramc was installed without a C compiler"


@pytest.mark.parametrize("path", ACCEPT + WORKED, ids=lambda p: p.stem)
def test_worked_grammars_are_read_alike(path: Path) -> None:
    compiled = bound(path)
    texts = sampled(compiled, 60)
    parsers = both(compiled)
    assert same(parsers, texts) >= 60
    same(parsers, spoiled(texts))
    same(both(compiled, case_sensitive=True, context={"area": "x"}), texts[:20])


@settings(max_examples=60, deadline=None)
@given(grammars("minus", "wildcard", "range"), st.integers(0, 1000))
def test_any_grammar_is_read_alike(file: File, seed: int) -> None:
    compiled = compiled_random(file)
    if compiled.acceptor is None or compiled.missing():
        return
    texts = sampled(compiled, 8, seed)
    parsers = both(compiled)
    same(parsers, texts)
    same(parsers, spoiled(texts, seed))


HOUSE = """
locale de-DE
feature gender = f | n
wildcard was
wildcard wer
catalog raum = küche => kitchen @f | "das große bad" => bath @n | /3/ "groß" => big | Bad => small
intent Hell /2/ = mach (das | die)? {raum}? licht [auf {stufe:(<0..100> | <0..100 words>)}]
  [prozent]
intent Sag = sag {wer} dass {was}s [{zahl:<-20..20 step 0.5>}] [{weit:<0..1000000 words>}]
intent Such = such{was} | {was} von {wer} | such "ein buch" | {raum} {wo = @wo}
intent Tief = {satz:(<tief> {rest:(a | b => B)} => T)}
tief = {nah:(x => 1)} | y
skip bitte | "ach so" | bitte sehr
"""
SAID = (
    "mach das licht in der küche auf siebzehn prozent",
    "Mach das Große-Bad Licht auf 17 %",
    "mach licht auf 007",
    "mach licht auf 1.5, bitte",
    "sag Hans, dass ein buchs -3.5 neunhunderttausendzwölf",
    "sag dass dass dass dass",
    "sag a dass b c −20 bitte sehr",
    "such ein buch über züge von bitte",
    "bitte bitte. ach so! such ein buch",
    "suchein buch",
    "küche",
    "bad bitte",
    "xa",
    "y b",
    "(ein) von [zwei] von drei",
    "",
    "...",
    "- - -",
    "\ud800 von \udfff",
    "mach " * 300,
    "x von " * 200,
)


@pytest.mark.parametrize("how", [{}, {"context": {"wo": "hier"}}, {"case_sensitive": True}])
def test_wildcards_skips_numbers_and_values(how: dict[str, Any]) -> None:
    compiled, findings = compile_grammar("house.gram", HOUSE.encode())
    assert compiled is not None, findings
    known: list[str | Entry] = [Entry("ein buch", id="BUCH"), "ein", "Ein", "ein buch über züge"]
    parsers = both(Grammar(compiled).bind("was", known).compiled, **how)
    assert same(parsers, SAID) > 20
    assert same(parsers, spoiled(SAID * 20)) > 20
    quick, plain = parsers
    assert quick("küche", 3, "Such") == plain("küche", 3, "Such")
    assert quick("ein von x", 3, "Hell") == quick("ein von x", 3, "None") == []


REWRITTEN = """
locale en-GB
catalog thing = apple => A | orange | "ice cream" | umbrella
intent Want = i want a {thing} [and a {thing}] please
rewrite "a" => "an" / ^ | " " _ " " (a | o | i | u)
rewrite " please" => ""
"""


def test_rewritten_texts_are_read_alike() -> None:
    source = REWRITTEN.replace('^ | " " _', '" " _')
    compiled, findings = compile_grammar("rewritten.gram", source.encode())
    assert compiled is not None, findings
    texts = sampled(compiled, 40)
    assert same(both(compiled), [*texts, *spoiled(texts)]) >= 40


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.sampled_from("ab -éßİ家"), min_size=1, max_size=6), min_size=1, max_size=40
    ),
    st.lists(st.integers(1, 9), min_size=40, max_size=40),
    st.text(st.sampled_from("ab -éßİ家"), max_size=30),
)
def test_any_catalogue_is_looked_up_alike(values: list[str], weights: list[int], text: str) -> None:
    source = 'locale de-DE\ncatalog V\nintent P = ({V} | [/3/ "a "] x{V}){1,3}\n'
    compiled, findings = compile_grammar("values.gram", source.encode())
    assert compiled is not None, findings
    good = [value for v in values if (value := " ".join(v.split()))]
    entries = {v: Entry(v, id=str(n), weight=weights[n]) for n, v in enumerate(good)}
    if entries:
        bound = Grammar(compiled).bind("V", entries.values()).compiled
        same(both(bound), [text, f"x{text}", *good[:3]])


def test_a_bound_parser_shares_the_graph() -> None:
    source = "catalog V\nintent P = play {V}\n"
    compiled, _ = compile_grammar("bind.gram", source.encode())
    assert compiled is not None
    one = Grammar(compiled).bind("V", ["a", "b c"])
    assert one.parse("play b c")
    other = one.bind("V", ["c", "b c d"])
    assert not other.parse("play b c")
    assert other.parse("play b c d")
    assert one.parse("play b c")


def test_more_rows_than_floats_can_count() -> None:
    source = "catalog V = /9007199254740993/ a | /1/ b\nintent P = {V}\n"
    compiled, findings = compile_grammar("heavy.gram", source.encode())
    assert compiled is not None, findings
    assert same(both(compiled), ["a", "b", "c"]) == 4


def damaged(seed: int) -> tuple[int, bytes, bytes, array[int], array[int]]:
    """An index with one number changed."""
    drawn = random.Random(seed)
    values = ["a", "a b", "a b", "ab", "b", "é", "éa"]
    sections, _ = pack_index(Texts(*pack_texts(values), len(values)), "")
    numbers = {
        part: array("I", bytes(sections[part])) for part in ("keys.at", "keys.row", "keys.parent")
    }
    chosen = numbers[drawn.choice(sorted(numbers))]
    chosen[drawn.randrange(len(chosen))] = drawn.choice([0, 1, 5, 7, 8, 99, 1 << 31, (1 << 32) - 1])
    keys = bytearray(sections["keys"])
    if drawn.random() < 0.3:
        keys[drawn.randrange(len(keys))] = drawn.randrange(256)
    return (
        len(values),
        bytes(keys),
        numbers["keys.at"].tobytes(),
        numbers["keys.row"],
        numbers["keys.parent"],
    )


class Shelf:
    """A catalogue whose index may be damaged."""

    def __init__(self, index: object) -> None:
        self.index = index

    def catalogue(self, number: int) -> object:
        return self.index

    def selection(self, number: int) -> tuple[Any, ...]:
        return 0, 7, None, 0.0, None, 1.0

    def drawn(self, number: int) -> None:
        return None

    def identity(self, number: int, row: int) -> str:
        return str(row)


Acceptor = dict[str, Any]


def states(given: Acceptor) -> object:
    """The graph of an acceptor, as the kernel takes it."""
    arrays = (given["offset"], given["label"], given["cost"], given["target"])
    return _parsing.graph(
        arrays,
        tuple(given["marks"]),
        bytes(given["missing"]),
        (given["intents"], given["catalogues"]),
        (given["catalogue"], bytes(given["wildcard"])),
        ("a", "a"),
        (),
    )


def looping() -> Acceptor:
    """A slot, again and again: `a`, or a value of a catalogue, or a wildcard."""
    first = 0x110000
    return {
        "offset": array("I", [0, 2, 5, 7, 7]),
        "label": array("I", [first, first + 4, 97, first + 2, first + 3, first + 1, first + 5]),
        "cost": array("d", [0.5, 0.25, 1, 2, 3, 0, 0]),
        "target": array("I", [1, 3, 2, 2, 2, 0, 0]),
        "marks": [(1, "s"), (2, None), (6, 0), (5, 1), (7, 0), (3, "v")],
        "missing": [0] * 6,
        "intents": 1,
        "catalogues": 2,
        "catalogue": array("I", [0, 1]),
        "wildcard": [0, 1],
    }


def test_damaged_indexes_are_refused_or_harmless() -> None:
    refused = 0
    graph = states(looping())
    for seed in range(400):
        try:
            index = _parsing.index(*damaged(seed))
        except ValueError:
            refused += 1
            continue
        reader = _parsing.walk(graph, _parsing.lookups(Shelf(index), 2, 2), False)
        for text in ("a bab", "éaéa b", "b", "ab" * 20):
            told = _parsing.parse(reader, None, (text, text, {}, None, None), 4, -1, True)
            assert told is not None
    assert 50 < refused < 400


def test_damaged_acceptors_are_refused_or_harmless() -> None:
    sections, _ = pack_index(Texts(*pack_texts(["a", "ab"]), 2), "")
    numbers = [array("I", bytes(sections[part])) for part in ("keys.row", "keys.parent")]
    index = _parsing.index(2, sections["keys"], sections["keys.at"], *numbers)
    drawn = random.Random(0)
    outcomes = [0, 0]
    for number in range(3000):
        given = looping()
        for _ in range(drawn.choice([1, 1, 2, 4]) if number else 0):
            part = drawn.choice(sorted(given))
            value = drawn.choice([0, 1, 2, 3, 7, 97, 32, 0x110000, 0x110003, 0x110006, 2**32 - 1])
            if part in ("intents", "catalogues"):
                given[part] = value % 10
            elif part == "marks":
                given[part][drawn.randrange(6)] = (value % 9, drawn.choice([0, 1, 9, "t", None]))
            elif part in ("missing", "wildcard"):
                given[part][drawn.randrange(len(given[part]))] = value % 2
            elif drawn.random() < 0.2:
                given[part].pop()
            else:
                given[part][drawn.randrange(len(given[part]))] = value
        try:
            graph = states(given)
            lookups = _parsing.lookups(Shelf(index), given["catalogues"], len(given["catalogue"]))
            reader = _parsing.walk(graph, lookups, False)
            for text in ("a", "ab a", "aab"):
                for ways in (True, False):
                    _parsing.parse(reader, None, (text, text, {}, None, None), 4, -1, ways)
        except (ValueError, TypeError):
            outcomes[0] += 1
        else:
            outcomes[1] += 1
    assert min(outcomes) > 300


def test_long_texts_between_short_ones() -> None:
    compiled, findings = compile_grammar("long.gram", b"wildcard w\nintent P = (a | b {w})+\n")
    assert compiled is not None, findings
    quick, plain = both(compiled)
    short = "a b x a"
    known = repr(quick(short))
    assert known == repr(plain(short))
    for text in ("a " * 100_000, "b é " * 20_000):
        assert len(quick(text)) == 1
        assert repr(quick(short)) == known
