"""Utterances into grammars that nobody induced: all of them is the person's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.corpora.utterance import Span, Utterance
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_statement
from gramc.induction.update.again import first
from gramc.induction.update.language import Languages
from gramc.induction.update.learning import reinduce
from gramc.induction.update.names import named
from gramc.induction.update.vetoes import vetoes

ROOT = Path(__file__).parents[3]
WORKED = [
    "lights/lights.gram",
    "pizza/pizza.gram",
    "weather/weather.gram",
    "hindi_music/sangeet.gram",
    "spanish_music/musica.gram",
]


@pytest.mark.parametrize("name", WORKED)
def test_worked_grammars_take_utterances(name: str) -> None:
    path = ROOT / "grammars" / name
    text = path.read_text("utf-8")
    known = Languages(str(path)).of(text)
    assert known is not None
    drawn = list(known.texts(10))
    given = list(drawn)
    for number, intent in enumerate(sorted(known.intents)):
        said = f"zork the blue thing {number}"
        given.append(Utterance(said, (Span("zork", 9, 13),), (), intent))
    for one in drawn:
        for span in one.slots[:1]:
            value = one.text[span.start : span.end]
            given += [
                Utterance(f"kwzx {new}", (Span(span.name, 5, 5 + len(new)),), (), one.intent)
                for new in (value, "Blorgle")
                if not span.slots
            ]
    made = reinduce(text, str(path), first(text, str(path)), given)
    assert made.text is not None
    assert "W725" not in [finding.code for finding in made.findings]
    after = Languages(str(path)).of(made.text)
    assert after is not None
    assert after.failing <= known.failing
    assert all(after.reads(one) for one in drawn)
    assert all(after.reads(one) for one in given if one.text.startswith("zork"))
    # The person's statements are as they were; intents have one alternative more at most.
    there = named(parse(made.text, name)[0])
    for key, statement in named(parse(text, name)[0]).items():
        before, now = print_statement(statement), print_statement(there[key])
        if before != now:
            assert type(statement).__name__ in ("Intent", "Catalog"), key
            assert now.startswith(before.split("\n")[0].split("=")[0])
    again = reinduce(made.text, str(path), made.record, given)
    assert again.text == made.text
    assert again.record == made.record


def test_a_rejected_text_stands_for_its_values() -> None:
    text = """
catalog genre = detective | jazz | new age
catalog song = New | Age
intent Play = play {song} | play {genre}
test Play
  reject put on detective
  reject put on new age
  reject play jazz
  reject hear {jazz}|genre
"""
    tree, _ = parse(text, "x.gram")
    now = Languages("x.gram").of(text)
    assert now is not None
    shown = {
        " ".join(f"{{{s.text}}}" if s.slot else s.text for s in one)
        for one in vetoes(tree, now)["Play"]
    }
    assert shown == {
        "put on detective",
        "put on {genre}",
        "put on new age",
        "put on {song} age",
        "put on new {song}",
        "put on {song} {song}",
        "hear {genre}",
    }
