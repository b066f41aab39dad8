"""No edit is lost: random edits, each followed by an update with new utterances."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from gramc.corpora import braces
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.tree import Catalog, File, Intent, Rule
from gramc.induction.induce import induce
from gramc.induction.render.render import Options
from gramc.induction.update.again import Updated, first, update
from gramc.induction.update.cases import Case
from gramc.induction.update.learning import reinduce
from gramc.induction.update.mark import marked, read
from gramc.induction.update.record import Record

from .learning import cases, memorised
from .surviving import PATH, State, sensible, survives

DATA = Path(__file__).parents[1] / "data"
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


REJECTS = [
    ("PlayMusic", "start Thriller"),
    ("Light", "dim the cellar by half"),
    ("PlayMusic", "play detective music"),
]


def again(text: str, record: Record | None, given: Sequence[Case]) -> Updated:
    return update(text, PATH, record, given, memorised)


@pytest.mark.parametrize("block", range(8))
def test_an_edit_survives(block: int) -> None:
    """Twenty edits a block, each of the grammar as it was induced."""
    tree, _ = parse(TEXT, PATH)
    old, new = cases(OLD), cases(NEW)
    for number in range(20):
        rng = random.Random(100 * block + number)
        given = [*old, *rng.sample(new, rng.randint(0, len(new)))]
        survives(State.of(TEXT), sensible(tree, rng, REJECTS), given, again)


@pytest.mark.parametrize("seed", range(8))
def test_edits_survive_one_another(seed: int) -> None:
    """Five edits, an update with more utterances behind each."""
    rng = random.Random(f"chain {seed}")
    state, given, new = State.of(TEXT), cases(OLD), cases(NEW)
    rng.shuffle(new)
    for number in range(5):
        given = [*given, *new[2 * number : 2 * number + 2]]
        edited = sensible(parse(state.text, PATH)[0], rng, REJECTS)
        state = survives(state, edited, given, again)


@pytest.mark.parametrize("seed", range(2))
def test_edits_of_what_is_learned_from_data_survive(seed: int) -> None:
    """Edits of the grammar of fifty utterances of two intents, as it is learned for people."""
    rng = random.Random(f"learned {seed}")
    old, new = [], []
    for intent in ("PlayMusic", "BookRestaurant"):
        found, _ = braces.read((DATA / f"{intent}.txt").read_text("utf-8"))
        given = [replace(one, intent=intent) for one in found]
        old += given[:45]
        new += given[45:]
    options = Options(path=PATH, name="music", tables=False)
    made = induce(old, options=options, locale="en").rendered
    assert made is not None

    def learned(text: str, record: Record | None, given: Sequence[Case]) -> Updated:
        utterances = [case.utterance for case in given]
        return reinduce(text, PATH, record, utterances, options=options, locale="en")

    tree, _ = parse(made.text, PATH)
    for _ in range(2):
        edited = sensible(tree, rng, [])
        survives(State.of(made.text), edited, [Case(one) for one in (*old, *new)], learned)


def test_nothing_changes_without_anything_new() -> None:
    result = again(TEXT, first(TEXT, PATH), cases(OLD))
    assert result.text == TEXT
    assert result.record == first(TEXT, PATH)
    assert not result.findings
    assert all(read(s) for s in parse(TEXT, PATH)[0].statements[2:])
