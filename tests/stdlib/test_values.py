"""Canonical values: of one form in every locale, and none left out."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.library import modules
from gramc.runtime.grammar import Grammar

LOCALES = sorted({name.split(".")[1] for name in modules()})

TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
DAY = "--(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
AWAY = "-?P[0-9]+D"
FORMS = {
    "confirm.yes": "yes",
    "confirm.no": "no",
    "confirm.yes_no": "yes|no",
    "confirm.maybe": "maybe",
    "number.cardinal": "100|[1-9]?[0-9]",
    "number.small": "20|1?[0-9]",
    "number.how_many": "100|[1-9]?[0-9]",
    "number.percent": "100|[1-9]?[0-9]",
    "number.ordinal": "[1-9]|[12][0-9]|3[01]",
    "number.fraction": r"[0-2](\.[0-9]{1,3})?",
    "time.clock_time": TIME,
    "time.digital_time": TIME,
    "time.time": TIME,
    "time.at_time": TIME,
    "time.day_part": "MO|AF|EV|NI",
    "time.day_part_name": "MO|AF|EV|NI",
    "date.weekday": "[1-7]",
    "date.month": "0[1-9]|1[0-2]",
    "date.relative_day": AWAY,
    "date.day_month": DAY,
    "date.date": f"[1-7]|{AWAY}|{DAY}",
    "duration.duration": r"P(\d+[YWD]|\d+M|\d+Y\d+M|\d+DT\d+H|(?=T)T(\d+H)?(\d+M)?(\d+S)?)",
    "unit.temperature": r"-?\d+(\.\d+)?[CF]",
    "unit.distance": r"\d+(\.\d+)?(km|m|cm|mm|mi|yd|ft|in)",
    "unit.weight": r"\d+(\.\d+)?(kg|g|mg|t|lb|oz|st)",
    "unit.volume": r"\d+(\.\d+)?(l|ml|cl|dl|cup|tbsp|tsp|pt|gal)",
}


@cache
def drawn(locale: str, rule: str) -> dict[str, str | None]:
    """Texts of a rule and their values, as an importer gets them."""
    module, name = rule.split(".")
    text = f"import std.{locale}.{module} as m\nintent A = {{value:<m.{name}>}}\n"
    compiled, findings = compile_grammar("-", text.encode())
    assert not findings
    assert compiled is not None
    found = Grammar(compiled).sample(500, seed=3)
    return {u.text: s.value for u in found for s in u.slots}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("rule", FORMS)
def test_the_form_of_values(locale: str, rule: str) -> None:
    form = re.compile(FORMS[rule])
    for text, value in drawn(locale, rule).items():
        assert form.fullmatch(value or ""), (text, value)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_time_and_no_day_is_left_out(locale: str) -> None:
    folder = modules()[f"std.{locale}.time"].parent
    values = defaultdict(set)
    for name in ("clock", "digital", "day_month"):
        for row in (folder / f"{name}.tsv").read_text("utf-8").splitlines()[1:]:
            values[name].add(row.split("\t")[1])
    times = {f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)}
    assert values["digital"] == times
    assert {time for time in times if time[-1] in "05"} <= values["clock"] <= times
    assert len(values["day_month"]) == 366


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("en", "half seven", "07:30"),
        ("de", "halb sieben", "06:30"),
        ("de", "viertel acht", "07:15"),
        ("de", "zwölf Uhr", "12:00"),
        ("de", "zwölf Uhr nachts", "00:00"),
        ("en", "twelve at night", "00:00"),
        ("en", "twelve am", "00:00"),
        ("es", "las doce", "12:00"),
        ("fr", "sept heures et demie", "07:30"),
        ("hi", "साढ़े सात बजे", "07:30"),
        ("pt", "sete e meia", "07:30"),
    ],
)
def test_what_could_mean_two_things(locale: str, text: str, value: str) -> None:
    """As the table in docs/std.md has it."""
    source = f"import std.{locale}.time\nintent A = {{value:<time.clock_time>}}\n"
    compiled, _ = compile_grammar("-", source.encode())
    assert compiled is not None
    parses = Grammar(compiled).parse(text, 2)
    assert [s.value for p in parses for s in p.utterance.slots] == [value]
