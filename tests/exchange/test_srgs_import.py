"""SRGS in, both forms: what its grammars mean, and what is said of broken ones."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.dsl.findings import Finding
from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Options

from .broken import every_beginning
from .speaking import codes, grammar_of, imported, language

XML = """<?xml version="1.0" encoding="ISO-8859-1"?>
<grammar xmlns="http://www.w3.org/2001/06/grammar" version="1.0" xml:lang="en" root="a"{}>
{}
</grammar>
"""
ABNF = "#ABNF 1.0 ISO-8859-1;\nlanguage en;\nroot $a;\n{}\n{}\n"


def xml(folder: Path, rules: str, head: str = "") -> dict[str, Fraction]:
    """The language of the grammar with these rules."""
    made = imported("srgs", folder / "in", {"t.grxml": XML.format(head, rules)})
    return language(grammar_of(made, folder / "out"))


def abnf(folder: Path, rules: str, head: str = "") -> dict[str, Fraction]:
    """The language of the grammar with these rules."""
    made = imported("srgs", folder / "in", {"t.abnf": ABNF.format(head, rules)})
    return language(grammar_of(made, folder / "out"))


def odds(wanted: dict[str, str]) -> dict[str, Fraction]:
    return {text: Fraction(share) for text, share in wanted.items()}


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ("x y", {"a: x y": "1"}),
        ("<one-of><item>x</item><item>y</item></one-of>", {"a: x": "1/2", "a: y": "1/2"}),
        (
            '<one-of><item weight="3">x</item><item>y</item></one-of>',
            {"a: x": "3/4", "a: y": "1/4"},
        ),
        ('<item repeat="0-1">x</item> y', {"a: x y": "1/2", "a: y": "1/2"}),
        (
            '<item repeat="0-1" repeat-prob=".75">x</item> y',
            {"a: x y": "3/4", "a: y": "1/4"},
        ),
        (
            '<item repeat="1-3" repeat-prob="0.25">x</item>',
            {"a: x": "3/4", "a: x x": "3/16", "a: x x x": "1/16"},
        ),
        ('<item repeat="2">x</item>', {"a: x x": "1"}),
        ('<item repeat="0">x</item> y', {"a: y": "1"}),
        ('<token>New York</token> "Los Angeles" z', {"a: New York Los Angeles z": "1"}),
        ('x<ruleref special="NULL"/>y', {"a: x y": "1"}),
        (
            '<one-of><item>x</item><item>y <ruleref special="VOID"/></item></one-of>',
            {"a: x": "1"},
        ),
        ('x <ruleref uri="#b"/></rule><rule id="b">y', {"a: x y": "1"}),
    ],
)
def test_what_xml_means(rules: str, wanted: dict[str, str], tmp_path: Path) -> None:
    assert xml(tmp_path, f'<rule id="a">{rules}</rule>') == odds(wanted)


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ("$a = x y | z;", {"a: x y": "1/2", "a: z": "1/2"}),
        ("public $a = /3/ x | y;", {"a: x": "3/4", "a: y": "1/4"}),
        ("$a = [x] y;", {"a: x y": "1/2", "a: y": "1/2"}),
        ("$a = x <0-1 /0.75/> y;", {"a: x y": "3/4", "a: y": "1/4"}),
        ("$a = (x y)<2>;", {"a: x y x y": "1"}),
        ("$a = x<0> y;", {"a: y": "1"}),
        ("$a = x y<1-2>;", {"a: x y": "1/2", "a: x y y": "1/2"}),
        ('$a = "New York"!en-US "24/7" $b; private $b = (z)!fr;', {"a: New York 24/7 z": "1"}),
        ("$a = x $NULL () y | $VOID;", {"a: x y": "1"}),
        ("$a = what? yes! oui!fr-FR;", {"a: what? yes! oui": "1"}),
    ],
)
def test_what_abnf_means(rules: str, wanted: dict[str, str], tmp_path: Path) -> None:
    assert abnf(tmp_path, rules) == odds(wanted)


SIZE = '</rule><rule id="s"><one-of><item>big<tag>{}</tag></item></one-of>'


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ('x<tag>out.k="v"; out["l"]=\'w\';</tag>', "a: x {}|k=v {}|l=w"),
        ('<ruleref uri="#s"/><tag>out.z=rules.s</tag>' + SIZE.format('out="B"'), "a: big|z=B"),
        (
            '<ruleref uri="#s"/> x <tag>out.z = rules.latest();</tag>' + SIZE.format("out='B';"),
            "a: big|z=B x",
        ),
        (
            '<ruleref uri="#s"/><tag>out.z=rules.s.size</tag>' + SIZE.format('out.size="B"'),
            "a: big|z=B",
        ),
        ('<ruleref uri="#s"/><tag>$.z=$$</tag>' + SIZE.format('$="B"'), "a: big|z=B"),
        ('<ruleref uri="#s"/><tag>$.z=$s</tag>' + SIZE.format('$._value="B"'), "a: big|z=B"),
        (
            '<item repeat="0-1" repeat-prob="1"><ruleref uri="#s"/></item>'
            "<tag>out.z=rules.s</tag>" + SIZE.format('out="B"'),
            "a: big|z=B",
        ),
        ("x<tag>out.all = meta.current().text</tag>", "a: x|all"),
        ('<ruleref uri="#s"/>' + SIZE.format('out="B"'), "a: big|s=B"),
        ('<tag>out.o=new Object();</tag>x<tag>out.o.p="v"</tag>', "a: x {}|o_p=v"),
    ],
)
def test_what_scripts_mean(rules: str, wanted: str, tmp_path: Path) -> None:
    head = ' tag-format="semantics/1.0"'
    assert xml(tmp_path, f'<rule id="a">{rules}</rule>', head) == {wanted: 1}


def test_many_counts_with_odds_are_evened(tmp_path: Path) -> None:
    made = imported("srgs", tmp_path, {"t.abnf": ABNF.format("", "$a = x<2-900 /0.9/>;")})
    assert codes(made) == [("W602", 5)]
    assert b"x{2,900}" in made.files[0].data


def test_literal_tags_are_values(tmp_path: Path) -> None:
    head = ' tag-format="semantics/1.0-literals"'
    rules = '<rule id="a">my <ruleref uri="#s"/>' + SIZE.format("the big one") + "</rule>"
    assert xml(tmp_path, rules, head) == {"a: my big|s={the big one}": 1}
    head = "tag-format <semantics/1.0-literals>;"
    assert abnf(tmp_path, "$a = (yes {Y} | no {N});", head) == odds(
        {"a: yes|a=Y": "1/2", "a: no|a=N": "1/2"}
    )


def test_tags_of_both_kinds_of_braces(tmp_path: Path) -> None:
    rules = '$a = $b {out.x = rules.b;} {!{out.k = "}{";}!}; $b = y {out = "Y"};'
    assert abnf(tmp_path, rules) == {r"a: y|x=Y {}|k=\}\{": 1}


def test_which_rules_are_intents(tmp_path: Path) -> None:
    rules = "$a = /1/ $b {out = rules.b;} | /3/ $c; public $b = x; public $c = y; public $d = z;"
    assert abnf(tmp_path, rules) == odds({"b: x": "1/5", "c: y": "3/5", "d: z": "1/5"})
    assert abnf(tmp_path / "2", "$a = $b | w; public $b = x;") == odds(
        {"a: x": "1/2", "a: w": "1/2"}
    )


def test_other_files(tmp_path: Path) -> None:
    made = imported(
        "srgs",
        tmp_path / "in",
        {
            "t.abnf": ABNF.format("", "$a = $<more/b.grxml#c> or $<more/b.grxml>;"),
            "more/b.grxml": XML.format(
                "", '<rule id="a">x</rule><rule id="c" scope="public">y</rule>'
            ),
        },
    )
    assert [file.path for file in made.files] == ["t.gram", "more/b.gram"]
    assert language(grammar_of(made, tmp_path / "out")) == {"a: y or x": 1}


def test_garbage_is_a_wildcard(tmp_path: Path) -> None:
    rules = '<rule id="a">x <ruleref special="GARBAGE"/></rule>'
    made = imported("srgs", tmp_path, {"t.grxml": XML.format("", rules)})
    assert codes(made) == [("W602", 3)]
    assert b"wildcard garbage" in made.files[0].data
    assert b"x <garbage>" in made.files[0].data


def test_what_has_no_bearing_is_told(tmp_path: Path) -> None:
    rules = (
        '<meta name="x" content="y"/><lexicon uri="l.xml"/>\n'
        '<rule id="a"><example>x</example>\n<item xml:lang="fr">x</item><tag>f(1)</tag></rule>'
    )
    made = imported("srgs", tmp_path, {"t.grxml": XML.format("", rules)})
    assert codes(made) == [("W601", 5), ("W603", 3), ("W603", 3), ("W603", 5)]
    assert b"test a\n  accept x\n" in made.files[0].data


LAUGHS = '<!DOCTYPE grammar [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]>\n' + XML.format("", "")[44:]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LAUGHS, ["E604"]),
        ('<!DOCTYPE grammar [<!ENTITY a SYSTEM "/etc/passwd">]>\n<grammar>&a;</grammar>', ["E604"]),
        ("<html/>", ["E603"]),
        ("<grammar><rule/>", ["E602"]),
        (XML.format("", ""), ["E605"]),
        (XML.format("", "x"), ["E602"]),
        (XML.format("", '<rule id="a"><b/></rule>'), ["E602"]),
        (XML.format("", '<rule id="a"><one-of/></rule>'), ["E602"]),
        (XML.format("", '<rule id="a"><one-of>x<b/></one-of></rule>'), ["E602", "E602", "E602"]),
        (XML.format("", '<rule id="a"><item repeat="x">x</item></rule>'), ["E602"]),
        (XML.format("", '<rule id="a"><item repeat="4-2">x</item></rule>'), ["E602"]),
        (
            XML.format("", '<rule id="a"><item repeat="1-" repeat-prob="7">x</item></rule>'),
            ["E602"],
        ),
        (XML.format("", '<rule id="a"><item repeat="99999">x</item></rule>'), ["E602"]),
        (XML.format("", '<rule id="a"><ruleref special="X"/>x</rule>'), ["E602"]),
        (XML.format("", '<rule id="a"><ruleref uri="#b"/></rule>'), ["E605"]),
        (XML.format("", '<rule id="a"><ruleref uri="../../etc/passwd#b"/></rule>'), ["E605"]),
        (XML.format("", '<rule id="a"><ruleref uri="http://x.org/a#b"/></rule>'), ["E605"]),
        (XML.format("", '<rule id="a">x<ruleref uri="#a"/>y</rule>'), ["E606"]),
        (XML.format("", '<rule id="a">' + "<item>" * 90 + "</item>" * 90 + "</rule>"), ["E604"]),
        ("<grammar>" + "<a>" * 5000, ["E604"]),
        ("#ABNF 1.0\n$a = x;", ["E602"]),
        (ABNF.format("", "$a = (x;"), ["E602"]),
        (ABNF.format("", "$a = x<2-1>;"), ["E602"]),
        (ABNF.format("", "$a = $b;"), ["E605"]),
        (ABNF.format("", "$a = x {out;"), ["E602", "E602"]),
        (ABNF.format("", "$a = " + "[" * 5000), ["E604"]),
        ("plain text", ["E602"]),
    ],
)
def test_what_is_said(text: str, found: list[str], tmp_path: Path) -> None:
    made = imported("srgs", tmp_path, {"t.x": text})
    assert sorted(f.code for f in made.findings if f.is_error) == found
    assert not made.files
    assert all(f.span.line >= 1 for f in made.findings)


SMALL_XML = XML.format(
    ' tag-format="semantics/1.0"',
    '<!-- c --><rule id="a"><item repeat="0-1">é</item><one-of><item weight="2">x</item>'
    '<item><ruleref uri="#b"/><tag>out.b=rules.b</tag></item></one-of></rule><rule id="b">y</rule>',
)
SMALL_ABNF = ABNF.format(
    "tag-format <semantics/1.0>;",
    '/** d */ $a = [é] (/2/ "x y" | $b<1-2> {!{out.b=rules.b}!}); $b = y;',
)


@pytest.mark.parametrize("text", [SMALL_XML, SMALL_ABNF], ids=["xml", "abnf"])
def test_a_file_that_ends_anywhere(text: str, tmp_path: Path) -> None:
    def read(path: str) -> list[Finding]:
        made = import_(FORMATS["srgs"], path, Options())
        assert made.files or made.failed
        return list(made.findings)

    data = text.encode()
    assert every_beginning(read, tmp_path / "t.x", data) > len(data) * 0.9


@pytest.mark.parametrize(
    "text",
    [
        XML.format("", f'<rule id="a"><one-of>{"<item>w v</item>" * 15_000}</one-of></rule>'),
        ABNF.format("", "$a = " + " | ".join(["w v"] * 20_000) + ";"),
        ABNF.format("", "$a = " + "{!{" * 300_000),
        ABNF.format("", "$a = " + "'x" * 300_000),
        "<" * 900_000,
        "x" * 5_000_000,
    ],
    ids=["items", "alternatives", "braces", "quotes", "angles", "large"],
)
def test_large_files_are_read_or_refused_soon(text: str, tmp_path: Path) -> None:
    before = time.process_time()
    made = imported("srgs", tmp_path, {"t.x": text})
    assert made.files or made.failed
    assert time.process_time() - before < 6  # a busy machine; 2 s on one of its own


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("#JSGF V1.0;\ngrammar g;\npublic <a> = x;\n", "jsgf"),
        (ABNF.format("", "$a = x;"), "srgs"),
        (XML.format("", '<rule id="a">x</rule>'), "srgs"),
    ],
)
def test_what_the_compiler_says_of_such_a_file_is_so(text: str, form: str, tmp_path: Path) -> None:
    path = tmp_path / "g.gram"
    path.write_text(text, encoding="utf-8")
    _, findings = compile_grammar(str(path))
    assert [finding.code for finding in findings] == ["E006"]
    assert f"gramc import {form} {path}" in findings[0].hint
    made = import_(FORMATS[form], str(path), Options())
    assert language(grammar_of(made, tmp_path / "out")) == {"a: x": 1}
