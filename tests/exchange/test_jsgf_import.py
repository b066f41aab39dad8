"""JSGF in: what its grammars mean, and what is said of broken ones."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
from gramc.dsl.findings import Finding
from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Options

from .broken import every_beginning
from .speaking import codes, grammar_of, imported, language

HEAD = "#JSGF V1.0 UTF-8 en;\ngrammar t;\n"


def of(folder: Path, rules: str, **extra: str) -> dict[str, Fraction]:
    """The language of the grammar with these rules."""
    made = imported("jsgf", folder / "in", {"t.jsgf": HEAD + rules}, **extra)
    return language(grammar_of(made, folder / "out"))


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ("public <a> = x | y z;", {"a: x": "1/2", "a: y z": "1/2"}),
        ("public <a> = /3/ x | /1e0/ y;", {"a: x": "3/4", "a: y": "1/4"}),
        ("public <a> = /.5/ x | /1.5f/ y | /0/ z;", {"a: x": "1/4", "a: y": "3/4"}),
        ("public <a> = [very] good;", {"a: very good": "1/2", "a: good": "1/2"}),
        ("public <a> = (x | y) z;", {"a: x z": "1/2", "a: y z": "1/2"}),
        ("public <a> = a b | c;", {"a: a b": "1/2", "a: c": "1/2"}),
        ("public <a> = <b> ; <b> = x;", {"a: x": "1"}),
        ("public <a> = <t.b> <c.b>; <b> = x; <c.b> = y;", {"a: x y": "1"}),
        ('public <a> = "New York" "24/7 (live)";', {"a: New York 24/7 (live)": "1"}),
        ("public <a> = \\; it's 24/7 \\\"x;", {"a: ; it's 24/7 \"x": "1"}),
        ("public <a> = x <NULL> y | <VOID> z;", {"a: x y": "1"}),
        ("public <a> = x | <b>; <b> = y <c>; <c> = <VOID>;", {"a: x": "1"}),
        ("public <a> = <NULL> | x;", {"a: ": "1/2", "a: x": "1/2"}),
        ("public <a> = x; public <b> = y;", {"a: x": "1/2", "b: y": "1/2"}),
        ("public <a> = x <b>; public <b> = y;", {"a: x y": "1/2", "b: y": "1/2"}),
        ("public <+-:;,=|/$()[]@#%!^&~> = y;", {"x: y": "1"}),
    ],
)
def test_what_rules_mean(rules: str, wanted: dict[str, str], tmp_path: Path) -> None:
    assert of(tmp_path, rules) == {text: Fraction(odds) for text, odds in wanted.items()}


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ("public <a> = in the (living room) {area};", "a: in the {living room}|area"),
        ("public <a> = in the living room {area};", "a: in the living room|area"),
        ("public <a> = <r> {area}; <r> = hall;", "a: hall|area"),
        ("public <a> = (living room) {area:LR};", "a: {living room}|area=LR"),
        ("public <a> = <r> {area}; <r> = (living room) {=> LR};", "a: {living room}|area=LR"),
        ("public <a> = on {action=ON};", "a: on {}|action=ON"),
        ('public <a> = on {this.action="O N"; this.b=2};', "a: on {}|action={O N} {}|b=2"),
        ("public <a> = (<r> {x} now) {y}; <r> = hall;", "a: {hall|x now}|y"),
        ("public <a> = call <d>; <d> = one {1};", "a: call one|d=1"),
        ("public <a> = call one {1};", "a: call one|a=1"),
        ("public <a> = <r> {this.area=$r}; <r> = hall;", "a: hall|area"),
        ("public <a> = <r> {room}; <r> = hall {room=H};", "a: hall|room=H"),
        ("public <a> = <r> {room}; <r> = hall {kind=H};", "a: {hall|kind=H}|room"),
        ("public <a> = x {one} {two};", "a: {x|one}|two"),
        ("public <a> = x {a\\{b\\}c()};", "a: x"),
    ],
)
def test_what_tags_mean(rules: str, wanted: str, tmp_path: Path) -> None:
    assert of(tmp_path, rules) == {wanted: 1}


def test_a_name_in_a_tag_may_be_a_value(tmp_path: Path) -> None:
    rules = "public <a> = <b> now; <b> = (turn on) {ON} | off {OFF};"
    assert of(tmp_path, rules, tags="values") == {
        "a: {turn on}|b=ON now": Fraction(1, 2),
        "a: off|b=OFF now": Fraction(1, 2),
    }


def test_names_beside_other_values_are_values(tmp_path: Path) -> None:
    rules = "public <a> = see (the matrix) {matrix} | see space {2001} | see nemo {finding nemo};"
    assert of(tmp_path, rules) == {
        "a: see {the matrix}|a=matrix": Fraction(1, 3),
        "a: see space|a=2001": Fraction(1, 3),
        "a: see nemo|a={finding nemo}": Fraction(1, 3),
    }
    slots = of(tmp_path / "2", "public <a> = the matrix {matrix} | space {2001};", tags="slots")
    assert slots == {"a: the matrix|matrix": Fraction(1, 2), "a: space|a=2001": Fraction(1, 2)}


def test_repeats_and_recursion(tmp_path: Path) -> None:
    rules = """
    public <star> = x a* y;
    public <plus> = <digit>+;
    public <more> = very <more> | good;
    <digit> = one | two;
    """
    made = imported("jsgf", tmp_path / "in", {"t.jsgf": HEAD + rules})
    assert b"x a* y" in made.files[0].data
    assert b"<digit>+" in made.files[0].data
    assert b"very <more_rule> | good" in made.files[0].data
    assert grammar_of(made, tmp_path).acceptor is not None


def test_what_can_be_empty_is_repeated_where_it_is_not(tmp_path: Path) -> None:
    made = imported("jsgf", tmp_path / "in", {"t.jsgf": HEAD + "public <a> = x ([b] [c])* y;"})
    assert codes(made) == [("W602", 3)]
    text = made.files[0].data.decode()
    assert "x (b [c] | c)* y" in text
    grammar_of(made, tmp_path)


def test_imports(tmp_path: Path) -> None:
    lights = """#JSGF V1.0;
    grammar com.acme.lights;
    import <com.acme.polite.please>;
    import <com.acme.rooms.*>;
    public <go> = <please> | <polite.please> <room> | <com.acme.rooms.room> | <other.place.x>;
    """
    made = imported(
        "jsgf",
        tmp_path / "in",
        {
            "com/acme/lights.jsgf": lights,
            "com/acme/polite.gram": "#JSGF V1.0;\ngrammar com.acme.polite;\npublic <please> = p;",
            "com/acme/rooms.gram": "#JSGF V1.0;\ngrammar com.acme.rooms;\npublic <room> = r;",
            "other/place.gram": "#JSGF V1.0;\ngrammar other.place;\npublic <x> = o;",
        },
    )
    assert language(grammar_of(made, tmp_path / "out")) == {
        f"go: {text}": Fraction(1, 4) for text in ("p", "p r", "r", "o")
    }
    assert made.files[0].path == "lights.gram"


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    imported("jsgf", folder, {"a.jsgf": HEAD + "public <a> = x <u.y>;", "u.gram": "hi = x\n"})
    (folder / "u.jsgf").write_text("#JSGF V1.0;\ngrammar u;\npublic <y> = y;\n")
    made = imported("jsgf", folder, {"b.gram": "other = gramc\n"})
    assert [f.code for f in made.findings] == ["E602"]
    made = import_(FORMATS["jsgf"], str(folder), Options())
    assert sorted(f.path for f in made.files) == ["a.gram", "u.gram"]
    assert language(grammar_of(made, tmp_path / "out")) == {"a: x y": 1}


def test_comments_are_kept(tmp_path: Path) -> None:
    text = """#JSGF V1.0;
/* What the
 * lamp does. */
grammar lamp;

// the command
/** Switches it.
 * @example lamp on
 */
public <go> = lamp (on /* inner */ | off); // behind
// the end
"""
    made = imported("jsgf", tmp_path / "in", {"lamp.jsgf": text})
    assert (
        made.files[0].data.decode()
        == """\
# What the
# lamp does.
grammar lamp

# the command
# inner
# behind
## Switches it.
intent go = lamp (on | off)

test go
  accept lamp on
# the end
"""
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("grammar x;", [("E602", 1)]),
        ("#JSGF V1.0\ngrammar x;\npublic <a> = x;", [("E602", 1)]),
        (HEAD, [("E607", 1)]),
        (HEAD + "public <a> = x\npublic <b> = y;", [("E602", 4)]),
        (HEAD + "public <a> = (x | y;", [("E602", 3)]),
        (HEAD + "public <a> = x | ;\n<b> = [];", [("E602", 3), ("E602", 4)]),
        (HEAD + "public <a> = a /3/ b;", [("E602", 3)]),
        (HEAD + "public <a> = /1.2.3/ b;", [("E602", 3)]),
        (HEAD + "public <a> = /0/ b;", [("E603", 3)]),
        (HEAD + 'public <a> = "b;', [("E602", 3), ("E602", 3)]),
        (HEAD + "public <a> = {b} c;", [("E602", 3)]),
        (HEAD + "public <a> = x;\n<a> = y;", [("E602", 4)]),
        (HEAD + "public <a> =\n <b>;", [("E605", 4)]),
        (HEAD + "import <x.y>;\npublic <a> = z;", [("E605", 3)]),
        (HEAD + "import <../../etc.passwd>;\npublic <a> = z;", [("E605", 3)]),
        (HEAD + "import <y>;\npublic <a> = z;", [("E602", 3)]),
        (HEAD + "public <a> = x <a> y | z;", [("E606", 3)]),
        (HEAD + "public <a> = x <a>;", [("E606", 3)]),
        (HEAD + "public <a> = x (<a>{s}) | y;", [("E606", 3)]),
        (HEAD + "public <a> = <VOID>;", [("E607", 1), ("W602", 3)]),
        (HEAD + "<a> = x;", [("W602", 3)]),
        (HEAD + "public <a> = /1/ x | y;", [("W602", 3)]),
        (HEAD + "public <a> = x {f(1)} {g(1)};", [("W601", 3)]),
        (HEAD + "public <a> = " + "(" * 5000, [("E604", 3)]),
        (HEAD + "public <a> = x" + "*" * 500 + ";", [("E604", 3)]),
        ("#JSGF V1.0 UTF-8 123;\ngrammar x;\npublic <a> = x;", [("W602", 1)]),
    ],
)
def test_what_is_said(text: str, found: list[tuple[str, int]], tmp_path: Path) -> None:
    made = imported("jsgf", tmp_path, {"t.jsgf": text})
    assert codes(made) == sorted(found)
    assert bool(made.files) == (not made.failed)


SMALL = """#JSGF V1.0 UTF-8 en;
/** d */ grammar a.b;
import <c.d>; // c
public <a> = /2/ [é] "y z" {s=1} | /1/ (<b>+)* {t};
<b> = \\; {a\\}} /* */ | <NULL>;
"""


def test_a_file_that_ends_anywhere(tmp_path: Path) -> None:
    imported("jsgf", tmp_path, {"c.gram": HEAD + "<d> = e;"})

    def read(path: str) -> list[Finding]:
        made = import_(FORMATS["jsgf"], path, Options())
        assert made.files or made.failed
        return list(made.findings)

    assert every_beginning(read, tmp_path / "t.jsgf", SMALL.encode()) > len(SMALL) * 0.5


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "public <a> = " + " | ".join(f"w{i} v{i}" for i in range(20_000)) + ";",
        HEAD + "public <a> = " + "x " * 200_000 + ";",
        HEAD + "".join(f"<r{i}> = <r{i + 1}>;\n" for i in range(3000)) + "public <r3000> = x;",
        HEAD
        + "public <r0> = (<r1>)*;\n"
        + "".join(f"<r{i}> = [<r{i + 1}>] [<r{i + 1}>];\n" for i in range(1, 60))
        + "<r60> = x;",
        HEAD + "public <a> = (" + "[x] " * 10_000 + ")*;",
        HEAD + "public <a> = " + "{" * 900_000,
        HEAD + "public <a> = " + "/*" * 300_000,
        HEAD + "public <a> = x " + "<" * 900_000,
        "x" * 5_000_000,
    ],
    ids=[
        "alternatives",
        "words",
        "rules",
        "empties",
        "empty",
        "braces",
        "comments",
        "angles",
        "large",
    ],
)
def test_large_files_are_read_or_refused_soon(text: str, tmp_path: Path) -> None:
    before = time.process_time()
    made = imported("jsgf", tmp_path, {"t.jsgf": text})
    assert made.files or made.failed
    assert time.process_time() - before < 6  # a busy machine; 2 s on one of its own


def test_a_broken_rule_may_be_the_public_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsgf"
    path.write_text("#JSGF V1.0;\ngrammar a;\npublic <b> = [x] /3/ y;\n<c> = z;\n", "utf-8")
    made = import_(FORMATS["jsgf"], str(path), Options())
    assert [(f.code, f.span.line, f.span.column) for f in made.findings] == [("E602", 3, 18)]
