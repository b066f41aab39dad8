"""Numbers in words: what people say, there and back, and how long it is."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from functools import lru_cache

import pytest
from gramc.catalogues.index import searchable
from gramc.catalogues.numbers.averages import tractable, words_total
from gramc.catalogues.numbers.catalogue import Numbers
from gramc.catalogues.numbers.cldr import rules
from gramc.catalogues.numbers.notation import Range
from gramc.catalogues.numbers.progression import Decimal, Progression
from gramc.catalogues.numbers.reading import WordIndex
from gramc.catalogues.numbers.rules import Rules, damaged
from hypothesis import given
from hypothesis import strategies as st

LOCALES = ("en-US", "en-GB", "de-DE", "es-ES", "fr-FR", "pt-BR", "hi-IN")
MOST = 10**15

# What grammars and style guides say, and other programs' tests agree with: Chicago Manual of Style
# 9.2 to 9.8 and New Hart's Rules 11.1 (English), Duden (German), Diccionario panhispánico de dudas,
# “cardinales” (Spanish), Académie française, “vingt”, “cent” and the spelling of 1990 (French),
# Cunha and Cintra, “numerais” (Portuguese).
SAID = {
    "en-US": {
        "0": "zero",
        "21": "twenty-one",
        "100": "one hundred",
        "105": "one hundred five",
        "1001": "one thousand one",
        "12345": "twelve thousand three hundred forty-five",
        "2000007": "two million seven",
        "-5": "minus five",
        "0.5": "zero point five",
        "-10.25": "minus ten point two five",
    },
    "en-GB": {
        "105": "one hundred and five",
        "1001": "one thousand and one",
        "1200": "one thousand two hundred",
        "12345": "twelve thousand three hundred and forty-five",
        "100007": "one hundred thousand and seven",
        "2000007": "two million and seven",
    },
    "de-DE": {
        "1": "eins",
        "16": "sechzehn",
        "17": "siebzehn",
        "21": "einundzwanzig",
        "30": "dreißig",
        "101": "einhunderteins",
        "1000000": "eine Million",
        "2000001": "zwei Millionen eins",
        "-3.5": "minus drei Komma fünf",
    },
    "es-ES": {
        "1": "uno",
        "16": "dieciséis",
        "21": "veintiuno",
        "22": "veintidós",
        "31": "treinta y uno",
        "100": "cien",
        "101": "ciento uno",
        "500": "quinientos",
        "700": "setecientos",
        "900": "novecientos",
        "1000": "mil",
        "21000": "veintiún mil",
        "31000": "treinta y un mil",
        "1000000": "un millón",
        "21000000": "veintiún millones",
        "1000000000": "mil millones",
        "0.5": "cero coma cinco",
    },
    "es-MX": {"0.5": "cero punto cinco", "21000": "veintiún mil"},
    "fr-FR": {
        "17": "dix-sept",
        "21": "vingt-et-un",
        "70": "soixante-dix",
        "71": "soixante-et-onze",
        "80": "quatre-vingts",
        "81": "quatre-vingt-un",
        "91": "quatre-vingt-onze",
        "99": "quatre-vingt-dix-neuf",
        "100": "cent",
        "200": "deux cents",
        "201": "deux cent un",
        "1000": "mille",
        "1280": "mille deux cent quatre-vingts",
        "80000": "quatre-vingt mille",
        "200000": "deux cent mille",
        "80000000": "quatre-vingts millions",
        "200000000": "deux cents millions",
        "1220080380200": "un billion deux cent vingt milliards quatre-vingts millions "
        "trois cent quatre-vingt mille deux cents",
        "-20": "moins vingt",
    },
    "fr-CH": {"71": "septante-et-un", "99": "nonante-neuf"},
    "pt-BR": {
        "16": "dezesseis",
        "21": "vinte e um",
        "100": "cem",
        "101": "cento e um",
        "713": "setecentos e treze",
        "1001": "mil e um",
        "1100": "mil e cem",
        "1111": "mil cento e onze",
        "1200": "mil e duzentos",
        "250050": "duzentos e cinquenta mil e cinquenta",
        "1200000": "um milhão e duzentos mil",
        "1234000": "um milhão duzentos e trinta e quatro mil",
        "1234567": "um milhão duzentos e trinta e quatro mil quinhentos e sessenta e sete",
        "6000000": "seis milhões",
        "145000000002": "cento e quarenta e cinco bilhões e dois",
        "2345.75": "dois mil trezentos e quarenta e cinco vírgula sete cinco",
    },
    "pt-PT": {"16": "dezasseis", "1000000000": "mil milhões"},
    "hi-IN": {
        "0": "शून्य",
        "25": "पच्चीस",
        "79": "उनासी",
        "100": "एक सौ",
        "1234": "एक हज़ार दो सौ चौंतीस",
        "113345": "एक लाख तेरह हज़ार तीन सौ पैंतालीस",
        "8901234": "नवासी लाख एक हज़ार दो सौ चौंतीस",
        "567890123": "छप्पन करोड़ अठहत्तर लाख नब्बे हज़ार एक सौ तेईस",
        "12.5": "बारह दशमलव पाँच",
        "-42": "माइनस बयालीस",
    },
}
AGREEING = {
    "es-ES": {
        "1": ("un", "una"),
        "21": ("veintiún", "veintiuna"),
        "31": ("treinta y un", "treinta y una"),
        "200": ("doscientos", "doscientas"),
        "200000": ("doscientos mil", "doscientas mil"),
        "1000001": ("un millón un", "un millón una"),
    },
    "pt-BR": {
        "1": ("um", "uma"),
        "2": ("dois", "duas"),
        "200": ("duzentos", "duzentas"),
        "2000": ("dois mil", "duas mil"),
        "2000000": ("dois milhões", "dois milhões"),
    },
    "fr-FR": {"1": ("un", "une"), "21": ("vingt-et-un", "vingt-et-une"), "2": ("deux", "deux")},
    "de-DE": {"1": ("ein", "eine"), "21": ("einundzwanzig", "einundzwanzig")},
}


@lru_cache
def said(locale: str, most: int = MOST) -> Rules:
    made = rules(locale, (), most)
    assert made is not None
    return made[0]


def spoken(locale: str, numbers: tuple[str, str, str]) -> Numbers:
    range_ = Range(*map(Decimal.of, numbers), words=True, locale=locale)
    made = Numbers.made(range_, said(locale))
    assert made is not None
    return made


@pytest.mark.parametrize("locale", SAID)
def test_what_people_say(locale: str) -> None:
    held = said(locale)
    for number, words in SAID[locale].items():
        exact = Decimal.of(number)
        assert held.spell(0, exact.units, exact.scale) == words


@pytest.mark.parametrize("locale", AGREEING)
def test_what_people_say_of_things(locale: str) -> None:
    made = rules(locale, ("masc", "fem"), MOST)
    assert made is not None
    held, genders = made
    assert genders == ("masc", "fem")
    for number, words in AGREEING[locale].items():
        assert (held.spell(1, int(number), 0), held.spell(2, int(number), 0)) == words


def test_a_language_without_gender_has_one_form() -> None:
    for locale in ("en-US", "hi-IN"):
        made = rules(locale, ("m", "f"), 100)
        assert made is not None
        assert made[1] == ()
        assert len(made[0].roots) == 1


def several(seed: int) -> Iterator[int]:
    drawn = random.Random(seed)
    yield from range(1200)
    for _ in range(300):
        yield drawn.randrange(10 ** drawn.randrange(4, 16))


@pytest.mark.parametrize("locale", LOCALES)
def test_there_and_back(locale: str) -> None:
    catalogue = spoken(locale, (f"-{MOST}", str(MOST), "1"))
    seen: dict[str, int] = {}
    for number in several(1):
        row = number + MOST
        words = catalogue.value(row)
        assert seen.setdefault(words, number) == number
        assert catalogue.spelled(words) == [row]
        loose = searchable(words, locale)
        assert (len(loose), row) in catalogue.index.matches(f"{loose} xyz", 0)


@given(
    st.sampled_from(LOCALES),
    st.integers(-(10**8), 10**8),
    st.integers(1, 10**5),
    st.integers(0, 3),
    st.integers(0, 999),
)
def test_every_number_of_a_range_is_found(
    locale: str, first: int, step: int, scale: int, place: int
) -> None:
    numbers = [str(Decimal(units, scale)) for units in (first, first + 1000 * step, step)]
    catalogue = spoken(locale, (numbers[0], numbers[1], numbers[2]))
    words = catalogue.value(place)
    assert catalogue.spelled(words) == [place]
    assert all(end <= len(words) for end, _ in catalogue.index.matches(words, 0))
    other = said(locale).spell(0, first + place * step + 1, scale)
    assert step == 1 or catalogue.spelled(other) == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("first", "last", "step"), [(0, 300, 1), (-99, 99, 3), (-2, 20, 0.25)])
def test_few_numbers_are_found_alike(locale: str, first: int, last: int, step: float) -> None:
    catalogue = spoken(locale, (str(first), str(last), str(step)))
    index = catalogue.index
    assert isinstance(index, WordIndex)
    assert index.written() is not None
    drawn = random.Random(last)
    text = " ".join(
        searchable(catalogue.value(drawn.randrange(len(catalogue))), locale) for _ in range(60)
    )
    found = [index.matches(text, place) for place in range(len(text))]
    assert found == [index.read(text, place) for place in range(len(text))]
    assert sum(map(bool, found)) >= 60


STEPS = [1, 2, 3, 5, 7, 10, 12, 25, 50, 60, 99, 100, 250, 999]


@given(
    st.sampled_from([*LOCALES, "pl", "ru", "ar", "ja"]),
    st.integers(-(10**4), 10**7),
    st.sampled_from(STEPS),
    st.integers(1001, 1500),
    st.integers(0, 2),
)
def test_lengths_are_summed_up(locale: str, first: int, step: int, count: int, scale: int) -> None:
    held, numbers = said(locale), Progression(first, step, count, scale)
    if damaged(held, MOST, first < 0, scale, 1):
        numbers = Progression(abs(first), step, count)
    texts = [held.spell(0, numbers[n], numbers.scale) for n in range(count)]
    assert tractable(numbers)
    assert words_total(numbers, held, 0) == (
        sum(map(len, texts)),
        sum(text.count(" ") for text in texts),
    )


def test_odd_steps_are_refused() -> None:
    assert tractable(Progression(0, 10**6, 10**8))
    assert tractable(Progression(0, 12_345_677, 10**5))
    assert not tractable(Progression(0, 12_345_677, 10**6))


@pytest.mark.parametrize("locale", ["tlh", "x", "-", "e n"])
def test_languages_without_words(locale: str) -> None:
    assert rules(locale, (), 10) is None


BROKEN = {
    "texts": ("",),
    "sets": (0, 0),
    "base": (0,),
    "divisor": (0,) * 29,
    "items": ((9, 9),) * 60,
    "plurals": ((0,),),
    "roots": ((99, -1, -1, -1, -1),),
}


@pytest.mark.parametrize("part", BROKEN)
def test_damaged_rules_are_told(part: str) -> None:
    held = said("en-US", 1000)
    assert not damaged(held, 1000, True, 2, 1)
    assert damaged(dataclasses.replace(held, **{part: BROKEN[part]}), 1000, True, 2, 1)


def test_rules_that_go_round_are_told() -> None:
    round_ = Rules(("a",), (0, 1), (0,), (1,), (0, 2), ((0, 0), (3, 0)), (), ((0, -1, -1, -1, -1),))
    assert damaged(round_, 10, False, 0, 1)
    twice = Rules(
        ("a",),
        (0, 2),
        (0, 2),
        (1, 2),
        (0, 1, 41),
        ((0, 0), *((1, 0),) * 40),
        (),
        ((0, -1, -1, -1, -1),),
    )
    assert damaged(twice, 10**9, False, 0, 1)
