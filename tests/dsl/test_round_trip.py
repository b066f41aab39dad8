"""Printing and parsing are each other's inverse."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_body, print_file, print_statement
from gramc.dsl.tree import Body, Broken, File, Rule
from hypothesis import given, settings

from .trees import files, plain_bodies, statements

CASES = Path(__file__).parents[1] / "conformance"


@settings(max_examples=150, deadline=None)
@given(files())
def test_what_is_printed_reads_as_the_same_tree(tree: File) -> None:
    text = print_file(tree)
    again, findings = parse(text, "a.gram")
    assert again == tree
    assert all(isinstance(s, Broken) for s in tree.statements) or len(findings) == len(
        [s for s in tree.statements if isinstance(s, Broken)]
    )
    assert print_file(again) == text


@settings(max_examples=100, deadline=None)
@given(statements)
def test_a_statement_by_itself(statement: object) -> None:
    text = print_statement(statement)  # type: ignore[arg-type]
    (again,) = parse(text, "a.gram")[0].statements
    assert print_statement(again) == text


@settings(max_examples=100, deadline=None)
@given(plain_bodies)
def test_a_body_by_itself(body: Body) -> None:
    (rule,) = parse(f"r = {print_body(body)}", "a.gram")[0].statements
    assert isinstance(rule, Rule)
    assert rule.body == body


@pytest.mark.parametrize("path", sorted(CASES.glob("*/*.gram")), ids=lambda p: p.stem)
def test_the_conformance_cases(path: Path) -> None:
    tree, findings = parse(path.read_text("utf-8"), path.name)
    if path.parent.name == "accept":
        assert not findings
    text = print_file(tree)
    again, _ = parse(text, path.name)
    assert again == tree
    assert print_file(again) == text
