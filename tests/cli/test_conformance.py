"""The conformance cases, on the command line."""

from __future__ import annotations

import filecmp
import json
import os
from pathlib import Path

import pytest

from .running import gramc, process

HERE = Path(__file__).parents[1] / "conformance"
SHARED = Path(__file__).parents[3] / "shared" / "conformance"
ACCEPT = sorted((HERE / "accept").glob("*.gram"))
REJECT: dict[str, list[list[int | str | None]]] = json.loads(
    (HERE / "reject" / "expected.json").read_text("utf-8")
)


def test_there_are_cases() -> None:
    assert len(ACCEPT) >= 23
    assert sorted(REJECT) == sorted(p.name for p in (HERE / "reject").glob("*.gram"))


@pytest.mark.parametrize("case", ACCEPT, ids=lambda p: p.stem)
def test_whole_language(case: Path) -> None:
    result = gramc("sample", "--all", "--format", "annotated", "--with-probability", str(case))
    assert result.code == 0, result.err
    check_language(result.out, case)


def test_whole_language_in_a_process_of_its_own() -> None:
    case = HERE / "accept" / "12-agreement.gram"
    result = process("sample", "--all", "--format", "annotated", "--with-probability", str(case))
    assert (result.code, result.err) == (0, "")
    check_language(result.out, case)


@pytest.mark.parametrize("case", ACCEPT, ids=lambda p: p.stem)
def test_whole_language_from_an_artifact(case: Path, tmp_path: Path) -> None:
    artifact = str(tmp_path / "case.gramc")
    assert gramc("compile", str(case), "-o", artifact).code == 0
    options = ("--all", "--format", "annotated", "--with-probability")
    assert gramc("sample", artifact, *options) == gramc("sample", str(case), *options)


def check_language(printed: str, case: Path) -> None:
    """What was printed is what the case's file holds: texts exactly, probabilities to 1e-9."""
    expected: dict[str, list[tuple[str, float]]] = {
        intent: [(text, odds) for text, odds in rows]
        for intent, rows in json.loads(case.with_suffix(".json").read_text("utf-8")).items()
    }
    found: dict[str, list[tuple[str, float]]] = {}
    intent = next(iter(expected)) if len(expected) == 1 else ""
    for line in printed.splitlines():
        if line.startswith("# intent: "):
            assert len(expected) > 1
            intent = line.removeprefix("# intent: ")
            continue
        odds, _, text = line.partition("\t")
        found.setdefault(intent, []).append((text, float(odds)))
    assert sorted(found) == sorted(expected)
    for name, rows in expected.items():
        assert [text for text, _ in found[name]] == [text for text, _ in rows]
        for (_, odds), (_, wanted) in zip(found[name], rows, strict=True):
            assert abs(odds - wanted) <= 1e-9


@pytest.mark.parametrize("name", sorted(REJECT))
def test_errors(name: str) -> None:
    path = HERE / "reject" / name
    result = gramc("check", "--output-format", "json", str(path))
    assert result.code == 1
    check_errors(result.out, path)


def test_errors_in_a_process_of_its_own() -> None:
    path = HERE / "reject" / "14-three-errors-at-once.gram"
    result = process("check", "--output-format", "json", str(path))
    assert (result.code, result.err) == (1, "")
    check_errors(result.out, path)


def check_errors(printed: str, path: Path) -> None:
    """The errors that were printed are those of the table, and no others."""
    findings = json.loads(printed)["findings"]
    errors = [f for f in findings if f["severity"] == "error"]
    expected = REJECT[path.name]
    assert len(errors) == len(expected), errors
    for error, (group, line, column, *other) in zip(errors, expected, strict=True):
        assert isinstance(group, str)
        assert error["code"].startswith(group)
        assert error["line"] == line
        assert Path(error["file"]) == path.parent / (str(other[0]) if other else path.name)
        if column is not None:
            assert isinstance(column, int)
            starts = error["column"] == column
            ends = error["end_line"] > error["line"] or column < error["end_column"]
            assert starts or (error["column"] <= column and ends)


def test_the_cases_are_those_that_all_share() -> None:
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED} is missing, and must be there where CI is set")
        pytest.skip("the shared cases are not beside this checkout")
    theirs = sorted(p.relative_to(SHARED) for p in SHARED.rglob("*") if p.is_file())
    ours = sorted(p.relative_to(HERE) for p in HERE.rglob("*") if p.is_file())
    assert ours == theirs
    for name in theirs:
        assert filecmp.cmp(HERE / name, SHARED / name, shallow=False), name
