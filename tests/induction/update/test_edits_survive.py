"""No edit is lost: random edits, each followed by an update with new utterances."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import pytest
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.tree import AnyStatement, Catalog, File, Intent, Rule
from gramc.induction.update.again import first, update
from gramc.induction.update.cases import Case
from gramc.induction.update.edits import edits
from gramc.induction.update.language import Language, Languages
from gramc.induction.update.mark import marked, read
from gramc.induction.update.names import named

from .editing import Edit, edit
from .learning import cases, memorised

GRAMMAR = """
grammar music
locale en

catalog genre = jazz | hip hop | rock | pop
catalog song = Vogue | Help | Yesterday
catalog artist = Madonna | The Beatles
catalog room = kitchen | attic

# how it begins
intent PlayMusic =
    [<polite>] <play> {genre} [music]
  | /3/ <play> {song} <by_artist>?
  | i want to hear {song} <by_artist>

play = play | put on | i need
by_artist = by {artist} | from {artist}
polite = please | can you

intent Light = [<polite>] turn [the] {room} lights (on | off) | make it <how> in the {room}

how = bright | dark
"""
OLD = """
PlayMusic: play jazz|genre
PlayMusic: please put on {hip hop}|genre music
PlayMusic: play rock|genre music
PlayMusic: i need Vogue|song by Madonna|artist
PlayMusic: play Help|song
PlayMusic: play Help|song from {The Beatles}|artist
PlayMusic: i want to hear Yesterday|song from {The Beatles}|artist
Light: can you turn the kitchen|room lights on
Light: turn attic|room lights off
Light: make it bright in the kitchen|room
Light: make it dark in the attic|room
"""
NEW = """
PlayMusic: play soul|genre
PlayMusic: could you play soul|genre for me
PlayMusic: please start Vogue|song right now
PlayMusic: start Thriller|song
Light: please dim the kitchen|room
Light: dim the cellar|room by half
Light: can you dim the attic|room by half
Timer: wake me in an hour
Timer: wake me kindly now
"""


def generated() -> str:
    """The grammar as gramc would have written it, every statement with its mark."""
    tree, findings = parse(GRAMMAR, "music.gram")
    assert not findings
    statements = [
        marked(replace(s, notes=replace(s.notes, above=(*s.notes.above, "induced:00000000"))))
        if isinstance(s, Rule | Intent | Catalog)
        else s
        for s in tree.statements
    ]
    return print_file(File(tuple(statements)))


TEXT = generated()


@lru_cache
def of(file: str) -> Language:
    found = Languages("music.gram").of(file)
    assert found is not None
    return found


def sensible(file: File, rng: random.Random, rejects: Sequence[tuple[str, str]]) -> Edit:
    """An edit after which the grammar compiles, as the next one that a person makes."""
    while True:
        made = edit(file, rng, rejects)
        if Languages("music.gram").of(made.file) is not None:
            return made


def comments(statement: AnyStatement) -> list[str]:
    """All comments of a statement, marks apart."""
    notes = statement.notes
    body = getattr(statement, "body", None)
    inner = [c for a in getattr(body, "alternatives", ()) for c in (*a.comments, a.trailing)]
    found = [*notes.above, *notes.doc, *inner, notes.trailing, *notes.ending]
    return [c for c in found if c is not None and not c.startswith("induced:")]


def check(before: str, edited: Edit, given: Sequence[Case], rng: random.Random) -> str:
    """Updates the edited grammar, and looks at all that must hold; gives the new text."""
    text = print_file(edited.file)
    tree, _ = parse(text, "music.gram")
    result = update(text, "music.gram", first(before, "music.gram"), given, memorised)
    shown = f"{edited.what}\n{text}\n=====\n{result.text}\n{result.findings}"
    assert result.text is not None, shown
    after, findings = parse(result.text, "music.gram")
    assert not findings, shown
    new, now, old = of(result.text), of(text), of(before)

    # Nothing that the person wrote is gone, or other than it was.
    there = named(after)
    did = edits(parse(before, "music.gram")[0], tree)
    kept = [s for s in after.statements if getattr(s, "name", None) not in set(there)]
    assert [s for s in tree.statements if getattr(s, "name", None) not in named(tree)] == kept
    for name, statement in named(tree).items():
        left = there.get(name)
        assert type(left) is type(statement), shown
        assert set(comments(statement)) <= set(comments(left)), shown  # type: ignore[arg-type]
        body, after_body = getattr(statement, "body", None), getattr(left, "body", None)
        if body is None or after_body is None:
            continue
        number = len(body.alternatives)
        assert body.alternatives == after_body.alternatives[:number], shown
        if isinstance(statement, Rule) and name not in did.unedited:
            assert statement == left, shown
        if isinstance(statement, Intent) and name not in did.unedited:
            assert len(after_body.alternatives) <= number + 1, shown
    order = [s.name for s in after.statements if getattr(s, "name", None) in named(tree)]
    assert order == [s.name for s in tree.statements if getattr(s, "name", None) in named(tree)]

    # What was taken out stays out; all else that was given is accepted.
    home = {new_: old_ for old_, new_ in did.slots.items()}
    if not home:
        intents = {new_: old_ for old_, new_ in did.names.items()}
        for text_ in old.texts(100):
            here = replace(text_, intent=did.names.get(text_.intent, text_.intent))
            if not now.reads(here):
                assert not new.reads(here), (shown, here)
        rejected = [f for f in result.findings if f.code == "W724"]
        assert "W725" not in [f.code for f in result.findings], shown
        for case in given:
            here = replace(
                case.utterance, intent=did.names.get(case.utterance.intent, case.utterance.intent)
            )
            if not new.reads(here):
                assert old.reads(case.utterance) or rejected or _deleted(case, edited), shown
        assert intents is not None
    assert new.failing <= now.failing, shown

    # Again is once.
    again = update(result.text, "music.gram", result.record, given, memorised)
    assert again.text == result.text, f"{shown}\n=====\n{again.text}{again.findings}"
    assert again.record == result.record, shown
    return result.text


def _deleted(case: Case, edited: Edit) -> bool:
    """Whether its intent, or a value of it, was taken out."""
    return edited.what in ("delete_statement", "delete_alternative", "change_words")


@pytest.mark.parametrize("block", range(10))
def test_edits_survive(block: int) -> None:
    """Twenty edits a block, each of the grammar as it was induced."""
    tree, _ = parse(TEXT, "music.gram")
    old, new = cases(OLD), cases(NEW)
    rejects = [
        ("PlayMusic", "start Thriller"),
        ("Light", "dim the cellar by half"),
        ("PlayMusic", "play detective music"),
    ]
    for number in range(20):
        rng = random.Random(100 * block + number)
        given = [*old, *rng.sample(new, rng.randint(0, len(new)))]
        check(TEXT, sensible(tree, rng, rejects), given, rng)


def test_nothing_changes_without_anything_new() -> None:
    given = cases(OLD)
    result = update(TEXT, "music.gram", first(TEXT, "music.gram"), given, memorised)
    assert result.text == TEXT
    assert result.record == first(TEXT, "music.gram")
    assert not result.findings
    assert all(read(s) for s in parse(TEXT, "music.gram")[0].statements[2:])
