"""The parser's tables that were made before are those of the language as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import lark
import pytest
from gramc.dsl import parse
from gramc.dsl.lalr import TABLES, make_parser, open_parser, tables

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "grammars").rglob("*.gram"), *(ROOT / "tests").rglob("*.gram")])


def test_the_tables_are_current() -> None:
    kept = json.loads((ROOT / "dsl" / TABLES).read_text("utf-8"))
    made = json.loads(tables())
    assert kept["made"][1] == made["made"][1], "python -m gramc.dsl.lalr > dsl/gram.json"
    if kept["made"] == made["made"]:  # else Lark is another, and its tables may differ
        assert kept["data"]["options"] == made["data"]["options"], (
            "python -m gramc.dsl.lalr > dsl/gram.json"
        )


def test_they_read_every_file_as_new_ones_do(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_text("utf-8") for path in SOURCES]
    assert len(texts) > 40
    results = []
    for maker in (open_parser, make_parser):
        parser = maker(parse._builder())
        monkeypatch.setattr(parse, "_lark", lambda parser=parser: parser)
        results.append([parse.parse(text, "a.gram") for text in texts])
    assert repr(results[0]) == repr(results[1])


def test_other_versions_of_lark_make_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = json.loads((ROOT / "dsl" / TABLES).read_text("utf-8"))["made"][0]
    loaded = open_parser(None).source_path == "<deserialized>"
    assert loaded == (lark.__version__ == kept)
    monkeypatch.setattr(lark, "__version__", "0.0")
    assert open_parser(None).source_path != "<deserialized>"
