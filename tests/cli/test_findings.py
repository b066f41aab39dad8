"""Findings as text, JSON, SARIF and annotations, held to golden files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from gramc import __version__

from .running import gramc, process

HERE = Path(__file__).parent / "golden" / "check"
CASES = ["layout", "lines", "scripts"]


@pytest.fixture(autouse=True)
def _in_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)


@pytest.mark.parametrize("case", CASES)
def test_text(case: str, golden: Callable[[Path, str], None]) -> None:
    result = gramc("check", f"{case}.gram")
    assert (result.code, result.out) == (1, "")
    golden(HERE / f"{case}.txt", result.err)


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
@pytest.mark.parametrize("case", CASES)
def test_data(case: str, form: str, golden: Callable[[Path, str], None]) -> None:
    result = gramc("check", f"{case}.gram", "--output-format", form)
    assert (result.code, result.err) == (1, "")
    out = result.out
    if form == "sarif":  # the manual's pages and the version may change
        log = json.loads(out)
        driver = log["runs"][0]["tool"]["driver"]
        assert driver.pop("version") == __version__
        driver["rules"] = [rule["id"] for rule in driver["rules"]]
        out = json.dumps(log, ensure_ascii=False, indent=2) + "\n"
    golden(HERE / f"{case}.{form}", out)


def test_colours(golden: Callable[[Path, str], None]) -> None:
    result = process("check", "scripts.gram", FORCE_COLOR="1", TERM="xterm")
    assert result.code == 1
    golden(HERE / "scripts.ansi", result.err)


def test_no_color_wins() -> None:
    result = process("check", "scripts.gram", FORCE_COLOR="1", NO_COLOR="1", TERM="xterm")
    assert result.err == gramc("check", "scripts.gram").err


def test_findings_of_several_files_are_told_once_and_in_order() -> None:
    out = gramc("check", "scripts.gram", "layout.gram", "sound.gram", "--output-format", "json").out
    findings = json.loads(out)["findings"]
    places = [(f["file"], f["line"], f["column"]) for f in findings]
    assert places == sorted(places)
    assert {f["file"] for f in findings} == {
        "layout.gram",
        "scripts.gram",
        "sound.gram",
        "staedte.tsv",
    }
    texts = [json.dumps(f) for f in findings]
    assert len(texts) == len(set(texts))


def test_standard_input() -> None:
    source = "intent Sag = <nichts>\n"
    result = gramc("check", "-", stdin=source.encode())
    assert result.code == 1
    assert " --> <stdin>:1:14\n" in result.err
    assert "1 │ intent Sag = <nichts>\n" in result.err


def test_no_findings() -> None:
    result = gramc("check", "-", stdin=b"intent Say = hello\n")
    assert (result.code, result.out, result.err) == (0, "", "")
    empty = gramc("check", "-", "--output-format", "json", stdin=b"intent Say = hello\n")
    assert json.loads(empty.out) == {"findings": []}


def test_warnings_alone_are_fine() -> None:
    result = gramc("check", "-", stdin=b"intent Say = hello\nlonely = word\n")
    assert result.code == 0
    assert "warning[W501]" in result.err
    assert "1 warning in 1 file\n" in result.err


def test_sarif_has_what_the_standard_wants() -> None:
    log = json.loads(gramc("check", "layout.gram", "--output-format", "sarif").out)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert len({r["id"] for r in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning")
        assert result["message"]["text"]
        for place in (*result["locations"], *result.get("relatedLocations", [])):
            region = place["physicalLocation"]["region"]
            start = region["startLine"], region["startColumn"]
            assert (1, 1) <= start <= (region["endLine"], region["endColumn"])
            assert ":" not in place["physicalLocation"]["artifactLocation"]["uri"]


def test_sarif_rules_bring_their_page_of_the_manual() -> None:
    log = json.loads(gramc("check", "scripts.gram", "--output-format", "sarif").out)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"] in gramc("explain", rule["id"]).out
        assert rule["help"]["text"]


def test_annotations_escape_what_would_end_them(tmp_path: Path) -> None:
    path = tmp_path / "50%, a:b.gram"
    path.write_text("intent A = <b>\n")
    line = gramc("check", str(path), "--output-format", "github").out
    assert line.startswith("::error file=")
    assert line.count("\n") == 1
    properties = line.removeprefix("::error ").partition("::")[0]
    values = dict(p.split("=", 1) for p in properties.split(","))
    assert values["file"].endswith("50%25%2C a%3Ab.gram")
    assert (values["line"], values["col"], values["endColumn"]) == ("1", "12", "14")
