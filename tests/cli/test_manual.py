"""The manual of findings: complete, its examples true, its page current."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from gramc.cli.manual import manual, said, write_example
from gramc.dsl.codes import Code, codes
from gramc.dsl.findings import has_errors

from .running import gramc

ROOT = Path(__file__).parents[2]
CODES = codes()

USE = {
    "E125": ["test"],
    "E330": ["sample", "--all"],
    "E331": ["sample", "--all"],
    "E320": ["test"],
    "E332": ["odds", "--distribution", "uniform"],
    "E333": ["odds", "--distribution", "uniform"],
    "E334": ["odds", "--distribution", "patterns"],
    "E410": ["sample"],
    "E411": ["sample"],
    "W503": ["overlap"],
    "W510": ["count"],
    "W520": ["sample", "--distinct"],
}
"""The commands that find what `check` does not look for."""

NOT_IN_TEXT = {
    "E001",  # an encoding that no YAML file can show
    "E003",  # a file that is not there
    "E008",
    "E009",
    "E010",  # these three are found in compiled files
    "E313",
    "W521",  # grammars too large to show
}
"""The codes whose wrong example no source can be."""


def raised() -> set[str]:
    """The codes that stand in the program."""
    below = ("dsl", "corpora", "catalogues", "compiler", "runtime")
    folders = (*below, "exchange", "induction", "evaluation", "cli")
    trees = [
        ast.parse(path.read_text("utf-8")) for f in folders for path in (ROOT / f).rglob("*.py")
    ]
    texts = [
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return {text for text in texts if re.fullmatch(r"[EW]\d{3}", text)}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(raised()) == sorted(CODES)


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    assert page == manual(), "python -m gramc.cli.manual docs/errors.md"


def test_the_page_is_text() -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    assert not [c for c in page if c < " " and c not in "\n\t"]


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_something(code: str) -> None:
    page = CODES[code]
    assert page.title
    assert not page.title.endswith(".")
    assert len(page.text.split()) >= 10
    if code not in NOT_IN_TEXT and code[1] not in "67":  # 6 is shown in docs/exchange/
        assert page.wrong
        assert page.right
    result = gramc("explain", code.lower())
    assert result.code == 0
    assert result.out.startswith(f"{code}  {page.title}\n")
    assert all(c >= " " or c == "\n" for c in result.out)


def _run(page: Code) -> list[str]:
    """The command that reads a page's examples where they are no grammars."""
    return [*page.run[:1], "-o", "made/", *page.run[1:]] if page.run else []


@pytest.mark.parametrize("code", [c for c, page in CODES.items() if page.wrong])
def test_the_wrong_example_gives_the_code(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = CODES[code]
    monkeypatch.chdir(tmp_path)
    write_example(page, page.wrong, tmp_path)
    told = gramc(*(USE.get(code) or _run(page) or ["compile", "-o", "out.gramc"]), page.name)
    found = set(re.findall(r"^(?:error|warning)\[(\w+)\]", told.err + told.out, re.MULTILINE))
    if code.startswith("E"):
        assert {c for c in found if c.startswith("E")} == {code}
        assert told.code in (1, 2)
    else:
        assert found == {code}


@pytest.mark.parametrize("code", [c for c, page in CODES.items() if page.right])
def test_the_right_example_is_fine(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = CODES[code]
    monkeypatch.chdir(tmp_path)
    write_example(page, page.right, tmp_path)
    told = gramc(*(USE.get(code) or _run(page) or ["check"]), page.name)
    assert told.code == 0, told.err
    assert f"[{code}]" not in told.err + told.out


def test_what_an_example_says_can_be_asked_for() -> None:
    findings = said(CODES["E401"])
    assert has_errors(findings)
    assert {f.span.file for f in findings} == {"cities.tsv"}
