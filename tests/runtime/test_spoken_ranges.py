"""Ranges in words, from the grammar to the corpus and back."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from gramc.compiler import artifact
from gramc.compiler.compile import analyse, compile_grammar
from gramc.dsl.findings import Finding
from gramc.runtime.count import count
from gramc.runtime.distributions.source import source
from gramc.runtime.engine import PlainEngine
from gramc.runtime.enumerate import language
from gramc.runtime.kernel.engine import KernelEngine
from gramc.runtime.quick import QuickEngine
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

from ..compiler.artifacts import File
from .brute_counts import check
from .test_ranges import made, parser

LOCALES = ("en-US", "de-DE", "es-ES", "fr-FR", "pt-BR", "hi-IN")
SMALL = """
locale {}
intent I = x {{n:<-3..120 words>}} y | <0..12 step 0.75 words> | {{n:<5..40 step 5 words times 60>}}
"""
LARGE = """
locale {}
intent I = x {{n:<0..999999999 words>}} | y <1000000..999999999999 step 1000 words>
"""
GENDERED = """
locale es-ES
feature gender = masc | fem
thing = libros @masc | mesas @fem | días @masc
intent I = pon {n:<1..40 words>} <thing> @agree(gender) | volumen {n:<1..40 words>}
"""


@pytest.mark.parametrize("locale", LOCALES)
def test_small_ranges_are_written_counted_and_parsed(locale: str) -> None:
    compiled = made(SMALL.format(locale))
    found = language(compiled, 0)
    (part,) = count(compiled).parts
    assert check(part, compiled, 0)
    assert part.texts.value == len(found)
    parse = parser(compiled)
    for utterance in found:
        assert utterance.slots in [p.utterance.slots for p in parse(utterance.text.capitalize(), 4)]
    dashed = next(u for u in found if "x " in u.text and u.text.count(" ") > 2)
    assert parse(dashed.text.replace("-", " "))[0].utterance.slots[0].value == dashed.slots[0].value


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("range_", ["<0..999999999 words>", "<0..999999999>"])
def test_a_billion_numbers_compile_at_once(locale: str, range_: str) -> None:
    before = process_time()
    compiled = made(f"locale {locale}\nintent I = {{n:{range_}}}")
    assert len(b"".join(artifact.save(compiled))) < 20_000
    whole = count(compiled).whole
    assert process_time() - before < 1
    assert whole.derivations.value == whole.texts.value == 10**9
    assert whole.texts.exact


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("distribution", ["weights", "uniform", "patterns"])
def test_all_engines_give_the_same_bytes(locale: str, distribution: Any) -> None:
    for text in (SMALL, LARGE):
        compiled = made(text.format(locale))
        drawn = source(compiled, None, 7, distribution)
        assert not isinstance(drawn, Finding)
        quickest, definition = KernelEngine.of(drawn), PlainEngine(drawn)
        assert quickest is not None
        for form in ("text", "annotated", "jsonl", "bio", "massive"):
            wanted = b"".join(map(bytes, definition.lines(form, 0, 60)))
            assert b"".join(map(bytes, quickest.lines(form, 0, 60))) == wanted
            if isinstance(drawn, Sampler):
                assert b"".join(map(bytes, QuickEngine(drawn).lines(form, 0, 60))) == wanted
        parse = parser(compiled)
        for index in range(20):
            utterance, _ = drawn(index)
            assert utterance in [p.utterance for p in parse(utterance.text, 4)]


def test_numbers_agree_in_gender() -> None:
    compiled = made(GENDERED)
    found = language(compiled, 0)
    assert len(found) == 4 * 40
    by_number: dict[str, Fraction] = {}
    for utterance, share in found.items():
        if utterance.text.startswith("pon"):
            value = utterance.slots[0].value or ""
            by_number[value] = by_number.get(value, Fraction(0)) + share
    assert set(by_number.values()) == {Fraction(1, 80)}
    texts = {u.text for u in found}
    assert {"pon veintiún libros", "pon veintiuna mesas", "pon un días", "volumen uno"} <= texts
    assert "pon uno libros" not in texts
    assert "pon veintiuna libros" not in texts
    (part,) = [p for p in count(compiled).parts if p.kind == "intent"]
    assert check(part, compiled, 0)
    parse = parser(compiled)
    assert parse("pon treinta y una mesas")[0].utterance.slots[0].value == "31"
    assert not parse("pon treinta y un mesas")
    assert not parse("volumen treinta y un")


def test_an_artifact_needs_no_library(tmp_path: Path) -> None:
    for text in (GENDERED, LARGE.format("pt-BR")):
        compiled = made(text)
        path = tmp_path / "a.gramc"
        path.write_bytes(b"".join(artifact.save(compiled)))
        loaded, findings = artifact.load(str(path))
        assert loaded is not None, findings
        for index in range(50):
            assert Sampler(walk(loaded))(index) == Sampler(walk(compiled))(index)
        assert loaded.stock.names == compiled.stock.names
        assert loaded.program == compiled.program


def changed(file: File, name: str, **parts: Any) -> None:
    held = json.loads(file.sections[name])
    for part, value in parts.items():
        held[part] = value(held[part])
    file.sections[name] = json.dumps(held).encode()


@pytest.mark.parametrize("damage", range(9))
def test_damaged_rules_are_told(tmp_path: Path, damage: int) -> None:
    file = File(b"".join(artifact.save(made("locale en\nintent I = {n:<1..5000 words>}"))))
    name = "catalogue/0/rules"
    if damage == 0:
        del file.sections[name]
    elif damage == 1:
        file.sections[name] = b"{}"
    elif damage == 2:
        changed(file, name, items=lambda items: [[0, 9999], *items[1:]])
    elif damage == 3:
        changed(file, name, divisor=lambda found: [0, *found[1:]])
    elif damage == 4:
        changed(file, name, at=lambda found: [*found[:-1], found[-1] + 1])
    elif damage == 5:
        changed(file, name, roots=lambda found: [*found, *found])
    elif damage == 6:
        changed(file, name, texts=lambda found: ["a" * 3000, *found[1:]])
    elif damage == 7:
        changed(file, name, base=lambda found: found[::-1])
    else:
        file.manifest["catalogues"] = ["<1..5000 words> en m f"]
    path = tmp_path / "a.gramc"
    path.write_bytes(file.data())
    loaded, findings = artifact.load(str(path))
    assert loaded is None
    assert [f.code for f in findings] == ["E010"]


@pytest.mark.parametrize(
    ("source_", "code"),
    [
        ("intent I = <1..3 words>", "E345"),
        ("locale tlh\nintent I = <1..3 words>", "E346"),
        ("locale he\nintent I = <0..1000000000 words>", "E346"),
        ("locale zu\nintent I = <0..100000 words>", "E346"),
        ("locale kk\nintent I = <0..1 step 0.5 words>", "E346"),
        ("locale ko\nintent I = <-1..1 words>", "E346"),
        ("locale en\nintent I = <0..999999999999 step 1234567 words>", "E346"),
    ],
)
def test_numbers_that_cannot_be_said(source_: str, code: str) -> None:
    _, findings = analyse("made.gram", source_.encode())
    assert [f.code for f in findings] == [code]


def test_the_largest_ranges() -> None:
    source_ = """locale es
feature gender = m | f | n | c
thing = a @m | b @f
intent I = <-1000000000000000..1000000000000000 step 0.001 words> <thing> @agree(gender)
"""
    _, findings = analyse("made.gram", source_.encode())
    assert [f.code for f in findings] == ["E346"]
    compiled = made(source_.replace(" | n | c", ""))
    assert count(compiled).whole.derivations.value == 2 * (2 * 10**18 + 1)
    drawn = source(compiled, None, 1)
    assert isinstance(drawn, Sampler)
    kernel = KernelEngine.of(drawn)
    assert kernel is not None
    wanted = b"".join(map(bytes, PlainEngine(drawn).lines("annotated", 0, 50)))
    assert b"".join(map(bytes, kernel.lines("annotated", 0, 50))) == wanted


def test_words_are_those_of_the_file_where_they_stand(tmp_path: Path) -> None:
    (tmp_path / "n.gram").write_text("locale de\nzahl = {n:<1..3 words>}\n")
    root = tmp_path / "r.gram"
    root.write_text('locale en\nimport "n.gram"\nintent I = <n.zahl> | {n:<1..3 words>}\n')
    compiled, findings = compile_grammar(str(root))
    assert compiled is not None, findings
    assert {u.text for u in language(compiled, 0)} == {
        "eins",
        "zwei",
        "drei",
        "one",
        "two",
        "three",
    }


FOLLOWED = """
locale {}
intent I = x <1..999999999 words> xyz | y <0..99999 words> {{n:<1..99999 words>}}
"""


@pytest.mark.parametrize("locale", LOCALES)
def test_what_follows_large_ranges_may_tell_them_apart(locale: str) -> None:
    texts = count(made(FOLLOWED.format(locale))).whole.texts
    assert texts.exact
    assert texts.value == 999_999_999 + 100_000 * 99_999


def test_what_follows_may_be_a_number_too() -> None:
    for text, exact in (
        ("<1..999999 words> five", True),
        ("<1..999999 words> [five] apples", False),  # twenty thousand five, in two ways
        ("<1..999999 words> apples [five]", True),
        ("<1..99999 words> <1..99999 words>", False),  # twenty five six
    ):
        texts = count(made(f"locale en-US\nintent I = {text}")).whole.texts
        assert texts.exact == exact, text
