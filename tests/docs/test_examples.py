"""What README.md and the pages of docs/ show is what gramc does."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.cli.group import COMMANDS
from gramc.compiler.compile import analyse
from gramc.dsl.codes import codes
from gramc.dsl.names import STATEMENT_WORDS

from ..cli.running import gramc
from .pages import ROOT, as_run, blocks, files, lay_out, put, states

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHOWN = [page for page in PAGES if page.name != "errors.md"]  # which is generated


UNTIDY = {"layout.gram", "bars.gram"}
"""Grammars that show what `gramc fmt` does."""


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SHOWN, ids=name)
def test_commands_print_what_is_shown(
    path: Path, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    golden(path, as_run(path.read_text("utf-8"), tmp_path))


@pytest.mark.parametrize("path", SHOWN, ids=name)
def test_python_prints_what_is_shown(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = path.read_text("utf-8")
    lay_out(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    source = "\n".join(match["body"] for kind, _, match in blocks(page) if kind == "python")
    test = doctest.DocTestParser().get_doctest(source, {}, path.name, str(path), 0)
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert not told, "".join(told)
    assert bool(test.examples) == ("```python" in page)


@pytest.mark.parametrize("path", SHOWN, ids=name)
def test_grammars_are_sound_unless_the_page_says_otherwise(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = path.read_text("utf-8")
    lay_out(page, tmp_path)
    monkeypatch.chdir(tmp_path)
    for file, content, _ in states(page):
        put(tmp_path / file, content)
        if file.endswith(".gram"):
            _, findings = analyse(file)
            for finding in findings:
                assert f"[{finding.code}]" in page, f"{file}: {finding}"
            if not findings and file not in UNTIDY:
                assert gramc("fmt", "--diff", file).out == ""


def anchors(page: str) -> set[str]:
    """What the headings of a page are called in links to them."""
    heads = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_what_is_pointed_to_is_there(path: Path) -> None:
    page = path.read_text("utf-8")
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", page, flags=re.MULTILINE | re.DOTALL)
    for target, place in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", prose):
        if not target.startswith("https://"):
            there = path.parent / target if target else path
            assert there.exists(), target
            assert not place or place in anchors(there.read_text("utf-8")), f"{target}#{place}"
    assert set(re.findall(r"\b[EW]\d{3}\b", page)) <= set(codes())


def test_files_grow_and_change_as_a_page_goes_on(tmp_path: Path) -> None:
    page = (
        "```gram a.gram\nintent Go = go\n```\n"
        "```console\n$ gramc sample a.gram --all\n```\n"
        "```gram a.gram more\nintent Stop = stop\n```\n"
        "```console\n$ gramc sample a.gram --all | grep -v intent\n```\n"
        "```gram a.gram change\nintent Go =\n    go on\n```\n"
        "```console\n$ gramc sample a.gram --all --intent Go\n```\n"
        "```gram a.gram again\nintent Wait = wait\n```\n"
        "```console\n$ gramc sample a.gram --all\n```\n"
    )
    told = as_run(page, tmp_path)
    outputs = [
        match["body"].partition("\n")[2] for kind, _, match in blocks(told) if kind == "console"
    ]
    assert outputs == ["go\n", "go\nstop\n", "go on\n", "wait\n"]
    with pytest.raises(AssertionError, match="shown before"):
        files("```gram a.gram\n```\n```gram a.gram\n```\n")


def test_every_command_is_told_of() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    for command in COMMANDS:
        assert f"`gramc {command}" in page, command


def test_every_page_can_be_found() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    manual = (ROOT / "docs" / "language.md").read_text("utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        assert f"(docs/{path.name})" in readme, path
    for path in (ROOT / "docs" / "manual").glob("*.md"):
        assert f"(manual/{path.name})" in manual, path


def test_every_statement_is_among_the_marks() -> None:
    marks = (ROOT / "docs" / "language.md").read_text("utf-8").partition("## All marks")[2]
    for word in STATEMENT_WORDS:
        assert f"`{word} " in marks, word


def test_every_module_is_named() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for folder in ("dsl", "corpora", "pages", "catalogues", "compiler", "runtime", "cli"):
        for path in (ROOT / folder).glob("*.py"):
            if folder != "cli" or path.stem not in COMMANDS:
                assert path.name == "__init__.py" or f"`{path.name}`" in page, path


def test_the_first_grammar_is_the_one_in_the_folder() -> None:
    """What README.md shows of a worked grammar is lines of it, in their order."""
    shown = [f for f in files((ROOT / "README.md").read_text("utf-8")) if f[0].startswith("gra")]
    assert shown
    for file, content in shown:
        rest = iter((ROOT / file).read_text("utf-8").splitlines())
        assert all(line in rest for line in content.splitlines()), file
