"""The bar of long runs: on a terminal only, and only where it is worth one."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest
from gramc.cli import progress

from .running import COMMAND

MUSIC = str(Path(__file__).parents[2] / "grammars" / "music" / "music.gram")


def on_a_terminal(*arguments: str, **settings: str) -> tuple[int, bytes]:
    """The exit code, and what the command shows on its terminal."""
    main, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", "GRAMC_ENGINE": "python", **settings},
    ) as running:
        os.close(terminal)
        shown = b""
        while True:
            try:
                shown += os.read(main, 4096)
            except OSError:  # the other end is closed
                break
        running.communicate(timeout=60)
    os.close(main)
    return running.returncode, shown


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_long_run_has_a_bar(jobs: str, tmp_path: Path) -> None:
    slow = ("-o", str(tmp_path / "a.bio"), "--with-probability")
    code, shown = on_a_terminal("sample", MUSIC, "-n", "5e5", *slow, "--jobs", jobs)
    assert code == 0
    assert b"of 500,000" in shown
    assert b"\x1b[2K" in shown  # which is taken away


def test_a_short_run_has_none(tmp_path: Path) -> None:
    target = str(tmp_path / "a.jsonl")
    assert on_a_terminal("sample", MUSIC, "-n", "100", "-o", target) == (0, b"")


def test_what_is_told_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress(10) as told:
        told(5)
    assert capsys.readouterr() == ("", "")
