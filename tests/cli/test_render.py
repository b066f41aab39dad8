"""The excerpt below a finding: marks stand below what they mean, in any script and at any width."""

from __future__ import annotations

import unicodedata

import pytest
from gramc.cli.excerpt import Line, cells, visible, width
from gramc.cli.render import PIPE_WIDTH, Row, render
from gramc.dsl.findings import Finding, Label
from gramc.dsl.span import Span
from hypothesis import given, settings
from hypothesis import strategies as st

LETTERS = st.characters(exclude_characters="\n\r", exclude_categories=("Cs",))
MIXED = st.text(st.sampled_from("ab <>|\t播放歌गीतกำ\u0301\u0308é\u200d👩💻\x07\u202eי") | LETTERS)


def shown(source: str, span: Span, *labels: Label, room: int | None = None) -> list[str]:
    """The lines that show one finding on *source*."""
    lines = source.split("\n")

    def line(file: str, number: int) -> str | None:
        return lines[number - 1] if file == "a" and 0 < number <= len(lines) else None

    finding = Finding("E201", "Message.", span, labels=labels)
    return [plain(row) for row in render([finding], line, room)]


def plain(row: Row) -> str:
    return "".join(text for text, _ in row)


def at(line: int, column: int, end: int, end_line: int | None = None) -> Span:
    return Span("a", line, column, end_line or line, end)


@pytest.mark.parametrize(
    ("source", "column", "end", "excerpt", "mark"),
    [
        ("a <bc> d", 3, 7, "a <bc> d", "  ^^^^"),
        ("播放{周}的", 3, 6, "播放{周}的", "    ^^^^"),
        ("cafe\u0301 <x>", 7, 10, "cafe\u0301 <x>", "     ^^^"),
        ("a\tb", 3, 4, "a   b", "    ^"),
        ("\u0301a", 1, 2, "◌\u0301a", "^"),
        ("e\u0301a", 2, 3, "e\u0301a", "^"),
        ("ab", 3, 3, "ab", "  ^"),
        ("ab", 2, 2, "ab", " ^"),
        ("a\x1b[31mb", 7, 8, "a␛[31mb", "      ^"),
        ("สั่ง <x>", 6, 9, "สั่ง <x>", "   ^^^"),
        ("", 1, 1, "", "^"),
    ],
)
def test_marks(source: str, column: int, end: int, excerpt: str, mark: str) -> None:
    rows = shown(source, at(1, column, end))
    assert rows[3] == f"1 │ {excerpt}"
    assert rows[4] == f"  │ {mark}"


@settings(max_examples=300, deadline=None)
@given(MIXED, st.data())
def test_a_mark_begins_and_ends_where_its_text_does(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    line = Line.of(source)
    low, high = line.stretch(start + 1, end + 1)
    drawn = "".join(line.glyphs)
    assert width(drawn) == line.size
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in drawn)
    assert low < high
    if start < end and source[end - 1 : end + 1].isascii() and source[:end].isprintable():
        before = width("".join(line.glyphs[:end]))
        assert high in (before, low + 1)


@settings(max_examples=300, deadline=None)
@given(MIXED.map(lambda text: text * 3), st.integers(1, 400), st.integers(0, 50))
def test_excerpts_keep_to_their_room(source: str, column: int, length: int) -> None:
    column = min(column, len(source) + 1)
    rows = shown(source, at(1, column, min(column + length, len(source) + 1)), room=60)
    excerpts = [row for row in rows if "│" in row]
    assert all(width(row) <= 61 for row in excerpts)
    mark = next(row for row in rows if row.startswith("  │") and row.endswith("^"))
    assert width(mark.rstrip("^")) < 61


def test_a_long_line_is_cut_around_its_mark() -> None:
    source = "a " * 200 + "<here>" + " z" * 200
    rows = shown(source, at(1, 401, 407))
    assert rows[3].startswith("1 │ …")
    assert rows[3].endswith("…")
    assert width(rows[3]) <= PIPE_WIDTH + 1
    start = rows[4].index("^")
    assert rows[3][start : start + 6] == "<here>"
    first = shown(source, at(1, 1, 2))
    assert first[3].startswith("1 │ a a a")
    last = shown(source, at(1, len(source), len(source) + 1))
    assert last[3].endswith(" z z")
    assert last[4].endswith("^")
    assert len(last[4]) == len(last[3])


def test_a_span_of_many_lines() -> None:
    source = "x = a\n  b\n  c\n  d\n  e <f>\ny"
    assert shown(source, at(1, 1, 8, 5))[1:-2] == [
        " --> a:1:1",
        "  │",
        "1 │ ╭ x = a",
        "2 │ │   b",
        "  ┆ ┆ ",
        "5 │ │   e <f>",
        "  │ ╰───────^",
        "",
    ]
    assert shown(source, at(1, 5, 4, 2))[3:-3] == [
        "1 │   x = a",
        "  │ ╭─────^",
        "2 │ │   b",
        "  │ ╰───^",
    ]


def test_labels() -> None:
    source = "Go = {City} to {Town} by {Car}\n\n\n\n\nCar = bike"
    labels = [Label(at(1, 7, 11), "this"), Label(at(1, 27, 30), "and this")]
    assert shown(source, at(1, 17, 21), *labels)[3:-3] == [
        "1 │ Go = {City} to {Town} by {Car}",
        "  │       ----      ^^^^      --- and this",
        "  │       this",
    ]
    labels = [Label(at(1, 7, 11), "this"), Label(at(1, 17, 21), "that"), Label(at(6, 1, 4), "far")]
    assert shown(source, at(1, 27, 30), *labels)[3:-3] == [
        "1 │ Go = {City} to {Town} by {Car}",
        "  │       ----      ----      ^^^",
        "  │       │         that",
        "  │       this",
        "  ┆ ",
        "6 │ Car = bike",
        "  │ --- far",
    ]
    other = Label(Span("b", 3, 1, 3, 2), "elsewhere")
    assert shown("x", at(1, 1, 2), other)[-5:-3] == [" ::: b:3:1", "  = elsewhere"]


def test_long_messages_are_folded_on_terminals_only() -> None:
    finding = Finding("W501", "word " * 30 + "end.", at(1, 1, 2), "hint " * 30)
    rows = [plain(row) for row in render([finding], lambda f, n: "x", 60)]
    assert all(width(row) <= 62 for row in rows[:-2])
    assert sum(row.count("word") for row in rows) == 30
    piped = [plain(row) for row in render([finding], lambda f, n: "x")]
    assert piped[0].endswith("end.")


def test_text_that_would_act_on_a_terminal_is_made_visible() -> None:
    assert visible("a\x1b[2Jb\x7f\x85\u2028\ud800\u202e") == "a␛[2Jb␡\ufffd\ufffd\ufffd\ufffd"
    assert visible("播放 गीत שלום e\u0301 👩\u200d💻") == "播放 गीत שלום e\u0301 👩\u200d💻"
    assert cells("播") == 2
    assert cells("\u0301") == 0
    assert width("👩\u200d💻") == 4
