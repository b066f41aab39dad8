"""Wildcards: what they take in a text, what wins against them, what they cost, and sampling."""

from __future__ import annotations

from pathlib import Path

import gramc
import pytest
from gramc.compiler import artifact
from gramc.corpora.annotated import write
from hypothesis import given, settings
from hypothesis import strategies as st


def grammar(tmp_path: Path, source: str, **files: str) -> gramc.Grammar:
    for name, text in files.items():
        (tmp_path / f"{name}.tsv").write_text(text, encoding="utf-8")
    path = tmp_path / "g.gram"
    path.write_text(source, encoding="utf-8")
    return gramc.load(path)


def read(found: gramc.Grammar, text: str, nbest: int = 1) -> list[str]:
    return [write(parse.utterance) for parse in found.parse(text, nbest)]


MUSIC = """locale en-GB
wildcard album
wildcard artist
catalog Genre = rock | pop | "rock and roll"
skip please
intent Play = play {album} by {artist} | play {Genre} [music] | play jazz | play {artist}
"""


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("play kind of blue by miles davis", "play {kind of blue}|album by {miles davis}|artist"),
        # of equal numbers of words, the first wildcard takes the fewest
        (
            "play stand by me by ben e king",
            "play stand|album by {me by ben e king}|artist",
        ),
        ("play rock and roll", "play {rock and roll}|Genre"),
        ("play jazz", "play jazz"),
        ("play jazz music", "play {jazz music}|artist"),
        ("play rock and pop", "play {rock and pop}|artist"),
        # words passed over count before words of wildcards
        ("please play rock", "please play rock|Genre"),
        ("play rock please", "play {rock please}|artist"),
        # punctuation
        ("Play “Help!” by The Beatles.", "Play “{Help}|album|!” by {The Beatles}|artist|."),
        ("play what's up, doc?, by X!", "play {what's up, doc}|album|?, by X|artist|!"),
        ("play  Rock\t& Roll  by  R.E.M", "play  {Rock\t& Roll}|album  by  R.E.M|artist"),
        ("play cafe\u0301 by x", "play cafe\u0301|album by x|artist"),
    ],
)
def test_what_a_wildcard_takes(tmp_path: Path, typed: str, best: str) -> None:
    assert read(grammar(tmp_path, MUSIC), typed) == [best]


@pytest.mark.parametrize("typed", ["play", "play by", "play !", "play … by x", "play x by", "by x"])
def test_a_wildcard_takes_at_least_a_word(tmp_path: Path, typed: str) -> None:
    source = "wildcard a\nwildcard b\nintent P = play {a} by {b}\n"
    assert read(grammar(tmp_path, source), typed) == []


@pytest.mark.parametrize(
    ("source", "typed", "best"),
    [
        ("l'{any} maintenant", "l’été dernier maintenant", "l’{été dernier}|any maintenant"),
        ("play {any}", "playful song", None),
        ("play {any} now", "play itnow", None),
        ("{any}", "anything at all?", "{anything at all}|any|?"),
        ("{any} now", "right now now", "{right now}|any now"),
        ("play the {any}ish one", "play the old-ish one", "play the old-|any|ish one"),
        (
            "play the {any}ish one",
            "play the rather oldish one",
            "play the {rather old}|any|ish one",
        ),
        ("play the {any}ish one", "play the fishish one", "play the fish|any|ish one"),
        ("播放{any}的歌", "播放周杰伦的歌", "播放{周杰伦}|any|的歌"),
        ("{any}をかけて", "恋をかけて", "恋|any|をかけて"),
        ("{a:any} {b:any}", "one two three", "one|a {two three}|b"),
        ("<any> or <any>", "tea or coffee", "tea or coffee"),
        ("<any>", "x", "x"),
        ("say {q:(<any> | nothing)}", "say nothing", "say nothing|q"),
        ("{any} ?", "really ?", "really|any ?"),
    ],
)
def test_where_wildcards_begin_and_end(
    tmp_path: Path, source: str, typed: str, best: str | None
) -> None:
    source = source.replace(" ?", ' "?"')
    found = read(grammar(tmp_path, f"wildcard any\nintent P = {source}\n"), typed)
    assert found == ([] if best is None else [best])


def test_all_splits_are_readings(tmp_path: Path) -> None:
    found = grammar(tmp_path, "wildcard a\nwildcard b\nintent P = {a} by {b}\n")
    assert read(found, "x by y by z by w", 9) == [
        "x|a by {y by z by w}|b",
        "{x by y}|a by {z by w}|b",
        "{x by y by z}|a by w|b",
    ]
    assert [p.logprob for p in found.parse("x by y by z by w", 9)] == [0.0] * 3


EXAMPLES = (
    "value\tid\tweight\nHelp!\tHELP\t3\nstand by me\tSTAND\t1\n“Heroes”\t\t1\nnothing\tNO\t0\n"
)
KNOWN = 'wildcard album from "albums.tsv"\nwildcard artist\n'


def test_examples_are_known(tmp_path: Path) -> None:
    source = KNOWN + "intent P = play {album} by {artist} | play {album}\n"
    found = grammar(tmp_path, source, albums=EXAMPLES)
    assert read(found, "play stand by me by ben e king", 9) == [
        "play {stand by me}|album=STAND by {ben e king}|artist",
        "play stand|album by {me by ben e king}|artist",
        "play {stand by me by ben e king}|album",
    ]
    assert read(found, "play help! by x") == ["play help!|album=HELP by x|artist"]
    assert read(found, "play “heroes”!") == ["play “heroes”|album|!"]
    assert read(found, "play nothing") == ["play nothing|album"]  # weight 0 is no example
    assert read(found, "play help me") == ["play {help me}|album"]


def test_sampled_from_examples_and_parsed_back(tmp_path: Path) -> None:
    source = KNOWN + "intent P = play {album} [now] | my {x:<album>}\n"
    found = grammar(tmp_path, source, albums=EXAMPLES)
    drawn = list(found.sample(300, seed=4))
    assert {s.value for u in drawn for s in u.slots} == {"HELP", "STAND", None}
    helps = sum(u.slots[0].value == "HELP" for u in drawn)
    assert 150 < helps < 210  # 3 of 5
    for utterance in drawn:
        assert found.parse(utterance.text)[0].utterance == utterance


def test_without_examples_it_parses_and_does_not_sample(tmp_path: Path) -> None:
    found = grammar(tmp_path, "wildcard any\nintent P = say {any}\n")
    assert read(found, "say it") == ["say it|any"]
    with pytest.raises(ValueError, match="wildcards any have no examples"):
        list(found.sample(1))
    given = found.bind("any", ["so it is"])
    assert write(next(given.sample(1))) == "say {so it is}|any"
    assert read(given, "say it is so") == ["say {it is so}|any"]


def test_an_artifact_keeps_wildcards(tmp_path: Path) -> None:
    source = KNOWN + "intent P = play {album} by {artist}\n"
    found = grammar(tmp_path, source, albums=EXAMPLES)
    path = tmp_path / "g.gramc"
    path.write_bytes(b"".join(artifact.save(found.compiled)))
    again = gramc.load(path)
    for typed in ("play help! by x", "play one or two by three"):
        assert read(again, typed) == read(found, typed) != []
    assert again.compiled.missing() == ["artist"]
    assert again.compiled.missing(parsing=True) == []


def test_a_wildcard_may_carry_features(tmp_path: Path) -> None:
    source = """feature gender = f | m
wildcard noun from "nouns.tsv"
intent P = (el @m | la @f) {noun} @agree(gender)
"""
    nouns = "value\tgender\ncasa\tf\nlibro\tm\n"
    found = grammar(tmp_path, source, nouns=nouns)
    assert {u.text for u in found.sample(50)} == {"la casa", "el libro"}
    assert read(found, "la lluvia") == ["la lluvia|noun"]


def steps(tmp_path: Path, source: str, text: str) -> int:
    parser = grammar(tmp_path, source).parser()
    parser(text)
    return parser.steps


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (" and ".join(f"{{s{n}:any}}" for n in range(10)), "and"),
        (" ".join(f"{{s{n}:any}}" for n in range(10)), "x"),
        ("go {a:any}s {b:any}s {c:any}s now", "sss"),
        ("({a:any} and)+ {b:any}", "and"),
    ],
)
def test_hostile_input_is_linear(tmp_path: Path, body: str, word: str) -> None:
    source = f"wildcard any\nintent P = {body}\n"
    few = steps(tmp_path, source, f"go {word} " * 125)
    many = steps(tmp_path, source, f"go {word} " * 1000)
    assert many < 8.5 * few
    assert many < 2000 * 10 * 30


WORDS = st.lists(st.sampled_from(["a", "by", "b", "c-d", "e.f"]), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_every_split_is_found(
    tmp_path_factory: pytest.TempPathFactory, parts: list[list[str]]
) -> None:
    """What stands between the words of a grammar is a reading, however it is split."""
    names = [f"s{n}" for n in range(len(parts))]
    body = " by ".join(f"{{{name}:any}}" for name in names)
    folder = tmp_path_factory.mktemp("split")
    found = grammar(folder, f"wildcard any\nintent P = {body}\n")
    text = " by ".join(" ".join(part) for part in parts)
    readings = [
        [text[s.start : s.end] for s in parse.utterance.slots] for parse in found.parse(text, 200)
    ]
    words = text.split(" ")
    assert [" ".join(part) for part in parts] in readings
    every = _splits(words, len(parts))
    assert readings[0] == every[0]
    assert sorted(readings) == sorted(every)


def _splits(words: list[str], count: int) -> list[list[str]]:
    """All ways to split words at *count* - 1 times `by`, the first parts shortest."""
    if count == 1:
        return [[" ".join(words)]] if words else []
    return [
        [" ".join(words[:at]), *rest]
        for at in range(1, len(words))
        if words[at] == "by"
        for rest in _splits(words[at + 1 :], count - 1)
    ]


def test_no_wildcard_in_a_skip(tmp_path: Path) -> None:
    source = "wildcard any\nwell = well <any>\nskip so | <well>\nintent P = play\n"
    with pytest.raises(gramc.GrammarError) as caught:
        grammar(tmp_path, source)
    (finding,) = caught.value.findings
    assert (finding.code, finding.span.line, finding.span.column) == ("E314", 3, 11)


HOUSE = """locale en-US
wildcard album
wildcard artist
wildcard item
wildcard message
wildcard label
catalog List = shopping | "to do" | "christmas to buy"
catalog room = kitchen | "living room"
minutes = <1..60>

intent Play = play {album} by {artist} [in [the] {room}] [please] [now]
intent Add = (add | put) {item} (to | on) [my | the] {List} [list]
intent Say = (broadcast | announce) {message}
intent SayIn = (broadcast | announce) {message} in [the] {room}
intent Timer =
    (start | set) [a] {minutes} minute[s] timer [(named | called | for) {label}]
  | (start | set) [a] timer for {minutes} minute[s] [(named | called) {label}]
"""


@pytest.mark.parametrize(
    ("typed", "intent", "best"),
    [
        (
            "Play the white album by the beatles, please now!",
            "Play",
            "Play {the white album}|album by {the beatles}|artist|, please now!",
        ),
        (
            "play now by queen in the living room",
            "Play",
            "play now|album by queen|artist in the {living room}|room",
        ),
        (
            "play live in the kitchen by the now now",
            "Play",
            "play {live in the kitchen}|album by {the now}|artist now",
        ),
        (
            "add apples and oranges to my shopping list",
            "Add",
            "add {apples and oranges}|item to my shopping|List list",
        ),
        (
            "put a note to self on the to-do list",
            "Add",
            "put {a note to self}|item on the to-do|List list",
        ),
        (
            "add ham to eggs to christmas to buy",
            "Add",
            "add {ham to eggs}|item to {christmas to buy}|List",
        ),
        (
            "broadcast dinner's ready in the kitchen",
            "SayIn",
            "broadcast {dinner's ready}|message in the kitchen|room",
        ),
        (
            "announce we meet in the garden",
            "Say",
            "announce {we meet in the garden}|message",
        ),
        (
            "set a timer for 5 minutes called pasta for two",
            "Timer",
            "set a timer for 5|minutes=5 minutes called {pasta for two}|label",
        ),
        (
            "start a 15 minute timer for the pizza",
            "Timer",
            "start a 15|minutes=15 minute timer for {the pizza}|label",
        ),
    ],
)
def test_questions_to_a_house(tmp_path: Path, typed: str, intent: str, best: str) -> None:
    found = grammar(tmp_path, HOUSE).parse(typed)
    assert found[0].intent == intent
    assert write(found[0].utterance) == best


def test_words_beat_catalogues_beat_probability(tmp_path: Path) -> None:
    """The order in which readings rank, each of which differs from the next in one thing."""
    source = """wildcard any
catalog Song = "hey jude"
skip hey
intent Skip /9/ = hey {Song} | jude
intent Wild /9/ = play {any}
intent Text /9/ = play hey jude
intent Known = play {Song}
intent Half /9/ = play hey {any}
"""
    found = grammar(tmp_path, source)
    assert [(p.intent, p.skipped) for p in found.parse("play hey jude", 9)] == [
        ("Known", 0),
        ("Text", 0),
        ("Half", 0),
        ("Wild", 0),
        ("Wild", 1),
    ]


PLAYER = """locale en-GB
wildcard query
catalog room = kitchen
kind = list => playlist | song => track
intent Next = next song
intent Play = play {query} | {query} playing | play {query}["-"]{kind:<kind>}
skip please | can you | i want
"""


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        # words that may be passed over are no beginning of any words
        ("can you please song one playing", "can you please {song one}|query playing"),
        ("i want next song playing", "i want {next song}|query playing"),
        ("i want next song", "i want next song"),
        # elsewhere a wildcard takes them
        ("play can you dance", "play {can you dance}|query"),
        # of as many words, what the grammar says of the text counts
        ("play summerlist", "play summer|query|{list}|kind=playlist"),
        ("play summer-list", "play summer|query|-{list}|kind=playlist"),
    ],
)
def test_what_is_left_to_a_wildcard(tmp_path: Path, typed: str, best: str) -> None:
    assert read(grammar(tmp_path, PLAYER), typed) == [best]
