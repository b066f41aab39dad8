"""Parquet catalogues give the rows that the same table as text gives."""

from __future__ import annotations

import datetime
import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from gramc.catalogues import parquet
from gramc.catalogues.files import read_catalogue
from gramc.catalogues.rows import Rows
from hypothesis import given
from hypothesis import strategies as st

from ..cli.running import gramc
from .test_rows import HEADER, ROWS, written


def file(columns: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    pyarrow.parquet.write_table(pa.table(columns), out)
    return out.getvalue()


def read(data: bytes, **options: Any) -> Rows:
    rows, findings = read_catalogue("X", data, "x.parquet", **options)
    assert rows is not None, findings
    return rows


def told(data: bytes, **options: Any) -> list[str]:
    rows, findings = read_catalogue("X", data, "x.parquet", **options)
    assert rows is None
    assert all(f.span.file == "x.parquet" for f in findings)
    return [f"{f.code} {f.span.line} {f.message}" for f in findings]


def same(one: Rows, other: Rows) -> None:
    assert list(one.values) == list(other.values)
    assert (one.ids and list(one.ids)) == (other.ids and list(other.ids))
    for mine, theirs in [(one.weights, other.weights)]:
        assert (mine is None) == (theirs is None)
        assert mine is None or theirs is None or mine.tolist() == theirs.tolist()
    assert {n: [c.distinct[k] for k in c.codes] for n, c in one.columns.items()} == {
        n: [c.distinct[k] for k in c.codes] for n, c in other.columns.items()
    }


@given(ROWS, st.booleans(), st.sampled_from([1, 3, 1 << 14]))
def test_as_the_same_table_in_text(rows: list[tuple[str, ...]], numbers: bool, batch: int) -> None:
    columns: dict[str, list[Any]] = {
        name: [row[n] or None for row in rows] for n, name in enumerate(HEADER)
    }
    if numbers:
        columns["weight"] = [Decimal(w) if w else None for w in columns["weight"]]
    text, _ = read_catalogue("X", written(".tsv", rows), "x.tsv", wanted={"genre"})
    assert text is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "_BATCH", batch)
        same(read(file(columns), wanted={"genre"}), text)


def test_what_other_types_are_written_as() -> None:
    columns = {
        "value": pa.array(["a", "b", "a"]).dictionary_encode(),
        "id": [7, 8, None],
        "weight": [0.00001, 3.0, 2.5],
        "new": [True, False, None],
        "price": [Decimal("1.50"), Decimal("2.00"), None],
        "day": [datetime.date(2001, 2, 3), None, None],
    }
    rows = read(file(columns), wanted={"new", "price", "day"})
    assert list(rows.values) == ["a", "b", "a"]
    assert list(rows.ids or ()) == ["7", "8", ""]
    assert rows.weights is not None
    assert rows.weights.tolist() == [1, 300000, 250000]
    cells = {name: [c.distinct[k] for k in c.codes] for name, c in rows.columns.items()}
    assert cells == {
        "new": ["true", "false", ""],
        "price": ["1.50", "2.00", ""],
        "day": ["2001-02-03", "", ""],
    }
    assert list(rows.lines) == [1, 2, 3]


def test_what_is_wrong_stands_with_its_row() -> None:
    lists = file({"value": ["a", "b", "c"], "tags": [None, ["x"], []], "weight": ["-1", "", "x"]})
    assert told(lists, wanted={"tags"}) == [
        "E407 1 “-1” is no weight.",
        "E401 2 “tags” is no text here, nor a number.",
        "E401 3 “tags” is no text here, nor a number.",
    ]
    assert read(file({"value": ["a"], "tags": [["x"]]})).values[0] == "a"
    assert told(file({"value": ["a", "b\0", None], "id": [None, None, "c"]})) == [
        "E401 2 There is a NUL character in this text.",
        "E401 3 This row has no value.",
    ]
    assert told(file({"value": [b"a", b"\xff"]})) == [
        "E401 2 “value” is no text here, nor a number."
    ]
    assert told(file({"name": ["a"]}), wanted={"genre"}) == [
        "E404 1 This file has no column “genre”, which the grammar uses."
    ]
    assert not read(file({"value": []}))
    assert not read(file({}))


def test_text_that_is_no_text() -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0"), pa.py_buffer(b"a\xff")]
    )
    assert told(file({"value": broken})) == ["E401 2 “value” is no text here, nor a number."]


SOUND = file({"value": [f"word {n}" for n in range(40)], "weight": list(range(40))})


@given(st.data())
def test_no_damage_brings_it_down(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SOUND) - 1))
    bad = bytearray(SOUND)
    bad[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.booleans())
    rows, findings = read_catalogue("X", bytes(bad[:place] if cut else bad), "x.parquet")
    assert (rows is None) == any(f.is_error for f in findings)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"value\nBerlin\n"])
def test_what_is_no_parquet(data: bytes) -> None:
    assert told(data) == ["E406 1 “x.parquet” is no Parquet file, or not a whole one."]


def test_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert told(SOUND) == ["E406 1 “x.parquet” is a Parquet file, which takes pyarrow to read."]


def test_in_a_grammar(tmp_path: Path) -> None:
    path = tmp_path / "fly.gram"
    path.write_text('catalog City from "c.parquet" value=name\nintent Fly = fly to {City}\n')
    (tmp_path / "c.parquet").write_bytes(file({"name": ["Ulm", "Rome"], "weight": [3, 1]}))
    told = gramc("sample", str(path), "--all", "--with-probability")
    assert told.out == "0.25\tfly to Rome|City\n0.75\tfly to Ulm|City\n"
    (tmp_path / "c.parquet").write_bytes(file({"name": ["Ulm", "Rome"], "weight": [3, -1]}))
    told = gramc("check", str(path))
    assert "c.parquet:2" in told.err
    assert "\n2 │" not in told.err, "its bytes are nothing to show"
