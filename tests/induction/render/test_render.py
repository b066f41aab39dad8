"""Grammars as text: by hand, and read by eye."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from gramc.dsl.parse import parse
from gramc.induction.catalogues import SlotCatalogue
from gramc.induction.draft import (
    Call,
    Choice,
    Draft,
    Expression,
    Note,
    Option,
    Optional,
    Repeat,
    Rule,
)
from gramc.induction.draft import Sequence as Parts
from gramc.induction.render.comments import comment
from gramc.induction.render.odds import Odds, borne_out
from gramc.induction.render.render import Options, render
from gramc.induction.seen import Golden, Seen, Value
from gramc.induction.symbols import Symbol

HERE = Path(__file__).resolve().parent


def words(text: str) -> list[Symbol]:
    """`play {artist} 's` as symbols; `'s` and `的` touch what is before them."""
    return [
        Symbol(word.strip("{}"), word.startswith("{"), word in ("'s", "的", "号"))
        for word in text.split()
    ]


def say(*parts: str | Expression) -> Expression:
    found: list[Expression] = []
    for part in parts:
        found += words(part) if isinstance(part, str) else [part]
    return found[0] if len(found) == 1 else Parts(tuple(found))


def pick(*options: str | Expression | tuple[str | Expression, float]) -> Choice:
    counted = [one if isinstance(one, tuple) else (one, 1.0) for one in options]
    return Choice(
        tuple(Option(say(one) if isinstance(one, str) else one, count) for one, count in counted)
    )


def maybe(*options: str | Expression, present: float = 1, absent: float = 1) -> Optional:
    inner = pick(*options)
    one = inner.options[0].expression if len(inner.options) == 1 else inner
    return Optional(one, present, absent)


def written(rules: Sequence[Rule], slots: Sequence[str] = (), **options: object) -> str:
    """The rules alone, without marks."""
    golden = Golden((), tuple(Seen(slot, (Value("x"),)) for slot in slots), "")
    fillers = [SlotCatalogue(slot, slot, (Value("x"),)) for slot in slots]
    given = Options(comments=False, **options)  # type: ignore[arg-type]
    text = render(Draft(tuple(rules)), golden, fillers, given).text
    assert parse(text, "a.gram")[1] == []
    lines = [line for line in text.splitlines(True) if not line.startswith("catalog")]
    return "".join(lines).lstrip("\n")


def intent(*options: str | Expression | tuple[str | Expression, float]) -> Rule:
    return Rule("Play", pick(*options), True)


# ------------------------------------------------------------------------------ golden files


def test_a_draft_as_a_file(golden: Callable[[Path, str], None]) -> None:
    note = Note(41, ("by {artist}", "on {service}"), 312.4)
    rules = [
        Rule(
            "PlayMusic",
            pick(
                (say(Call("play_request"), Repeat(Call("modifier"), 0, 3)), 31),
                (say(Call("play_music"), Repeat(Call("modifier"), 1, 3)), 19),
                (say(Call("please"), "turn on {service} to play {year}"), 2),
            ),
            True,
            Note(52, ("play the top song by {Jack Grisham}|artist", "stop"), 812.0),
        ),
        Rule(
            "play_request",
            pick(
                (
                    say(
                        Call("play"),
                        pick(
                            (
                                say(
                                    pick(say("a", maybe("{sort}")), "something from the"),
                                    "{artist} {music_item}",
                                ),
                                12,
                            ),
                            say("some", pick("{genre}", "{artist}", "{year}"), maybe("music")),
                            say(
                                pick("the", "{sort}"),
                                "{music_item}",
                                pick(say(maybe("titled"), "{track}"), "from {year}", "{album}"),
                            ),
                            "{track}",
                            "my {playlist} playlist",
                            say(maybe("the playlist"), "{playlist}"),
                        ),
                    ),
                    24,
                ),
                say("i want to hear", pick("a {artist} {music_item}", "{album} from {artist}")),
                "can i hear a {music_item} by {artist} on the {service} service",
            ),
            note=Note(31, ("play the top song",), 101.0, "The verb is one of 3 seen."),
        ),
        Rule("modifier", pick(("on {service}", 20), ("by {artist}", 12), "from {year}"), note=note),
        Rule("play", pick(("play", 22), ("put on", 2), ("i need", 1))),
        Rule(
            "play_music",
            pick(say("play", pick("music", "something", "anything"), maybe(Call("please")))),
            note=Note(19, ("play music",), 0.2),
        ),
        Rule(
            "Stop",
            pick((say(maybe(Call("please"), present=3, absent=30), "stop"), 33)),
            True,
            Note(33, ("stop",)),
        ),
        Rule(
            "please",
            pick(("please", 30), ("would you be so kind as to", 2)),
            note=Note(36, ("please",), 20.5),
        ),
    ]
    slots = (
        "artist",
        "sort",
        "music_item",
        "genre",
        "year",
        "track",
        "album",
        "playlist",
        "service",
    )
    golden_of = Golden(
        (), tuple(Seen(s, (Value(f"a {s}", None, 2), Value("x"))) for s in slots), "en"
    )
    fillers = [SlotCatalogue(slot, slot, (Value(f"a {slot}"), Value("x"))) for slot in slots[:-2]]
    fillers.append(SlotCatalogue("playlist", "playlist", path="lists/playlist.txt"))
    fillers.append(
        SlotCatalogue(
            "service",
            "service",
            (Value("x"),),
            False,
            "lists/service.txt",
            "service_list",
            "service_seen",
            (3, 1),
        )
    )
    options = Options(name="music", reasons={"playlist": "2 of 2 values seen are in the catalogue"})
    text = render(Draft(tuple(rules)), golden_of, fillers, options).text
    golden(HERE.parent / "golden" / "by_hand.gram", text)
    assert max(map(len, text.splitlines())) < 100


# ----------------------------------------------------------------------------------- touching


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (say("play {artist} 's music"), "play {artist}'s music"),
        (say("{artist} 的 号"), "{artist}的号"),
        (say("play", maybe("some"), "'s music"), 'play[" "some]\'s music'),
        (say("play", pick("some", "'s"), "music"), 'play(" "some | \'s) music'),
        (say("play", maybe("的"), "music"), "play[的] music"),
        (say("play", Repeat(say("的"), 0, 2), "music"), "play[的[的]] music"),
    ],
)
def test_what_touches_is_one_word(one: Expression, text: str) -> None:
    assert written([intent(one)], ("artist",), weights=False) == f"intent Play = {text}\n"


def test_a_rule_that_touches_for_some_writes_its_own_spaces() -> None:
    rules = [
        intent(say("play", Call("end")), say("put on", Call("end"))),
        Rule("end", pick("some", "'s", "more of it", "all of it", "a lot", "much", "any of it")),
    ]
    assert written(rules) == (
        "intent Play = play<end> | put on<end>\n\n"
        'end =\n    " "some\n  | \'s\n  | (" "more | " "all | " "any) of it\n'
        '  | " "a lot\n  | " "much\n'
    )


# -------------------------------------------------------------------------------------- shape


def test_rules_used_once_that_say_little_are_inlined() -> None:
    rules = [
        intent(say(Call("verb"), "music"), say("start", Repeat(Call("more"), 0, 2))),
        Rule("verb", pick("play", "put on")),
        Rule("more", pick("now", "here")),
        Rule("never", pick("used")),
    ]
    assert written(rules) == (
        "intent Play = (play | put on) music | start <more>{0,2}\n\nmore = now | here\n"
    )


def test_what_several_intents_use_stands_by_itself() -> None:
    polite = Rule("polite", pick("please", "kindly"))
    rules = [
        intent(say(Call("polite"), "play")),
        polite,
        Rule("Stop", pick(say(Call("polite"), "stop")), True),
    ]
    assert written(rules) == (
        "intent Play = <polite> play\n\nintent Stop = <polite> stop\n\n"
        "# Used by several intents.\n\npolite = please | kindly\n"
    )


def test_what_begins_or_ends_alike_is_drawn_together() -> None:
    one = intent(
        "play some good music",
        "play some music",
        "let me hear {artist} on {service}",
        "give me {artist} on {service}",
    )
    assert written([one], ("artist", "service")) == (
        "intent Play = play some [good] music | (let me hear | give me) {artist} on {service}\n"
    )
    exact = written([one], ("artist", "service"), style="exact")
    assert "| play some music" in exact


def test_rules_with_too_many_alternatives_are_taken_apart() -> None:
    one = intent(*(f"word{number}" for number in range(45)))
    text = written([one])
    named = re.findall(r"  \| (/\d+/) <Play_more(?:_more)?>\n\nPlay_more", text)
    assert named == ["/20/", "/5/"]
    assert max(part.count("\n  | ") for part in text.split("\n\n")) == 19
    assert written([one], style="exact").count("\n  | ") == 44


def test_deep_brackets_become_rules() -> None:
    one: Expression = say("a", maybe("b"))
    for word in "cdefgh":
        one = say(word, pick(one, "x y"))
    text = written([intent(one)], style="exact")
    assert "<" in text
    depth = deepest = 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        deepest = max(deepest, depth)
    assert deepest <= 4


def test_names_give_way_to_those_of_slots_and_intents() -> None:
    rules = [
        intent(say(Call("artist"), Call("Play 2"), "{artist}"), say(Call("artist"), "now")),
        Rule("artist", pick("a", "b")),
        Rule("Play 2", pick(*(f"word{n}" for n in range(8)))),
    ]
    text = written(rules, ("artist",))
    assert "<artist_2> <Play_2> {artist} | <artist_2> now" in text


def test_one_rule_several_times_is_a_repeat() -> None:
    more = Rule("more", pick(*(f"word{n}" for n in range(7))))
    times = pick((say(Call("more")), 3), (say(Call("more"), Call("more")), 2))
    one = intent(say("play", Optional(times, 5, 4), Call("more")), say("stop", maybe(Call("more"))))
    assert written([one, more]).startswith("intent Play = play <more>{1,3} | stop [<more>]\n")
    rare = intent(say("play", Optional(times, 5, 400), Call("more")))
    assert "[/0.014/ <more>{1,2}] <more>" in written([rare, more])
    exact = written([one, more], style="exact")
    assert "[/1.3/ (/3/ <more> | /2/ <more> <more>)] <more>" in exact


# ------------------------------------------------------------------------------------ weights


def test_weights_are_small_and_only_where_the_data_bear_them_out() -> None:
    coarse = Odds()
    assert coarse.weights([1, 1, 1]) == [None, None, None]
    assert coarse.weights([2, 1]) == [None, None]
    assert list(coarse.weights([34, 16])) == ["2", None]
    assert list(coarse.weights([30, 10, 5, 1, 1])) == ["20", "7", "4", None, None]
    # The exact style's odds are smoothed where they are learned, and so written as they are.
    fine = Odds(coarse=False)
    assert list(fine.weights([5, 2])) == ["5", "2"]
    assert list(fine.weights([0.9, 0.1])) == ["9", None]
    assert fine.optional(0.2, 0.8) == "0.25"
    assert "0" not in fine.weights([0.9, 0.0])
    assert coarse.optional(25, 20) is None
    assert coarse.optional(10, 40) == "0.3"
    assert coarse.optional(40, 10) == "4"
    assert Odds(written=False).optional(40, 10) is None
    assert not borne_out([0.5, 0.5])


def test_weights_of_optional_alternatives_keep_their_own() -> None:
    one = intent(say(maybe("please", "kindly", present=30, absent=3), "stop"))
    assert written([one]) == "intent Play = [/9/ (please | kindly)] stop\n"


# ----------------------------------------------------------------------------------- comments


def test_comments_are_one_line_as_long_as_there_is_room() -> None:
    note = Note(34.4, ("play {hip hop}|genre", "put on {jazz}", "more"), 41.3)
    assert comment(note, 50, False, 18) == [
        "34 of 50: “play hip hop”, “put on {jazz}”; saves 41 bits"
    ]
    assert comment(Note(1), 1, True, 18) == ["1 utterance"]
    long = Note(3, ("would you be so kind as to " * 4, "please"), 0.4, "why " * 30)
    first, *more = comment(long, 1200, True, 18)
    assert first.startswith("1,200 utterances: “would you be so kind as to would")
    assert first.endswith("…”")
    assert len(first) <= 99 - 18 - 2
    assert all(len(line) <= 97 for line in more)
    assert " ".join(more) == ("why " * 30).strip()
    assert comment(Note(3, ("无" * 200,)), 9, False, 18)[0].startswith("3 of 9: “无")
