"""The files that are no grammars: these errors, where they are, and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..cli.running import gramc as command

HERE = Path(__file__).parent / "reject"
EXPECTED: dict[str, list[list[int | str | None]]] = json.loads(
    (HERE / "expected.json").read_text("utf-8")
)


def test_every_case_is_expected() -> None:
    assert sorted(EXPECTED) == sorted(p.name for p in HERE.glob("[0-9]*.gram"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_errors(name: str) -> None:
    result = command("check", "--output-format", "json", str(HERE / name))
    assert result.code in (1, 2)  # 2 where the root is no .gram file at all
    errors = [f for f in json.loads(result.out)["findings"] if f["severity"] == "error"]
    assert len(errors) == len(EXPECTED[name]), errors
    for error, (group, line, column, *other) in zip(errors, EXPECTED[name], strict=True):
        assert error["code"].startswith(group), error
        assert error["line"] == line, error
        assert Path(error["file"]) == HERE / (str(other[0]) if other else name)
        if isinstance(column, int):
            after = error["end_line"] > error["line"] or column < error["end_column"]
            assert error["column"] == column or (error["column"] <= column and after), error
