"""The benchmark of induction: its baselines on languages that can be written out, its intervals,
and one whole run."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "induction"

TRAIN = [tuple(text.split()) for text in ("a b c", "a b c", "a d c", "d b", "d b e")]


@pytest.fixture(autouse=True)
def _modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))


def language(model: Any, longest: int = 4) -> set[str]:
    """All that a model accepts of so many symbols at most."""
    words = sorted({word for template in TRAIN for word in template})
    return {
        " ".join(template)
        for length in range(longest + 1)
        for template in product(words, repeat=length)
        if model.accepts(template)
    }


def test_memorised() -> None:
    from baselines.ngrams import memorised

    model = memorised(TRAIN)
    assert language(model) == {" ".join(template) for template in TRAIN}
    assert model.templates == 4
    # The empty prefix, a, ab, abc, ad, adc, d, db, dbe.
    assert (model.rules, model.symbols) == (9, 8)


def test_bigrams() -> None:
    """All ways through a < b d, b < c e end, d < b c, c < end, e < end, from a or d."""
    from baselines.ngrams import ngrams

    model = ngrams(TRAIN, 2)
    behind = {"a": "bd", "b": "ce", "d": "bc", "c": "", "e": ""}
    ends, expected = "bce", set()
    ways = ["a", "d"]
    for way in ways:
        if way[-1] in ends:
            expected.add(" ".join(way))
        ways.extend(way + more for more in behind[way[-1]])
    assert language(model) == expected
    assert model.templates == len(expected)
    assert "a d b e" in expected


def test_trigrams() -> None:
    from baselines.ngrams import ngrams

    assert language(ngrams(TRAIN, 3)) == {" ".join(template) for template in TRAIN}
    assert language(ngrams([*TRAIN, ("e", "a", "b")], 3)) >= {"e a b c", "a b"}


def test_k_tails() -> None:
    """Tails of one symbol: ab goes on with c, as ad does, db with e or the end, others end. So
    leaves are one state, ab and ad are one, and nothing new comes of that."""
    from baselines.ktails import k_tails

    model = k_tails(TRAIN, 1)
    assert language(model) == {" ".join(template) for template in TRAIN}
    # The start, a, d, ab with ad, db, the leaves.
    assert model.rules == 6


def test_k_tails_generalise() -> None:
    """Behind a and behind c comes b, which two symbols tell apart: x or y, and x or the end."""
    from baselines.ktails import k_tails

    train = [tuple(text) for text in ("abx", "aby", "cb", "cbx")]
    assert k_tails(train, 1).accepts(tuple("cby"))
    assert not k_tails(train, 2).accepts(tuple("cby"))


def test_alergia_merges_what_frequencies_dont_tell_apart() -> None:
    """A word repeated with odds of a half is one state with a loop."""
    from baselines.alergia import alergia

    random = Random(1)
    train = []
    for _ in range(2_000):
        length = 0
        while random.random() < 0.5:
            length += 1
        train.append(("a",) * length)
    model = alergia(train, 0.05)
    assert model.rules == 1
    assert model.accepts(("a",) * 50)
    assert model.templates == float("inf")


def test_alergia_keeps_what_differs() -> None:
    from baselines.alergia import alergia

    train = [("a", "b")] * 500 + [("b",)] * 500
    model = alergia(train, 0.05)
    assert model.accepts(("a", "b"))
    assert not model.accepts(("a",))
    assert not model.accepts(("a", "a", "b"))


def test_merging_makes_one_state_of_what_stands_in_one_place() -> None:
    from baselines.merging import merged

    train = [("i", verb, "it") for verb in ("see", "hear", "want") for _ in range(5)]
    model = merged(train)
    assert all(model.accepts(template) for template in train)
    # A state for each place, and the start.
    assert model.rules == 4
    long = [tuple(["very"] * length + ["good"]) for length in range(1, 6) for _ in range(3)]
    assert merged(long).accepts(tuple(["very"] * 9 + ["good"]))


@pytest.mark.parametrize("name", ["memorised", "trigram", "bigram", "k-tails-1", "merging"])
def test_samples_are_in_the_language(name: str) -> None:
    from models import LEARNERS

    model = LEARNERS[name].learn(TRAIN)
    random = Random(5)
    drawn = [model.sample(random) for _ in range(200)]
    assert all(map(model.accepts, drawn))
    # More than 60 of 200, since it is two of five.
    assert drawn.count(("a", "b", "c")) > 20


def test_quantiles_of_student() -> None:
    """Of the tables in any book."""
    from intervals import quantile

    known = {1: 12.706, 2: 4.303, 4: 2.776, 9: 2.262, 49: 2.010, 1000: 1.962}
    for freedom, value in known.items():
        assert quantile(freedom) == pytest.approx(value, abs=6e-4)


def test_intervals() -> None:
    from intervals import clustered, interval

    found = interval([1, 2, 3, 4])
    assert (found.mean, found.error) == (2.5, pytest.approx((5 / 3 / 4) ** 0.5))
    assert found.high == pytest.approx(2.5 + 3.182 * found.error, abs=1e-3)
    assert clustered([1, 3, 2, 4], "aabb").mean == 2.5
    assert clustered([1, 3, 2, 4], "aabb").error == pytest.approx(0.5)


def test_a_whole_run(tmp_path: Path) -> None:
    """Two models on a corpus of two intents; the same figures with one process and two."""
    random = Random(3)
    with (tmp_path / "data.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(240):
            words = [random.choice(("please", "now", "do")) for _ in range(random.randrange(1, 4))]
            row = {
                "intent": ("One", "Two")[number % 2],
                "tokens": [*words, "to", "some", "one"],
                "tags": ["O"] * (len(words) + 1) + ["B-who", "I-who"],
            }
            lines.write(json.dumps(row) + "\n")
    command = [sys.executable, str(FOLDER / "run.py"), "--data", "data.jsonl"]
    command += ["--seeds", "a-0..2", "--utterances", "20", "--models", "trigram,bigram"]
    environment = {"PATH": "", "PYTHONPATH": str(FOLDER)}
    told = []
    for jobs in ("1", "2"):
        ran = subprocess.run(
            [*command, "--jobs", jobs, "-o", f"{jobs}.txt"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        assert "One, Two; seeds a-0..2; 20 utterances" in ran.stdout
        rows = json.loads((tmp_path / f"{jobs}.json").read_text("utf-8"))
        told.append([{**row, "seconds": 0} for row in rows])
    assert told[0] == told[1]
    assert len(told[0]) == 2 * 2 * 3
    for row in told[0]:
        assert row["given"] == 1
        assert row["cov"] > 0.1
