"""`gramc overlap`, as it is run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .running import gramc

SOURCE = """locale en-US
wildcard what
catalog Genre = pop | rock | "hip hop" => HIPHOP
intent PlayMusic = play {Genre} | /3/ put on {Genre} | hum {what}
intent PlayRadio = /9/ play {station:(jazz | "Radio One" | Pop)} | switch off
intent Stop = stop
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "home.gram").write_text(SOURCE, "utf-8")
    return "home.gram"


def test_exit_codes(file: str) -> None:
    assert gramc("overlap", file).code == 1
    assert gramc("overlap", "--max", "0.29", file).code == 1
    assert gramc("overlap", "--max", "0.31", file).code == 0
    assert gramc("overlap", "--max", "2", file).code == 2
    fine = "intent A = x\nintent B = y\n"
    Path("fine.gram").write_text(fine, "utf-8")
    result = gramc("overlap", "fine.gram")
    assert (result.code, result.out, result.err) == (0, "No text has two readings.\n", "")


def test_json(file: str) -> None:
    (row,) = map(json.loads, gramc("overlap", "--output-format", "json", file).out.splitlines())
    assert row["intents"] == ["PlayMusic", "PlayRadio"]
    assert row["shares"] == [pytest.approx(1 / 15), pytest.approx(0.3)]
    assert row["exact"] is True
    assert row["through_wildcard"] is False
    one, other = row["shortest"]["readings"]
    assert one["annotated"] == "play pop|Genre"
    assert other["annotated"] == "play Pop|station"
    assert (one["file"], one["line"], other["line"]) == ("home.gram", 4, 5)
    assert one["probability"] == pytest.approx(1 / 15)


def test_an_artifact_has_no_places(file: str) -> None:
    assert gramc("compile", file, "-o", "home.gramc").code == 0
    result = gramc("overlap", "home.gramc")
    assert result.code == 1
    assert "home.gram:" not in result.out
    shown = gramc("overlap", file).out.replace("home.gram:4", "").replace("home.gram:5", "")
    assert result.out.split() == shown.split()


def test_open_catalogues_are_bound_first(tmp_path: Path) -> None:
    path = tmp_path / "open.gram"
    path.write_text("catalog room\nintent A = {room}\nintent B = kitchen\n", "utf-8")
    assert "E410" in gramc("overlap", str(path)).err
    (tmp_path / "rooms.txt").write_text("Kitchen\nHall\n", "utf-8")
    result = gramc("overlap", "--bind", f"room={tmp_path / 'rooms.txt'}", str(path))
    assert result.code == 1
    assert "50.00 % of the first, 100.00 % of the second" in result.out


def test_a_grammar_that_is_too_large_is_sampled(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("what.txt").write_text("along\n", "utf-8")
    monkeypatch.setattr("gramc.compiler.expand.MOST_ARCS", 10)
    result = gramc("overlap", "--bind", "what=what.txt", file)
    assert result.code == 1
    assert "W521" in result.err
    assert "PlayMusic and PlayRadio share texts: at least " in result.out
    assert "shortest and likeliest: play pop" in result.out
