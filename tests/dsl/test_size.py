"""Deep, long and many: nothing raises, and time grows with the text."""

from __future__ import annotations

import time

import pytest
from gramc.dsl.depth import DEEPEST
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.tree import File

NESTS = [("(", ")"), ("(", ")?"), ("[", "]{2}"), ("(", " ; b)"), ("{a:", "}"), ("<a - (", ")>")]


@pytest.mark.parametrize(("opening", "closing"), NESTS)
def test_as_deep_as_may_be(opening: str, closing: str) -> None:
    brackets = sum(opening.count(b) for b in "([{<")
    for deep, codes in ((DEEPEST // brackets, []), (DEEPEST // brackets + 1, ["E114"])):
        inner = "(x)" if opening == "{a:" else "x"
        times = deep - 1 if opening == "{a:" else deep
        source = "r = " + opening * times + inner + closing * times
        tree, findings = parse(source, "a.gram")
        assert [f.code for f in findings] == codes
        printed = print_file(tree)
        again, _ = parse(printed, "a.gram")
        assert again == tree
        assert hash(again) == hash(tree)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("(" * 10_000, "E114"),
        ("[" * 10_000 + "x" + "]" * 10_000, "E114"),
        ("{a:" * 10_000, "E114"),
        ("<a - " * 10_000, "E114"),
        ("x" + "?" * 10_000, "E114"),
        ("x" + "{2}" * 10_000, "E114"),
        ("(x)" + "?" * 101, "E114"),
        (")" * 10_000, "E103"),
        ('"' * 10_001, "E104"),
        ("| " * 5_000, "E101"),
        ("x " * 50_000, None),
        ("(a)? " * 10_000, None),
        ("(a)?" * 10_000, None),
        ("x?" * 100, None),
        ("a" * 1_000_000, None),
        ("e\u0301" * 100_000, None),
        ("a /3/ " * 3_000, "E106"),
        ("\\\\" * 50_000, None),
        ("x @f" + " @f" * 10_000, None),
    ],
)
def test_long_statements(body: str, code: str | None) -> None:
    started = time.process_time()
    tree, findings = parse(f"r = {body}", "a.gram")
    assert (findings[0].code if findings else None) == code
    print_file(tree)
    assert time.process_time() - started < 10


def test_a_hundred_thousand_lines() -> None:
    lines = []
    for i in range(20_000):
        lines += [
            f"rule{i} = play some music | [please] turn <thing{i}>? on the light[s]",
            "## What it is for.",
            f"intent Intent{i} =",
            "    set a timer for {Time} please  # now",
            f"  | /2/ (can | could) you play {{SongName:Song.title}} => X{i}",
        ]
    source = "\n".join(lines) + "\n"

    def read(text: str) -> tuple[File, float]:
        started = time.process_time()
        tree, findings = parse(text, "a.gram")
        assert not findings
        assert len(tree.statements) == text.count(" =\n") * 2
        return tree, time.process_time() - started

    parse("a = b", "a.gram")  # opens the parser
    _, small = read("\n".join(lines[:20_000]) + "\n")
    tree, large = read(source)
    assert large < 60
    assert large < 12 * small + 1  # five times the lines
    assert print_file(tree) == source
