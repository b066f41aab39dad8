"""Reading other systems' files: places, bounds, and what is hostile."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from gramc.dsl.findings import Finding
from gramc.dsl.naming import Names
from gramc.exchange import json, xml, yaml
from gramc.exchange.source import Source, decode, files_below, read_source
from hypothesis import given
from hypothesis import strategies as st


def test_yaml_has_no_booleans() -> None:
    value, findings = yaml.load(Source("a.yaml", "on: [yes, 1.0, ~, '']\noff: null\n"))
    assert not findings
    assert value is not None
    assert [(v.kind, v.text) for v in value.pairs[0][1].values] == [
        ("text", "yes"),
        ("text", "1.0"),
        ("none", "~"),
        ("text", ""),
    ]
    assert [name for name, _, _ in value.items()] == ["on", "off"]
    assert (value.pairs[1][0].span.line, value.pairs[1][0].span.column) == (2, 1)


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: [1, 2\nb: 3\n", "E602", 2),
        ("a: 1\na: 2\n", "E602", 2),
        ("a: &x [*x]\n", "E604", 1),
        ("\ta: 1\n", "E602", 1),
        ("a: \x01\n", "E602", 1),
        (LAUGHS, "E604", 7),
        ("[" * 5000, "E604", 1),
        ("a: *b\n", "E602", 1),
    ],
)
def test_broken_yaml_has_a_place(text: str, code: str, line: int) -> None:
    _, findings = yaml.load(Source("a.yaml", text))
    assert [(f.code, f.span.line) for f in findings] == [(code, line)]


class Slot(msgspec.Struct):
    name: str
    values: list[str] = []


class Model(msgspec.Struct):
    slots: list[Slot]
    more: dict[str, int] = {}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ('{"slots": [{"name": 3}]}', "E603", 1, 21),
        ('{"slots": [\n {"name": "a"},\n {"name": "b", "values": ["x", 4]}]}', "E603", 3, 32),
        ('{"slots": [],\n "more": {"a": 1, "b": "x"}}', "E603", 2, 16),
        ('{"slots": [', "E602", 1, 11),
        ('{"slots": [}', "E602", 1, 12),
        ("", "E602", 1, 1),
        ('{"slots": [{"name": "a", "values": ' + "[" * 100_000, "E603", 1, 37),
    ],
)
def test_broken_json_has_a_place(text: str, code: str, line: int, column: int) -> None:
    _, findings = json.decode(Source("a.json", text), Model)
    assert [(f.code, f.span.line, f.span.column) for f in findings] == [(code, line, column)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<a><b></a>", "E602", 1),
        ('<!DOCTYPE a [\n<!ENTITY x "y">\n]><a>&x;</a>', "E604", 2),
        ('<!DOCTYPE a [\n<!ENTITY x SYSTEM "file:///etc/passwd">\n]><a>&x;</a>', "E604", 2),
        ("<a>\n" * 500, "E604", 101),
        ("<a>&unknown;</a>", "E602", 1),
        ("", "E602", 1),
    ],
)
def test_broken_xml_has_a_place(text: str, code: str, line: int) -> None:
    root, findings = xml.parse(Source("a.xml", text))
    assert root is None
    assert [(f.code, f.span.line) for f in findings] == [(code, line)]


def test_xml_counts_code_points() -> None:
    root, findings = xml.parse(Source("a.xml", '<a xml:lang="de">äöü<b c="1"/></a>'))
    assert not findings
    assert root is not None
    assert root.attributes == {"xml:lang": "de"}
    assert [(e.name, e.span.column) for e in root.elements()] == [("b", 21)]
    assert root.text == "äöü"


@given(st.text(max_size=40))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    for read in (yaml.load, xml.parse):
        _, findings = read(Source("a", text))  # type: ignore[operator]
        assert all(f.span.file == "a" and f.span.line >= 1 for f in findings)
    json.decode(Source("a", text), Model)


def test_files_are_bounded_and_decoded(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffä\r\nb\rc".encode("utf-16"))
    source = read_source(str(path))
    assert isinstance(source, Source)
    assert source.text == "ä\nb\nc" or source.text == "\ufeffä\nb\nc"
    wrong = decode("b.txt", b"ok\nd\xe4")
    assert isinstance(wrong, Finding)
    assert (wrong.code, wrong.span.line, wrong.span.column) == ("E001", 2, 2)
    large = read_source(str(path), most=3)
    assert isinstance(large, Finding)
    assert large.code == "E601"
    for nowhere in (str(tmp_path), str(tmp_path / "no"), "/dev/zero"):
        found = read_source(nowhere)
        assert isinstance(found, Finding)
        assert found.code == "E003"
    assert files_below(str(tmp_path), (".txt",)) == [str(path)]


def test_spans_of_a_source() -> None:
    source = Source("a", "ab\ncd\n")
    assert source.span(4, 5) == source.line(2, 1, 2)
    assert (source.line(2).column, source.line(2).end_column) == (1, 3)
    assert source.line(99).line == 3


@given(st.lists(st.text(max_size=8), max_size=12))
def test_names_are_legal_and_unlike(wanted: list[str]) -> None:
    from gramc.dsl.names import STATEMENT_WORDS, is_name

    names = Names()
    given_names = [names.name(each) for each in wanted]
    assert all(is_name(n) and n not in STATEMENT_WORDS for n in given_names)
    assert len(set(given_names)) == len(set(wanted))
    assert given_names == [names.name(each) for each in wanted]
