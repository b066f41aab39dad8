"""The cases of the reference: what the enumerator says, and what gramc does."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import gramc
import pytest
from gramc.catalogues.rows import Entry
from gramc.compiler.compile import analyse, compile_grammar
from gramc.dsl import tree
from gramc.runtime.grammar import Grammar
from gramc.runtime.intests import run_tests

from ..cli.running import gramc as command
from .brute import Brute
from .rows import from_file
from .texts import annotated

HERE = Path(__file__).parent
OTHERS = sorted((HERE.parent / "conformance" / "accept").glob("*.gram"))
FINITE = sorted((HERE / "accept").glob("*.gram"))
ENDLESS = sorted((HERE / "endless").glob("*.gram"))
CASES = FINITE + ENDLESS
LONGEST = 12
"""Letters: of a language without end, a case holds the texts up to here."""

Rows = list[tuple[str, float]]


def stem(path: Path) -> str:
    return path.stem


def bindings(case: Path) -> dict[str, Path]:
    """Files for open catalogues stand beside the case: `25-open.room.txt` is bound to `room`."""
    files = case.parent.glob(f"{case.stem}.*.t*")
    return {p.name.removeprefix(f"{case.stem}.").partition(".")[0]: p for p in sorted(files)}


def enumerated(case: Path) -> dict[str, Rows]:
    """Every labelled text of every intent with its probability, by the enumerator."""
    brute = Brute.of(case, LONGEST if case in ENDLESS else None, bindings(case))
    found = {}
    for s in brute.root.tree.statements:
        if isinstance(s, tree.Intent):
            language = brute.language(s.name)
            found[s.name] = sorted((annotated(u), float(p)) for u, p in language.items())
    return found


def read(case: Path) -> dict[str, Rows]:
    held = json.loads(case.with_suffix(".json").read_text("utf-8"))
    return {intent: [(text, odds) for text, odds in rows] for intent, rows in held.items()}


def check(found: dict[str, Rows], expected: dict[str, Rows]) -> None:
    assert sorted(found) == sorted(expected)
    for intent, rows in expected.items():
        assert [t for t, _ in found[intent]] == [t for t, _ in rows]
        assert [p for _, p in found[intent]] == pytest.approx([p for _, p in rows], abs=1e-9)


@cache
def loaded(case: Path) -> Grammar:
    grammar = gramc.load(case)
    for name, path in bindings(case).items():
        features = {f for c in grammar.compiled.program.catalogues for f, _ in c.features}
        rows = from_file(path, {}, features).rows
        grammar = grammar.bind(
            name, [Entry(r.value, r.identity, str(r.weight), r.features) for r in rows]
        )
    return grammar


# --------------------------------------------------------------------------- the enumerator


@pytest.mark.parametrize("case", OTHERS, ids=stem)
def test_the_enumerator_says_what_others_say(case: Path) -> None:
    check(enumerated(case), read(case))


@pytest.mark.parametrize("case", CASES, ids=stem)
def test_the_case_is_what_the_enumerator_says(
    case: Path, golden: Callable[[Path, str], None]
) -> None:
    found = enumerated(case)
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    text = re.sub(r'\[\s+(".*"),\s+([-\d.e]+)\s+\]', r"[\1, \2]", text)
    golden(case.with_suffix(".json"), text)
    for intent, rows in found.items():
        total = sum(p for _, p in rows)
        assert total == pytest.approx(1) if case in FINITE else 0.5 < total < 1, intent


# --------------------------------------------------------------------------- gramc


@pytest.mark.parametrize("case", FINITE, ids=stem)
def test_the_whole_language(case: Path) -> None:
    bound = [f"--bind={name}={path}" for name, path in bindings(case).items()]
    shown = ("--all", "--format", "annotated", "--with-probability")
    result = command("sample", *shown, *bound, str(case))
    assert result.code == 0, result.err
    expected = read(case)
    found: dict[str, Rows] = {}
    intent = next(iter(expected))
    for line in result.out.splitlines():
        if line.startswith("# intent: "):
            intent = line.removeprefix("# intent: ")
        else:
            odds, _, text = line.partition("\t")
            found.setdefault(intent, []).append((text, float(odds)))
    check(found, expected)


SAMPLES = 2000


@pytest.mark.parametrize("case", CASES, ids=stem)
def test_frequencies(case: Path) -> None:
    for intent, rows in read(case).items():
        odds = dict(rows)
        counts: Counter[str] = Counter()
        for utterance in loaded(case).sample(SAMPLES, seed=1, intents=[intent]):
            text = annotated(utterance)
            assert text in odds or case in ENDLESS, text
            counts[text if odds.get(text, 0) * SAMPLES >= 5 else "the rare"] += 1
        usual = {text: p for text, p in odds.items() if p * SAMPLES >= 5}
        usual["the rare"] = max(1 - sum(usual.values()), 0.0)
        if usual["the rare"] * SAMPLES < 5:
            # too few to be counted with: hardly more than Poisson's law allows
            assert counts["the rare"] <= 35
            del usual["the rare"]
        distance = sum((counts[t] - p * SAMPLES) ** 2 / (p * SAMPLES) for t, p in usual.items())
        assert distance <= bound(len(usual) - 1), intent


def bound(freedom: int) -> float:
    """What a chi-square exceeds with odds of less than one in 10**9 (Wilson and Hilferty 1931)."""
    part = 2 / (9 * max(freedom, 1))
    return max(freedom, 1) * (1 - part + 6.2 * math.sqrt(part)) ** 3


@pytest.mark.parametrize("case", CASES, ids=stem)
def test_texts_parse_back(case: Path) -> None:
    grammar = loaded(case)
    keys = set(re.findall(r"=@(\w+)", case.with_suffix(".json").read_text("utf-8")))
    parser = grammar.parser(context={key: f"@{key}" for key in keys}, case_sensitive=True)
    wild = re.search("(?m)^wildcard", case.read_text("utf-8")) is not None
    for intent, rows in read(case).items():
        plain = [gramc_text(text) for text, _ in rows]
        alike = Counter(solid(text) for text in plain)
        for (text, odds), bare in zip(rows, plain, strict=True):
            if not bare:
                continue
            parses = parser(bare, 50, intent)
            assert parses, (bare, "is not accepted")
            if alike[solid(bare)] == 1:
                assert annotated(parses[0].utterance) == text
                logprob = parses[0].logprob
                assert math.log(odds) - 1e-6 <= logprob
                # the text of a wildcard counts as sure
                assert wild or logprob <= math.log(odds) + 1e-6
            else:
                assert text in [annotated(p.utterance) for p in parses], bare


def gramc_text(line: str) -> str:
    from gramc.corpora import annotated as form
    from gramc.corpora.utterance import Utterance

    utterance = form.read(line)
    assert isinstance(utterance, Utterance), line
    return utterance.text


def solid(text: str) -> str:
    """Texts that are the same without spaces, hyphens and punctuation may be read alike."""
    return re.sub(r"[\W_]", "", text) or text


@pytest.mark.parametrize("case", CASES, ids=stem)
def test_the_tests_in_the_case(case: Path) -> None:
    state, _ = analyse(str(case))
    compiled, _ = compile_grammar(str(case))
    assert state is not None
    assert compiled is not None
    assert [o.line.text for o in run_tests(state, compiled) if o.finding is not None] == []
