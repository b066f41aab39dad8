"""Lists of numbers: as ranges in digits and in words."""

from __future__ import annotations

from decimal import Decimal

from ...catalogues.numbers.cldr import ways
from ...compiler.ranges import numbers
from ...dsl.findings import Finding
from ...dsl.span import Span
from ...dsl.text import fold, nfc
from ...dsl.tree import Alternative, Range
from .model import Range as Numbers

MOST_INFLECTED = 1_001
"""Ranges of no more numbers are looked through for further words."""


def alternatives(
    wanted: Numbers, locale: str, name: str, place: Span, findings: list[Finding]
) -> tuple[Alternative, ...]:
    """The range *wanted*, of the list *name*, as hassil reads it: digits, and words where the
    locale has any. Where steps and fractions go together it takes several ranges."""
    found: list[Range] = []
    for low, high, step in _parts(wanted):
        digits = Range(low, high, step, times=wanted.times)
        problem = numbers(digits, locale, ())
        if isinstance(problem, Finding):
            findings.append(Finding("E603", problem.message, place, problem.hint))
            return ()
        words = Range(low, high, step, True, wanted.times)
        spoken = numbers(words, locale, ()) if wanted.words else None
        if isinstance(spoken, Finding):
            why, what = spoken.message, "in digits only"
            spoken = None
            if wanted.parts > 1 and "." not in low:
                # Some languages have no words for decimals.
                whole = Range(
                    str(wanted.low),
                    str(wanted.high),
                    None if wanted.step == 1 else str(wanted.step),
                    True,
                    wanted.times,
                )
                tried = numbers(whole, locale, ())
                if not isinstance(tried, Finding):
                    words, spoken, what = whole, tried, "in words only where it is whole"
            findings.append(Finding("W602", f"“{name}” is {what}. {why}", place))
        if wanted.digits or spoken is None:
            found.append(digits)
        if spoken is not None:
            found.append(words)
    return tuple(Alternative(((each,),)) for each in found)


def inflected(wanted: Numbers, locale: str) -> list[tuple[str, str]] | None:
    """(text, number) of the further words that hassil reads: all genders and cases of CLDR which a
    range has not, of whole numbers. None where the range is too large for that."""
    if not wanted.words:
        return []
    whole = range(wanted.low, wanted.high + 1, wanted.step)
    bounds = (str(wanted.low), str(wanted.high), None if wanted.step == 1 else str(wanted.step))
    spoken = numbers(Range(*bounds, words=True), locale, ())
    if isinstance(spoken, Finding):
        return []
    if len(whole) > MOST_INFLECTED:
        return None
    known = {_key(spoken.value(row), locale) for row in range(len(spoken))}
    factor = Decimal(wanted.times or "1")
    found: dict[tuple[str, str], None] = {}
    for number in whole:
        meant = _plainly(number * factor)
        for text in map(nfc, ways(number, locale)):
            if _key(text, locale) not in known:
                found.setdefault((text, meant))
    return list(found)


def otherwise(wanted: Numbers) -> list[tuple[str, str]] | None:
    """(text, number) of the further ways to write numbers in digits that hassil reads in every
    language: a comma for the point, and a zero before one digit, as in 7:05. None where a range
    with decimals is too large for that."""
    if not wanted.digits:
        return []
    found: dict[tuple[str, str], None] = {}
    factor = Decimal(wanted.times or "1")
    whole = range(wanted.low, wanted.high + 1, wanted.step)
    if wanted.high > 9 and any(0 < number < 10 for number in whole[:10]):
        for number in whole[:10]:
            if 0 <= number < 10:
                found[f"0{number}", _plainly(number * factor)] = None
    if wanted.parts > 1:
        if len(whole) * (wanted.parts - 1) > MOST_INFLECTED:
            return None
        for number in whole:
            for part in range(1, wanted.parts):
                text = _sum(number, f".{part * 10 // wanted.parts}")
                found[text.replace(".", ","), _plainly(Decimal(text) * factor)] = None
    return list(found)


def _plainly(number: Decimal) -> str:
    return f"{number.normalize() + 0:f}"  # no -0


def _key(text: str, locale: str) -> str:
    return fold(nfc(text), locale).replace("-", " ")


def _parts(wanted: Numbers) -> list[tuple[str, str, str | None]]:
    """Bounds and steps."""
    low, high, step = wanted.low, wanted.high, wanted.step
    if wanted.parts == 1:
        return [(str(low), str(high), None if step == 1 else str(step))]
    last = low + (high - low) // step * step
    fractions = [f".{part * 10 // wanted.parts}" for part in range(wanted.parts)]
    if step == 1 and low >= 0:
        return [(str(low), f"{last}{fractions[-1]}", f"0{fractions[1]}")]
    found: list[tuple[str, str, str | None]] = []
    for fraction in fractions:
        bounds = [_sum(low, fraction), _sum(last, fraction)]
        found.append((bounds[0], bounds[1], None if step == 1 else str(step)))
    return found


def _sum(whole: int, fraction: str) -> str:
    """*whole* and tenths: hassil adds them to negative numbers, too."""
    tenths = whole * 10 + int(fraction[1:])
    sign, tenths = ("-", -tenths) if tenths < 0 else ("", tenths)
    return f"{sign}{tenths // 10}" + (f".{tenths % 10}" if tenths % 10 else "")
