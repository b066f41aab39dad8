"""Which files a grammar may read."""

import os
from pathlib import Path

import pytest
from gramc.catalogues.paths import Refused, resolve


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("grammars/home/cities.txt", "shared/genres.tsv", "grammars-old/x.txt", "own.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a\n")
    return tmp_path


def code(path: str, root: Path, *more: Path) -> str:
    found = resolve(path, root / "grammars" / "home", [root / "grammars", *more])
    if isinstance(found, Refused):
        assert path.replace("\0", "") in found.message or "NUL" in found.message
        return found.code
    assert found.is_file()
    return found.name


def test_inside(root: Path) -> None:
    assert code("cities.txt", root) == "cities.txt"
    assert code("../home/./cities.txt", root) == "cities.txt"
    assert code("../../shared/genres.tsv", root, root / "shared") == "genres.tsv"
    assert code(str(root / "grammars/home/cities.txt"), root) == "cities.txt"


@pytest.mark.parametrize(
    "path",
    [
        "../../own.txt",
        "../../../../../../../../../../etc/passwd",
        "/etc/passwd",
        "../../nowhere.txt",
        "../../grammars-old/x.txt",
        "../../shared/genres.tsv",
    ],
)
def test_outside(path: str, root: Path) -> None:
    assert code(path, root) == "E403"


def test_links_are_followed(root: Path) -> None:
    home = root / "grammars" / "home"
    os.symlink(root / "own.txt", home / "out.txt")
    os.symlink(root / "shared", home / "folder")
    os.symlink("cities.txt", home / "in.txt")
    os.symlink("loop.txt", home / "loop.txt")
    assert code("out.txt", root) == "E403"
    assert code("folder/genres.tsv", root) == "E403"
    assert code("in.txt", root) == "cities.txt"
    assert code("loop.txt", root) == "E004"
    os.symlink(root / "grammars", root / "alias")
    found = resolve("cities.txt", root / "alias" / "home", [root / "alias"])
    assert found == home.resolve() / "cities.txt"


def test_missing(root: Path) -> None:
    assert code("citys.txt", root) == "E004"
    assert code("..", root) == "E004"
    assert code("a\0b", root) == "E004"
    assert code("none/at/all.txt", root) == "E004"
    found = resolve("citys.txt", root / "grammars" / "home", [root])
    assert isinstance(found, Refused)
    assert found.hint == "Is “cities.txt” meant?"
