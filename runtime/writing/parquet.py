"""Parquet: columns as Arrow arrays, without a copy, and files of them.

    intent     string (dictionary)
    text       string
    slots      list of (name string (dictionary), start, end, depth int32, value string or null)
    constants  list of (name string (dictionary), value string)
    logprob    double or null

Slots stand in reading order, those inside another behind it and one deeper.
"""

from __future__ import annotations

import json
import math
import os
import sys
from typing import TYPE_CHECKING, Any

from ..columns import Buffer, Columns, Texts
from .sink import Sink

if TYPE_CHECKING:
    import pyarrow

# Arrow's own allocators take 30 MB more from the start, and are no quicker with few large buffers.
# It looks at this when it is first imported, and only then.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

ROWS = 1 << 16
"""The rows of a row group; groups begin at multiples of it in the whole run."""

AT_ONCE = 1 << 14
"""So many rows are made at once, and gathered to groups: more would not stay in the processor's
cache until they are encoded."""

_FEATURES = {
    "intent": {"dtype": "string", "_type": "Value"},
    "text": {"dtype": "string", "_type": "Value"},
    "slots": [
        {
            "name": {"dtype": "string", "_type": "Value"},
            "start": {"dtype": "int32", "_type": "Value"},
            "end": {"dtype": "int32", "_type": "Value"},
            "depth": {"dtype": "int32", "_type": "Value"},
            "value": {"dtype": "string", "_type": "Value"},
        }
    ],
    "constants": [
        {
            "name": {"dtype": "string", "_type": "Value"},
            "value": {"dtype": "string", "_type": "Value"},
        }
    ],
    "logprob": {"dtype": "float64", "_type": "Value"},
}
"""What the `datasets` library wants to be told of a file."""


def schema() -> pyarrow.Schema:
    """The schema of every file."""
    import pyarrow as pa

    names = pa.dictionary(pa.int32(), pa.string())
    text = pa.string()
    slot = [("name", names), ("start", pa.int32()), ("end", pa.int32()), ("depth", pa.int32())]
    fields = [
        pa.field("intent", names, nullable=False),
        pa.field("text", text, nullable=False),
        pa.field("slots", pa.list_(pa.struct([*slot, ("value", text)]))),
        pa.field("constants", pa.list_(pa.struct([("name", names), ("value", text)]))),
        pa.field("logprob", pa.float64()),
    ]
    told = json.dumps({"info": {"features": _FEATURES}}, separators=(",", ":"))
    return pa.schema(fields, metadata={"huggingface": told})


def batch(columns: Columns, schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    """The columns as a record batch over the same memory."""
    import pyarrow as pa

    slots, constants = schema.field("slots").type, schema.field("constants").type
    names = pa.array(columns.names, pa.string())
    count = _last(columns.slot_offsets, columns.rows)
    slot = pa.StructArray.from_arrays(
        [
            _coded(columns.slot_name, count, names),
            _array(pa.int32(), count, columns.slot_start),
            _array(pa.int32(), count, columns.slot_end),
            _array(pa.int32(), count, columns.slot_depth),
            _texts(columns.slot_value, count),
        ],
        fields=list(slots.value_type),
    )
    count = _last(columns.constant_offsets, columns.rows)
    constant = pa.StructArray.from_arrays(
        [
            _coded(columns.constant_name, count, names),
            _texts(columns.constant_value, count),
        ],
        fields=list(constants.value_type),
    )
    rows = columns.rows
    arrays = [
        _coded(columns.intent, rows, pa.array(columns.intents, pa.string())),
        _texts(columns.text, rows),
        _lists(slots, rows, columns.slot_offsets, slot),
        _lists(constants, rows, columns.constant_offsets, constant),
        _logarithms(columns.logprob, rows),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


class Writer:
    """Writes row groups to a sink as one Parquet file."""

    def __init__(self, sink: Sink, schema: pyarrow.Schema) -> None:
        from pyarrow.parquet import ParquetWriter

        self._schema = schema
        self._writer = ParquetWriter(
            sink,
            schema,
            compression="snappy",  # files a third larger than with Zstandard, in half the time
            use_dictionary=["intent", "slots.list.element.name", "constants.list.element.name"],
            write_statistics=["intent", "logprob"],
        )

    def write(self, batches: list[pyarrow.RecordBatch]) -> None:
        """Writes batches as one row group; nothing where there are no rows."""
        import pyarrow as pa

        table = pa.Table.from_batches(batches, self._schema)
        if table.num_rows:
            self._writer.write_table(table, row_group_size=table.num_rows)

    def close(self) -> None:
        """Writes the end of the file."""
        self._writer.close()


def _last(offsets: Buffer, rows: int) -> int:
    """The last of rows + 1 offsets: how many things the lists hold together."""
    last = memoryview(offsets).cast("B")[4 * rows : 4 * rows + 4]
    return int.from_bytes(last, sys.byteorder)


def _array(type_: Any, count: int, *buffers: Buffer, **more: Any) -> Any:
    import pyarrow as pa

    # Arrow won't have an empty buffer of Python's own.
    held = [pa.py_buffer(buffer) for buffer in buffers]
    return pa.Array.from_buffers(type_, count, [None, *held], **more)


def _coded(codes: Buffer, count: int, values: Any) -> Any:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(_array(pa.int32(), count, codes), values, safe=False)


def _texts(texts: Texts, count: int) -> Any:
    import pyarrow as pa

    held = [
        None if texts.valid is None else pa.py_buffer(texts.valid),
        pa.py_buffer(texts.offsets),
        pa.py_buffer(texts.data),
    ]
    return pa.Array.from_buffers(pa.string(), count, held)


def _lists(type_: Any, count: int, offsets: Buffer, inner: Any) -> Any:
    return _array(type_, count, offsets, children=[inner])


def _logarithms(numbers: Buffer, count: int) -> Any:
    import pyarrow as pa
    from pyarrow import compute

    found = _array(pa.float64(), count, numbers)
    # One sum tells whether there is any that is not known.
    total = compute.sum(found).as_py()
    if total is None or not math.isnan(total):
        return found
    return compute.if_else(compute.is_nan(found), None, found)
