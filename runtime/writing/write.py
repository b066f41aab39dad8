"""A stretch of sentences, written into its files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from ..columns import Columns
from ..engine import Engine
from .compress import packer
from .order import PARQUET, Order
from .pipeline import Make, Piece, Take, forked, serial, threaded
from .sink import Bytes, Sink

CHUNK = {
    "text": 1 << 11,
    "annotated": 1 << 11,
    "massive": 1 << 11,
    "bio": 1 << 10,
    "jsonl": 1 << 9,
}
"""How many sentences are made at once, for about 200 KB each time: more, and what is written has
left the processor's cache when it is copied to the file."""
LARGER = 4
"""So many times as many are compressed at once, or made by one of several workers before it is the
turn of the next."""

Told = Callable[[int], None]


def write(
    order: Order,
    engine: Engine,
    first: int,
    stop: int,
    sinks: Sequence[Sink],
    jobs: int = 1,
    told: Told = lambda done: None,
) -> None:
    """Writes sentences *first* to *stop* - 1 of *engine* as *order* says: one sink for each part of
    the split, or one. *jobs* workers make them; the bytes are the same with any number. *told* is
    called with how many sentences are written so far."""
    if order.form == PARQUET:
        _parquet(order, engine, first, stop, sinks, jobs, told)
    else:
        _lines(order, engine, first, stop, sinks, jobs, told)


def run(
    engine: Engine,
    count: int,
    make: Make[Piece],
    take: Take[Piece],
    jobs: int,
    ended: threading.Event | None = None,
) -> None:
    """Makes *count* pieces with *engine* and takes them in order: with threads where they help
    (*ended* is set where they had better stop), else with processes; by itself where each sentence
    needs those before."""
    jobs = min(jobs, count)
    if jobs <= 1 or engine.source.in_order:
        serial(count, make, take)
    elif engine.parallel:
        threaded(count, make, take, jobs, ended or threading.Event())
    else:
        forked(count, make, take, jobs)


def _lines(
    order: Order,
    engine: Engine,
    first: int,
    stop: int,
    sinks: Sequence[Sink],
    jobs: int,
    told: Told,
) -> None:
    size = CHUNK[order.form] * (LARGER if order.packing or jobs > 1 else 1)
    chunks = _Chunks(first, stop, size)
    split, pack, form = order.parts, packer(order.packing), order.form

    def make(number: int) -> list[Bytes]:
        start, count = chunks[number]
        pieces = engine.lines(form, start, count, split)
        return [pack(piece) if piece else b"" for piece in pieces]

    def take(number: int, pieces: list[Bytes]) -> None:
        for sink, piece in zip(sinks, pieces, strict=True):
            if piece:
                sink.write(piece)
        told(chunks.done(number))

    run(engine, len(chunks), make, take, jobs)
    for sink in sinks:
        if not sink.size:
            sink.write(pack(b""))  # a compressed file has a head even so
        sink.flush()


def _parquet(
    order: Order,
    engine: Engine,
    first: int,
    stop: int,
    sinks: Sequence[Sink],
    jobs: int,
    told: Told,
) -> None:
    from . import parquet

    chunks = _Chunks(first, stop, parquet.ROWS)
    schema, split = parquet.schema(), order.parts
    writers = [parquet.Writer(sink, schema) for sink in sinks]

    def make(number: int) -> list[Sequence[Columns]]:
        start, count = chunks[number]
        pieces = range(start, start + count, parquet.AT_ONCE)
        return [
            engine.columns(at, min(parquet.AT_ONCE, start + count - at), split) for at in pieces
        ]

    def take(number: int, found: list[Sequence[Columns]]) -> None:
        for writer, *columns in zip(writers, *found, strict=True):
            writer.write([parquet.batch(each, schema) for each in columns])
        told(chunks.done(number))

    run(engine, len(chunks), make, take, jobs)
    for writer, sink in zip(writers, sinks, strict=True):
        writer.close()
        sink.flush()


class _Chunks:
    """Sentences *first* to *stop* - 1 in pieces that begin at multiples of *size* in the whole run:
    where they are cut depends on nothing else."""

    def __init__(self, first: int, stop: int, size: int) -> None:
        self._first, self._stop, self._size = first, stop, size
        self._base = first // size

    def __len__(self) -> int:
        return max(0, -(-self._stop // self._size) - self._base) if self._stop > self._first else 0

    def __getitem__(self, number: int) -> tuple[int, int]:
        """The first sentence of a chunk, and how many there are in it."""
        start = max(self._first, (self._base + number) * self._size)
        return start, self.done(number) + self._first - start

    def done(self, number: int) -> int:
        """How many sentences there are up to the end of this chunk."""
        return min(self._stop, (self._base + number + 1) * self._size) - self._first
