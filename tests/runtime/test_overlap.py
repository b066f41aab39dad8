"""What `overlap` finds is what writing both languages out finds."""

from __future__ import annotations

import math
from itertools import islice
from pathlib import Path

from gramc.catalogues.catalogue import Catalogue
from gramc.catalogues.rows import Rows
from gramc.compiler.compile import analyse, compile_grammar, finish
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.dsl.text import fold
from gramc.runtime.enumerate import derivations, language
from gramc.runtime.overlap.origins import Origins
from gramc.runtime.overlap.overlap import Overlaps, Shared, overlaps
from gramc.runtime.overlap.readings import digits
from gramc.runtime.overlap.sampled import sampled
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import Known, bodies, compiled_random, grammars
from .brute_overlap import brute, labelled

MOST = 2000
NEAR = 1e-6


def check(compiled: Compiled) -> Overlaps:
    """Holds `overlaps` to the enumeration."""
    expected = brute(compiled)
    result = overlaps(compiled)
    assert result.whole
    assert [(s.one, s.other) for s in result.found] == list(expected)
    every = {name: labelled(compiled, net) for name, _, net in compiled.networks.roots}
    doubled = any(
        len(list(derivations(compiled.networks, compiled.stock, net))) > len(every[name])
        for name, _, net in compiled.networks.roots
    )
    for shared in result.found:
        true = expected[shared.one, shared.other]
        assert shared.exact
        for mine, other in zip(shared.shares, true.shares, strict=True):
            assert math.isclose(mine, other, rel_tol=NEAR)
        for example in (shared.shortest, shared.likeliest):
            one, other = example.one.utterance, example.other.utterance
            assert (one.intent, other.intent) == (shared.one, shared.other)
            text = fold(one.text, compiled.locale)
            assert text == fold(other.text, compiled.locale)
            assert one != other
            for reading in (example.one, example.other):
                spelled = reading.utterance
                known = every[spelled.intent][text, (spelled.slots, spelled.constants)]
                assert reading.probability <= float(known) * (1 + NEAR)
        assert len(shared.shortest.one.utterance.text) == true.length
        if not doubled:
            example = shared.likeliest
            product = example.one.probability * example.other.probability
            assert math.isclose(product, true.product, rel_tol=NEAR)
    return result


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars(), st.data())
def test_random_grammars(file: tree.File, data: st.DataObject) -> None:
    names = tuple(s.name for s in file.statements if isinstance(s, tree.Rule | tree.Catalog))
    other = tree.Intent("J", data.draw(bodies(Known(names, ()), 2, False)))
    compiled = compiled_random(tree.File((*file.statements, other)))
    for _, _, net in compiled.networks.roots:
        few = list(islice(derivations(compiled.networks, compiled.stock, net), MOST + 1))
        assume(len(few) <= MOST)
    check(compiled)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars("row"), st.data())
def test_random_grammars_with_rows(file: tree.File, data: st.DataObject) -> None:
    names = tuple(s.name for s in file.statements if isinstance(s, tree.Rule))
    other = tree.Intent("J", data.draw(bodies(Known(names, ("row", "row")), 2, False)))
    compiled = compiled_random(tree.File((*file.statements, other)))
    for _, _, net in compiled.networks.roots:
        few = list(islice(derivations(compiled.networks, compiled.stock, net), MOST + 1))
        assume(len(few) <= MOST)
    check(compiled)


SONGS = """title\tartist\tid\tweight
Hello\tQueen\tS1\t1
Hello\tAdele\tS2\t2
Waterloo\tABBA\tS3\t1
By by Queen\tMuse\tS4\t1
hello\tABBA\t\t1
"""
ROWS_OF_SONGS = """catalog Song from "songs.tsv"
catalog Band = Queen | ABBA
intent Play = play {S:Song.title} by {A:Song.artist} | {A:Song.artist}
intent Put = put on {S:Song.title} | play {S:Song.title} by {B:Band} | play {S:Song.title}
intent Which = {A:Song.artist} {S:Song.title} | {A:Song.artist} {T:Song#2.title}
intent Both = play {S:Song.title} {U:(by {A:Song.artist} [by Queen])} | {S:Song.artist}
"""


def test_columns_of_one_row(tmp_path: Path) -> None:
    (tmp_path / "songs.tsv").write_text(SONGS, "utf-8")
    compiled, findings = compile_grammar(str(tmp_path / "rows.gram"), ROWS_OF_SONGS.encode())
    assert compiled is not None, findings
    assert len(check(compiled).found) == 5


WORDS = ("a", "b", "A", "a b", "ab", "[b]", "b{1,2}", "1", "[a | b]")
SLOTS = ("{S:C}", "{T:C}", "{S:D}", "{S:<r>}", "{S:(a => X | a b)}", "{S:((a => X) b)}", "{S:E}")
REST = (
    "<C>",
    "<D>",
    "<r>",
    "<E>",
    "{k = 1}",
    "{k = 2}",
    "{S:<1..2>}",
    "{S:(<C> => X)}",
    "{T:({S:D} [b])}",
)
ROWS = ("a", "b", "a b", "ab", "a b a", "A b", "b => X", "a => X", "/3/ a b => X", "b a => a")


@st.composite
def dense(draw: st.DrawFn, wild: tuple[str, ...] = ()) -> str:
    """A grammar of few words, whose catalogues hold beginnings of one another; *wild* are further
    parts of the second intent."""

    def body(pieces: tuple[str, ...], least: int) -> str:
        part = st.lists(st.sampled_from(pieces), min_size=1, max_size=3).map(" ".join)
        weight = st.sampled_from(["", "", "/2/ "])
        option = st.tuples(weight, part).map("".join)
        return " | ".join(draw(st.lists(option, min_size=least, max_size=3, unique=True)))

    rows = st.lists(st.sampled_from(ROWS), min_size=1, max_size=4).map(" | ".join)
    lines = [f"catalog {name} = {draw(rows)}" for name in "CDE"]
    lines.append(f"r = {body(WORDS, 1)}")
    parts = WORDS + SLOTS + SLOTS + REST
    lines += [f"intent I = {body(parts, 2)}", f"intent J /3/ = {body(wild * 3 + parts, 2)}"]
    return "\n".join(lines) + "\n"


@settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(dense())
def test_dense_grammars(source: str) -> None:
    compiled, findings = compile_grammar("dense.gram", source.encode())
    assert compiled is not None, findings
    check(compiled)


def made(source: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def only(source: str) -> Shared:
    (shared,) = overlaps(made(source)).found
    return shared


def test_a_language_without_end() -> None:
    """a+ and (a a)+: of the first those of even length, a quarter and a quarter of that …"""
    shared = only("intent I = a+\nintent J = (a a)+")
    assert shared.exact
    assert math.isclose(shared.shares[0], 1 / 3, rel_tol=NEAR)
    assert shared.shares[1] == 1
    assert shared.shortest.one.utterance.text == "a a"
    assert math.isclose(shared.shortest.one.probability, 1 / 4, rel_tol=NEAR)


def test_recursion_on_either_side() -> None:
    shared = only("l = <l> x | x\nr = x <r> | /3/ x\nintent I = <l> y\nintent J = <r> [y]")
    assert shared.shares[0] == 1
    assert math.isclose(shared.shares[1], 1 / 2, rel_tol=NEAR)


def test_values_that_come_late() -> None:
    """The same text and slot, the canonical value said before one part of it or behind."""
    same = "intent I = {S:((a => X) b)} | {S:(a (b => X))}"
    assert not overlaps(made(same)).found
    assert only("intent I = {S:((a => X) b)} | {S:(a (b => Y))}").shares == (1, 1)
    loops = "intent I = {S:((a => X)+)} | {S:(a+ => Y)}"
    shared = only(loops)
    assert shared.shares == (1, 1)


def test_constants_have_no_place() -> None:
    assert not overlaps(made("intent I = {k = 1} a b | a {k = 1} b")).found
    assert only("intent I = {k = 1} a b | a {k = 2} b").shares == (1, 1)
    assert only("intent I = {k = 1} {l = 2} a | a {l = 2} {k = 1}").shares == (1, 1)


def test_case_is_that_of_the_locale() -> None:
    turkish = "locale tr-TR\nintent I = I\nintent J = ı\nintent K = i"
    assert [(s.one, s.other) for s in overlaps(made(turkish)).found] == [("I", "J")]
    english = "locale en-US\nintent I = I\nintent J = ı\nintent K = i"
    assert [(s.one, s.other) for s in overlaps(made(english)).found] == [("I", "K")]


def test_values_across_the_borders_of_words() -> None:
    """“new york” is a value, and half of another's text."""
    shared = only(
        'catalog City = "new york" | york\ncatalog Age = old | new\n'
        "intent I = to {City} city\nintent J = to {Age} {City} city"
    )
    assert shared.shortest.one.utterance.text == "to new york city"
    assert shared.shares == (0.5, 0.25)


def test_ranges_are_catalogues_of_their_numbers() -> None:
    shared = only("intent I = set to {l:<0..100 step 10>}\nintent J = set to {m:<0..50 step 5>}")
    assert shared.shares == (digits(6 / 11), digits(6 / 11))
    large = only("intent I = set to <0..1000000>\nintent J = set to 7")
    assert not large.exact
    assert large.shares[1] == 1
    assert large.shares[0] == digits(1 / 1_000_001)


def bound(source: str, **values: list[str]) -> Compiled:
    compiled = made(source)
    for name, texts in values.items():
        compiled = compiled.bind(name, Catalogue.of(Rows.of(texts)))
    return compiled


def test_wildcards_are_told_apart() -> None:
    source = (
        "wildcard w\ncatalog C = pop | rock\nintent I = play {C} now\nintent J = play {w} [now]"
    )
    result = overlaps(bound(source, w=["pop"]))
    assert not result.found
    (own, both) = sorted(result.through, key=lambda s: s.one == s.other, reverse=True)
    assert (own.one, own.other) == ("J", "J")
    assert own.shares == (0.5, 0.5)
    assert (both.one, both.other) == ("I", "J")
    assert both.shares == (1, digits(1 / 2))
    assert both.shortest.other.words
    assert overlaps(made(source)).through[0].shares[0] == 1  # without examples


def parts_of(text: str) -> set[str]:
    """All stretches of a text that neither begin nor end with a space."""
    cuts = range(len(text) + 1)
    found = {text[a:b] for a in cuts for b in cuts if a < b}
    return {part for part in found if part == part.strip()}


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(dense(("{W}", "{S:W}", "a {W}", "<W>", "{T:({S:W} [b])}")))
def test_a_wildcard_reads_what_a_catalogue_of_everything_does(source: str) -> None:
    compiled = made(f"wildcard W\n{source}")
    texts = {fold(u.text, "") for u in language(compiled, compiled.networks.roots[0][2])}
    every = sorted(set().union(*map(parts_of, texts)))
    assume(0 < len(every) < 80)
    values = " | ".join(f'"{part}"' for part in every)
    expected = brute(made(f"catalog W = {values}\n{source}")).get(("I", "J"))
    result = overlaps(compiled)
    found = [s for s in (*result.found, *result.through) if (s.one, s.other) == ("I", "J")]
    assert bool(found) == (expected is not None)
    if expected is not None:
        assert math.isclose(found[-1].shares[0], expected.shares[0], rel_tol=NEAR)


def test_a_wildcard_takes_whole_words() -> None:
    source = "wildcard w\nintent I = a b c\nintent J = a {w} c\nintent K = a b {w} c"
    assert [(s.one, s.other) for s in overlaps(made(source)).through] == [("I", "J")]


def test_without_an_acceptor_sentences_are_drawn() -> None:
    compiled = made(
        "intent I = play {A:(pop | rock)} | play {B:(pop)}\nintent J = (/9/ stop | play pop)"
    )
    result = sampled(compiled)
    exact = overlaps(compiled)
    assert not result.whole
    assert result.sampled == 30_000
    for one, other in zip(result.found, exact.found, strict=True):
        assert (one.one, one.other) == (other.one, other.other)
        assert not one.exact
        assert one.shortest.one.utterance.text == other.shortest.one.utterance.text
        for share, true in zip(one.shares, other.shares, strict=True):
            assert math.isclose(share, true, abs_tol=0.02)


def test_rewrites_come_after() -> None:
    """Texts are compared before rewrites, shown behind them, and dropped where they differ then."""
    source = (
        'rewrite a => "an" / _ " apple"\nintent I = eat a apple | no\nintent J = eat a apple | an'
    )
    result = overlaps(made(source))
    assert not result.whole
    (shared,) = result.found
    assert not shared.exact
    assert shared.shortest.one.utterance.text == "eat an apple"
    assert shared.shortest.one.before.text == "eat a apple"
    borders = (
        'rewrite "a b" => c\nintent I = {S:(a)} b | {S:(a b)}\nintent J = stop\nintent K = a b'
    )
    assert [(s.one, s.other) for s in overlaps(made(borders)).found] == [("I", "K")]


PLACES = """locale en
lower = (low | bottom)
a = red | green
b = blue | red
intent I = <whole>
whole = paint it <a>
  | paint it {c:<b>}
intent J = paint it red
"""


def test_where_readings_come_from() -> None:
    state, findings = analyse("made.gram", PLACES.encode())
    compiled, _ = finish(state, findings)
    assert compiled is not None
    assert state is not None
    origins = Origins(compiled, state.known.places)
    own, both = overlaps(compiled).found
    example = own.shortest
    places = origins.of(example.one, example.other)
    assert [p.line for p in places if p is not None] in ([6, 7], [7, 6])
    example = both.shortest
    one, other = origins.of(example.one, example.other)
    assert one is not None
    assert other is not None
    assert one.line in (6, 7)
    assert other.line == 8
    nowhere = Origins(compiled, ()).of(example.one, example.other)
    assert nowhere == (None, None)
