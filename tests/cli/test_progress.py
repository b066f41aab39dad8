"""The bar of long runs: on a terminal only, and only where it is worth one."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest
from gramc.cli import progress
from gramc.induction.settings import Step

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


def test_learning_shows_what_is_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(progress, "AFTER", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    monkeypatch.setenv("COLUMNS", "120")
    with progress.falling() as tell:
        tell(Step("[b]Play[/b]", 0, 4000.0, "read"))
        tell(Step("[b]Play[/b]", 1, 3000.5, "[red]merged"))
        tell(Step("Nothing", 0, 0.0))
    shown = capsys.readouterr().err
    # What the data holds is no markup.
    assert "[b]Play[/b]" in shown
    assert "[red]merged" in shown
    assert "4,000 → 3,000 bits" in shown
    assert "0 → 0 bits" in shown


def test_learning_is_quiet_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.falling() as tell:
        tell(Step("Play", 0, 10.0))
    with progress.falling(shown=False) as tell:
        tell(Step("Play", 0, 10.0))
    assert capsys.readouterr() == ("", "")
