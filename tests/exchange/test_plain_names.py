"""Names that a target allows."""

from __future__ import annotations

from gramc.dsl.span import Span
from gramc.exchange.plain.names import Names

PLACE = Span("a.gram", 1, 1, 2, 1)


def test_names_are_legal_and_each_given_once() -> None:
    names = Names("A-Za-z", "A-Za-z0-9_", longest=8)
    wanted = [
        "play",
        "play",
        "a.b-c",
        "Größe",
        "संगीत",
        "2nd",
        "a_very_long_name",
        "a_very_long_one",
    ]
    assert [names.name(w) for w in wanted] == [
        *("play", "play_2", "a_b_c", "Gro_e", "x", "x2nd", "a_very_l", "a_very_2"),
    ]
    finding = names.finding("Alexa", PLACE)
    assert finding is not None
    assert (finding.code, finding.span) == ("W622", PLACE)
    assert finding.message.startswith(
        "7 names are changed, as Alexa does not allow them: “play” is"
    )


def test_one_name_for_one_thing() -> None:
    names = Names("a-z", "a-z_", fold=True, reserved=["intent"], filler="_", letter="q")
    assert [names.of(w) for w in ("intent", "a b", "ab", "intent", "a b")] == [
        *("intent_b", "a_b", "ab", "intent_b", "a_b"),
    ]
    assert Names().finding("Lex", PLACE) is None


def test_names_that_differ_in_case_only() -> None:
    names = Names(fold=True)
    assert [names.name(w) for w in ("Song", "song", "SONG")] == ["Song", "song_2", "SONG_3"]
