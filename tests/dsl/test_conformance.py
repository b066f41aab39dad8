"""The syntax errors of the conformance cases: these and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gramc.dsl.parse import parse

REJECT = Path(__file__).parents[1] / "conformance" / "reject"
EXPECTED = json.loads((REJECT / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_rejected(name: str) -> None:
    _, findings = parse((REJECT / name).read_text("utf-8"), name)
    wanted = [(line, column) for group, line, column, *_ in EXPECTED[name] if group == "E1"]
    assert [(f.code[:2], f.span.line) for f in findings] == [("E1", line) for line, _ in wanted]
    for finding, (_, column) in zip(findings, wanted, strict=True):
        span = finding.span
        assert column is None or span.column <= column < max(span.end_column, span.column + 1)
