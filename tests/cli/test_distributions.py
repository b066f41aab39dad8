"""What count and odds say of distributions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .running import gramc

GOLDEN = Path(__file__).parent / "golden"
TRAVEL = """\
catalog City = Paris | Rome | "New York" => NYC | NYC => NYC
catalog Hotel
politely = please | kindly
day = today | tomorrow
intent Travel =
    /8/ go to {City}
  | [/5/ <politely>] (go | fly) to {to:([quiet] {City})} [{day:<day>}] {when = soon}
intent Stop = /3/ stop | stop now
intent Book = book {Hotel}
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("travel.gram").write_text(TRAVEL)
    Path("hotels.txt").write_text("Ritz\nGrand Hotel\nRitz\n")


BOUND = ("travel.gram", "--bind", "Hotel=hotels.txt")


def test_what_is_told_of_distributions(golden: Callable[[Path, str], None]) -> None:
    out = []
    for command in (
        ["count", *BOUND],
        ["count", *BOUND, "--distribution", "uniform"],
        ["count", *BOUND, "--distribution", "patterns"],
        ["count", *BOUND, "Stop", "--distribution", "uniform"],
        ["odds", *BOUND, "--distribution", "uniform"],
        ["odds", *BOUND, "--distribution", "patterns"],
        ["odds", *BOUND, "Travel", "--distribution", "patterns"],
    ):
        told = gramc(*command)
        assert (told.code, told.err) == (0, "")
        shown = " ".join(["gramc", command[0], *command[4:]])
        out.append(f"$ {shown}\n{told.out}\n")
    golden(GOLDEN / "distributions.txt", "".join(out))


def test_for_machines() -> None:
    json_lines = ("--output-format", "json")
    rows = gramc("count", *BOUND, "--distribution", "uniform", *json_lines).out.splitlines()
    by_name = {row["name"]: row for row in map(json.loads, rows)}
    assert by_name["Stop"]["bits"] == 1
    assert by_name["Stop"]["slot_patterns"] == 1
    assert by_name["Book"]["texts"] == 2
    assert by_name[""]["slot_patterns"] == sum(
        row["slot_patterns"] for name, row in by_name.items() if name
    )
    listed = gramc("odds", *BOUND, "Travel", "--distribution", "patterns", *json_lines).out
    patterns = [json.loads(line) for line in listed.splitlines()]
    assert patterns[0]["slots"] == "{City}"
    assert sum(one["by_weights"] for one in patterns) == pytest.approx(1)
    assert {one["probability"] for one in patterns} == {1 / len(patterns)}
    intents = gramc("odds", *BOUND, "--distribution", "uniform", *json_lines).out.splitlines()
    assert sum(json.loads(line)["probability"] for line in intents) == pytest.approx(1)


def test_many_slot_patterns_are_not_all_listed() -> None:
    Path("many.gram").write_text(
        "intent I = a " + " ".join(f"[{{s{n}:(x | y)}}]" for n in range(8)) + "\n"
    )
    listed = gramc("odds", "many.gram", "I", "--distribution", "patterns")
    assert listed.code == 0
    assert "\nand 216 more; --output-format json lists all.\n" in listed.out


@pytest.mark.parametrize("distribution", ["uniform", "patterns"])
@pytest.mark.parametrize("command", ["count", "odds"])
def test_open_catalogues_must_be_bound(command: str, distribution: str) -> None:
    told = gramc(command, "travel.gram", "--distribution", distribution)
    assert told.code == 1
    assert "error[E410]" in told.err


@pytest.mark.parametrize("command", ["count", "odds"])
def test_a_grammar_without_such_a_distribution(command: str) -> None:
    Path("endless.gram").write_text("intent I = a {s:(b | c)}+\n")
    for distribution, code in (("uniform", "E332"), ("patterns", "E334")):
        told = gramc(command, "endless.gram", "--distribution", distribution)
        assert (told.code, told.out) == (1, "")
        assert f"error[{code}]" in told.err
        assert " --> endless.gram\n" in told.err


def test_what_can_not_be_asked() -> None:
    for arguments, why in (
        (["count", *BOUND, "day", "--distribution", "uniform"], "“day” is a rule"),
        (["odds", *BOUND, "day", "--distribution", "patterns"], "“day” is a rule"),
        (["odds", *BOUND, "Travel", "--distribution", "uniform"], "leave out"),
        (["odds", *BOUND, "Trvel", "--distribution", "patterns"], "Did you mean “Travel”?"),
        (["count", *BOUND, "Trvel", "--distribution", "patterns"], "Did you mean “Travel”?"),
    ):
        told = gramc(*arguments)
        assert (told.code, told.out) == (2, "")
        assert why in told.err
