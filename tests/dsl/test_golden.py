"""Sources with what is found in them and how they are printed: one file a topic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.dsl.findings import Finding
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.tree import Broken

FINDINGS = "======== findings\n"
PRINTED = "======== printed\n"
CASES = sorted((Path(__file__).parent / "golden").glob("*.txt"))


def _show(finding: Finding) -> str:
    span = finding.span
    place = f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"
    hint = f"    {finding.hint}\n" if finding.hint else ""
    return f"{place} {finding.code} {finding.message}\n{hint}"


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_golden(path: Path, golden: Callable[[Path, str], None]) -> None:
    source = path.read_text("utf-8").split(FINDINGS)[0]
    tree, findings = parse(source, path.name)
    printed = print_file(tree)
    text = source + FINDINGS + "".join(map(_show, findings)) + PRINTED + printed
    golden(path, text)
    assert parse(printed, path.name)[0] == tree
    lines = {line for f in findings for line in range(f.span.line, f.span.end_line + 1)}
    for statement in tree.statements:
        # Every broken statement has a finding of its own, and no other has any.
        own = range(statement.span.line, statement.span.end_line + 1)
        assert isinstance(statement, Broken) == bool(lines.intersection(own))
