"""Lists of numbers: as ranges in digits and in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ...catalogues.numbers.cldr import ways
from ...compiler.ranges import numbers
from ...dsl.findings import Finding
from ...dsl.span import Span
from ...dsl.text import fold, nfc, squeeze
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
            whole = wanted.parts > 1 and "." not in low
            if whole:
                # Some languages have no words for decimals.
                tried = numbers(replace(_whole(wanted), times=wanted.times), locale, ())
                if not isinstance(tried, Finding):
                    words, spoken = replace(_whole(wanted), times=wanted.times), tried
                    what = "in words only where it is whole"
            rest = () if spoken is not None or wanted.parts > 1 else _numbers(wanted)
            if not _all_said((*rest, *_decimals(wanted)), locale):
                findings.append(Finding("W602", f"“{name}” is {what}. {why}", place))
        if wanted.digits or spoken is None:
            found.append(digits)
        if spoken is not None:
            found.append(words)
    return tuple(Alternative(((each,),)) for each in found)


def inflected(wanted: Numbers, locale: str) -> tuple[list[tuple[str, str]], bool]:
    """(text, number) of the further words that hassil reads: all genders and cases of CLDR which a
    range has not; and whether the range was short enough to look at all its numbers."""
    if not wanted.words:
        return [], True
    if (wanted.high - wanted.low) // wanted.step >= MOST_INFLECTED:
        return [], False
    known: set[str] = set()
    spoken = numbers(_whole(wanted), locale, ())
    if not isinstance(spoken, Finding):
        known = {_key(spoken.value(row), locale) for row in range(len(spoken))}
    factor = Decimal(wanted.times or "1")
    found: dict[tuple[str, str], None] = {}
    for number, texts in _said(_numbers(wanted), locale).items():
        for text in texts:
            if _key(text, locale) not in known:
                found.setdefault((text, _plainly(Decimal(number) * factor)))
    decimals = _decimals(wanted)
    if 0 < len(decimals) < MOST_INFLECTED:
        for part in _parts(wanted):
            spoken = numbers(Range(*part, words=True), locale, ())
            if not isinstance(spoken, Finding):
                known.update(_key(spoken.value(row), locale) for row in range(len(spoken)))
        for number, texts in _said(decimals, locale).items():
            for text in texts:
                if _key(text, locale) not in known:
                    found.setdefault((text, _plainly(Decimal(number) * factor)))
    return list(found), len(decimals) < MOST_INFLECTED


def _whole(wanted: Numbers) -> Range:
    """Its whole numbers, in words."""
    step = None if wanted.step == 1 else str(wanted.step)
    return Range(str(wanted.low), str(wanted.high), step, True)


def _numbers(wanted: Numbers) -> tuple[str, ...]:
    return tuple(map(str, range(wanted.low, wanted.high + 1, wanted.step)))


def _decimals(wanted: Numbers) -> tuple[str, ...]:
    """Those that are not whole."""
    fractions = [f".{part * 10 // wanted.parts}" for part in range(1, wanted.parts)]
    return tuple(_sum(int(number), part) for number in _numbers(wanted) for part in fractions)


def _said(wanted: tuple[str, ...], locale: str) -> dict[str, list[str]]:
    """What CLDR has for numbers; of decimals what can be told apart, as some languages have the
    same words for many."""
    found: dict[str, list[str]] = {}
    meant: dict[str, set[str]] = {}
    for number in wanted:
        said = ways(float(number) if "." in number else int(number), locale)
        found[number] = [squeeze(nfc(text)) for text in said]
        for text in found[number]:
            meant.setdefault(text, set()).add(number)
    return {
        number: [text for text in texts if "." not in number or len(meant[text]) == 1]
        for number, texts in found.items()
    }


def _all_said(wanted: tuple[str, ...], locale: str) -> bool:
    return len(wanted) < MOST_INFLECTED and all(_said(wanted, locale).values())


def otherwise(wanted: Numbers) -> list[tuple[str, str]] | None:
    """(text, number) of the further ways to write numbers in digits that hassil reads in every
    language: a comma for the point, a zero behind it, and one before a digit, as in 7:05. None
    where a range with decimals is too large for that."""
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
        if len(whole) * (wanted.parts + 1) > 2 * MOST_INFLECTED:
            return None
        for number in whole:
            for zero in (f"{number}.0", f"{number},0"):
                found[zero, _plainly(number * factor)] = None
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
