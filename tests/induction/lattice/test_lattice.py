"""Laws of the exact style, over random templates."""

from __future__ import annotations

import math
import os
import random
import subprocess
import sys

from gramc.induction.accept import Language
from gramc.induction.draft import Optional, walk
from gramc.induction.lattice.lattice import Lattice, lattice_of
from gramc.induction.lattice.learn import learn
from gramc.induction.settings import CONSERVATIVE, Settings, Step, silent
from gramc.induction.symbols import Intent, Symbol, Symbols, Template
from hypothesis import given
from hypothesis import strategies as st

WORDS = tuple(Symbol(word) for word in ("play", "some", "the", "by", "on", "please"))
SLOTS = tuple(Symbol(name, slot=True) for name in ("song", "artist", "service"))
TOUCHING = (Symbol("s", touches=True),)

templates = st.lists(st.sampled_from(WORDS + SLOTS + TOUCHING), min_size=1, max_size=7).map(tuple)
settings = st.builds(Settings, generalise=st.sampled_from([0.0, 0.25, 0.5, 1.0]))


@st.composite
def intents(draw: st.DrawFn, name: str = "Play") -> Intent:
    found = draw(st.dictionaries(templates, st.integers(1, 5), min_size=1, max_size=12))
    rows = [
        Template(symbols, count, (" ".join(map(str, symbols)),)) for symbols, count in found.items()
    ]
    return Intent(name, tuple(sorted(rows, key=lambda row: -row.count)))


def intent(*texts: str) -> Intent:
    """An intent of templates such as `play {song}`, each once."""
    found = (Template(template(text), 1, (text,)) for text in texts)
    return Intent("Play", tuple(found))


def template(text: str) -> Symbols:
    return tuple(
        Symbol(word[1:-1], slot=True) if word.startswith("{") else Symbol(word)
        for word in text.split()
    )


def neighbours(one: Intent) -> set[Symbols]:
    """Templates, and what is one symbol away from them."""
    found = set()
    for row in one.templates:
        found.add(row.symbols)
        for at in range(len(row.symbols)):
            found.add(row.symbols[:at] + row.symbols[at + 1 :])
            found.update((*row.symbols[:at], other, *row.symbols[at + 1 :]) for other in SLOTS)
    return found


@given(intents(), settings)
def test_every_template_is_accepted(one: Intent, how: Settings) -> None:
    lattice = lattice_of(one, how)
    assert all(lattice.accepts(row.symbols) for row in one.templates)


@given(intents(), settings, st.data())
def test_nothing_rejected_is_accepted_or_drawn(
    one: Intent, how: Settings, data: st.DataObject
) -> None:
    drawn = random.Random(0)
    open_ = lattice_of(one, how)
    rejected = data.draw(st.lists(st.sampled_from(sorted(neighbours(one))), max_size=4))
    rejected += [open_.sample(drawn) for _ in range(3)]
    closed = lattice_of(one, Settings(generalise=how.generalise, rejected=tuple(rejected)))
    assert not any(closed.accepts(symbols) for symbols in rejected)
    kept = [row.symbols for row in one.templates if row.symbols not in rejected]
    assert all(closed.accepts(symbols) for symbols in kept)
    if kept:
        assert all(closed.sample(drawn) not in rejected for _ in range(20))


@given(intents(), settings)
def test_the_rules_have_the_language_of_the_lattice(one: Intent, how: Settings) -> None:
    lattice = lattice_of(one, how)
    language = Language(learn([one], how, silent), one.name)
    for symbols in sorted(neighbours(one)):
        assert language.accepts(symbols) == lattice.accepts(symbols)
    assert language.count() == lattice.count()
    drawn = random.Random(1)
    for _ in range(20):
        assert lattice.accepts(language.sample(drawn))
        assert language.accepts(lattice.sample(drawn))


@given(intents(), settings)
def test_odds_add_up_and_no_arc_leads_back(one: Intent, how: Settings) -> None:
    lattice = lattice_of(one, how)
    for state, arcs in enumerate(lattice.arcs):
        assert math.isclose(sum(arc.odds for arc in arcs) + lattice.ends[state], 1.0)
        assert all(arc.odds > 0 and arc.into > state for arc in arcs)
        assert len({arc.symbol for arc in arcs}) == len(arcs)


@given(intents())
def test_what_is_bolder_accepts_more(one: Intent) -> None:
    counts = [lattice_of(one, Settings(generalise=bold)).count() for bold in (0.0, 0.5, 1.0)]
    assert counts == sorted(counts)


@given(st.lists(templates, min_size=1, max_size=8, unique=True), settings)
def test_odds_of_rules_are_those_of_the_lattice(rows: list[Symbols], how: Settings) -> None:
    one = Intent("Play", tuple(Template(row) for row in rows))
    lattice = lattice_of(one, how)
    draft = learn([one], how, silent)
    for rule in draft.rules:
        assert all(option.count > 0 for option in rule.choice.options)
        for inner in walk(rule.choice):
            if isinstance(inner, Optional):
                assert inner.present > 0
                assert inner.absent > 0
    first = math.fsum(option.count for option in draft.rules[0].choice.options)
    assert math.isclose(first, len(rows))
    assert lattice.ends[0] == 0


def test_walks_cross_where_two_symbols_are_shared() -> None:
    one = intent(
        "please play {song} on {service}",
        "can you play {song} by {artist}",
        "please play {song} by {artist}",
        "i want to hear {artist}",
    )
    lattice = lattice_of(one, Settings(generalise=CONSERVATIVE))
    assert lattice.accepts(template("can you play {song} on {service}"))
    assert not lattice.accepts(template("can you hear {artist}"))


def test_a_slot_that_no_template_has_twice_does_not_come_twice() -> None:
    one = intent(
        "play {song} by {artist}",
        "play {artist} on {service}",
        "play the song {song} by {artist}",
        "play the artist {artist} on {service}",
        "hear {song} by {artist} on {service} now",
        "put {artist} on {service} now please",
    )
    lattice = lattice_of(one, Settings(generalise=1.0))
    drawn = random.Random(2)
    for _ in range(200):
        names = [symbol.text for symbol in lattice.sample(drawn) if symbol.slot]
        assert len(names) == len(set(names))


def test_all_rejected_leaves_what_was_given() -> None:
    one = intent("play {song}")
    draft = learn([one], Settings(rejected=(template("play {song}"),)), silent)
    assert Language(draft, "Play").accepts(template("play {song}"))


def test_what_is_told_is_how_the_length_falls() -> None:
    told: list[Step] = []
    learn([intent(*(f"play {{song}} {word}" for word in "abcdefgh"))], Settings(), told.append)
    assert [step.intent for step in told] == ["Play", "Play"]
    assert told[0].length > told[1].length > 0


def test_two_intents_have_rules_of_their_own() -> None:
    texts = ("play {song} by {artist} now", "hear {song} by {artist} now", "play {artist} now")
    first = intent(*texts)
    draft = learn([first, Intent("Other", first.templates)], Settings(), silent)
    names = [rule.name for rule in draft.rules]
    assert len(names) == len(set(names))
    assert [rule.name for rule in draft.intents] == ["Play", "Other"]
    assert Language(draft, "Play").count() == Language(draft, "Other").count()


SCRIPT = """
from gramc.induction.lattice.learn import learn
from gramc.induction.settings import Settings, silent
from gramc.induction.symbols import Intent, Symbol, Template
texts = ["play S by A", "play the S", "please play A", "hear S", "can you play the S by A on V",
         "play S on V"]
rows = [tuple(Symbol(w, slot=w.isupper()) for w in text.split()) for text in texts]
print(learn([Intent("Play", tuple(map(Template, rows)))], Settings(generalise=1.0), silent))
"""


def test_the_order_of_hashes_does_not_matter() -> None:
    texts = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(texts) == 1
    assert texts != {b""}


@given(intents(), settings)
def test_the_same_again(one: Intent, how: Settings) -> None:
    assert learn([one], how, silent) == learn([one], how, silent)


def test_a_lattice_of_nothing_accepts_nothing() -> None:
    lattice: Lattice = lattice_of(Intent("Play", ()))
    assert not lattice.accepts(())
    assert lattice.count() == 0
