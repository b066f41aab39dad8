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


def test_a_context_serves_the_lines_below_it(tmp_path: Path) -> None:
    path = tmp_path / "light.gram"
    path.write_text(
        "catalog Room\n"
        "intent Light = light {room = @room} | light in the {Room} | dark {room = @room}\n"
        "test Light\n"
        "  reject light\n"
        "  context room = living room  # where the device stands\n"
        "  accept light {}|room=living\\ room\n"
        "  accept dark {}|room=kitchen\n"
        "  bind Room = attic\n"
        "  accept light {}|room=living\\ room\n"
        "  context room = \\#7\n"
        "  accept dark {}|room=#7\n"
        "test Light\n"
        "  reject dark\n",
        "utf-8",
    )
    told = gramc("test", str(path)).err
    assert "1 of 6 tests failed" in told
    assert "dark {}|room=kitchen" in told


@pytest.mark.parametrize("line", ["context", "context room", "context = x", "context room ="])
def test_what_is_no_context(tmp_path: Path, line: str) -> None:
    path = tmp_path / "light.gram"
    path.write_text(f"intent Light = light\ntest Light\n  {line}\n", "utf-8")
    told = gramc("test", str(path)).err
    assert "E120" in told
    assert "context area = Kitchen" in told
