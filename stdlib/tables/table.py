"""A table of a module: rows of texts and canonical values, and how likely each is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from unicode_rbnf import FormatPurpose, RbnfEngine


@dataclass(frozen=True, slots=True)
class Table:
    """The file `stdlib/LL/NAME.tsv`: cells by the headers, the last of which is the weight."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """The file as it is written."""
        return "".join("\t".join(row) + "\n" for row in (self.headers, *self.rows))


def plain(weight: str | float) -> str:
    """A weight with three digits that count, as a plain decimal."""
    number = float(weight)
    if number >= 100:
        return str(round(number))
    return f"{number:.3g}"


def table(
    name: str, headers: str, rows: Iterable[tuple[str | float, ...]], *, several: bool = False
) -> Table:
    """A table of *rows*, their weights last; a row that is there already is left out.

    No text has two values, or the table would be wrong (ValueError), but for *several*.
    """
    texts: dict[str, str] = {}
    seen: dict[tuple[str, ...], tuple[str, ...]] = {}
    for row in rows:
        cells = (*(str(cell) for cell in row[:-1]), plain(row[-1]))
        if texts.setdefault(cells[0], cells[1]) != cells[1] and not several:
            raise ValueError(f"{name}: {cells[0]} is {texts[cells[0]]} and {cells[1]}")
        seen.setdefault(cells[:-1], cells)
    return Table(name, (*headers.split(), "weight"), tuple(seen.values()))


@cache
def _engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)


def spelled(language: str, number: int, rules: str = "spellout-numbering") -> str:
    """The number in words, by the rules of CLDR."""
    purpose = FormatPurpose.ORDINAL if "ordinal" in rules else FormatPurpose.CARDINAL
    texts = _engine(language).format_number(number, purpose=purpose).text_by_ruleset
    return texts[rules]


# How often a time is spoken of: full and half hours, then quarters, then fives; and the hours.
_MINUTES = {0: 60.0, 30: 30.0, 15: 12.0, 45: 12.0}
_HOURS = (2, 1, 0.5, 0.5, 0.5, 2, 6, 10, 10, 8, 6, 5, 6, 5, 5, 5, 5, 6, 7, 8, 8, 7, 5, 3)


def likely(hour: int, minute: int) -> float:
    """How often people speak of a time of the day, next to others; an estimate."""
    return _HOURS[hour] * _MINUTES.get(minute, 3.0 if minute % 5 == 0 else 0.1)


def times() -> Iterator[tuple[int, int, str, float]]:
    """Every minute of the day: hour, minute, canonical value, weight."""
    for hour in range(24):
        for minute in range(60):
            yield hour, minute, f"{hour:02}:{minute:02}", likely(hour, minute)


# 29 February is a day, too.
LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days() -> Iterator[tuple[int, int, str]]:
    """Every day of the year: month and day, from 1, and canonical value."""
    for month, length in enumerate(LENGTHS, 1):
        for day in range(1, length + 1):
            yield month, day, f"--{month:02}-{day:02}"


# Numbers of things: few, up to a hundred, up to a thousand.
FEW = tuple(range(1, 11))
SMALL = (*range(1, 21), *range(25, 101, 5))
LARGE = (*range(1, 11), *range(15, 100, 5), *range(100, 1001, 50))


def usual(number: int, most: int = 1000) -> float:
    """How often a number of things is said: small ones, and round ones, up to *most*."""
    round_ = number % 50 == 0 or (number <= 100 and number % 10 == 0) or number == 15
    often = 6.0 if round_ or number <= 5 else 2.0 if number <= 12 or number % 5 == 0 else 0.3
    return often if number <= most else often / 30


# The largest number of each unit that people say in speaking to a machine, as a rule.
MOST = {"km": 100, "mi": 100, "m": 1000, "yd": 500, "ft": 100, "cm": 100, "in": 50, "mm": 20}
MOST |= {"kg": 5, "g": 1000, "mg": 1000, "t": 5, "lb": 5, "oz": 10, "st": 20}
MOST |= {"l": 5, "dl": 10, "cl": 50, "ml": 1000, "gal": 5, "pt": 4, "cup": 5, "tbsp": 5, "tsp": 5}


def rank(number: int) -> float:
    """How often an ordinal is said: first and second more than others."""
    return {1: 30.0, 2: 20.0, 3: 12.0, 4: 6.0, 5: 5.0}.get(number, 2.0 if number <= 10 else 0.1)


def warm(degrees: int) -> float:
    """How often a temperature in degrees Celsius is said."""
    return 8.0 if 15 <= degrees <= 30 else 1.0 if degrees <= 40 else 0.05


def scaled(rows: Iterable[tuple[str | float, ...]]) -> Iterator[tuple[str | float, ...]]:
    """Durations with their scale before the weight: by the clock, or by the calendar."""
    for row in rows:
        yield *row[:-1], "clock" if str(row[1]).startswith("PT") else "calendar", row[-1]


# The units of a duration, from seconds to years: the form of ISO 8601, numbers, weight, and the
# largest usual number.
SPANS: tuple[tuple[str, tuple[int, ...], float, int], ...] = (
    ("PT{}S", (*range(1, 61), 90), 1.0, 60),
    ("PT{}M", (*range(1, 61), 75, 90, 120), 4.0, 60),
    ("PT{}H", (*range(1, 25), 36, 48, 72), 3.0, 5),
    ("P{}D", tuple(range(1, 32)), 1.0, 10),
    ("P{}W", tuple(range(1, 13)), 1.0, 4),
    ("P{}M", tuple(range(1, 25)), 0.5, 6),
    ("P{}Y", (*range(1, 21), 25, 30, 40, 50, 100), 0.3, 3),
)
