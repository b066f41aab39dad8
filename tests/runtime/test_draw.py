"""Pictures: what they say is what the grammar says; their text is held as golden files."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from gramc.compiler import artifact, ir
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.findings import Finding
from gramc.dsl.span import Span
from gramc.runtime.contexts import PLAIN, Walk
from gramc.runtime.draw import Problem, dot, render
from gramc.runtime.pictures.boxes import escaped, percent, quoted
from gramc.runtime.pictures.picture import (
    END,
    START,
    Choices,
    Filled,
    Gap,
    Item,
    Other,
    Painter,
    Picture,
    Rows,
    Words,
)

from .brute_counts import written

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "draw"
Golden = Callable[[Path, str], None]

PICTURES = [
    ("everything", GOLDEN / "everything.gram", None),
    ("everything-play", GOLDEN / "everything.gram", "Play"),
    ("everything-ways", GOLDEN / "everything.gram", "ways"),
    ("everything-numbers", GOLDEN / "everything.gram", "numbers"),
    ("music", ROOT / "grammars" / "music" / "music.gram", "PlayMusic"),
    ("lights", ROOT / "grammars" / "lights" / "lights.gram", None),
]


def compiled_of(path: Path) -> Compiled:
    compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    return compiled


def made(source: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def drawn(compiled: Compiled, name: str | None = None) -> str:
    found = dot(compiled, name)
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize(("stem", "path", "name"), PICTURES, ids=lambda p: str(p))
def test_golden(stem: str, path: Path, name: str | None, golden: Golden) -> None:
    golden(GOLDEN / f"{stem}.dot", drawn(compiled_of(path), name))


# --------------------------------------------------------------------------- what is drawn


def painted(compiled: Compiled, body: ir.Choice) -> Picture:
    shares = {
        id(m.node): Fraction(m.mass) / Fraction(m.whole)
        for m in Walk(compiled).visit(body, {PLAIN: Fraction(1)}).met
        if m.whole
    }
    return Painter(shares, lambda _: 0).picture(body)


Said = dict[tuple[str, ...], Fraction]
"""Pieces of text and single spaces, with the probability of saying them."""


def said(compiled: Compiled, items: tuple[Item, ...]) -> Said:
    found: Said = {(): Fraction(1)}
    for item in items:
        following: Said = {}
        for (before, p), (more, q) in product(found.items(), one(compiled, item).items()):
            key = (*before, *more)
            following[key] = following.get(key, Fraction(0)) + p * q
        found = following
    return found


def one(compiled: Compiled, item: Item) -> Said:
    if isinstance(item, Words):
        return {(item.text,): Fraction(1)}
    if isinstance(item, Gap):
        return {(" ",): Fraction(1)}
    if isinstance(item, Rows):
        key = ir.selection_key(ir.Draw(*named(item.name)))
        selection = compiled.stock.selection(key)
        assert selection is not None
        rows = selection.rows()
        return {(selection.catalogue.value(r),): selection.probability(r) for r in rows}
    if isinstance(item, Other):
        return ways(compiled, painted(compiled, compiled.program.rules[item.name]))
    if isinstance(item, Filled):
        return said(compiled, item.items)
    if isinstance(item, Choices):
        found: Said = {}
        total = sum((p for _, p in item.rows), Fraction(0))
        for items, p in item.rows:
            for text, q in said(compiled, items).items():
                found[text] = found.get(text, Fraction(0)) + p / total * q
        return found
    return {(): Fraction(1)}


def named(shown: str) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """`Catalogue[column=a|b]` as the IR says it."""
    name, *filters = shown.replace("]", "").split("[")
    pairs = (f.split("=") for f in filters)
    return name, tuple((column, tuple(cells.split("|"))) for column, cells in pairs)


def ways(compiled: Compiled, picture: Picture) -> Said:
    """All ways through a picture without circles."""
    found: Said = {}
    stack: list[tuple[int, tuple[str, ...], Fraction]] = [(START, (), Fraction(1))]
    while stack:
        state, text, p = stack.pop()
        if state == END:
            found[text] = found.get(text, Fraction(0)) + p
            continue
        for edge in picture.edges:
            if edge.source == state:
                items = tuple(placed.item for placed in edge.items)
                for more, q in said(compiled, items).items():
                    stack.append((edge.target, (*text, *more), p * edge.share * q))
    return found


STRAIGHT = [
    *sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram")),
    ROOT / "grammars" / "music" / "music.gram",
]


@pytest.mark.parametrize("path", STRAIGHT, ids=lambda p: p.stem)
def test_pictures_say_what_the_grammar_says(path: Path) -> None:
    """Every way through a picture spells a sentence of the intent, as often as it is drawn. Where
    parts agree or stand in any order the picture leaves that out, and only has to be one."""
    compiled = compiled_of(path)
    for intent, (_, _, net) in zip(compiled.program.intents, compiled.networks.roots, strict=True):
        picture = painted(compiled, intent.body)
        assert {e.source for e in picture.edges} - {START} <= {e.target for e in picture.edges}
        bodies = [intent.body, *compiled.program.rules.values()]
        nodes = [n for body in bodies for n in ir.walk(body)]
        if any(isinstance(n, ir.Permute | ir.Repeat) for n in nodes):
            continue
        if any(o.agree or o.tags for n in nodes if isinstance(n, ir.Choice) for o in n.options):
            continue
        expected: dict[str, Fraction] = {}
        for utterance, p in written(compiled, net):
            expected[utterance.text] = expected.get(utterance.text, Fraction(0)) + p
        found: dict[str, Fraction] = {}
        for pieces, p in ways(compiled, picture).items():
            text = " ".join("".join(pieces).split())
            found[text] = found.get(text, Fraction(0)) + p
        assert found == expected


def test_texts_that_run_on_are_one_box() -> None:
    (edge,) = painted_intent("intent I = a b c d").edges
    assert [placed.item for placed in edge.items][::2] == [Words(c) for c in "abcd"]
    source = drawn(made('intent I = a b{s:"x"}c [d] e'), "I")
    assert source.count("label=<<FONT") == 7  # the title, a b, ‿c, d, e, 50% and 50%


def painted_intent(source: str) -> Picture:
    compiled = made(source)
    return painted(compiled, compiled.program.intents[0].body)


def test_alternatives_of_text_are_one_list() -> None:
    (edge,) = painted_intent("intent I = (a b | /2/ c => X | [d e])").edges[:1]
    assert isinstance(edge.items[0].item, Choices)
    assert [share for _, share in edge.items[0].item.rows] == [Fraction(1, 4), Fraction(1, 2)]
    assert edge.share == Fraction(3, 4)


def test_what_touches_is_tied() -> None:
    source = drawn(made("catalog C = x\nintent I = [big] light[s] l'{C} [a] b"), "I")
    tied = [line for line in source.splitlines() if "‿" in line]
    assert len(tied) == 2
    assert ">s<" in tied[0]
    assert "{C}" in tied[1]


def test_probabilities_are_those_that_come_out() -> None:
    agreeing = "feature g = m | f\nintent I = (le @m | la @f) (/3/ x @m | y @f) @agree(g)"
    source = drawn(made(agreeing), "I")
    assert source.count("75%") == source.count("25%") == 2
    never = drawn(made("feature g = m | f\nintent I = (le @m | la @f) (x @m) @agree(g)"), "I")
    assert "la" not in never.replace("label", "")


# --------------------------------------------------------------------------- names and texts


def test_the_same_picture_from_an_artifact(tmp_path: Path) -> None:
    compiled = compiled_of(GOLDEN / "everything.gram")
    path = tmp_path / "a.gramc"
    path.write_bytes(b"".join(artifact.save(compiled)))
    loaded, _ = artifact.load(str(path))
    assert loaded is not None
    assert drawn(loaded) == drawn(compiled)


def test_names_that_are_not_there() -> None:
    where = Span("a.gram", 1, 1, 1, 1)
    found = dot(made("rule = x\nintent I = <rule>"), "rul", where)
    assert isinstance(found, Finding)
    assert (found.code, found.span, found.hint) == ("E201", where, "Did you mean “rule”?")


def test_escapes() -> None:
    assert escaped('<a & "b">\x07\n') == "&lt;a &amp; &quot;b&quot;&gt;\ufffd "
    assert quoted('a "b" \\ \x00') == '"a \\"b\\" \\\\ \ufffd"'
    source = drawn(made('intent I = "</FONT>>" "\x01" \\\\ & [x]'), "I")
    assert "&lt;/FONT&gt;&gt;" in source
    assert "\x01" not in source


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("1", "100%"),
        ("1/2", "50%"),
        ("1/3", "33%"),
        ("1/30", "3.3%"),
        ("1/20", "5%"),
        ("1/2500", "0.04%"),
        ("9999/10000", "99.99%"),
        ("1/123456789", "8e-07%"),
    ],
)
def test_percentages(share: str, text: str) -> None:
    assert percent(Fraction(share)) == text


# --------------------------------------------------------------------------- by Graphviz


def test_without_graphviz(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = render("digraph {}", "svg")
    assert isinstance(found, Problem)
    assert "`dot` is not on this computer's path" in found.message
    assert "graphviz.org" in found.hint


def test_kinds_that_are_not_made() -> None:
    found = render("digraph {}", "gif")
    assert found == Problem(
        "Pictures are made as svg, png and pdf, not as gif.", "Choose one of these."
    )


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a program called `dot` on the path that does what it is told."""

    def put(body: str) -> None:
        path = tmp_path / "dot"
        path.write_text(f"#!{sys.executable}\nimport sys\n{body}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return put


def test_what_graphviz_gets(program: Callable[[str], None]) -> None:
    program("sys.stdout.write(repr(sys.argv[1:])); sys.stdout.write(sys.stdin.read())")
    assert render("digraph { a }", "svg") == b"['-Tsvg']digraph { a }"
    assert render("digraph {}", "png") == b"['-Tpng', '-Gdpi=144']digraph {}"


def test_when_graphviz_fails(program: Callable[[str], None]) -> None:
    program("sys.stderr.write('Error: too big\\nmore\\n'); sys.exit(1)")
    found = render("digraph {}", "svg")
    assert isinstance(found, Problem)
    assert found.message == "Graphviz could not draw this: Error: too big."


def test_graphviz_itself() -> None:
    """Where Graphviz is there, it draws everything without a word of complaint."""
    found = render(drawn(compiled_of(GOLDEN / "everything.gram")), "svg")
    if shutil.which("dot") is None:
        assert isinstance(found, Problem)
        return
    assert isinstance(found, bytes)
    text = found.decode()
    assert "周杰伦" in text
    assert "&lt;b&gt; &amp; &quot;q\\<" in text
