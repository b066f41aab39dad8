"""Learning in the readable style."""

from __future__ import annotations

from itertools import product

from gramc.induction.accept import Language
from gramc.induction.draft import Call, Sequence, nesting, walk
from gramc.induction.readable.classes import Classes, costs
from gramc.induction.readable.leads import leads, led
from gramc.induction.readable.slips import one_slip, slips
from gramc.induction.readable.table import Held
from gramc.induction.symbols import Symbol, Symbols, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from .texts import accepts, intent, learned, most_alternatives, symbols

words = st.sampled_from(["play", "some", "by", "on", "the", "{song}", "{artist}", "{service}"])
texts = st.lists(words, min_size=1, max_size=7).map(" ".join)
MUSIC = tuple(
    f"{verb} {what} {where}"
    for verb, what, where in product(
        ("play", "i need"),
        ("{song}", "the {album}", "some {genre} music"),
        ("by {artist}", "on {service}", "from {year}"),
    )
)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=1, max_size=25))
def test_every_template_is_in_the_language(given_texts: list[str]) -> None:
    draft = learned(intent("Play", *given_texts))
    assert all(accepts(draft, "Play", text) for text in given_texts)
    assert most_alternatives(draft) <= 20
    assert max(nesting(rule.choice) - 1 for rule in draft.rules) <= 4
    names = [rule.name for rule in draft.rules]
    assert len(set(names)) == len(names)


@settings(max_examples=40, deadline=None)
@given(st.lists(texts, min_size=1, max_size=15, unique=True), st.lists(texts, max_size=4))
def test_what_is_rejected_never_is(given_texts: list[str], rejected: list[str]) -> None:
    draft = learned(intent("Play", *given_texts), rejected=tuple(rejected))
    if set(given_texts) <= set(rejected):
        assert not draft.rules
        return
    assert not any(accepts(draft, "Play", text) for text in rejected)
    assert all(accepts(draft, "Play", text) for text in given_texts if text not in rejected)


def test_a_way_that_is_rejected_is_taken_out_though_it_would_be_found() -> None:
    given_texts = MUSIC[:-1]
    assert accepts(learned(intent("Play", *given_texts)), "Play", MUSIC[-1])
    draft = learned(intent("Play", *given_texts), rejected=MUSIC[-1:])
    assert not accepts(draft, "Play", MUSIC[-1])
    assert all(accepts(draft, "Play", text) for text in given_texts)


def test_the_same_templates_give_the_same_rules() -> None:
    assert learned(intent("Play", *MUSIC)) == learned(intent("Play", *MUSIC))


def test_phrases_are_put_together_in_new_ways() -> None:
    missing = MUSIC[::5]
    draft = learned(intent("Play", *(text for text in MUSIC if text not in missing)))
    assert all(accepts(draft, "Play", text) for text in missing)
    assert not accepts(draft, "Play", "by {artist} play {song}")


def test_a_lead_stands_before_requests_of_every_intent() -> None:
    draft = learned(
        intent("Play", "play {song}", "play {album}", "please play {song}", "can you play {album}"),
        intent("Stop", "stop the {song}", "stop {album}", "please stop the {song}", "stop it"),
    )
    assert accepts(draft, "Stop", "can you stop it")
    assert [rule.name for rule in draft.rules if not rule.intent][:1] == ["please"]
    users = [rule.name for rule in draft.rules if Call("please") in tuple(walk(rule.choice))]
    assert users == ["Play", "Stop"]


def test_what_is_asked_is_no_lead() -> None:
    asked = ("what is the weather", "what is it", "what s the weather", "is it cold", "is it hot")
    assert leads([[symbols(text) for text in asked]]) == ()
    assert led(symbols("please play"), frozenset({symbols("please")})) == 1
    assert led(symbols("please"), frozenset({symbols("please")})) == 0


def test_a_slip_of_the_pen_joins_nothing() -> None:
    given_texts = [f"{text} playlist" for text in MUSIC]
    given_texts.append("i need the {album} by {artist} playlst")
    draft = learned(intent("Play", *given_texts))
    assert accepts(draft, "Play", given_texts[-1])
    assert not accepts(draft, "Play", "play {song} on {service} playlst")


def test_what_is_a_slip() -> None:
    assert one_slip("playlst", "playlist")
    assert one_slip("form", "from")
    assert not one_slip("song", "songs")
    assert not one_slip("on", "in")
    assert not one_slip("play", "play")
    texts = [Template(symbols("from {year}"), 3), Template(symbols("form {year}"))]
    assert slips((one.symbols, one.count) for one in texts) == {Symbol("form")}


def test_much_data_has_few_alternatives_a_rule() -> None:
    many = [f"word{number} {{song}}" for number in range(150)]
    draft = learned(intent("Play", *many))
    assert most_alternatives(draft) <= 20
    language = Language(draft, "Play")
    assert all(language.accepts(symbols(text)) for text in many)


def _column(*texts: str) -> dict[Symbols, Held]:
    return {symbols(text): Held(4.0, 4, [f"{text} now"]) for text in texts}


def test_columns_of_two_intents_that_are_alike_are_one_rule() -> None:
    one, other = (
        _column("in {city}", "in {state}", "near {city}"),
        _column("in {city}", "in {state}"),
    )
    strange = _column("in {city}", "at {poi}")
    bits = costs([one, other, strange])
    classes = Classes(generous=True)
    assert classes.put("Weather", one, bits) == classes.put("Book", other, bits) == 0
    assert [held.count for held in classes.found[0].values()] == [8.0, 8.0, 4.0]
    assert classes.gain(0) > 0
    assert classes.put("Book", strange, bits) == 1
    careful = Classes(generous=False)
    assert [careful.put("Weather", one, bits), careful.put("Book", other, bits)] == [0, 1]
    assert careful.put("Book", dict(one), bits) == 0


def test_a_lead_is_not_put_before_what_is_rejected_with_it() -> None:
    given_texts = ("play {song}", "play {album}", "please play {song}", "play it", "stop")
    assert accepts(learned(intent("Play", *given_texts)), "Play", "please play it")
    draft = learned(intent("Play", *given_texts), rejected=("please play it",))
    assert not accepts(draft, "Play", "please play it")
    assert all(accepts(draft, "Play", text) for text in given_texts)


def test_a_phrase_does_not_end_in_the_air() -> None:
    """`is it cold at {time} in` is no phrase where *in* stands before slots otherwise."""
    whens = ("at {time}", "on {date}", "today")
    wheres = ("in {city}", "in {state}", "in {country}")
    draft = learned(
        intent(
            "Weather",
            *(
                f"is it {how} {when} {where}"
                for how in ("cold", "hot", "{condition}")
                for when in whens
                for where in wheres
            ),
        )
    )
    opening = {Symbol("in"), Symbol("at"), Symbol("on")}
    for rule in draft.rules:
        for one in walk(rule.choice):
            if isinstance(one, Sequence) and isinstance(one.parts[0], Symbol):
                assert one.parts[-1] not in opening


def test_what_nothing_is_learned_from_is_in_the_language() -> None:
    long = " ".join(f"word{number % 37}" for number in range(3_000))
    draft = learned(intent("Play", "", long, *["play {song}"] * 100_000))
    assert all(accepts(draft, "Play", text) for text in ("", long, "play {song}"))
    assert not learned().rules
