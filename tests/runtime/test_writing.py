"""Writing: pieces in order by any number of workers, files that are whole or not there."""

from __future__ import annotations

import gzip
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
import zstandard
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.findings import Finding
from gramc.runtime.engine import Engine, PlainEngine
from gramc.runtime.split import Split
from gramc.runtime.writing import write as writing
from gramc.runtime.writing.atomic import sweep, written
from gramc.runtime.writing.compress import packer
from gramc.runtime.writing.order import Order, share
from gramc.runtime.writing.pipeline import forked, serial, threaded
from gramc.runtime.writing.sink import Sink
from gramc.runtime.writing.target import Target
from hypothesis import given
from hypothesis import strategies as st

MUSIC = Path(__file__).parents[2] / "grammars" / "music" / "music.gram"
SPLIT = (("train", Fraction(6, 10)), ("dev", Fraction(3, 10)), ("test", Fraction(1, 10)))

Runner = Callable[..., None]


def with_threads(count: int, make: object, take: object, jobs: int) -> None:
    threaded(count, make, take, jobs, threading.Event())  # type: ignore[arg-type]


RUNNERS = pytest.mark.parametrize("runner", [with_threads, forked])


@pytest.fixture(scope="module")
def music() -> Compiled:
    compiled, _ = compile_grammar(str(MUSIC))
    assert compiled is not None
    return compiled


# -------------------------------------------------------------------------- the pipeline


@RUNNERS
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_pieces_are_taken_in_order(runner: Runner, jobs: int) -> None:
    def make(number: int) -> bytes:
        time.sleep(0.002 * (number * 7 % 3))
        return bytes([number]) * 100_000

    taken: list[bytes] = []
    runner(20, make, lambda number, piece: taken.append(piece), jobs)
    assert taken == [bytes([number]) * 100_000 for number in range(20)]


def test_no_more_pieces_at_once_than_workers() -> None:
    lock, alive, most = threading.Lock(), 0, 0

    def make(number: int) -> int:
        nonlocal alive, most
        with lock:
            alive += 1
            most = max(most, alive)
        return number

    def take(number: int, piece: int) -> None:
        nonlocal alive
        time.sleep(0.001)
        with lock:
            alive -= 1

    with_threads(50, make, take, 3)
    assert most == 3


@RUNNERS
def test_an_exception_of_a_maker_ends_all(runner: Runner) -> None:
    def make(number: int) -> int:
        if number == 5:
            raise OSError(28, "No space left on device", "there")
        return number

    taken: list[int] = []
    with pytest.raises(OSError, match="No space left") as raised:
        runner(1000, make, lambda number, piece: taken.append(piece), 3)
    assert raised.value.filename == "there"
    assert taken == list(range(len(taken)))
    assert len(taken) <= 5


@RUNNERS
def test_an_exception_of_the_taker_ends_all(runner: Runner) -> None:
    def take(number: int, piece: int) -> None:
        if number == 5:
            raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        runner(1000, lambda number: number, take, 3)
    assert threading.active_count() == before


def test_a_process_that_is_killed_is_an_error() -> None:
    def make(number: int) -> int:
        if number == 4:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    taken: list[int] = []
    with pytest.raises(ChildProcessError):
        forked(10, make, lambda number, piece: taken.append(piece), 2)
    assert taken == [0, 1, 2, 3]


def test_nothing_is_left_of_processes() -> None:
    forked(4, lambda number: number, lambda number, piece: None, 2)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


# ------------------------------------------------------------------- stretches of sentences


class ReusingEngine(PlainEngine):
    """An engine for threads, whose pieces are spoilt when the same thread asks again."""

    name = "reusing"
    parallel = True

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.source)
        self._own = threading.local()

    def lines(
        self, form: str, first: int, count: int, split: Split | None = None
    ) -> Sequence[bytes | memoryview]:
        for piece in getattr(self._own, "pieces", ()):
            piece[:] = b"#" * len(piece)
        self._own.pieces = [bytearray(p) for p in super().lines(form, first, count, split)]
        return [memoryview(piece) for piece in self._own.pieces]


def plain(order: Order, compiled: Compiled) -> PlainEngine:
    engine = order.engine(compiled)
    assert not isinstance(engine, Finding)
    return PlainEngine(engine.source)


def made(order: Order, engine: Engine, first: int, stop: int, jobs: int = 1) -> list[bytes]:
    files = [io.BytesIO() for _ in order.split or [0]]
    done: list[int] = []
    sinks = [Sink(file, "-") for file in files]
    writing.write(order, engine, first, stop, sinks, jobs, done.append)
    assert done == sorted(done)
    assert done[-1:] == ([stop - first] if stop > first else [])
    return [file.getvalue() for file in files]


UNPACK: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gz": gzip.decompress,
    "zst": lambda data: zstandard.ZstdDecompressor().stream_reader(data, True).read(),
}


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
@pytest.mark.parametrize("split", [(), SPLIT])
def test_the_number_of_workers_does_not_matter(
    packing: str,
    split: tuple[tuple[str, Fraction], ...],
    music: Compiled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(writing.CHUNK, "jsonl", 16)
    order = Order(form="jsonl", packing=packing, split=split, seed=3)
    engine, quickest = plain(order, music), order.engine(music)
    assert not isinstance(quickest, Finding)
    lines = made(replace(order, packing=""), engine, 5, 205)
    one = made(order, engine, 5, 205)
    assert [UNPACK[packing](data) for data in one] == lines
    assert made(order, quickest, 5, 205, jobs=2) == one
    assert made(order, engine, 5, 205, jobs=3) == one
    assert made(order, ReusingEngine(engine), 5, 205, jobs=3) == one
    parts = [made(replace(order, packing=""), engine, a, b) for a, b in [(5, 60), (60, 205)]]
    assert [a + b for a, b in zip(*parts, strict=True)] == lines
    assert sum(data.count(b"\n") for data in lines) == 200


@pytest.mark.parametrize("packing", ["", "gz", "zst"])
def test_no_sentences(packing: str, music: Compiled) -> None:
    order = Order(form="text", packing=packing)
    engine, quickest = plain(order, music), order.engine(music)
    assert not isinstance(quickest, Finding)
    for each in (engine, quickest):
        [data] = made(order, each, 7, 7, jobs=2)
        assert UNPACK[packing](data) == b""


def test_compressed_pieces_have_no_time_in_them() -> None:
    assert packer("gz")(b"a")[4:8] == bytes(4)
    assert packer("gz")(memoryview(b"a" * 10)) == packer("gz")(b"a" * 10)


@given(st.integers(0, 10**9), st.integers(0, 5000), st.integers(1, 400))
def test_chunks_tile_a_stretch_at_multiples_of_their_size(
    first: int, length: int, size: int
) -> None:
    chunks = writing._Chunks(first, first + length, size)
    pieces = [chunks[number] for number in range(len(chunks))]
    assert [n for start, count in pieces for n in range(start, start + count)] == list(
        range(first, first + length)
    )
    assert all(start % size == 0 for start, _ in pieces[1:])
    assert all(start // size == (start + count - 1) // size for start, count in pieces)


@given(st.integers(0, 10**6), st.integers(1, 300))
def test_shares_follow_each_other_and_are_of_one_size(count: int, parts: int) -> None:
    stretches = [share(count, part, parts) for part in range(1, parts + 1)]
    assert stretches[0][0] == 0
    assert stretches[-1][1] == count
    assert all(a[1] == b[0] for a, b in pairwise(stretches))
    sizes = {stop - first for first, stop in stretches}
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("path", "form", "packing", "train"),
    [
        ("a.jsonl", "jsonl", "", "a.train.jsonl"),
        ("d.e/a.JSONL.GZ", "jsonl", "gz", "d.e/a.train.JSONL.gz"),
        ("a.conll.zst", "bio", "zst", "a.train.conll.zst"),
        ("a.txt", "annotated", "", "a.train.txt"),
        ("d.e/a", "annotated", "", "d.e/a.train"),
        ("a.gz", "annotated", "gz", "a.train.gz"),
        (".bio", "annotated", "", ".bio.train"),
        ("a.parquet", "parquet", "", "a.train.parquet"),
        ("a.b.massive", "massive", "", "a.b.train.massive"),
    ],
)
def test_what_a_name_says(path: str, form: str, packing: str, train: str) -> None:
    target = Target.of(path)
    assert (target.form, target.packing, target.path("train")) == (form, packing, train)
    assert target.path().lower() == path.lower()


# --------------------------------------------------------------------------- whole files


def left(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_files_are_there_at_the_end_and_not_before(tmp_path: Path) -> None:
    paths = [str(tmp_path / "a"), str(tmp_path / "b")]
    with written(paths) as files:
        for file in files:
            file.write(b"x")
        assert not {"a", "b"} & set(left(tmp_path))
    assert left(tmp_path) == ["a", "b"]


def test_all_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"before")

    def fail() -> None:
        with written([str(tmp_path / "a"), str(tmp_path / "b")]) as files:
            files[0].write(b"x")
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fail()
    with pytest.raises(FileNotFoundError) as error:
        written([str(tmp_path / "a"), str(tmp_path / "gone" / "b")]).__enter__()
    assert error.value.filename == str(tmp_path / "gone" / "b")
    assert left(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"before"


def test_what_a_killed_run_left_is_taken_away(tmp_path: Path) -> None:
    for name in (".a.abcdefgh.tmp", ".a.b.abcdefgh.tmp", ".a.short.tmp", "a.abcdefgh.tmp"):
        (tmp_path / name).write_bytes(b"half")
    with written([str(tmp_path / "a")]) as [file]:
        file.write(b"x")
        with written([str(tmp_path / "a")]) as [other]:  # another run, which takes nothing
            other.write(b"y")
    assert left(tmp_path) == [".a.b.abcdefgh.tmp", ".a.short.tmp", "a", "a.abcdefgh.tmp"]
    assert (tmp_path / "a").read_bytes() == b"x"
    sweep(str(tmp_path))
    assert left(tmp_path) == [".a.short.tmp", "a", "a.abcdefgh.tmp"]


def test_children_do_not_hold_the_locks_of_their_parent(tmp_path: Path) -> None:
    script = (
        "import os, sys, time\n"
        "from gramc.runtime.writing.atomic import written\n"
        "with written([sys.argv[1]]) as [file]:\n"
        "    if not os.fork():\n"
        "        print('child', flush=True); time.sleep(60)\n"
        "    time.sleep(60)\n"
    )
    target = str(tmp_path / "a")
    with subprocess.Popen(
        [sys.executable, "-c", script, target], stdout=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"child\n"
        running.kill()
        running.wait()
        with written([target]) as [file]:
            file.write(b"x")
        assert left(tmp_path) == ["a"]
        os.killpg(running.pid, signal.SIGKILL)


def test_a_sink_counts_and_names_its_errors() -> None:
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError) as error:  # noqa: PT011
        Sink(full, "there").write(b"x")
    assert error.value.filename == "there"
    sink = Sink(io.BytesIO(), "there", hashed=True)
    sink.write(b"a")
    sink.write(memoryview(b"b"))
    assert sink.size == sink.tell() == 2
    assert sink.sha256 == "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603"


def test_serial() -> None:
    taken: list[tuple[int, int]] = []
    serial(3, lambda number: number * 2, lambda number, piece: taken.append((number, piece)))
    assert taken == [(0, 0), (1, 2), (2, 4)]
