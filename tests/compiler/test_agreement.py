"""Alternatives that never agree: each is told once, whatever else is wrong."""

from __future__ import annotations

from gramc.compiler.compile import compile_grammar

SOURCE = """feature gender = m | f
det = der @m
noun = Katze @f
one = <det> <noun> @agree(gender)
two = (<det> <noun> @agree(gender)) | fine
three = see <one> | go <two> (a @m) (b @f) @agree(gender)
four = x (<noun> @m)
intent I = <three> | <det> <noun> @agree(gender) | <det> <det> @agree(gender)
intent J = <four> | <one>
"""


def test_all_of_them_are_found() -> None:
    _, findings = compile_grammar("x.gram", SOURCE.encode())
    assert [(f.code, f.span.line) for f in findings] == [
        ("E302", 4),
        ("E302", 5),
        ("E302", 7),
        ("E302", 8),
    ]
