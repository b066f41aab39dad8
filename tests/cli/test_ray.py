"""Shards as tasks of Ray: the same bytes, whatever happens to workers."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .running import COMMAND, gramc

MUSIC = str(Path(__file__).parents[2] / "grammars" / "music" / "music.gram")


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in sorted(folder.iterdir())}


def writer(folder: Path) -> int:
    """The process that is writing a shard in *folder*; 0 where there is none."""
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            file = os.readlink(link)
        except OSError:
            continue
        if file.startswith(f"{folder}/.part-") and link.parts[2] != str(os.getpid()):
            return int(link.parts[2])
    return 0


def test_a_worker_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRAMC_ENGINE", "python")  # slow enough for a worker to be caught
    Path("a.gram").write_text("catalog City\nintent Go = (go | fly) to {City} [please]\n")
    Path("c.txt").write_text("Oslo\nRome\nSão Paulo\n")
    options = ["sample", "a.gram", "--bind", "City=c.txt", "-n", "240e3", "--shard-size", "3e4"]
    options += ["--format", "jsonl", "--split", "x=.9,y=.1", "--compress", "gz"]
    assert gramc(*options, "-o", "right/").code == 0
    with subprocess.Popen(
        [*COMMAND, *options, "-o", "dir/", "--engine", "ray", "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        deadline = time.monotonic() + 50
        killed = 0
        while not killed:
            assert time.monotonic() < deadline
            assert running.poll() is None
            killed = Path("dir").exists() and writer(tmp_path / "dir")
            time.sleep(0.01)
        title = Path(f"/proc/{killed}/cmdline").read_bytes()
        os.kill(killed, signal.SIGKILL)
        out, err = running.communicate(timeout=50)
    assert (running.returncode, out) == (0, b"")  # Ray tells of the loss on standard error
    assert title.startswith(b"ray::")
    assert b"Traceback" not in err
    dir_, right = contents(Path("dir")), contents(Path("right"))
    assert {name: data for name, (_, data) in dir_.items()} == {
        name: data for name, (_, data) in right.items()
    }
    # What is finished is not touched again; here nothing is missing, so Ray is not even started.
    again = gramc(*options, "-o", "dir/", "--engine", "ray", "--jobs", "2")
    assert again.code == 0
    del dir_["manifest.json"]
    kept = contents(Path("dir"))
    assert {name: kept[name] for name in dir_} == dir_
    assert kept["manifest.json"][1] == right["manifest.json"][1]


def test_the_errors_of_workers_and_their_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gramc.compiler.compile import compile_grammar
    from gramc.runtime.writing import manifest, tasks
    from gramc.runtime.writing.order import Order
    from gramc.runtime.writing.shards import Folder

    monkeypatch.chdir(tmp_path)
    Path("a.gram").write_text("intent Say = hello\n")
    compiled, _ = compile_grammar("a.gram")
    assert compiled is not None
    folder = Folder(str(tmp_path / "dir"), Order(form="text"), 10, 5)
    told = manifest.grammar(compiled, "a.gram")
    task = tasks.task("a.gram", (), (), told, folder)
    gone = tasks._written(task, 1)
    assert gone == (2, "No such file or directory", str(tmp_path / "dir" / folder.files(1)[0]))
    os.mkdir("dir")
    found = tasks._written(task, 1)
    assert isinstance(found, list)
    [(name, size, digest)] = found
    assert Path("dir", name).read_bytes() == b"hello\n" * 5
    assert (size, digest) == (30, manifest.sha256(f"dir/{name}"))
    tasks._engine.cache_clear()
    Path("a.gram").write_text("intent Say = good bye\n")
    changed = tasks._written(task, 2)
    assert isinstance(changed, tuple)
    assert "another one than when the run began" in str(changed[1])
    Path("a.gram").write_text("intent Say = <bye>\n")
    broken = tasks._written(task, 2)
    assert isinstance(broken, tuple)
    assert "E201" in str(broken[1])
