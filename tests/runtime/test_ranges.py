"""Ranges in digits: every number the same, whoever draws, counts or parses it."""

from __future__ import annotations

import decimal
import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from gramc.catalogues.numbers.lengths import digits_total
from gramc.catalogues.numbers.progression import Progression, digits
from gramc.compiler import artifact
from gramc.compiler.compile import analyse, compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.compiler.raise_tree import body
from gramc.dsl.findings import Finding
from gramc.dsl.write import body as shown
from gramc.runtime.count import count
from gramc.runtime.distributions.source import source
from gramc.runtime.engine import PlainEngine
from gramc.runtime.enumerate import language
from gramc.runtime.kernel.engine import KernelEngine
from gramc.runtime.parse import Parser
from gramc.runtime.quick import QuickEngine
from gramc.runtime.sample import Sampler
from gramc.runtime.source import Exhausted
from gramc.runtime.walk import walk
from hypothesis import given
from hypothesis import strategies as st

from ..compiler.artifacts import File
from .brute_counts import check

UNITS = st.integers(-40, 400)
SCALES = st.integers(0, 3)


def made(text: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", text.encode())
    assert compiled is not None, findings
    return compiled


def parser(compiled: Compiled) -> Parser:
    acceptor = compiled.acceptor
    assert acceptor is not None
    return Parser(compiled, acceptor)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[str, list[Decimal], Decimal]:
    """A range as it is written, its numbers, and the factor of their values."""

    def number(least: int, most: int) -> Decimal:
        return Decimal(draw(st.integers(least, most))).scaleb(-draw(SCALES))

    low, step, times = number(-50, 300), number(1, 60), number(-20, 20)
    high = low + step * draw(st.integers(1, 60)) + step / 2 * draw(st.integers(0, 1))
    times = times or Decimal(1)
    found = [low]
    while found[-1] + step <= high:
        found.append(found[-1] + step)
    return f"<{low:f}..{high:f} step {step:f} times {times:f}>", found, times


def written(number: Decimal) -> str:
    """A decimal as people write it."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@given(ranges())
def test_every_number_is_there_and_as_likely_as_any(
    case: tuple[str, list[Decimal], Decimal],
) -> None:
    range_, numbers, times = case
    compiled = made(f"intent I = to {{n:{range_}}}")
    found = language(compiled, 0)
    given_ = [(u.text, u.slots[0].value) for u in found]
    with decimal.localcontext() as context:
        context.prec = 60
        assert given_ == [(f"to {written(n)}", written(n * times)) for n in numbers]
    assert set(found.values()) == {Fraction(1, len(numbers))}
    (part,) = count(compiled).parts
    assert check(part, compiled, 0)
    assert part.texts.exact
    parse = parser(compiled)
    for utterance in found:
        assert parse(utterance.text)[0].utterance == utterance


@given(st.integers(-(10**6), 10**6), st.integers(1, 3000), st.integers(1, 300), st.integers(0, 5))
def test_lengths_are_counted(first: int, step: int, number: int, scale: int) -> None:
    numbers = Progression(first, step, number, scale)
    texts = [digits(numbers[place], scale) for place in range(number)]
    assert digits_total(numbers) == sum(map(len, texts))
    assert [numbers.place(numbers[place]) for place in range(number)] == list(range(number))
    assert numbers.multiples(7) == sum(numbers[place] % 7 == 0 for place in range(number))
    assert numbers.below(5) == sum(numbers[place] < 5 for place in range(number))


OVERLAPPING = """
catalog Word = 3 | 4 => four | "7" => 7
intent I = {n:<1..5>} | {n:<4..8 step 2>} | {n:Word} | <1..5> | <3..9> | 4 | x <1..3>
intent J = from <1..12> to <1..12 step 3> | <1..2>
"""


@pytest.mark.parametrize("distribution", ["weights", "uniform", "patterns"])
def test_overlapping_ranges_are_told_apart(distribution: Any) -> None:
    compiled = made(OVERLAPPING)
    texts = {u for _, _, net in compiled.tables.roots for u in language(compiled, net)}
    counted = count(compiled).whole.texts
    assert counted.exact
    assert counted.value == len(texts)
    once = source(compiled, None, 3, distribution, distinct=True)
    assert not isinstance(once, Finding)
    drawn = [once(index)[0] for index in range(len(texts))]
    assert set(drawn) == texts
    with pytest.raises(Exhausted):
        once(len(texts))


LARGE = """
intent I = set it to {level:<0..999999999>} | wait <-5..1000000 step 0.25> minutes | {n:<1..5>}
"""


def test_large_ranges_take_no_time() -> None:
    compiled = made(LARGE)
    whole = count(compiled).whole
    assert whole.derivations.value == 10**9 + 4_000_021 + 5
    assert whole.texts.value == whole.derivations.value
    assert whole.texts.exact
    drawn = source(compiled, None, 1, "uniform")
    assert not isinstance(drawn, Finding)
    parse = parser(compiled)
    for index in range(50):
        utterance, _ = drawn(index)
        assert parse(utterance.text)[0].utterance == utterance
    averages = 3 * whole.characters  # type: ignore[operator]
    nines = len("set it to ") + (9 - Fraction(10**9 - 1, 9 * 10**9) + Fraction(1, 10**9))
    minutes = Progression(-500, 25, 4_000_021, 2)
    mean = len("wait  minutes") + Fraction(digits_total(minutes), minutes.count)
    assert math.isclose(averages, float(nines + mean + 1))


def test_where_it_cannot_be_told_it_is_refused() -> None:
    compiled = made("intent I = <0..999999> | {n:<50..1000000>} | <7..5000000>")
    assert not count(compiled).whole.texts.exact
    found = source(compiled, None, 0, "uniform")
    assert isinstance(found, Finding)
    assert found.code == "E333"


@pytest.mark.parametrize("text", [OVERLAPPING, LARGE])
@pytest.mark.parametrize("distribution", ["weights", "uniform", "patterns"])
def test_all_engines_give_the_same_bytes(text: str, distribution: Any) -> None:
    drawn = source(made(text), None, 5, distribution)
    assert not isinstance(drawn, Finding)
    quickest, definition = KernelEngine.of(drawn), PlainEngine(drawn)
    assert quickest is not None
    for form in ("text", "annotated", "jsonl", "bio", "massive"):
        wanted = b"".join(map(bytes, definition.lines(form, 0, 200)))
        assert b"".join(map(bytes, quickest.lines(form, 0, 200))) == wanted
        if isinstance(drawn, Sampler):
            assert b"".join(map(bytes, QuickEngine(drawn).lines(form, 0, 200))) == wanted


def test_an_artifact_holds_ranges(tmp_path: Path) -> None:
    compiled = made(LARGE)
    path = tmp_path / "a.gramc"
    path.write_bytes(b"".join(artifact.save(compiled)))
    loaded, findings = artifact.load(str(path))
    assert loaded is not None, findings
    for index in range(50):
        assert Sampler(walk(loaded))(index) == Sampler(walk(compiled))(index)
    assert shown(body(loaded.program.intents[0].body)) == shown(
        body(compiled.program.intents[0].body)
    )
    assert "{level:<0..999999999>}" in shown(body(loaded.program.intents[0].body))


@pytest.mark.parametrize(
    "name",
    ["<5..1>", "<0..1000000000000000000>", "<0..9", "<00..9>", "<0..9> en", "<0..9 words>", "<"],
)
def test_a_damaged_range_is_told(tmp_path: Path, name: str) -> None:
    file = File(b"".join(artifact.save(made("intent I = {n:<1..5>}"))))
    file.manifest["catalogues"] = [name]
    file.sections["tables/texts"] = file.sections["tables/texts"].replace(b"<1..5>", name.encode())
    path = tmp_path / "a.gramc"
    path.write_bytes(file.data())
    loaded, findings = artifact.load(str(path))
    assert loaded is None
    assert [f.code for f in findings] == ["E010"]


@pytest.mark.parametrize(
    ("range_", "code"),
    [
        ("<5..1>", "E341"),
        ("<1..1.5 step 0>", "E342"),
        ("<1..5 step -1>", "E342"),
        ("<1..5 step 5>", "E342"),
        ("<0..1000000000000001>", "E343"),
        ("<0..1 step 0.0000000000000000001>", "E343"),
        ("<0..100000000000000 times 100000>", "E343"),
        (f"<0..{'9' * 5000}>", "E343"),
        ("<1..5 times 0>", "E344"),
        ("<1..5 times -0.0>", "E344"),
    ],
)
def test_bad_ranges(range_: str, code: str) -> None:
    _, findings = analyse("made.gram", f"intent I = to {{n:{range_}}}".encode())
    assert [f.code for f in findings] == [code]


def test_a_minus_sign_is_no_punctuation() -> None:
    parse = parser(made("intent I = to {n:<0..9>} | by {n:<-9..9>}"))
    assert not parse("to -3")
    assert [p.utterance.slots[0].value for p in parse("by -3")] == ["-3"]
    assert [p.utterance.slots[0].value for p in parse("by −3!")] == ["-3"]
    assert [p.utterance.slots[0].value for p in parse("by 3.")] == ["3"]
    assert not parse("by 03")
    assert not parse("by 3.0")


def test_nothing_is_listed_that_a_damaged_file_asks_for(tmp_path: Path) -> None:
    file = File(b"".join(artifact.save(made("intent I = {n:<1..5>}"))))
    name = "<0..1000000000000000>"
    file.manifest["catalogues"] = [name]
    held = json.loads(file.sections["tables/texts"])
    held[2] = [[name, [], [], ["7"]]]
    file.sections["tables/texts"] = json.dumps(held).encode()
    path = tmp_path / "a.gramc"
    path.write_bytes(file.data())
    loaded, findings = artifact.load(str(path))
    assert loaded is None
    assert [f.code for f in findings] == ["E010"]
