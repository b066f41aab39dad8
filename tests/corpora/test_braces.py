"""Text with values and names in braces."""

from __future__ import annotations

import pytest
from gramc.corpora import braces
from gramc.corpora.utterance import Span, Utterance
from hypothesis import given

from .making import utterances

TITLES = Utterance("play {a|b} by \\", (Span("title", 5, 10),), (), "PlayMusic")


@given(utterances().filter(lambda u: bool(u.text)))
def test_braces_keep_the_outermost_slots(utterance: Utterance) -> None:
    outer = tuple(Span(s.name, s.start, s.end) for s in utterance.slots)
    kept = Utterance(utterance.text, outer)
    assert braces.sentence(braces.braces(utterance)) == kept


def test_braces() -> None:
    assert braces.write(TITLES) == r"PlayMusic" "\t" r"play {\{a\|b\}|title} by \\"
    text = "\ufeff\r\n# intent: Go\n# a comment\n go  { New  York |to}now | \nX\t{b|a/b}\n"
    assert braces.read(text)[0] == [
        Utterance("go New Yorknow |", (Span("to", 3, 11),), (), "Go"),
        Utterance("b", (Span("a/b", 0, 1),), (), "X"),
    ]
    assert braces.write(Utterance("#1")) == r"\#1"
    assert braces.read("\\#1\n") == ([Utterance("#1")], [])


@pytest.mark.parametrize(
    ("line", "offset", "message"),
    [
        ("a}", 1, "This brace closes nothing."),
        ("X\ta {b|c", 4, "These braces are never closed."),
        ("a {b", 2, "These braces are never closed."),
        ("a {b {c|d}|e}", 2, "Slots in slots have no place in this format."),
        ("a {b c}", 2, "No bar and name of a slot end these braces."),
        ("a {b|}", 2, "No bar and name of a slot end these braces."),
        ("a {b|c|d}", 2, "No bar and name of a slot end these braces."),
        ("a {b|c d}", 2, "No bar and name of a slot end these braces."),
        ("a { |c}", 2, "There is no text in these braces."),
        ("a\\", 1, "Nothing stands behind this backslash."),
    ],
)
def test_braces_that_are_refused(line: str, offset: int, message: str) -> None:
    found, problems = braces.read(f"fine\n{line}\n")
    assert found == [Utterance("fine")]
    assert [(p.line, p.problem.offset, p.problem.message) for p in problems] == [
        (2, offset, message)
    ]
