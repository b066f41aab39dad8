"""`gramc induce` given what is no use, stopped midway, or with nowhere to write."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .running import COMMAND, gramc

PLAIN = "# intent: Play\nplay jazz|genre\nplay {hip hop}|genre please\n"


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    path = tmp_path / "golden.txt"
    path.write_text(PLAIN, "utf-8")
    return path


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E701"),
        (b"\n\n# intent: Play\n\n", "E701"),
        (bytes(range(256)) * 40, "E001"),
        (b"play {jazz|genre\nplay }|x", "E60"),
    ],
)
def test_what_is_no_use_is_told(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "golden.txt"
    path.write_bytes(data)
    done = gramc("induce", str(path), "-o", str(tmp_path / "out.gram"))
    assert done.code in (1, 2)
    assert code in done.err
    assert os.listdir(tmp_path) == ["golden.txt"]


def test_labels_that_contradict_each_other_are_a_result(tmp_path: Path) -> None:
    path = tmp_path / "golden.txt"
    path.write_text(
        "# intent: A\nplay jazz|genre\nplay jazz|song\nplay jazz\nplay rock|genre\n"
        "# intent: B\nplay jazz|genre\nplay pop|genre now\n",
        "utf-8",
    )
    done = gramc("induce", str(path))
    assert done.code == 0
    assert "W702" in done.err
    assert "W703" in done.err
    assert "intent A" in done.out
    assert "intent B" in done.out


def test_a_hundred_thousand_of_one_are_one(tmp_path: Path) -> None:
    path = tmp_path / "golden.txt"
    path.write_text("play jazz|genre by x|artist\n" * 100_000, "utf-8")
    done = gramc("induce", str(path))
    assert done.code == 0
    assert "100,000 times" in done.err
    assert "intent golden = play {genre} by {artist}" in done.out


def test_a_large_list_is_not_copied_into_the_grammar(golden: Path, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    values = "".join(f"genre {number}\n" for number in range(100_000))
    (tmp_path / "lists" / "genre.txt").write_text(f"jazz\nhip hop\n{values}", "utf-8")
    target = tmp_path / "out.gram"
    done = gramc("induce", str(golden), "--catalogs", str(tmp_path / "lists"), "-o", str(target))
    assert done.code == 0, done.err
    text = target.read_text("utf-8")
    assert len(text) < 1_000
    assert 'from "lists/genre.txt"' in text


def test_where_nothing_can_be_written(golden: Path, tmp_path: Path) -> None:
    below = golden / "out.gram"  # a file is no folder
    for arguments in (["-o", str(below)], ["-o", str(tmp_path)]):
        done = gramc("induce", str(golden), *arguments)
        assert done.code in (1, 2)
        assert "Error: " in done.err
    done = gramc("induce", str(golden), "--report", str(golden / "out.html"))
    assert done.code in (1, 2)
    assert "Error: " in done.err
    assert os.listdir(tmp_path) == ["golden.txt"]


def test_a_pipe_that_is_closed_is_no_trouble(golden: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "induce", str(golden)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        told = running.stderr.read()
    assert b"Traceback" not in told


def test_stopped_midway_it_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "golden.txt"
    path.write_text(
        "".join(f"play a{n % 7}|x b{n % 11} w{n} c{n % 13}|y\n" for n in range(20_000)), "utf-8"
    )
    target = tmp_path / "out.gram"
    with subprocess.Popen(
        [*COMMAND, "induce", str(path), "-o", str(target), "--style", "templates"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=120)
    assert running.returncode == 130, told
    assert b"Traceback" not in told
    assert os.listdir(tmp_path) == ["golden.txt"]
