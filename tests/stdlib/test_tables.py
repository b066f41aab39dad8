"""The tables of the library: what is committed is what `python -m gramc.stdlib.tables` makes."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.stdlib.tables import files

FOLDER = Path(__file__).resolve().parents[2] / "stdlib"
FILES = files()


@pytest.mark.parametrize("name", FILES)
def test_committed_as_made(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == FILES[name]


def test_no_other_tables() -> None:
    for locale in sorted({name.split("/")[0] for name in FILES}):
        there = sorted(p.relative_to(FOLDER).as_posix() for p in FOLDER.glob(f"{locale}/*.tsv"))
        assert there == sorted(name for name in FILES if name.startswith(f"{locale}/"))
