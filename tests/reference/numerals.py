"""The numbers of a range: how each is said, and its canonical value."""

from __future__ import annotations

from fractions import Fraction

from gramc.dsl import tree


def numerals(range_: tree.Range, locale: str) -> list[tuple[str, str]]:
    """All numbers of *range_*, in digits, or in words of *locale* where it says `words`."""
    low, high = Fraction(range_.low), Fraction(range_.high)
    step, times = Fraction(range_.step or 1), Fraction(range_.times or 1)
    found = []
    number = low
    while number <= high:
        text = in_words(number, locale) if range_.words else digits(number)
        found.append((text, digits(number * times)))
        number += step
    return found


def digits(number: Fraction) -> str:
    """Without zeros behind the last place that matters."""
    places = 0
    while (number * 10**places).denominator > 1:
        places += 1
    scaled = abs(int(number * 10**places))
    text = str(scaled).rjust(places + 1, "0")
    point = len(text) - places
    return ("-" if number < 0 else "") + text[:point] + ("." + text[point:] if places else "")


def in_words(number: Fraction, locale: str) -> str:
    from unicode_rbnf import RbnfEngine

    engine = RbnfEngine.for_language(locale.partition("-")[0])
    exact = int(number) if number.denominator == 1 else float(number)
    return engine.format_number(exact).text
