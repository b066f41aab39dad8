"""Annotated text: what was written is read back, and nothing that is read breaks the reader."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from gramc.corpora.annotated import DEEPEST, read, write
from gramc.corpora.problem import Problem
from gramc.corpora.utterance import Span, Utterance
from hypothesis import example, given
from hypothesis import strategies as st

from .making import LETTERS, MARKS, utterances

CASES = Path(__file__).parent.parent / "conformance" / "accept"


@given(utterances())
def test_reading_what_was_written_gives_the_utterance(utterance: Utterance) -> None:
    assert read(write(utterance)) == replace(utterance, intent="")


@given(st.text(LETTERS + MARKS * 2 + " \t\n\u2028", max_size=20) | st.text())
@example("{" * 2000)
@example("{" * 40 + "a" + "}|x" * 40)
@example("\\ |a=\\ ")
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read(text)
    if isinstance(found, Problem):
        assert 0 <= found.offset <= len(text)
        assert found.message.endswith(".")
    else:
        check(found.text, found.slots, 0, len(found.text))
        assert "  " not in found.text
        assert found.text == found.text.strip(" ")
        assert read(write(found)) == found


def check(text: str, slots: tuple[Span, ...], start: int, end: int) -> None:
    for slot in slots:
        assert start <= slot.start < slot.end <= end
        assert text[slot.start] != " " != text[slot.end - 1]
        check(text, slot.slots, slot.start, slot.end)
        start = slot.end


@pytest.mark.parametrize("case", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_the_written_form_of_the_language_page(case: Path) -> None:
    for rows in json.loads(case.read_text("utf-8")).values():
        for text, _ in rows:
            found = read(text)
            assert isinstance(found, Utterance)
            assert write(found) == text


@pytest.mark.parametrize(
    ("line", "utterance"),
    [
        (
            "set a daily|Recurrence reminder to {walk the dog}|Reminder",
            Utterance(
                "set a daily reminder to walk the dog",
                (Span("Recurrence", 6, 11), Span("Reminder", 24, 36)),
            ),
        ),
        (
            "{no ham|Topping={}}|Not={a b}",
            Utterance("no ham", (Span("Not", 0, 6, "a b", (Span("Topping", 3, 6, ""),)),)),
        ),
        ("播放{周杰伦}|歌手|的歌", Utterance("播放周杰伦的歌", (Span("歌手", 2, 5),))),
        ("un{do}|Verb=DO|ing", Utterance("undoing", (Span("Verb", 2, 4, "DO"),))),
        ("x{y}|A|{z}|B", Utterance("xyz", (Span("A", 1, 2), Span("B", 2, 3)))),
        (
            "turn it on {}|domain=light {}|a={}",
            Utterance("turn it on", (), (("domain", "light"), ("a", ""))),
        ),
        (r"\# \{a\}\| a\\b|A=\|", Utterance("# {a}| a\\b", (Span("A", 7, 10, "|"),))),
    ],
)
def test_both_ways(line: str, utterance: Utterance) -> None:
    assert read(line) == utterance
    assert write(utterance) == line


@pytest.mark.parametrize(
    ("line", "text", "slots"),
    [
        ("{pop}|Genre, please", "pop, please", [("Genre", 0, 3)]),
        ("pop|std.Genre.", "pop.", [("std.Genre", 0, 3)]),
        ("pop|Genre's", "pop's", [("Genre", 0, 3)]),
        ("{y}|A{z}|B", "yz", [("A", 0, 1), ("B", 1, 2)]),
        ("  a\t{ b  c }|X \u00a0 d ", "a b c d", [("X", 2, 5)]),
        (r"New\ York|City", "New York", [("City", 0, 8)]),
        (r"\ a\ |A", "a", [("A", 0, 1)]),
        ("pop|Genre| music", "pop music", [("Genre", 0, 3)]),
    ],
)
def test_the_reader_is_lenient(line: str, text: str, slots: list[tuple[str, int, int]]) -> None:
    found = read(line)
    assert isinstance(found, Utterance)
    assert found.text == text
    assert [(slot.name, slot.start, slot.end) for slot in found.slots] == slots


@pytest.mark.parametrize(
    ("line", "offset", "message", "hint"),
    [
        ("a {b c", 2, "These braces are never closed.", "Braces hold"),
        ("a}", 1, "This brace closes nothing.", r"\}"),
        ("{a b|c}", 0, "No label stands behind these braces.", "Write {a b}|c."),
        ("{a}", 0, "No label stands behind these braces.", "Braces hold"),
        ("a|", 1, "No name of a slot stands behind this bar.", r"\|"),
        ("a |b", 2, "There is nothing before this bar that it could label.", r"\|"),
        ("x{a}|A|b|B", 8, "What this label belongs to touches another slot.", "{…}|Label"),
        ("a|b=", 3, "No value stands behind this equals sign.", "={}"),
        ("a|b={c", 3, "The braces of this value are never closed.", "={}"),
        ("{}|a", 0, "A slot without text needs a value.", "{}|domain=light"),
        ("{}|a=b c", 7, "Only constants may stand behind a constant.", "{}|domain=light"),
        ("{}|a=b {c}|d", 8, "Only constants may stand behind a constant.", "{}|domain=light"),
        ("{a {}|b=c}|d", 3, "A constant cannot stand within a slot.", "{}|domain=light"),
        ("a\\", 1, "Nothing stands behind this backslash.", "\\\\"),
        ("{" * 60, DEEPEST, "Slots are nested too deep here.", ""),
    ],
)
def test_problems(line: str, offset: int, message: str, hint: str) -> None:
    found = read(line)
    assert isinstance(found, Problem)
    assert (found.message, found.offset) == (message, offset)
    assert hint in found.hint
