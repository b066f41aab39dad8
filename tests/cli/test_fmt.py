"""`gramc fmt`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .running import gramc

LOOSE = (
    "\ufeffintent   Say=hello|  good   morning # both\r\n\r\n\r\n\r\nname =\r\n    a\r\n  | b\r\n"
)
NEAT = "intent Say = hello | good morning  # both\n\nname =\n    a\n  | b\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_files_are_rewritten_in_place() -> None:
    Path("a.gram").write_text(LOOSE, newline="")
    Path("b.gram").write_text(NEAT)
    before = os.stat("b.gram")
    result = gramc("fmt", "a.gram", "b.gram")
    assert (result.code, result.out, result.err) == (0, "", "a.gram is in layout now.\n")
    assert Path("a.gram").read_bytes().decode() == NEAT
    assert os.stat("b.gram").st_mtime_ns == before.st_mtime_ns
    assert os.stat("b.gram").st_ino == before.st_ino
    assert gramc("fmt", "a.gram").err == ""


def test_check_writes_nothing() -> None:
    Path("a.gram").write_text(LOOSE, newline="")
    Path("b.gram").write_text(NEAT)
    result = gramc("fmt", "--check", "a.gram", "b.gram")
    assert (result.code, result.out, result.err) == (1, "", "a.gram would change.\n")
    assert Path("a.gram").read_bytes() == LOOSE.encode()
    assert gramc("fmt", "--check", "b.gram").code == 0


def test_diff() -> None:
    Path("a.gram").write_text("intent  Say = hello")
    result = gramc("fmt", "--diff", "a.gram")
    assert result.code == 1
    assert result.out == (
        "--- a.gram\n+++ a.gram\n@@ -1 +1 @@\n"
        "-intent  Say = hello\n\\ No newline at end of file\n+intent Say = hello\n"
    )
    assert Path("a.gram").read_text() == "intent  Say = hello"


def test_standard_input() -> None:
    result = gramc("fmt", "-", stdin=LOOSE.encode())
    assert (result.code, result.out, result.err) == (0, NEAT, "")


def test_broken_statements_stay_as_they_are() -> None:
    Path("a.gram").write_text("intent  A = (oops\n  and  more\n\nintent  B = fine\n")
    result = gramc("fmt", "a.gram")
    assert result.code == 1
    assert "error[E102]" in result.err
    assert Path("a.gram").read_text() == "intent  A = (oops\n  and  more\n\nintent B = fine\n"


def test_names_and_catalogues_do_not_matter() -> None:
    Path("a.gram").write_text('import "gone.gram"\ncatalog C from "gone.tsv"\nintent A = <gone>\n')
    assert gramc("fmt", "a.gram").code == 0


def test_every_example_is_in_layout() -> None:
    examples = sorted((Path(__file__).parents[2] / "grammars").rglob("*.gram"))
    assert len(examples) >= 5
    result = gramc("fmt", "--diff", *map(str, examples))
    assert (result.code, result.out) == (0, "")
