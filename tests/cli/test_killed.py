"""Runs that end badly: killed, interrupted, with a full disk or a closed pipe."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from gramc.cli.run import run
from gramc.runtime.kernel import serving
from gramc.runtime.writing import write as writing

from .running import COMMAND, gramc, left_early

MUSIC = str(Path(__file__).parents[2] / "grammars" / "music" / "music.gram")
SPLIT = ("sample", MUSIC, "--split", "a=.7,b=.3", "-o", "out.txt", "--manifest", "m.json")
FILES = ["m.json", "out.a.txt", "out.b.txt"]
SEED = 7


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(params=["C", "python"])
def amount(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """With threads, as the kernel works, and with processes; how many sentences take a while."""
    monkeypatch.setenv("GRAMC_ENGINE", request.param)
    return 400_000 if serving() == "C" else 4000


def contents() -> dict[str, bytes]:
    return {name: Path(name).read_bytes() for name in sorted(os.listdir())}


def forked(*arguments: str) -> int:
    """A process that runs the command, ready at once: what was imported here is imported there."""
    child = os.fork()
    if not child:
        os._exit(run(arguments))
    return child


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_at_any_moment(amount: int, jobs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writing.CHUNK, "annotated", amount // 16)
    options = ("-n", str(amount), "--jobs", jobs)
    rng = random.Random(SEED)
    begun = time.monotonic()
    os.waitpid(forked(*SPLIT, *options), 0)
    long = time.monotonic() - begun
    right = contents()
    assert list(right) == FILES
    unfinished = 0
    for _ in range(15):
        for name in FILES:
            Path(name).unlink(missing_ok=True)
        child = forked(*SPLIT, *options)
        time.sleep(rng.uniform(0, long))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        there = [name for name in FILES if Path(name).exists()]
        assert all(Path(name).read_bytes() == right[name] for name in there)
        if there == FILES:
            long *= 0.8  # too late: the first run was a slow one
        unfinished += there != FILES and any(name.endswith(".tmp") for name in os.listdir())
    assert unfinished  # else no moment was one that matters
    os.waitpid(forked(*SPLIT, *options), 0)
    assert contents() == right


def test_a_folder_killed_at_any_moment(amount: int) -> None:
    size = str(amount // 10)
    options = (
        "sample",
        MUSIC,
        "-n",
        str(amount),
        "-o",
        "dir/",
        "--shard-size",
        size,
        "--jobs",
        "2",
    )
    rng = random.Random(SEED)
    assert run([*options[:5], "right/", *options[6:]]) == 0
    for _ in range(10):
        child = forked(*options)
        time.sleep(rng.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    deadline = time.monotonic() + 20  # workers may live a moment longer, with their files
    while run(options) != 0 or any(name.endswith(".tmp") for name in os.listdir("dir")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    one, other = ({p.name: p.read_bytes() for p in Path(d).iterdir()} for d in ("dir", "right"))
    assert one == other


@pytest.mark.parametrize(
    ("target", "jobs", "number", "code"),
    [
        ("out.jsonl", "1", signal.SIGINT, 130),
        ("out.jsonl", "2", signal.SIGINT, 130),
        ("out.jsonl", "2", signal.SIGTERM, 143),
        ("dir/", "2", signal.SIGINT, 130),
        ("dir/", "2", signal.SIGTERM, 143),
    ],
)
def test_interrupted(
    target: str, jobs: str, number: signal.Signals, code: int, amount: int
) -> None:
    options = ("sample", MUSIC, "-n", "1e9", "--format", "jsonl", "-o", target, "--jobs", jobs)
    with subprocess.Popen(
        [*COMMAND, *options], stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        deadline = time.monotonic() + 30
        while not any(p.stat().st_size for p in Path().rglob(".*.jsonl.*.tmp")):
            assert time.monotonic() < deadline
            assert running.poll() is None
            time.sleep(0.02)
        if number == signal.SIGINT:  # Ctrl-C goes to all of them
            os.killpg(running.pid, number)
        else:
            running.send_signal(number)
        _, err = running.communicate(timeout=30)
    assert (running.returncode, err.strip()) == (code, b"")
    assert [p.name for p in Path().rglob("*") if p.is_file()] in ([], ["manifest.json"])


def limited() -> None:
    """The next process can write no file of more than 100 kB, as if the disk were full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.mark.parametrize(
    ("target", "name", "jobs"),
    [
        ("out.txt", "out.txt", "1"),
        ("out.jsonl", "out.jsonl", "2"),
        ("out.parquet", "out.parquet", "1"),
        ("dir/", "dir/part-0000.-of-00002.txt", "2"),
    ],
)
def test_a_full_disk(target: str, name: str, jobs: str) -> None:
    size = ["--shard-size", "10000"] if target == "dir/" else []
    done = subprocess.run(
        [*COMMAND, "sample", MUSIC, "-n", "20000", "-o", target, "--jobs", jobs, *size],
        preexec_fn=limited,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert re.fullmatch(rf"Error: Can't write {name}: File too large\.\n", done.stderr.decode())
    assert [p.name for p in Path().rglob("*") if p.is_file()] in ([], ["manifest.json"])


def test_a_full_disk_at_the_last_moment() -> None:
    """What is buffered goes to the disk at the end only."""
    Path("out.txt").write_text("as it was\n")
    done = subprocess.run(
        [*COMMAND, "sample", MUSIC, "-n", "10", "-o", "out.txt"],
        preexec_fn=lambda: (limited(), resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr == b"Error: Can't write out.txt: File too large.\n"
    assert contents() == {"out.txt": b"as it was\n"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_closed_pipe(jobs: str) -> None:
    assert left_early("sample", MUSIC, "-n", "1e7", "--jobs", jobs) == (0, b"")


def test_a_full_device_behind_a_pipe() -> None:
    assert gramc("sample", MUSIC, "-n", "10", "-o", "/dev/full").code == 2
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "sample", MUSIC, "-n", "10", "--manifest", "m.json"],
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 2
    assert done.stderr == b"Error: No space left on device\n"
    assert os.listdir() == []


@pytest.mark.parametrize("target", ["out.txt.zst", "out.parquet"])
def test_memory_is_the_same_for_any_number(target: str, amount: int) -> None:
    """The most memory that a run has at once, in bytes, for four times as many sentences."""
    most = []
    for count in (amount, 4 * amount):
        options = ("sample", MUSIC, "-n", str(count), "-o", target, "--jobs", "2")
        running = subprocess.Popen([*COMMAND, *options])
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        assert running.returncode == 0
        most.append(used.ru_maxrss * 1024)
    assert most[1] - most[0] < 40e6
