"""Packing gives back the rows; draws follow the definition; lookups find what brute force finds."""

import mmap
import tempfile
from fractions import Fraction
from itertools import accumulate

import pytest
from gramc.catalogues import index as indexing
from gramc.catalogues import packing
from gramc.catalogues.catalogue import Catalogue, pack
from gramc.catalogues.index import searchable
from gramc.catalogues.rows import Entry, Rows
from gramc.catalogues.selection import Selection, select
from gramc.dsl.text import nfc, squeeze
from hypothesis import given, settings
from hypothesis import strategies as st

R = 1 << 64

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
IDS = st.none() | TEXTS
ENTRIES = st.lists(
    st.builds(
        Entry,
        value=TEXTS,
        id=IDS,
        weight=st.integers(0, 5) | st.sampled_from(["0.5", "1000000000000000000"]),
        cells=st.dictionaries(st.sampled_from(["g", "année"]), st.sampled_from(["", "m", "é"])),
    ),
    max_size=12,
)


def mapped(sections: dict[str, bytes]) -> dict[str, memoryview]:
    """The sections as they lie in a file mapped to memory, at odd offsets."""
    with tempfile.TemporaryFile() as file:
        file.write(b"?")
        places = {}
        for name, data in sections.items():
            places[name] = (file.tell(), file.tell() + len(data))
            file.write(data)
        file.flush()
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    return {name: view[start:end] for name, (start, end) in places.items()}


@settings(deadline=None)  # files are written and mapped
@given(ENTRIES)
def test_packed_rows_are_the_rows(entries: list[Entry]) -> None:
    rows = Rows.of(entries, features=["g"])
    sections = pack(rows, "en")
    assert sections == pack(rows, "en")
    for catalogue in (Catalogue(sections), Catalogue(mapped(sections))):
        n = len(entries)
        assert len(catalogue) == n
        assert [catalogue.value(r) for r in range(n)] == list(rows.values)
        assert catalogue.cells("value") == list(rows.values)
        ids = [entry.id if entry.id is None else squeeze(nfc(entry.id)) for entry in entries]
        assert [catalogue.identity(r) for r in range(n)] == ids
        weights = [catalogue.weight(r) for r in range(n)]
        assert weights == (rows.weights.tolist() if rows.weights is not None else [1] * n)
        assert catalogue.total == sum(weights)
        assert catalogue.features == rows.features
        for name, cells in rows.columns.items():
            written = [cells.distinct[code] for code in cells.codes]
            assert [catalogue.cell(r, name) for r in range(n)] == written
            distinct, codes = catalogue.cells(name), catalogue.codes(name)
            assert [distinct[code] for code in codes] == written
        for r in range(n):
            assert catalogue.cell(r, "value") == rows.values[r]
            assert catalogue.cell(r, "id") == (ids[r] or "")
        for r in (-1, n):
            with pytest.raises(IndexError):
                catalogue.value(r)


def test_columns() -> None:
    catalogue = Catalogue.of(Rows.of([Entry("a", "A", 1, {"g": "m"}), Entry("b")]))
    assert catalogue.columns == ("value", "id", "g")
    assert not catalogue.weighted
    with pytest.raises(KeyError):
        catalogue.cell(0, "h")


def test_the_bytes_are_fixed() -> None:
    sections = pack(Rows.of([Entry("Über-x", "U", 3, {"g": "m"}), Entry("a", None, 1)]), "de")
    assert sections == {
        "meta": b'{"rows": 2, "total": 4, "columns": [["g", 2]], "features": [], "empty": [],'
        b' "longest": 7, "header": "", "locale": "de"}',
        "values": "Über-x\na".encode(),
        "values.at": bytes([0, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0]),
        "ids": b"U\n",
        "ids.at": bytes([0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]),
        "weights": bytes([3, 0, 0, 0, 1, 0, 0, 0]),
        "column.0": b"m\n",
        "column.0.at": bytes([0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]),
        "column.0.codes": bytes([0, 0, 0, 0, 1, 0, 0, 0]),
        "keys": "a\nüber x".encode(),
        "keys.at": bytes([0, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0]),
        "keys.row": bytes([1, 0, 0, 0, 0, 0, 0, 0]),
        "keys.parent": bytes(8),
    }


def test_numbers_on_machines_that_begin_at_the_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from array import array

    monkeypatch.setattr(packing, "_BIG_ENDIAN", True)
    data = packing.pack_numbers(array("I", [1, 2]))
    assert data == bytes([0, 0, 0, 1, 0, 0, 0, 2])  # swapped, as this test's machine is not one
    assert list(packing.open_numbers(data, "I")) == [1, 2]


# ------------------------------------------------------------------------------- selections


def opened(selection: Selection) -> Selection:
    return Selection.open(selection.catalogue, mapped(selection.pack()))


CONDITIONS = st.lists(
    st.tuples(
        st.sampled_from(["g", "value", "id"]), st.frozensets(st.sampled_from(["", "m", "é", "a"]))
    ),
    max_size=2,
)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Entry,
            value=st.sampled_from(["a", "b", "m"]),
            id=st.sampled_from([None, "a", "m"]),
            weight=st.integers(0, 3),
            cells=st.fixed_dictionaries({"g": st.sampled_from(["", "m", "é"])}),
        ),
        max_size=8,
    ),
    CONDITIONS,
    st.lists(st.sampled_from(["g", "id", "value"]), max_size=2),
    st.frozensets(st.sampled_from(["a", "b"])),
)
def test_rows_that_are_selected(
    entries: list[Entry],
    conditions: list[tuple[str, frozenset[str]]],
    filled: list[str],
    without: frozenset[str],
) -> None:
    catalogue = Catalogue.of(Rows.of([*entries, Entry("z", "z", 0, {"g": "z"})]))
    cells = [{"value": e.value, "id": e.id or "", **e.cells} for e in entries]
    expected = [
        row
        for row, cell in enumerate(cells)
        if all(cell[column] in values for column, values in conditions)
        and all(cell[column] for column in filled)
        and cell["value"] not in without
        and int(entries[row].weight) > 0
    ]
    chosen = select(catalogue, conditions, filled=filled, without=without)
    for selection in (chosen, opened(chosen)):
        assert list(selection.rows()) == expected
        assert len(selection) == len(expected)
        assert [row for row in range(len(entries) + 1) if row in selection] == expected
        assert selection.mass == sum(catalogue.weight(row) for row in expected)
        assert sum(map(selection.probability, expected)) == bool(expected)
        assert "a" not in selection
        if not expected:
            with pytest.raises(ValueError, match="nothing"):
                selection.draw(0)


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**40) | st.integers(0, 3), min_size=1, max_size=9))
def test_every_row_is_drawn_by_its_weight(weights: list[int]) -> None:
    entries = [Entry(f"v{i}", None, w) for i, w in enumerate(weights)]
    catalogue = Catalogue.of(Rows.of(entries))
    chosen = select(catalogue)
    for selection in (chosen, opened(chosen)):
        total = sum(weights)
        if not total:
            assert len(selection) == 0
            continue
        # The numbers r that fall on a row are those from ceil(2**64 * before / total) on.
        borders = [-(-R * s // total) for s in accumulate(weights, initial=0)]
        for row, weight in enumerate(weights):
            first, last = borders[row], borders[row + 1] - 1
            if weight:
                assert selection.draw(first) == selection.draw(last) == row
                share = Fraction(last + 1 - first, R)
                assert abs(share - selection.probability(row)) <= Fraction(1, R)
            else:
                assert first > last
        assert sum(map(selection.probability, range(len(weights)))) == 1


def test_what_needs_no_table_has_none() -> None:
    plain = Catalogue.of(Rows.of(["a", "b", "c"]))
    assert set(select(plain).pack()) == {"meta"}
    assert set(select(plain, [("value", ["a"])]).pack()) == {"meta", "rows"}
    weighted = Catalogue.of(Rows.of([Entry("a", weight=2), Entry("b", weight=2), Entry("c")]))
    assert set(select(weighted).pack()) == {"meta", "sums"}
    assert set(select(weighted, without=["c"]).pack()) == {"meta", "rows"}
    assert select(weighted, without=["c"]).mass == 4


# ------------------------------------------------------------------------------- lookups


WORDS = st.text("aAbΣς- İ\U0001f600", max_size=5)


def check_matches(values: list[str], text: str, locale: str) -> None:
    rows = Rows.of(values)
    index = Catalogue.of(rows, locale).index
    text = searchable(text, locale)
    keys = [searchable(value, locale) for value in rows.values]
    for pos in range(len(text) + 1):
        found = [(pos + len(key), row) for row, key in enumerate(keys) if text.startswith(key, pos)]
        assert index.matches(text, pos) == sorted(found, key=lambda match: (-match[0], match[1]))


@given(st.data())
def test_lookups_in_decoded_keys(data: st.DataObject) -> None:
    values = data.draw(st.lists(WORDS, max_size=12))
    check_matches(values, data.draw(st.text("aAbΣς- İ\U0001f600", max_size=10)), "en")


@given(st.data())
def test_lookups_in_mapped_keys(data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "_DECODED", 0)
        patch.setattr(indexing, "_STRIDE", data.draw(st.integers(1, 4)))
        values = data.draw(st.lists(WORDS, max_size=12))
        check_matches(values, data.draw(st.text("aAbΣς- İ\U0001f600", max_size=10)), "tr")


def test_lookups() -> None:
    values = ["New York", "new-york", "York", "New", "new york city", "News"]
    index = Catalogue.of(Rows.of(values), "en").index
    text = searchable("in New-York cities", "en")
    assert index.matches(text, 3) == [(11, 0), (11, 1), (6, 3)]
    assert index.matches(text, 7) == [(11, 2)]
    assert index.matches(text, 0) == []


def test_more_rows_than_are_decoded() -> None:
    values = [f"{number:x}" for number in range(70_000)]
    index = Catalogue(mapped(pack(Rows.of(values), "en"))).index
    assert index.matches("10fef", 0) == [(5, 0x10FEF), (4, 0x10FE), (3, 0x10F), (2, 0x10), (1, 1)]
    assert index.matches("x", 0) == []
