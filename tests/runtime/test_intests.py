"""What a line of a test says where it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..cli.running import gramc

GRAMMAR = """\
catalog Genre = pop | "hip hop" => HIPHOP
intent Play = play {Genre} [now]
intent Stop = stop
test Play
  accept """


def said(folder: Path, line: str) -> str:
    path = folder / "play.gram"
    path.write_text(f"{GRAMMAR}{line}\n", "utf-8")
    return gramc("test", str(path)).err


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("play {pop now}|Genre", "with other labels", "as: play pop|Genre now\n"),
        ("play pop|Style", "with other labels", "as: play pop|Genre\n"),
        ("play {hip hop}|Genre=POP", "with other canonical values", "=HIPHOP\n"),
        ("play {hip hop}|Genre=HIPHOP?", "with other canonical values", "bar, =HIPHOP|?\n"),
        ("stop", "This is no Play, but a Stop", "as: stop\n"),
        ("halt", "accepted as Play, but does not parse", ""),
    ],
)
def test_a_failure_says_what_differs(tmp_path: Path, line: str, message: str, hint: str) -> None:
    told = said(tmp_path, line)
    assert told.endswith("1 of 1 test failed.\n")
    assert message in told
    assert hint in told


def test_a_bar_ends_a_value(tmp_path: Path) -> None:
    assert said(tmp_path, "play {hip hop}|Genre=HIPHOP|?") == "1 test passed.\n"
