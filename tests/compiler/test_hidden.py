"""Slots that an optional rule hides."""

from __future__ import annotations

import pytest
from gramc.compiler.compile import analyse

RULES = """room = kitchen | hall
polite = please | now | for the {room} please
by_room = in the {room} | there
deep = please | now | <polite>
"""


def warned(body: str) -> list[tuple[int, int, int]]:
    """Line and column of each warning, and the line of the slot."""
    _, findings = analyse("hidden.gram", f"{RULES}intent I = {body}\n".encode())
    found = [f for f in findings if f.code == "W504"]
    return [(f.span.line, f.span.column, f.labels[0].span.line) for f in found]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("lights [<polite>]", [(5, 20, 2)]),
        ("lights <polite>?", [(5, 12, 2)]),
        ("lights [/2/ <polite> | ok]", [(5, 20, 2)]),
        ("lights [<deep>]", [(5, 20, 4)]),
        ("lights <polite>", []),
        ("lights [<by_room>]", []),
        ("lights [in the {room}]", []),
        ("lights [<polite> ok]", []),
        ("lights {place:[<room>]}", []),
    ],
)
def test_places(body: str, found: list[tuple[int, int, int]]) -> None:
    assert warned(body) == found


def test_weights_decide_what_most_is() -> None:
    rules = "a = x | /3/ {S:(y)}\nb = /3/ x | {S:(y)}\nintent I = z [<a>] [<b>]\n"
    _, findings = analyse("hidden.gram", rules.encode())
    assert ["“b”" in f.message for f in findings] == [True]


def test_recursion_ends() -> None:
    rules = "a = x <a> | y | w | v | {S:(v)} <a>\nintent I = z [<a>]\n"
    _, findings = analyse("hidden.gram", rules.encode())
    assert [f.code for f in findings] == ["W504"]
