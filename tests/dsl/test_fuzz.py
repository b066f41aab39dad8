"""Whatever is read, there is a tree, it prints, and what is printed is read as the same tree."""

from __future__ import annotations

from pathlib import Path

from gramc.dsl.findings import has_errors, in_order
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.read import read_source
from gramc.dsl.tree import Broken
from hypothesis import given, settings
from hypothesis import strategies as st

SOURCES = [
    path.read_text("utf-8")
    for folder in ("conformance/accept", "conformance/reject", "dsl/golden")
    for path in sorted((Path(__file__).parents[1] / folder).glob("*"))
    if path.suffix in (".gram", ".txt") and path.name != "empty.txt"
]
PIECES = [
    *'|()[]{}<>"=;?*+#\\@/:_^$-,.\n ',
    *("\n  ", "\n", " #", "=>", "{2,3}", "/3/", "@agree(", "..", "\t", "\u0301", "\u0338", "\x00"),
    *("\ud800", "\u2028", "\r", "é", "ि", "intent ", "catalog ", "rewrite ", "test ", "accept "),
    *("bind ", "import ", "feature ", "skip ", "from ", "step ", "<0..5", "#2.", "[a=b]", "((((("),
]


def holds(source: str) -> None:
    """The laws for any text."""
    tree, findings = parse(source, "a.gram")
    broken = [s for s in tree.statements if isinstance(s, Broken)]
    assert has_errors(findings) == bool(broken)
    assert findings == in_order(findings)
    lines = source.removeprefix("\ufeff").split("\n")
    for finding in findings:
        span = finding.span
        assert finding.message.endswith((".", "?"))
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1
        assert any(s.span.line <= span.line <= s.span.end_line for s in broken)
    for statement in broken:
        own = range(statement.span.line, statement.span.end_line + 1)
        assert any(f.span.line in own for f in findings)
    printed = print_file(tree)
    again, _ = parse(printed, "a.gram")
    assert again == tree
    assert print_file(again) == printed


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text("abc", min_size=1), max_size=30))
def test_random_text(pieces: list[str]) -> None:
    holds("".join(pieces))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SOURCES), st.data())
def test_sources_with_slips(source: str, data: st.DataObject) -> None:
    source = source[:2000]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(source)))
        end = min(len(source), start + data.draw(st.integers(0, 4)))
        source = source[:start] + data.draw(st.sampled_from(["", *PIECES])) + source[end:]
    holds(source)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=40) | st.text(max_size=20).map(str.encode))
def test_random_bytes(data: bytes) -> None:
    text, findings = read_source(data, "a.gram")
    assert (text is None) == bool(findings)
    if text is not None:
        holds(text)


def test_every_piece_alone() -> None:
    for one in PIECES:
        for two in PIECES:
            holds(f"{one}{two}")
            holds(f"a = b{one}{two}c")
            holds(f"a = (b {one} {two} | c)")
