"""Slots with what is written onto them are one symbol while rules are learned."""

from __future__ import annotations

import pytest
from gramc.induction.affixes import Affixes
from gramc.induction.draft import Call, Choice, Draft, Option, Optional, Repeat, Rule, Sequence
from gramc.induction.induce import induce
from gramc.induction.lexicon import Lexicon
from gramc.induction.memorised import learn
from gramc.induction.settings import Settings, silent
from gramc.induction.symbols import Symbol

from .golden_texts import golden, spelled, utterances


@pytest.mark.parametrize(
    ("line", "symbols"),
    [
        ("şimdi {İzmir}|city|'de hava", "şimdi {city_de} hava"),
        ("mets d'{Air}|artist|", "mets {d_artist}"),
        ("un{do}|a|ing {x}|b", "{un_a_ing} {b}"),
        ("{x}|a|-{y}|b", "{a_}{b}"),
        ("播放{x}|a|的歌", "播放{a}的歌"),
        ("play {x}|a by {y}|b", "play {a} by {b}"),
    ],
)
def test_what_touches_a_slot_is_part_of_it(line: str, symbols: str) -> None:
    found = golden(line)
    [intent] = Affixes(found.intents).intents(found.intents)
    assert spelled(intent.templates[0]) == symbols


def test_names_are_those_of_no_slot() -> None:
    found = golden("{x}|city|'s {y}|city_s {z}|city_s_")
    [intent] = Affixes(found.intents).intents(found.intents)
    names = [symbol.text for symbol in intent.templates[0].symbols]
    assert len(set(names)) == 3


def test_rules_are_taken_apart_again() -> None:
    found = golden("{x}|city|'de {y}|city|'da", "d'{x}|city")
    affixes = Affixes(found.intents)
    glued = affixes.intents(found.intents)
    assert affixes.apart(learn(glued, Settings(), silent)) == learn(
        found.intents, Settings(), silent
    )
    one = glued[0].templates[0].symbols[1]
    parts = (Symbol("city", True), Symbol("'da", touches=True))
    apart = Sequence(parts)
    rule = Rule(
        "Go",
        Choice(
            (
                Option(Optional(one, 2, 3), 4),
                Option(Repeat(Choice((Option(one),)), 0, 2)),
                Option(Sequence((Symbol("x"), one, Call("y")))),
            )
        ),
    )
    [made] = affixes.apart(Draft((rule,))).rules
    assert made.choice == Choice(
        (
            Option(Optional(apart, 2, 3), 4),
            Option(Repeat(Choice((Option(apart),)), 0, 2)),
            Option(Sequence((Symbol("x"), *parts, Call("y")))),
        )
    )


def test_no_spaces_are_quoted_for_endings() -> None:
    lines = (
        "{İzmir}|city|'de hava nasıl",
        "{Ankara}|city|'da hava nasıl",
        "{İzmir}|city için hava nasıl",
        "{yarın}|date hava nasıl",
        "{yarın}|date {Ankara}|city|'da hava nasıl olacak",
    )
    made = induce(utterances(*lines), Lexicon(), Settings("readable"), locale="tr")
    assert made.rendered is not None
    assert '" "' not in made.rendered.text
    assert not made.findings
