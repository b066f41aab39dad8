"""Parquet: what is written is read back, by Arrow itself."""

from __future__ import annotations

import io
import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from gramc.compiler.compile import compile_grammar
from gramc.corpora.utterance import Span, Utterance
from gramc.dsl.findings import Finding
from gramc.runtime.columns import columns
from gramc.runtime.engine import Engine, PlainEngine
from gramc.runtime.writing import parquet
from gramc.runtime.writing.order import Order
from gramc.runtime.writing.sink import Sink
from gramc.runtime.writing.write import write
from hypothesis import given
from hypothesis import strategies as st

from ..corpora.making import utterances

ROOT = Path(__file__).parents[2]

Drawn = list[tuple[Utterance, "float | None"]]


def row(utterance: Utterance, logprob: float | None) -> dict[str, Any]:
    """What a row should say."""

    def slots(spans: tuple[Span, ...], depth: int) -> list[dict[str, Any]]:
        found = []
        for s in spans:
            one = {"name": s.name, "start": s.start, "end": s.end, "depth": depth, "value": s.value}
            found += [one, *slots(s.slots, depth + 1)]
        return found

    return {
        "intent": utterance.intent,
        "text": utterance.text,
        "slots": slots(utterance.slots, 0),
        "constants": [{"name": name, "value": value} for name, value in utterance.constants],
        "logprob": logprob,
    }


def file_of(batches: list[Drawn]) -> bytes:
    every = [utterance for batch in batches for utterance, _ in batch]
    intents = sorted({u.intent for u in every})
    names = sorted(
        {s["name"] for u in every for s in row(u, 0)["slots"]}
        | {name for u in every for name, _ in u.constants}
    )
    file = io.BytesIO()
    schema = parquet.schema()
    writer = parquet.Writer(Sink(file, "-"), schema)
    for batch in batches:
        writer.write([parquet.batch(columns(intents, names, batch), schema)])
    writer.close()
    return file.getvalue()


@given(
    st.lists(
        st.lists(st.tuples(utterances(), st.none() | st.floats(-1e3, 0)), max_size=12), max_size=3
    )
)
def test_what_was_written_is_read(batches: list[Drawn]) -> None:
    data = file_of(batches)
    assert data == file_of(batches)
    table = pyarrow.parquet.read_table(io.BytesIO(data))
    table.validate(full=True)
    assert table.to_pylist() == [row(*one) for batch in batches for one in batch]
    groups = pyarrow.parquet.ParquetFile(io.BytesIO(data)).metadata.num_row_groups
    assert groups == sum(bool(batch) for batch in batches)


def test_the_memory_of_the_columns_is_used_as_it_is() -> None:
    utterance = Utterance("play it", (Span("what", 5, 7, "IT"),), (("a", "b"),), "Play")
    made = columns(["Play"], ["what", "a"], [(utterance, -1.0)] * 10)
    batch = parquet.batch(made, parquet.schema())
    text = batch.column("text").buffers()[2]
    assert text.address == pyarrow.py_buffer(made.text.data).address
    start = batch.column("slots").values.field("start").buffers()[1]
    assert start.address == pyarrow.py_buffer(made.slot_start).address


def test_the_features_are_those_of_the_schema() -> None:
    """What `datasets` is told has the columns and the types that are there."""
    schema = parquet.schema()
    told = json.loads(schema.metadata[b"huggingface"])["info"]["features"]
    assert list(told) == schema.names

    def shown(type_: Any) -> Any:
        if pyarrow.types.is_dictionary(type_):
            return shown(type_.value_type)
        if pyarrow.types.is_list(type_):
            return [shown(type_.value_type)]
        if pyarrow.types.is_struct(type_):
            return {field.name: shown(field.type) for field in type_}
        name = {"double": "float64"}.get(str(type_), str(type_))
        return {"dtype": name, "_type": "Value"}

    assert told == {field.name: shown(field.type) for field in schema}


def test_a_run_is_the_same_with_any_number_of_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROWS", 64)
    compiled, _ = compile_grammar(str(ROOT / "grammars" / "music" / "music.gram"))
    assert compiled is not None
    split = (("a", Fraction(7, 10)), ("b", Fraction(3, 10)))
    order = Order(form="parquet", split=split, seed=5)
    engine = order.engine(compiled)
    assert not isinstance(engine, Finding)
    plain = PlainEngine(engine.source)

    class Threads(PlainEngine):
        parallel = True

    def made(engine: Engine, jobs: int) -> list[bytes]:
        files = [io.BytesIO(), io.BytesIO()]
        write(order, engine, 10, 500, [Sink(file, "-") for file in files], jobs)
        return [file.getvalue() for file in files]

    one = made(plain, 1)
    assert made(plain, 3) == one
    assert made(engine, 2) == one
    assert made(Threads(engine.source), 3) == one
    rows = [pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist() for data in one]
    assert len(rows[0]) + len(rows[1]) == 490
    every = [row(*engine.source(i)) for i in range(10, 500)]
    assert rows[0] == [r for r in every if r in rows[0]]
    assert rows[1] == [r for r in every if r not in rows[0]]
    assert all(math.isfinite(r["logprob"]) for r in every)
    groups = pyarrow.parquet.ParquetFile(io.BytesIO(one[0])).metadata
    assert groups.num_row_groups == 8  # 10 to 63, 64 to 127, …, 448 to 499
