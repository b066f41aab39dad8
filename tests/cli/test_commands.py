"""What compile, sample, parse, count and test do on the command line."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .running import conversation, gramc, process

GOLDEN = Path(__file__).parent / "golden"
MUSIC = str(Path(__file__).parents[2] / "grammars" / "music" / "music.gram")
LIGHTS = """\
locale en-GB
catalog room
catalog colour = red => "#f00" | warm white
on = on => ON | off => OFF
intent Switch /3/ = [please] turn {State:<on>} the {room} light {domain = light}
intent Paint = paint it {colour} | light {area = @area}

test Switch
  bind room = kitchen | bath
  accept turn on the kitchen light
  accept turn on|State=ON the bath|room light {}|domain=light
  reject turn up the kitchen light
test Paint
  accept paint it {warm white}|colour
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lights.gram").write_text(LIGHTS)
    Path("rooms.txt").write_text("kitchen\nliving room\n")


BOUND = ("lights.gram", "--bind", "room=rooms.txt")


# --------------------------------------------------------------------------- compile


def test_compiling_gives_the_same_bytes_every_time() -> None:
    assert gramc("compile", MUSIC, "-o", "a.gramc").code == 0
    assert process("compile", MUSIC, "-o", "b.gramc", PYTHONHASHSEED="7").code == 0
    assert Path("a.gramc").read_bytes() == Path("b.gramc").read_bytes()
    assert process("compile", MUSIC, "-o", "-").code == 0


def test_compiling_again_from_an_artifact_changes_nothing() -> None:
    assert gramc("compile", MUSIC, "-o", "a.gramc").code == 0
    assert gramc("compile", "a.gramc", "-o", "b.gramc").code == 0
    assert Path("a.gramc").read_bytes() == Path("b.gramc").read_bytes()


def test_catalogues_can_be_bound_when_compiling_and_after() -> None:
    assert gramc("compile", *BOUND, "-o", "bound.gramc").code == 0
    assert gramc("compile", "lights.gram", "-o", "open.gramc").code == 0
    wanted = gramc("sample", *BOUND, "-n", "50")
    assert wanted.code == 0
    assert gramc("sample", "bound.gramc", "-n", "50") == wanted
    assert gramc("sample", "open.gramc", "--bind", "room=rooms.txt", "-n", "50") == wanted
    assert gramc("sample", "open.gramc").code == 1


def test_an_openfst_archive() -> None:
    import pynini

    assert gramc("compile", MUSIC, "--far", "music.far").code == 0
    with pynini.Far("music.far") as far:
        assert far.arc_type() == "standard"
        assert far.get_key() == "PlayMusic"
        assert far.get_fst().input_symbols().member("<space>")
    assert sorted(os.listdir()) == ["lights.gram", "music.far", "rooms.txt"]


def test_warnings_are_told_when_compiling() -> None:
    Path("a.gram").write_text("intent A = a\nlonely = b\n")
    result = gramc("compile", "a.gram", "-o", "a.gramc")
    assert result.code == 0
    assert "W501" in result.err
    assert "W501" not in gramc("sample", "a.gram").err


def test_catalogues_outside_the_folder_need_permission() -> None:
    Path("elsewhere").mkdir()
    Path("elsewhere/rooms.txt").write_text("kitchen\n")
    Path("inner").mkdir()
    grammar = "inner/a.gram"
    Path(grammar).write_text(
        'catalog room from "../elsewhere/rooms.txt"\nintent A = go to the {room}\n'
    )
    allowed = ("--catalog-path", "elsewhere")
    for command in (["check"], ["sample"], ["compile", "-o", "a.gramc"], ["test"], ["count"]):
        refused = gramc(*command, grammar)
        assert refused.code == 1
        assert "E403" in refused.err
        assert gramc(*command, grammar, *allowed).code == 0
    parsed = gramc("parse", grammar, "go to the kitchen", *allowed)
    assert parsed.out.startswith("go to the kitchen|room\n")


# --------------------------------------------------------------------------- sample


def test_ten_sentences_where_nothing_is_said() -> None:
    result = gramc("sample", MUSIC)
    assert (result.code, result.err) == (0, "")
    assert len(result.out.splitlines()) == 10


def test_the_seed_decides() -> None:
    one = gramc("sample", MUSIC, "-n", "30", "--seed", "1").out
    assert gramc("sample", MUSIC, "-n", "30", "--seed", "1").out == one
    assert gramc("sample", MUSIC, "-n", "30", "--seed", "2").out != one
    assert gramc("sample", MUSIC, "-n", "20", "--seed", "1").out == "".join(
        one.splitlines(keepends=True)[:20]
    )
    assert gramc("sample", MUSIC, "-n", "0").out == ""
    assert gramc("sample", MUSIC, "--seed", "-1").code == 0


def test_the_same_bytes_in_a_file_and_in_a_pipe() -> None:
    piped = process("sample", MUSIC, "-n", "500", PYTHONHASHSEED="5")
    assert gramc("sample", MUSIC, "-n", "500", "-o", "out.txt").out == ""
    assert Path("out.txt").read_bytes() == piped.out.encode()


def test_intents() -> None:
    both = gramc("sample", *BOUND, "-n", "200").out.splitlines()
    switches = sum(line.startswith("Switch\t") for line in both)
    assert 120 < switches < 180  # three of four
    one = gramc("sample", *BOUND, "-n", "50", "--intent", "Paint").out.splitlines()
    assert all(line.startswith("Paint\t") for line in one)
    every = gramc("sample", *BOUND, "-n", "200", "--intent", "Paint", "--intent", "Switch")
    assert every.out.splitlines() == both


def test_formats(golden: Callable[[Path, str], None]) -> None:
    for form in ("text", "annotated", "jsonl", "bio"):
        result = gramc("sample", *BOUND, "-n", "8", "--format", form)
        assert (result.code, result.err) == (0, "")
        golden(GOLDEN / "sample" / f"{form}.txt", result.out)
        result = gramc("sample", *BOUND, "--all", "--format", form, "--with-probability")
        assert (result.code, result.err) == (0, "")
        golden(GOLDEN / "sample" / f"{form}-all.txt", result.out)


def test_probabilities_of_drawn_sentences_are_those_of_their_derivations() -> None:
    lines = gramc("sample", *BOUND, "-n", "50", "--with-probability").out.splitlines()
    objects = gramc("sample", *BOUND, "-n", "50", "--format", "jsonl").out.splitlines()
    known = {}
    heading = ""
    for line in gramc("sample", *BOUND, "--all", "--with-probability").out.splitlines():
        if line.startswith("# intent: "):
            heading = line.removeprefix("# intent: ")
        else:
            odds, _, text = line.partition("\t")
            known[f"{heading}\t{text}"] = float(odds)
    for line, row in zip(lines, objects, strict=True):
        odds, _, text = line.partition("\t")
        assert math.isclose(float(odds), known[text], rel_tol=1e-12)
        assert math.isclose(json.loads(row)["logprob"], math.log(known[text]), rel_tol=1e-12)


def test_the_probabilities_of_all_sentences_add_up_to_one() -> None:
    out = gramc("sample", MUSIC, "--all", "--with-probability").out
    assert math.isclose(sum(float(line.partition("\t")[0]) for line in out.splitlines()), 1)


def test_texts_that_two_labellings_share_are_listed_once() -> None:
    source = b"intent A = {x:(a | b)} | {y:(a | c)}\n"
    result = gramc("sample", "-", "--all", "--format", "text", "--with-probability", stdin=source)
    assert result.out == "0.5\ta\n0.25\tb\n0.25\tc\n"


def test_a_language_without_end_is_not_listed() -> None:
    result = gramc("sample", "-", "--all", stdin=b"m = very <m> | good\nintent A = <m>\n")
    assert (result.code, result.out) == (1, "")
    assert "E330" in result.err


def test_too_large_a_language_is_not_listed() -> None:
    digits = "d = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9\nintent Ring = " + "<d> " * 9 + "\n"
    Path("ring.gram").write_text(digits)
    result = gramc("sample", "ring.gram", "--all", "-o", "out.txt")
    assert (result.code, result.out) == (1, "")
    assert "E331" in result.err
    assert "1,000,000,000" in result.err
    assert not Path("out.txt").exists()


# --------------------------------------------------------------------------- parse


def test_parsing(golden: Callable[[Path, str], None]) -> None:
    texts = ["Turn on the living room light", "paint it warm white!", "paint it green"]
    result = gramc("parse", *BOUND, *texts, "light")
    assert result.code == 1
    golden(GOLDEN / "parse.txt", result.out)
    assert result.err == ""


def test_parsing_lines_of_standard_input() -> None:
    lines = b"turn off the kitchen light\nnonsense\n"
    result = gramc("parse", *BOUND, "--output-format", "json", stdin=lines)
    assert result.code == 1
    first, second = map(json.loads, result.out.splitlines())
    (parse,) = first["parses"]
    assert first["text"] == parse["text"] == "turn off the kitchen light"
    assert parse["intent"] == "Switch"
    assert parse["slots"][0] == {
        "name": "State",
        "text": "off",
        "start": 5,
        "end": 8,
        "value": "OFF",
        "slots": [],
    }
    assert parse["slots"][2]["value"] == "light"
    assert math.isclose(parse["logprob"], math.log(1 / 8))
    assert second == {"text": "nonsense", "parses": []}


def test_lines_are_answered_one_by_one() -> None:
    lines = [b"turn off the kitchen light\n", b"nonsense\r\n", b"\n"]
    found = conversation(lines, "parse", *BOUND, "--output-format", "json")
    texts = [json.loads(line)["text"] for line in found]
    assert texts == ["turn off the kitchen light", "nonsense", ""]


def test_many_lines_are_all_answered() -> None:
    texts = [f"{'turn ' * (n % 60)}on the kitchen light" for n in range(4000)]
    given = "\n".join(texts).encode()
    assert len(given) > 1 << 18
    result = gramc("parse", *BOUND, "--output-format", "json", stdin=given)
    assert [json.loads(line)["text"] for line in result.out.splitlines()] == texts


def test_parsing_options() -> None:
    assert gramc("parse", *BOUND, "LIGHT", "--context", "area=Hall").code == 0
    found = gramc("parse", *BOUND, "light", "--context", "area=Hall", "--output-format", "json")
    assert json.loads(found.out)["parses"][0]["slots"][0]["value"] == "Hall"
    assert gramc("parse", *BOUND, "LIGHT", "--case-sensitive", "--context", "area=x").code == 1
    Path("twice.gram").write_text('intent A = {x:"go"} | {y:"go"} | /2/ {z:"go"}\n')
    best = gramc("parse", "twice.gram", "go", "--nbest", "3", "--output-format", "json")
    names = [p["slots"][0]["name"] for p in json.loads(best.out)["parses"]]
    assert names == ["z", "x", "y"]


def test_an_artifact_parses_as_its_source_does() -> None:
    assert gramc("compile", MUSIC, "-o", "music.gramc").code == 0
    texts = gramc("sample", MUSIC, "-n", "30", "--format", "text").out.splitlines()
    assert gramc("parse", "music.gramc", *texts) == gramc("parse", MUSIC, *texts)


# --------------------------------------------------------------------------- count


def test_counting(golden: Callable[[Path, str], None]) -> None:
    result = gramc("count", "lights.gram")
    assert (result.code, result.err) == (0, "")
    golden(GOLDEN / "count.txt", result.out)


def test_counting_for_machines() -> None:
    rows = gramc("count", *BOUND, "--output-format", "json").out.splitlines()
    by_name = {row["name"]: row for row in map(json.loads, rows)}
    everything = gramc("sample", *BOUND, "--all").out.splitlines()
    texts = [line for line in everything if not line.startswith("# ")]
    assert by_name["Switch"]["derivations"] == 8
    assert by_name[""]["texts"] == len(texts)
    only = gramc("count", *BOUND, "on", "--output-format", "json").out
    assert json.loads(only)["name"] == "on"


def test_counting_warns_of_explosions() -> None:
    Path("big.gram").write_text(f"intent Big = {'[a] [b] ' * 20}\n")
    result = gramc("count", "big.gram")
    assert result.code == 0
    assert "warning[W510]" in result.err
    assert " --> big.gram:1:8\n" in result.err


def test_counting_explains_what_multiplies() -> None:
    Path("large.gram").write_text(
        "catalog room\nloud = [a] [b] [c]\nintent A = <loud> <loud> {room}\nintent B = x\n"
        "intent C = x+\n"
    )
    result = gramc("count", "large.gram", "--explain")
    assert [" ".join(line.split()) for line in result.out.splitlines()] == [
        "A: 64 × |room| derivations, the product of",
        "factor of times in each",
        "64 <loud> 2",
        "1 the values of room, not bound",
        "",
        "B: 1 derivation",
        "",
        "C: ∞ derivations, because something recurs or repeats without bound",
    ]
    only = gramc("count", "large.gram", "loud", "--explain").out
    assert only.splitlines()[2] == "     8  its own choices"


def test_counting_an_unknown_name() -> None:
    result = gramc("count", "lights.gram", "Swtch")
    assert (result.code, result.out) == (2, "")
    assert "Did you mean “Switch”?" in result.err


# --------------------------------------------------------------------------- odds


def test_odds(golden: Callable[[Path, str], None]) -> None:
    Path("agree.gram").write_text(
        "feature number = one | many\n"
        "noun = lamp @one | /3/ lamps @many\n"
        "intent Off /2/ = (/2/ this @one | these @many) <noun> @agree(number) | [/3/ all] off\n"
        "intent Go = go{1,3} on (now | /0.00001/ later)\n"
    )
    out = "".join(
        gramc("odds", "agree.gram", *name).out + "\n" for name in (["noun"], ["Off"], ["Go"], [])
    )
    golden(GOLDEN / "odds.txt", out)


def test_odds_for_machines() -> None:
    lines = gramc("odds", MUSIC, "PlayMusic", "--output-format", "json").out.splitlines()
    rows = [json.loads(line) for line in lines]
    assert sum(row["probability"] for row in rows if row["level"] == 0) == 1
    assert rows[0] == {
        "level": 0,
        "kind": "alternative",
        "text": "[please] play <some>? {Genre} music",
        "probability": 0.25,
        "share": 0.25,
        "in_use": 0.25,
        "file": MUSIC,
        "line": 11,
    }
    intents = gramc("odds", "lights.gram", "--output-format", "json").out.splitlines()
    assert json.loads(intents[0]) == {"intent": "Switch", "probability": 0.75}


def test_odds_of_an_unknown_name() -> None:
    result = gramc("odds", "lights.gram", "swich")
    assert (result.code, result.out) == (2, "")
    assert "Did you mean “Switch”?" in result.err
    assert gramc("odds", "lights.gram", "colour").code == 2


# --------------------------------------------------------------------------- draw


def test_the_source_of_a_picture() -> None:
    result = gramc("draw", MUSIC, "-o", "-")
    assert result.code == 0
    assert result.out.startswith("digraph ")
    assert gramc("draw", MUSIC, "some", "-o", "some.dot").out == ""
    assert "a bit of" in Path("some.dot").read_text("utf-8")


def test_pictures_are_made_by_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("bin").mkdir()
    Path("bin/dot").write_text('#!/bin/sh\necho "$1"; cat\n')
    Path("bin/dot").chmod(0o755)
    monkeypatch.setenv("PATH", f"bin{os.pathsep}{os.environ['PATH']}")
    assert gramc("draw", MUSIC, "-o", "music.svg").code == 0
    picture = Path("music.svg").read_text("utf-8")
    assert picture == "-Tsvg\n" + gramc("draw", MUSIC, "-o", "-").out
    Path("bin/dot").write_text("#!/bin/sh\necho 'no room' >&2; exit 1\n")
    failed = gramc("draw", MUSIC, "-o", "other.svg")
    assert failed.code == 2
    assert "no room" in failed.err
    assert not Path("other.svg").exists()


def test_pictures_without_graphviz(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "nowhere")
    result = gramc("draw", MUSIC, "-o", "music.svg")
    assert result.code == 2
    assert "Graphviz" in result.err
    assert gramc("draw", MUSIC, "-o", "music.gif").code == 2
    assert gramc("draw", MUSIC, "nobody", "-o", "music.dot").code == 2
    assert sorted(os.listdir()) == ["lights.gram", "rooms.txt"]


# --------------------------------------------------------------------------- test


def test_tests_that_pass() -> None:
    result = gramc("test", "lights.gram", MUSIC)
    assert (result.code, result.out) == (0, "")
    assert result.err.endswith(" tests passed.\n")


def test_tests_that_fail() -> None:
    Path("a.gram").write_text(
        "intent A = a | b {x:(y | z)}\n"
        "test A\n  accept a\n  accept c\n  accept b z|q\n  reject b z|x\n"
    )
    Path("b.gram").write_text("other = a\n")
    result = gramc("test", "a.gram", "b.gram")
    assert (result.code, result.out) == (1, "")
    assert result.err.count("error[E320]") == 3
    assert "It parses as: b z|x" in result.err
    assert result.err.endswith("3 of 4 tests failed.\n")


def test_a_grammar_without_tests() -> None:
    result = gramc("test", "-", stdin=b"intent A = a\n")
    assert (result.code, result.err) == (0, "There are no tests.\n")


def test_a_grammar_that_is_wrong_is_not_tested() -> None:
    result = gramc("test", "-", stdin=b"intent A = <a>\ntest A\n  accept a\n")
    assert result.code == 1
    assert "E201" in result.err
    assert "tests" not in result.err
