"""The two engines give the same bytes, whatever is drawn and however it is written."""

from __future__ import annotations

import dataclasses
import random
from array import array
from fractions import Fraction
from pathlib import Path
from typing import Any

import gramc
import pytest
from gramc.catalogues.rows import Entry
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.spaces import squeeze
from gramc.dsl.findings import Finding
from gramc.dsl.tree import File
from gramc.runtime.columns import Columns
from gramc.runtime.distributions.even import DistinctUniform, Uniform
from gramc.runtime.distributions.source import source
from gramc.runtime.engine import PlainEngine
from gramc.runtime.engines import engine
from gramc.runtime.grammar import Grammar
from gramc.runtime.kernel import serving
from gramc.runtime.kernel.engine import FORMS, KernelEngine
from gramc.runtime.kernel.image import ranked, weighted
from gramc.runtime.sample import Sampler
from gramc.runtime.source import Source
from gramc.runtime.split import Split
from gramc.runtime.walk import walk
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import compiled_random, grammars

ROOT = Path(__file__).resolve().parents[2]
ACCEPT = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))
WORKED = [p for p in sorted((ROOT / "grammars").glob("*/*.gram")) if p.stem != "polite"]
PARTS = Split.of([("train", Fraction(8, 10)), ("dev", Fraction(1, 10)), ("test", Fraction(1, 10))])


def plain(value: Any) -> Any:
    """A column as bytes."""
    if dataclasses.is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if value is None or isinstance(value, (int, tuple)):
        return value
    return bytes(memoryview(value).cast("B"))


def same(drawn: Source, first: int, count: int) -> None:
    kernel = KernelEngine.of(drawn)
    assert kernel is not None
    definition = PlainEngine(drawn)
    for split in (None, PARTS):
        for form in FORMS:
            wanted = [bytes(p) for p in definition.lines(form, first, count, split)]
            assert [bytes(p) for p in kernel.lines(form, first, count, split)] == wanted
        columns: list[Columns] = list(kernel.columns(first, count, split))
        assert plain(columns[0]) == plain(definition.columns(first, count, split)[0])
        assert len(columns) == (1 if split is None else 3)


def bound(path: Path) -> Compiled:
    grammar = gramc.load(path)
    for name in grammar.compiled.unbound():
        entries: list[str | Entry] = ["one", "the second", Entry("dritter", id="3"), "четвёртый"]
        grammar = grammar.bind(name, entries)
    return grammar.compiled


def test_the_kernel_serves() -> None:
    assert serving() == "C", "gramc was installed without a C compiler"
    assert engine(Sampler(walk(bound(ACCEPT[0])))).name == "C"


@pytest.mark.parametrize("path", ACCEPT + WORKED, ids=lambda p: p.stem)
def test_the_same_bytes_by_weights(path: Path) -> None:
    compiled = bound(path)
    same(Sampler(walk(compiled), 0), 0, 300)
    same(Sampler(walk(compiled), 2**64 + 17), 2**40, 50)
    name = compiled.tables.roots[-1][0]
    same(Sampler(walk(compiled, [name]), -3), 5, 20)


@pytest.mark.parametrize("distribution", ["uniform", "patterns"])
@pytest.mark.parametrize("path", WORKED, ids=lambda p: p.stem)
def test_the_same_bytes_by_other_distributions(path: Path, distribution: Any) -> None:
    if (path.stem, distribution) == ("full", "patterns"):
        path = path.with_name("music.gram")  # that has thousands of patterns, and takes its time
    compiled = bound(path)
    for distinct in (False, True):
        drawn = source(compiled, None, 3, distribution, distinct)
        if not isinstance(drawn, Finding) and KernelEngine.of(drawn) is not None:
            same(drawn, 0, 200)


@settings(max_examples=60, deadline=None)
@given(grammars("minus", "minus", "wildcard"), st.integers(0, 2**64 - 1), st.integers(0, 2**63))
def test_the_same_bytes_for_any_grammar(file: File, seed: int, first: int) -> None:
    same(Sampler(walk(compiled_random(file)), seed), first, 40)


ODD = """
catalog thing
intent Odd = "#" {thing} {it:(say <deep>)} | <deep> \\| {thing}{thing} | \\{ {thing}
  | {thing} {odd = \"a {b} | \\\\\"}
intent Plain = <deep>
deep = a [/0.9/ <deep>]
"""
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Z"), include_characters=' #{}|=\\"\u0338'),
    min_size=1,
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.none() | TEXTS | st.just("")), min_size=1, max_size=5))
def test_the_same_bytes_for_any_values(rows: list[tuple[str, str | None]]) -> None:
    compiled, findings = compile_grammar("odd.gram", ODD.encode())
    assert compiled is not None, findings
    grammar = Grammar(compiled)
    entries = {squeezed: Entry(squeezed, id=i) for v, i in rows if (squeezed := squeeze(v))}
    assume(entries)
    same(Sampler(walk(grammar.bind("thing", entries.values()).compiled), 1), 0, 60)


def test_long_sentences_and_deep_recursion() -> None:
    compiled, _ = compile_grammar("deep.gram", b"intent A = <b> x\nb = {s:(a)} [/9999/ <b>]\n")
    assert compiled is not None
    drawn = Sampler(walk(compiled), 5)
    assert max(len(drawn(i)[0].text) for i in range(20)) > 10_000
    same(drawn, 0, 20)


def test_what_would_make_too_many_blocks_is_called() -> None:
    """Rules that double each other can't be written out; the calls stay then."""
    rules = "".join(f"r{n} = <r{n + 1}> [x] <r{n + 1}> | y\n" for n in range(40))
    compiled, _ = compile_grammar("many.gram", f"intent A = <r0>\n{rules}r40 = z\n".encode())
    assert compiled is not None
    same(Sampler(walk(compiled), 5), 0, 30)


@pytest.mark.parametrize("mode", [0, 1, 2])
def test_any_number_in_the_tables_may_be_wrong(mode: int) -> None:
    """Damaged tables are refused, or draw something; nothing is read that is not theirs."""
    compiled = bound(ROOT / "grammars" / "music" / "music.gram")
    drawn = source(compiled, None, 3, "uniform" if mode else "weights", mode == 2)
    assert isinstance(drawn, (Sampler, Uniform, DistinctUniform))
    image = weighted(drawn.walk) if mode == 0 else ranked(drawn.ranked, drawn.logprobs)
    chance = random.Random(mode)
    refused = 0
    for _ in range(1000):
        parts = list(image)
        at = chance.choice([0, 0, 0, 1, 2, 3] if mode else [0, 0, 0, 1, 2])
        if at in (0, 3):
            parts[at] = damaged(parts[at], chance.randrange(len(parts[at])), chance)
        else:
            which = chance.randrange(len(parts[at]))
            wrong = damaged(parts[at][which], chance.randrange(len(parts[at][which])), chance)
            parts[at] = (*parts[at][:which], wrong, *parts[at][which + 1 :])
        try:
            kernel = KernelEngine(drawn, tuple(parts), 3, mode)
            for form in FORMS:
                kernel.lines(form, 0, 30)
            kernel.columns(0, 30)
        except ValueError:
            refused += 1
    assert 150 < refused < 1000


ROWS = """catalog Song from "songs.tsv"
intent Play = {S:Song.title} [by {A:Song.artist}] ({I:Song.id} | {A:Song.artist}){1,2} <who>
  | {A:Song#2.artist} or {S:Song.title} {A:Song.artist}
who = <Song.genre> {S:Song.value} [<who>]
"""


def rows(folder: Path) -> Compiled:
    """A grammar in which columns share rows."""
    (folder / "songs.tsv").write_text(
        "title\tartist\tgenre\tid\tweight\nVogue\tMadonna\tpop\tQ1\t2\n"
        "Voilà\tBarbara Pravi\tpop\tQ2\t1\nHello\tAdele\tsoul\tQ3\t4\n"
        "Hello\tLionel Richie\t\tQ4\t1\nΖεϊμπέκικο\tΣωτηρία\tλαϊκό\tQ5\t1\n",
        encoding="utf-8",
    )
    (folder / "rows.gram").write_text(ROWS, encoding="utf-8")
    return bound(folder / "rows.gram")


def test_the_same_bytes_for_rows_that_are_shared(tmp_path: Path) -> None:
    compiled = rows(tmp_path)
    for seed in range(3):
        same(Sampler(walk(compiled), seed), 0, 200)


def test_any_number_of_shared_rows_may_be_wrong(tmp_path: Path) -> None:
    drawn = Sampler(walk(rows(tmp_path)), 3)
    image = weighted(drawn.walk)
    columns, uses, registers = image[4]
    chance = random.Random(5)
    refused = 0
    for _ in range(1000):
        given = [list(columns), uses, registers]
        if chance.random() < 0.5:
            which = chance.randrange(len(columns))
            given[0][which] = damaged(columns[which], chance.randrange(5), chance)
            if chance.random() < 0.1:
                del given[0][which]
        else:
            given[1:] = damaged((uses, registers), chance.randrange(2), chance)
        try:
            kernel = KernelEngine(
                drawn, (*image[:4], (tuple(given[0]), *given[1:]), image[5]), 3, 0
            )
            for form in FORMS:
                kernel.lines(form, 0, 30)
            kernel.columns(0, 30)
        except ValueError:
            refused += 1
    assert 300 < refused < 1000


@pytest.mark.parametrize("mode", [0, 1])
def test_any_number_of_a_range_may_be_wrong(mode: int) -> None:
    """The same of ranges, in digits and in words."""
    compiled, _ = compile_grammar(
        "made.gram",
        b"locale pt-BR\nfeature gender = m | f\nthing = a @m | b @f\n"
        b"intent I = {n:<-1..99999999 step 0.5 words times -2>} | {n:<0..9 step 0.25 times 7>} x\n"
        b"  | <1..70000 words> <thing> @agree(gender)\n",
    )
    assert compiled is not None
    drawn = source(compiled, None, 3, "patterns" if mode else "weights")
    assert isinstance(drawn, Sampler)
    image = weighted(drawn.walk)
    chance = random.Random(mode)
    refused = 0
    for _ in range(1000):
        parts = list(image)
        at = chance.choice([1, 1, 1, 2])
        which = chance.randrange(len(parts[at]))
        if at == 1:
            rows, numbers = parts[at][which]
            numbers = damaged(numbers, chance.randrange(len(numbers)), chance)
            wrong: Any = (rows + chance.choice([0, 0, 0, 1]), numbers)
        else:
            wrong = damaged(parts[at][which], chance.randrange(len(parts[at][which])), chance)
        parts[at] = (*parts[at][:which], wrong, *parts[at][which + 1 :])
        try:
            kernel = KernelEngine(drawn, tuple(parts), 3, 0)
            for form in FORMS:
                kernel.lines(form, 0, 20)
            kernel.columns(0, 20)
        except (ValueError, OverflowError):
            refused += 1
    assert 150 < refused < 1000


def damaged(parts: tuple[Any, ...], at: int, chance: random.Random) -> tuple[Any, ...]:
    """One number, or the length, of one part is another."""
    part = parts[at]
    if isinstance(part, int):
        wrong: Any = chance.choice([0, 1, part + 1, 2**31, 2**40, 2**63])
    elif part is None:
        wrong = array("I", [chance.getrandbits(32) for _ in range(4)])
    else:
        view = memoryview(part)
        size, code = view.itemsize, view.format
        data = bytearray(view.cast("B"))
        if chance.random() < 0.2 or len(data) < size:
            data = data[: size * chance.randrange(len(data) // size + 1)] + bytes(size)
        else:
            place = size * chance.randrange(len(data) // size)
            small = chance.choice([0, 1, 2, 3, 5, 8, 17, 18, 100, 255])
            value = chance.choice([small, chance.getrandbits(8 * size)]) % 256**size
            data[place : place + size] = value.to_bytes(size, "little")
        wrong = memoryview(bytes(data)).cast(code)
    return (*parts[:at], wrong, *parts[at + 1 :])


def test_seeds_count_modulo_2_to_the_64() -> None:
    compiled = bound(ACCEPT[0])
    one, other = (KernelEngine.of(Sampler(walk(compiled), s)) for s in (-1, 2**64 - 1))
    assert one is not None
    assert other is not None
    assert bytes(one.lines("text", 0, 9)[0]) == bytes(other.lines("text", 0, 9)[0])
