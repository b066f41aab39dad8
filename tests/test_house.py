"""The house: which folder may import which, where heavy libraries live, what is packaged."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

FLOORS = {
    "dsl": 1,
    "corpora": 1,
    "pages": 1,
    "catalogues": 2,
    "compiler": 3,
    "runtime": 4,
    "exchange": 5,
    "induction": 5,
    "evaluation": 5,
    "cli": 6,
}
ONLY_IN = {
    "lark": {"dsl", "exchange"},
    "pynini": {"compiler", "runtime"},
    "pywrapfst": {"compiler", "runtime"},
    "rich": {"cli"},
    "click": {"cli"},
}
NETWORK = ("socket", "ssl", "http.", "urllib.request", "requests", "httpx", "ftplib")
OPENERS = {"open", "read_bytes", "read_text", "write_bytes", "write_text"}
MAY_OPEN = {
    "compiler/load.py",
    "compiler/sources.py",
    "compiler/artifact.py",
    "compiler/magic.py",
    "compiler/far.py",
    "runtime/writing/atomic.py",
    "runtime/writing/manifest.py",
    "runtime/writing/shards.py",
    "exchange/source.py",
    "induction/lexicon.py",
}


def modules() -> list[Path]:
    return [p for folder in FLOORS for p in sorted((ROOT / folder).rglob("*.py"))]


def imports(path: Path) -> list[tuple[int, str]]:
    """(line, full name) of everything that a module imports."""
    found: list[tuple[int, str]] = []
    here = ["gramc", *path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.extend((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            found.append((node.lineno, name))
            found.extend((node.lineno, f"{name}.{alias.name}") for alias in node.names)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_downwards(path: Path) -> None:
    folder = path.relative_to(ROOT).parts[0]
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] == "gramc" and len(parts) > 1 and parts[1] in FLOORS and parts[1] != folder:
            assert FLOORS[parts[1]] < FLOORS[folder], f"{path}:{line} imports {name}"
        if parts[0] in ONLY_IN:
            assert folder in ONLY_IN[parts[0]], f"{path}:{line} imports {name}"
        assert not f"{name}.".startswith(NETWORK), f"{path}:{line} imports {name}"


@pytest.mark.parametrize(
    "folder",
    [
        "dsl",
        "corpora",
        "pages",
        "catalogues",
        "compiler",
        "runtime",
        "exchange",
        "induction",
        "evaluation",
    ],
)
def test_files_are_opened_by_loaders_only(folder: str) -> None:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if str(path.relative_to(ROOT)) in MAY_OPEN:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else None
                if isinstance(node.func, ast.Attribute) and node.func.attr in OPENERS - {"open"}:
                    owner = ast.unparse(node.func.value)
                    name = node.func.attr if "page" not in owner and "files" not in owner else None
                assert name not in OPENERS, f"{path}:{node.lineno} opens a file"


def test_the_package_list_equals_the_folders() -> None:
    if sys.version_info >= (3, 11):
        import tomllib

        listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        packages = listed["tool"]["setuptools"]["packages"]
    else:
        text = (ROOT / "pyproject.toml").read_text("utf-8")
        packages = ast.literal_eval(text.split("packages = ", 1)[1].split("]", 1)[0] + "]")
    folders = sorted(
        f"gramc.{p.parent.relative_to(ROOT)}".replace("/", ".")
        for folder in FLOORS
        for p in (ROOT / folder).rglob("__init__.py")
    )
    assert packages == ["gramc", *folders]


def test_no_stray_modules_in_the_root() -> None:
    assert [p.name for p in ROOT.glob("*.py")] == ["__init__.py"]


def test_no_file_holds_too_much() -> None:
    long = {str(p): n for p in modules() if (n := len(p.read_text("utf-8").splitlines())) > 450}
    assert not long
