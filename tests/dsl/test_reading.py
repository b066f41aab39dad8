"""From bytes to a tree: encodings, line ends, columns of the file on disk."""

from __future__ import annotations

import unicodedata

import pytest
from gramc.dsl.columns import normalise
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.read import read_source
from gramc.dsl.tree import Body, Intent, Quote, Rule, Slot, Word
from hypothesis import given
from hypothesis import strategies as st


def _code_and_place(data: bytes) -> tuple[str, int, int, str]:
    text, (finding,) = read_source(data, "a.gram")
    assert text is None
    assert finding.hint
    return finding.code, finding.span.line, finding.span.column, finding.message


def test_plain_utf8() -> None:
    assert read_source("é = a\r\n".encode(), "a.gram") == ("é = a\r\n", [])
    assert read_source(b"", "a.gram") == ("", [])


def test_a_byte_order_mark_counts_no_column() -> None:
    text, findings = read_source(b"\xef\xbb\xbfa = (b\n", "a.gram")
    assert not findings
    assert text is not None
    (finding,) = parse(text, "a.gram")[1]
    assert (finding.span.line, finding.span.column) == (1, 5)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"caf\xe9 = a", 1, 4),
        ("é = ü\nb = ".encode() + b"\xe9\n", 2, 5),
        (b"a = b\r\n  | \x80", 2, 5),
        ("a = b".encode("utf-16"), 1, 1),
        (b"a = \xed\xa0\x80", 1, 5),
        (b"a = \xc3", 1, 5),
    ],
)
def test_the_first_byte_that_is_not_utf8(data: bytes, line: int, column: int) -> None:
    assert _code_and_place(data)[:3] == ("E001", line, column)


def test_nul() -> None:
    assert _code_and_place(b"a = b\n\xc3\xa9 \x00 = \x00")[:3] == ("E002", 2, 3)


@pytest.mark.parametrize(
    ("first", "language"),
    [
        ("#ABNF 1.0 UTF-8;", "ABNF form of SRGS"),
        ("\ufeff#ABNF 1.0;", "ABNF form of SRGS"),
        ("#JSGF V1.0;", "JSGF"),
        ('<?xml version="1.0"?>', "XML form of SRGS"),
        ('<grammar root="a">', "XML form of SRGS"),
    ],
)
def test_files_of_other_languages(first: str, language: str) -> None:
    code, line, column, message = _code_and_place(f"{first}\r\n$x = y;".encode())
    assert (code, line, column) == ("E006", 1, 1)
    assert language in message


def test_comments_are_no_other_language() -> None:
    assert read_source(b"# ABNF is another language\na = b", "a.gram")[1] == []


def _body(source: str) -> Body:
    tree, findings = parse(source, "a.gram")
    assert not findings
    (statement,) = tree.statements
    assert isinstance(statement, Rule | Intent)
    return statement.body


def test_line_ends_and_white_space_are_one() -> None:
    plain = parse('a = b "c d" e\n  | f\n\n\nb = c\n', "a.gram")[0]
    for other in (
        'a = b "c d" e\r\n  | f\r\n\r\n\r\nb = c\r\n',
        'a\t=\u3000b\u00a0"c\td"  e\n\t| f \n \n\u2003\nb = c',
        'a = b "c\u2028d"\x0be\n\x0c| f\x85\n\nb = c\r',
    ):
        assert parse(other, "a.gram")[0] == plain


def test_a_carriage_return_alone_ends_no_line() -> None:
    assert _body("a = b\r| c") == _body("a = b | c")


def test_information_separators_are_text() -> None:
    assert _body("a = b\x1cc").alternatives[0].units == ((Word("b\x1cc"),),)


def test_texts_and_names_are_normalised_and_columns_are_not() -> None:
    source = "cafe\u0301 = e\u0301t\u00e9 {e\u0301 :<x>} \u1112\u1161\u11ab (e\u0301"
    tree, (finding,) = parse(source, "a.gram")
    assert finding.span.column == source.index("(") + 1
    (broken,) = tree.statements
    assert broken.name == "caf\u00e9"  # type: ignore[union-attr]
    assert broken.name_span.end_column == 6
    tree, findings = parse(source.replace("(", ""), "a.gram")
    assert not findings
    (rule,) = tree.statements
    assert isinstance(rule, Rule)
    (first,), (slot,), (han,), (last,) = rule.body.alternatives[0].units
    assert (first, han, last) == (Word("\u00e9t\u00e9"), Word("\ud55c"), Word("\u00e9"))
    assert (first.span.column, first.span.end_column) == (9, 13)
    assert isinstance(slot, Slot)
    assert slot.name == "\u00e9"
    assert (slot.span.column, slot.span.end_column) == (14, 23)
    assert (han.span.column, han.span.end_column) == (24, 27)
    assert (last.span.column, last.span.end_column) == (28, 30)


@given(st.text(st.sampled_from("ae\u0301\u0338=<> \u1112\u1161\u11ab한\u0323\u0958\u09c7\u09be字")))
def test_columns_of_normalised_lines_lead_back(line: str) -> None:
    (normal,), maps = normalise([line])
    assert normal == unicodedata.normalize("NFC", line)
    if normal == line:
        assert not maps
        return
    columns = maps[0]
    assert len(columns) == len(normal) + 1
    assert list(columns) == sorted(columns)
    assert columns[-1] == len(line)
    for place, char in enumerate(line):
        if unicodedata.category(char) == "Lo" and "\u1160" <= char <= "\u11ff":
            continue  # it joins the letter before it, as marks do
        if unicodedata.category(char)[0] != "M":
            before = unicodedata.normalize("NFC", line[:place])
            assert normal.startswith(before)
            assert columns[len(before)] == place


def test_scripts() -> None:
    body = _body("intent बजाओ = <गीत>? बजाओ | 音楽を かけて | l'{Artiste}\u200d")
    assert len(body.alternatives) == 3
    assert _body("क्‍ष = ක්‍ර").alternatives[0].units == ((Word("ක්‍ර"),),)


def test_escapes_make_quotes_where_they_hold_spaces() -> None:
    assert _body(r"a = b\ c").alternatives[0].units == ((Quote("b c"),),)
    assert _body("a = e\\\u0301").alternatives[0].units == ((Word("\u00e9"),),)
    assert _body('a = "x\\"y\\\\"').alternatives[0].units == ((Quote('x"y\\'),),)


def test_spans_cover_what_they_name() -> None:
    source = (
        "intent Play /2/ =\n  /3/ play <some_more>? => X\n  | {a:Song[x=y]} (b ; c) @f # comment\n"
    )
    tree, findings = parse(source, "a.gram")
    assert not findings
    lines = source.split("\n")

    def text(node: object) -> str:
        span = node.span  # type: ignore[attr-defined]
        assert span.line == span.end_line
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]

    (intent,) = tree.statements
    assert isinstance(intent, Intent)
    assert (intent.span.line, intent.span.column, intent.span.end_line) == (1, 1, 3)
    assert intent.span.end_column == lines[2].index(" #") + 1
    assert lines[0][intent.name_span.column - 1 : intent.name_span.end_column - 1] == "Play"
    one, two = intent.body.alternatives
    assert text(one) == "/3/ play <some_more>? => X"
    assert text(two) == "{a:Song[x=y]} (b ; c) @f"
    (word,), (maybe,) = one.units
    assert text(word) == "play"
    assert text(maybe) == "<some_more>?"
    assert text(maybe.part) == "<some_more>"  # type: ignore[union-attr]
    assert text(maybe.part.target) == "some_more"  # type: ignore[union-attr]
    (slot,), (permutation,) = two.units
    assert text(slot) == "{a:Song[x=y]}"
    assert text(slot.filler) == "Song"  # type: ignore[union-attr]
    assert text(slot.filler.filters[0]) == "[x=y]"  # type: ignore[union-attr]
    assert text(permutation) == "(b ; c)"
    assert text(two.tags[0]) == "@f"


def test_an_empty_file() -> None:
    for source in ("", "\n", " \n\t\n", "\ufeff"):
        tree, findings = parse(source, "a.gram")
        assert not findings
        assert not tree.statements
        assert print_file(tree) == ""
