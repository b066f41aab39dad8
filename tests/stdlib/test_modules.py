"""The modules of the library: their names and values, their tests, one value for every text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import gramc
import pytest
from gramc.compiler.compile import analyse, compile_grammar
from gramc.compiler.library import modules
from gramc.corpora.utterance import Span, Utterance
from gramc.dsl import tree
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.runtime.intests import run_tests
from gramc.runtime.overlap.overlap import overlaps
from gramc.stdlib.tables.table import spelled

MODULES = modules()
LOCALES = {"de": "de", "en": "en", "es": "es", "fr": "fr", "hi": "hi", "pt": "pt-BR"}
RULES = {
    "polite": "please thanks hello can_you i_want carrier closing",
    "confirm": "yes no yes_no maybe",
    "number": "cardinal small percent ordinal fraction",
    "time": "time clock_time digital_time day_part",
    "date": "weekday month relative_day relative_period now day_and_part day_month date",
    "duration": "duration",
    "unit": "temperature distance weight volume",
    "determiner": "definite indefinite demonstrative possessive",
}
# What a language does not have: Hindi has no article.
WITHOUT = {("std.hi.determiner", "definite")}

# True ambiguities: texts with several values within one intent. In Hindi only the verb tells
# yesterday from tomorrow.
AMBIGUOUS = {
    ("std.hi.date", "कल"): {"P1D", "-P1D"},
    ("std.hi.date", "परसों"): {"P2D", "-P2D"},
}

every_module = pytest.mark.parametrize("name", MODULES)


def read(name: str) -> tree.File:
    file, findings = parse(MODULES[name].read_text(encoding="utf-8"), str(MODULES[name]))
    assert not findings
    return file


@cache
def grammar(name: str) -> gramc.Grammar:
    return gramc.load(MODULES[name])


@every_module
def test_no_finding_and_in_layout(name: str) -> None:
    assert analyse(str(MODULES[name]))[1] == []
    assert print_file(read(name)) == MODULES[name].read_text(encoding="utf-8")


@every_module
def test_its_tests_pass(name: str) -> None:
    state, _ = analyse(str(MODULES[name]))
    compiled, _ = compile_grammar(str(MODULES[name]))
    assert state is not None
    assert compiled is not None
    assert [o.finding for o in run_tests(state, compiled) if o.finding is not None] == []
    statements = read(name).statements
    intents = {s.name for s in statements if isinstance(s, tree.Intent)}
    tests = {s.intent: s for s in statements if isinstance(s, tree.Test)}
    assert set(tests) == intents
    for test in tests.values():
        kinds = {line.kind for line in test.lines if isinstance(line, tree.TestLine)}
        assert kinds == {"accept", "reject"}, test.intent


def test_every_locale_has_every_module() -> None:
    assert set(MODULES) >= {f"std.{locale}.{name}" for locale in LOCALES for name in RULES}


@every_module
def test_its_names(name: str) -> None:
    """What a module is called; it has the rules that all locales have, with documentation."""
    _, folder, module = name.split(".")
    statements = read(name).statements
    assert [s.name for s in statements if isinstance(s, tree.GrammarName)] == [name]
    assert [s.tag for s in statements if isinstance(s, tree.Locale)] == [LOCALES[folder]]
    defined = {s.name: s for s in statements if isinstance(s, tree.Rule | tree.Catalog)}
    wanted = {rule for rule in RULES[module].split() if (name, rule) not in WITHOUT}
    assert wanted <= set(defined)
    for rule, statement in defined.items():
        helper = rule.endswith("_part") and rule not in ("day_part", "day_and_part")
        assert bool(statement.notes.doc) != helper, rule


def values(spans: tuple[Span, ...]) -> Iterator[tuple[str, str | None]]:
    for span in spans:
        yield span.name, span.value
        yield from values(span.slots)


@every_module
def test_what_is_sampled_has_one_value(name: str) -> None:
    found = grammar(name)
    parser = found.parser()
    for intent in found.intents:
        drawn = {u.text: u for u in found.sample(1000, seed=1, intents=[intent])}
        for text, utterance in drawn.items():
            # Parsing passes over a comma that is typed, not over one that is missing.
            assert ", " not in text
            read_as = [p.utterance for p in parser(text, 20) if p.utterance.intent == intent]
            assert utterance in read_as, text
            readings = {tuple(values(u.slots)) for u in read_as}
            if len(readings) > 1:
                assert {ambiguity(name, u) for u in read_as} == {True}, (text, readings)
            else:
                assert read_as[0] == utterance, text


@every_module
def test_no_text_has_two_values(name: str) -> None:
    """All of the language, not only what was drawn; intents are not compared with each other."""
    found = overlaps(grammar(name).compiled)
    assert found.whole
    assert found.sampled == 0
    twice = {shared.one for shared in found.found if shared.one == shared.other}
    assert twice == ({"RelativeDayAlone", "Date"} if name == "std.hi.date" else set())


def ambiguity(name: str, utterance: Utterance) -> bool:
    """Whether a reading is one of a true ambiguity's."""
    return any(
        span.value in AMBIGUOUS.get((name, utterance.text[span.start : span.end]), ())
        for span in utterance.slots
    )


@pytest.mark.parametrize(("name", "word"), AMBIGUOUS)
def test_ambiguities_are_there(name: str, word: str) -> None:
    found = [p.utterance for p in grammar(name).parse(f"{word} का मौसम", nbest=9)]
    assert {span.value for u in found for span in u.slots} == AMBIGUOUS[name, word]


@pytest.mark.parametrize("folder", LOCALES)
def test_numbers_are_those_of_cldr(folder: str) -> None:
    found = grammar(f"std.{folder}.number")
    parser = found.parser()
    (shown,) = found.sample(1, seed=1, intents=["Cardinal"])
    (slot,) = shown.slots
    for number in range(101):
        text = spelled(folder, number).replace("\u00ad", "")
        sentence = shown.text[: slot.start] + text + shown.text[slot.end :]
        (best, *_) = parser(sentence, 1)
        assert [span.value for span in best.utterance.slots] == [str(number)], sentence
