"""Files of every kind give the same rows, and no bytes bring the reader down."""

import csv
import io
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from gramc.catalogues import source, tables
from gramc.catalogues import weights as weighing
from gramc.catalogues.files import read_catalogue
from gramc.catalogues.rows import Entry, Rows
from gramc.catalogues.tables import KINDS
from gramc.dsl.text import nfc, squeeze
from hypothesis import assume, given
from hypothesis import strategies as st

LETTERS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"]), max_size=6
)
TEXTS = LETTERS.map(lambda text: squeeze(nfc(text)))
WEIGHTS = st.one_of(
    st.just(""),
    st.integers(0, 10**6).map(str),
    st.decimals(0, 1000, places=3).map(lambda d: f"{d:f}"),
)
ROWS = st.lists(
    st.tuples(TEXTS.filter(bool), TEXTS, WEIGHTS, TEXTS),
    min_size=1,
    max_size=12,
    unique_by=lambda row: (row[0], row[1], row[3]),
)
HEADER = ("value", "id", "weight", "genre")


def written(kind: str, rows: list[tuple[str, ...]]) -> bytes:
    if kind == ".tsv":
        return "".join("\t".join(row) + "\n" for row in [HEADER, *rows]).encode()
    if kind == ".jsonl":
        objects = (dict(zip(HEADER, row, strict=True)) for row in rows)
        return "".join(json.dumps(row) + "\n" for row in objects).encode()
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()


def read(data: bytes, path: str, **options: Any) -> Rows:
    rows, findings = read_catalogue("X", data, path, **options)
    assert rows is not None, findings
    return rows


@pytest.fixture(params=[None, 3], ids=["whole", "in pieces"], autouse=True, scope="module")
def pieces(request: pytest.FixtureRequest) -> Iterator[None]:
    """Everything once as it is, and once cut into pieces of a few lines."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param is not None:
            patch.setattr(source, "_PIECE", 7 * request.param)
            patch.setattr(tables, "_BLOCK", request.param)
        yield


@given(ROWS)
def test_all_kinds_give_the_same_rows(rows: list[tuple[str, ...]]) -> None:
    for kind in (".tsv", ".csv", ".jsonl"):
        got = read(written(kind, rows), f"x{kind}", wanted={"genre"})
        assert list(got.values) == [row[0] for row in rows]
        assert got.ids is None or list(got.ids) == [row[1] for row in rows]
        assert (got.ids is None) == (not any(row[1] for row in rows))
        genre = got.columns["genre"]
        assert [genre.distinct[code] for code in genre.codes] == [row[3] for row in rows]
        expected = [Fraction(row[2] or "1") for row in rows]
        weights = got.weights.tolist() if got.weights is not None else [1] * len(rows)
        if total := sum(expected):
            assert [w * total for w in weights] == [w * sum(weights) for w in expected]
        else:
            assert weights == [0] * len(rows)


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=60))
def test_no_bytes_bring_it_down(kind: str, data: bytes) -> None:
    check_result(kind, data)


@given(
    st.sampled_from(sorted(KINDS)),
    st.text('"\n\t,\r ab{}[]:1-\\\u00a0\u0301é', max_size=40).map(
        lambda text: 'value,weight\n{"value": 1}\na\tb\n' + text
    ),
    st.booleans(),
)
def test_no_text_brings_it_down(kind: str, text: str, bare: bool) -> None:
    check_result(kind, text[0 if bare else 13 :].encode())


def check_result(kind: str, data: bytes) -> None:
    features = {"gender": ("m", "f")}
    rows, findings = read_catalogue("X", data, f"x{kind}", features=features, wanted={"b"})
    lines = data.decode(errors="replace").split("\n")
    assert (rows is None) == any(f.is_error for f in findings)
    for f in findings:
        assert f.span.line <= f.span.end_line <= len(lines)
        assert (f.span.line, f.span.column) <= (f.span.end_line, f.span.end_column)
        assert 1 <= f.span.column <= len(lines[f.span.line - 1]) + 1
    if rows is not None:
        assert all(value == squeeze(nfc(value)) != "" for value in rows.values)


def test_bad_rows_hide_no_other_findings_and_windows_files_are_read() -> None:
    data = b"\xef\xbb\xbfvalue\tid\r\nNew York\tNYC\r\n\r\nBerlin\r\n"
    rows = read(data, "x.tsv")
    assert list(rows.values) == ["New York", "Berlin"]
    assert list(rows.ids or ()) == ["NYC", ""]
    assert list(rows.lines) == [2, 4]


def test_the_first_column_holds_the_values_where_no_header_says_so() -> None:
    rows = read(b"title\tartist\nVogue\tMadonna\n", "x.tsv", wanted={"artist", "title"})
    assert list(rows.values) == ["Vogue"]
    assert {name: cells.distinct for name, cells in rows.columns.items()} == {"artist": ["Madonna"]}
    assert rows.header == "title"
    rows = read(b"id\tweight\nVogue\t3\nHavana\t1\n", "x.tsv")
    assert list(rows.values) == ["Vogue", "Havana"]
    assert rows.ids is None
    mapped = read(
        b"value\tname\tpopulation\n1\tBerlin\t7\n2\tParis\t4\n",
        "x.tsv",
        headers={"value": "name", "weight": "population"},
    )
    assert list(mapped.values) == ["Berlin", "Paris"]
    assert mapped.weights is not None
    assert mapped.weights.tolist() == [7, 4]


def test_json_cells_are_texts() -> None:
    data = (
        '{"value": 7, "id": null, "weight": 0.10, "b": true, "c": [1]}\n'
        '{"value": "x", "id": "X", "weight": 2e-1, "b": 1.50}\n'
    )
    _, findings = read_catalogue("X", data.encode(), "x.jsonl", wanted={"b"})
    assert [(f.code, f.span.line, f.span.column) for f in findings] == [("E407", 2, 37)]
    rows = read(data.replace("2e-1", "0.2").encode(), "x.jsonl", wanted={"b"})
    assert list(rows.values) == ["7", "x"]
    assert list(rows.ids or ()) == ["", "X"]
    assert rows.columns["b"].distinct == ["true", "1.50"]
    assert rows.weights is not None
    assert rows.weights.tolist() == [1, 2]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.sampled_from("xy"))))
def test_equal_rows_are_added_together(cells: list[tuple[str, int, str]]) -> None:
    data = "value\tweight\tother\n" + "".join(f"{v}\t{w}\t{o}\n" for v, w, o in cells)
    rows = read(data.encode(), "x.tsv")
    expected: dict[tuple[str, str], int] = {}
    for value, weight, other in cells:
        expected[value, other] = expected.get((value, other), 0) + weight
    assert list(rows.values) == [value for value, _ in expected]
    weights = rows.weights.tolist() if rows.weights is not None else [1] * len(rows)
    assert [w * sum(expected.values()) for w in weights] == [
        w * sum(weights) for w in expected.values()
    ]


def test_rows_from_a_program() -> None:
    rows = Rows.of(
        ["pop ", Entry("hip  hop", id="HIPHOP", weight="0.5"), Entry("rock", "", 2, {"g": "m"})],
        features=["g", "h"],
    )
    assert list(rows.values) == ["pop", "hip hop", "rock"]
    assert rows.ids == ["", "HIPHOP", ""]
    assert rows.empty == (2,)
    assert rows.weights is not None
    assert rows.weights.tolist() == [2, 1, 4]
    assert rows.columns["g"].distinct == ["", "m"]
    assert rows.features == ("g",)
    with pytest.raises(ValueError, match="no weight"):
        Rows.of([Entry("a", weight="-1")])


@given(st.lists(st.integers(0, 10**25), min_size=1, max_size=8))
def test_weights_are_exact_unless_the_total_is_too_large(numbers: list[int]) -> None:
    assume(any(numbers))
    got = weighing.reduced(numbers)
    weights = got.tolist() if got is not None else [1] * len(numbers)
    total, kept = sum(numbers), sum(weights)
    assert kept < weighing.LIMIT
    assert [w > 0 for w in weights] == [n > 0 for n in numbers]
    for weight, number in zip(weights, numbers, strict=True):
        assert abs(Fraction(weight, kept) - Fraction(number, total)) <= (
            0 if total < weighing.LIMIT else Fraction(len(numbers), 1 << 61)
        )


def test_weights_of_nothing() -> None:
    assert weighing.reduced([]) is None
    assert weighing.reduced([5, 5]) is None
    zeros = weighing.reduced([0, 0])
    assert zeros is not None
    assert zeros.tolist() == [0, 0]
