"""A grammar over characters has exactly the texts of the grammar, spaces and labels settled."""

from __future__ import annotations

import re
from itertools import islice, product

import pytest
from gramc.corpora import annotated
from gramc.corpora.utterance import Span, Utterance
from gramc.dsl import tree
from gramc.exchange.spelled.exported import spelled
from gramc.exchange.spelled.expressions import (
    Alt,
    Chars,
    Expr,
    Lit,
    Many,
    Ref,
    Seq,
    Spelled,
    walk,
)
from gramc.exchange.spelled.texts import digits, expression
from gramc.runtime.enumerate import derivations, language
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import compiled_random, grammars
from .decoding import job, texts

SETTINGS = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def of(source: object, form: str = "text") -> Spelled:
    made, findings = spelled(job(source, form), "this")  # type: ignore[arg-type]
    assert made is not None, findings
    return made


def whole(file: tree.File) -> dict[Utterance, object]:
    compiled = compiled_random(file)
    root = compiled.networks.roots[0][2]
    few = list(islice(derivations(compiled.networks, compiled.stock, root), 1001))
    assume(len(few) <= 1000)
    return dict(language(compiled, root))


@SETTINGS
@given(grammars("range", "row", "minus"))
def test_texts_of_random_grammars(file: tree.File) -> None:
    expected = {u.text for u in whole(file)}
    assert texts(of(compiled_random(file))) == expected


@SETTINGS
@given(grammars("range", "row", "minus"))
def test_annotated_texts_of_random_grammars(file: tree.File) -> None:
    made, findings = spelled(job(compiled_random(file), "golden"), "this")
    assert made is not None
    expected = list(whole(file))
    silent = any("constant" in f.message for f in findings)
    mute = any("Canonical" in f.message for f in findings)
    found = set()
    for line in texts(made):
        intent, _, text = line.partition("\t")
        utterance = annotated.read(text)
        assert isinstance(utterance, Utterance), (line, utterance)
        found.add((intent, told(utterance, silent, mute)))
    assert found == {("I", told(u, silent, mute)) for u in expected}


def told(said: Utterance, silent: bool, mute: bool) -> Utterance:
    """What there is of *said* without constants, without canonical values."""

    def bare(slots: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(
            Span(s.name, s.start, s.end, None if mute else s.value, bare(s.slots)) for s in slots
        )

    return Utterance(said.text, bare(said.slots), () if silent else said.constants)


CASES = {
    "intent I = play [some] music": {"play music", "play some music"},
    "intent I = [please] [do] play [it] [now]": {
        " ".join(filter(None, (a, b, "play", c, d)))
        for a in ("please", "")
        for b in ("do", "")
        for c in ("it", "")
        for d in ("now", "")
    },
    'r = [a] b [c]\nintent I = x<r>y | <r> z | ""': {
        *("xa by", "x by", "xa b cy", "x b cy", "xa b c" + "y"),
        *("xa b y", "x b y", "a b z", "b z", "a b c z", "b c z", ""),
    }
    - {"xa by", "x by"},
    "intent I = a{2,3} | (b ; c)": {"a a", "a a a", "b c", "c b"},
}


@pytest.mark.parametrize("source", CASES)
def test_spaces(source: str) -> None:
    assert texts(of(source)) == CASES[source]


def test_annotated_texts() -> None:
    source = """
catalog City = Bonn | "Bad Ems" => EMS
intent Go = go to {City} [{when:(now | later)}] {mode = car}
  | {what:({City}bound)}ed {mode = "on foot"}
"""
    assert texts(of(source, "golden")) == {
        *("Go\tgo to {Bonn}|City {}|mode=car", "Go\tgo to {Bad Ems}|City=EMS {}|mode=car"),
        "Go\tgo to {Bonn}|City {now}|when {}|mode=car",
        "Go\tgo to {Bonn}|City {later}|when {}|mode=car",
        "Go\tgo to {Bad Ems}|City=EMS {now}|when {}|mode=car",
        "Go\tgo to {Bad Ems}|City=EMS {later}|when {}|mode=car",
        "Go\t{{Bonn}|City|bound}|what|ed {}|mode={on foot}",
        "Go\t{{Bad Ems}|City=EMS|bound}|what|ed {}|mode={on foot}",
    }
    assert "go to {Bonn}|City {}|mode=car" in texts(of(source, "annotated"))
    assert "go to Bad Ems now" in texts(of(source))


def test_what_is_lost_is_told() -> None:
    source = """
intent I = {S:((a => X) (/2/ b => Y | c => Z))} <again>
again = c {k = v} | d <again>
"""
    _, findings = spelled(job(source, "annotated"), "this")
    assert [f.code for f in findings] == ["W621"] * 3
    assert [f.message.split(",")[0] for f in findings] == [
        "A weight is lost",
        "1 constant is left out: a sentence may end in too many ways of them.",
        "Canonical values are left out in the slot S: there are too many ways.",
    ]
    assert all(f.span.file == "a.gram" for f in findings)


def test_what_is_open_is_refused() -> None:
    made, findings = spelled(job("catalog C\ncatalog D\nintent I = {C} {D}"), "this")
    assert made is None
    assert "“C”, “D”" in findings[0].message
    assert [f.code for f in findings] == ["E621"]
    assert "--bind" in findings[0].hint


RECURSIVE = [
    ("intent I = <r>\nr = a | b <r>", r"(b )*a"),
    ("intent I = <r>\nr = a | <r> b | [<r>] c", r"(a|c)( b| c)*"),
    ("intent I = x <r> z\nr = a <s> | b\ns = c <r> | d", r"x (a c )*(a d|b) z"),
    ("intent I = x <r> z\nr = <s> a | b\ns = <r> c | d", r"x (b|d a)( c a)* z"),
    ("intent I = x <r>y\nr = <r>a | <r>c | b", r"x b[ac]*y"),
    ("intent I = a* b+ (c d)+", r"(a )*b( b)*( c d)+"),
    (
        "intent I = <r>\nr = a <s> | b\ns = c <t> | d <r> | e\nt = f <r> | g <s> | h",
        r"(a (c g )*(d |c f ))*(b|a (c g )*(e|c h))",
    ),
]


@pytest.mark.parametrize(("source", "pattern"), RECURSIVE)
def test_recursion_becomes_repetition(source: str, pattern: str) -> None:
    made = of(source)
    graph = {
        name: {n.name for n in walk(e) if isinstance(n, Ref)} for name, e in made.rules.items()
    }
    done: set[str] = set()
    while more := {n for n, called in graph.items() if n not in done and called <= done}:
        done |= more
    assert done == set(graph)
    matcher = re.compile(regular(made))
    letters = sorted(set(re.sub("[^a-z]", "", pattern)))
    for count in range(1, 6):
        for words in all_words(letters, count):
            for text in {" ".join(words), "".join(words), "x " + "".join(words)}:
                assert bool(matcher.fullmatch(text)) == bool(re.fullmatch(pattern, text)), text


def all_words(letters: list[str], count: int) -> list[tuple[str, ...]]:
    return list(islice(product(letters, repeat=count), 4000))


def regular(grammar: Spelled) -> str:
    """A grammar in which nothing recurs as a regular expression."""

    def of(expr: Expr) -> str:
        if isinstance(expr, Lit):
            return re.escape(expr.text)
        if isinstance(expr, Chars):
            return f"[{'^' if expr.but else ''}{re.escape(expr.of)}]"
        if isinstance(expr, Ref):
            return of(grammar.rules[expr.name])
        if isinstance(expr, Seq):
            return "".join(map(of, expr.parts))
        if isinstance(expr, Alt):
            return f"(?:{'|'.join(map(of, expr.options))})"
        assert isinstance(expr, Many)
        high = "" if expr.high is None else expr.high
        return f"(?:{of(expr.body)}){{{expr.low},{high}}}"

    return of(Ref(grammar.start))


@given(st.sets(st.text("ab é", max_size=5), max_size=60))
def test_texts_that_share_their_ends(given_texts: set[str]) -> None:
    rules: dict[str, Expr] = {}
    made = expression(sorted(given_texts), "x", rules, 3)
    assert texts(Spelled("s", {**rules, "s": made})) == (given_texts or {""})


@given(st.integers(-1200, 1200), st.integers(0, 1500))
def test_digits(low: int, size: int) -> None:
    made = texts(Spelled("s", {"s": digits(low, low + size)}))
    assert made == {str(n) for n in range(low, low + size + 1)}


def test_digits_of_large_numbers_are_few() -> None:
    made = digits(0, 10**15)
    assert len(list(walk(made))) < 200
