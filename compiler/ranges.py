"""Ranges: from `<0..100 step 5>` to the catalogue of its numbers, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ..catalogues.numbers.notation import Range, parse
from ..catalogues.numbers.progression import ONE, Decimal
from ..catalogues.packing import Bytes
from ..dsl.findings import Finding
from ..dsl.text import squeeze

if TYPE_CHECKING:  # so that a grammar without ranges does not import what numbers need
    from ..catalogues.numbers.catalogue import Numbers
    from ..dsl import tree
    from . import ir
    from .resolve import Scope

_LONGEST = 40
"""Numbers with more characters than this are too large, or too fine, whatever they are."""


class Ranges:
    """The ranges of a grammar; `known` are their catalogues by name."""

    def __init__(self) -> None:
        self.known: dict[str, Numbers] = {}
        self._made: dict[tuple[object, ...], Numbers] = {}

    def draw(self, part: tree.Range, scope: Scope, findings: list[Finding]) -> ir.Draw | None:
        """A draw from the range *part* of the file of *scope*; None where it is none, and then
        *findings* say why."""
        from . import ir
        from .sources import locale_of

        genders, locale = scope.features.get("gender", ()), locale_of(scope.source)
        key = (part.low, part.high, part.step, part.times, part.words, locale, genders)
        found: Numbers | Finding | None = self._made.get(key)
        if found is None:
            found = numbers(part, locale, genders)
        if isinstance(found, Finding):
            findings.append(found)
            return None
        self._made[key] = found
        name = found.range.name
        self.known.setdefault(name, found)
        return ir.Draw(name)


def numbers(part: tree.Range, locale: str, genders: tuple[str, ...]) -> Numbers | Finding:
    """The catalogue of a range that stands in a file of that *locale* (empty: it has none), where
    *genders* are the values of the feature `gender`; or what is wrong with it."""
    written = (part.low, part.high, part.step or "1", part.times or "1")
    if any(len(text) > _LONGEST for text in written):
        low, high, step, times = (Decimal(10**30),) * 4
    else:
        low, high, step, times = map(Decimal.of, written)
    found = Range(low, high, step, times)
    problem = found.problem
    if problem is not None:
        code, message, hint = problem
        return Finding(code, message, part.span, hint)
    from ..catalogues.numbers.catalogue import Numbers

    return _words(part, found, locale, genders) if part.words else Numbers(found)


def _words(
    part: tree.Range, found: Range, locale: str, genders: tuple[str, ...]
) -> Numbers | Finding:
    from ..catalogues.numbers.averages import tractable
    from ..catalogues.numbers.catalogue import Numbers
    from ..catalogues.numbers.cldr import rules

    if not locale:
        return Finding(
            "E345",
            "Numbers in words are those of a language, and this file does not state its locale.",
            part.span,
            "State it at the top: locale en-US.",
        )
    numbers = found.numbers
    largest = max(abs(numbers.first), abs(numbers.last)) // 10**numbers.scale
    made = rules(locale, genders, largest)
    if made is not None:
        said, held = made
        spoken = Numbers.made(replace(found, words=True, locale=locale, genders=held), said)
        if spoken is not None and _told_apart(spoken):
            return spoken
    if made is None and rules(locale, (), 9) is None:
        what = f"There are no number words for the locale {locale}."
    elif not tractable(numbers):
        what = "These are too many numbers, at too odd a step, to tell how long they are in words."
    else:
        what = f"Some of these numbers can't be said in words of the locale {locale}."
    return Finding("E346", what, part.span, "Leave `words` out, or write the words in a catalogue.")


def _told_apart(spoken: Numbers) -> bool:
    """Whether some numbers of all sizes, the last among them, are understood when they are said:
    some languages' rules only go up to a number, and say nonsense beyond."""
    count = spoken.range.numbers.count
    places = {count - 1, *(count * part // 40 for part in range(40))}
    places.update(count >> shift for shift in range(1, count.bit_length()))
    said = {place: spoken.value(place) for place in sorted(places)}
    return all(
        text == squeeze(text) and {row % count for row in spoken.spelled(text)} == {place}
        for place, text in said.items()
    )


def opened(name: str, sections: Mapping[str, Bytes]) -> Numbers | None:
    """The catalogue of that name in an artifact, with its sections; None where they are damaged."""
    from ..catalogues.numbers.catalogue import Numbers
    from ..catalogues.numbers.rules import SHAPE, Rules
    from . import shape

    found = parse(name)
    if found is None:
        return None
    held = shape.read(sections["rules"], SHAPE) if "rules" in sections else None
    return Numbers.made(found, None if held is None else Rules.of(held))


def written(name: str) -> tree.Range:
    """The range whose catalogue has that name."""
    from ..dsl import tree

    found = parse(name)
    assert found is not None
    step = None if found.step == ONE else str(found.step)
    times = None if found.times == ONE else str(found.times)
    return tree.Range(str(found.low), str(found.high), step, found.words, times)
