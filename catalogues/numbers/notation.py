"""How a range is written: the canonical spelling of all that matters to it, which names it.

<0..100 step 0.5 times -1>         in digits
<0..100 words> es-MX               in words, of a locale
<0..100 words> es-MX m f           in words that have a form for each of these genders
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .progression import MOST, ONE, Decimal, Progression

MOST_WHOLE = 10**15
"""No bound lies beyond this, on either side of 0."""

_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?"
_NAME = re.compile(
    rf"<({_NUMBER})\.\.({_NUMBER})(?: step ({_NUMBER}))?( words)?(?: times ({_NUMBER}))?>"
    r"(?: (\S+)((?: \S+)*))?"
)


@dataclass(frozen=True, slots=True)
class Range:
    """A range as it was written. `locale` is that of its words, or empty where it is in digits;
    `genders` are the values of the feature `gender` where its words have forms for them."""

    low: Decimal
    high: Decimal
    step: Decimal = ONE
    times: Decimal = ONE
    words: bool = False
    locale: str = ""
    genders: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The range as a grammar writes it."""
        step = "" if self.step == ONE else f" step {self.step}"
        times = "" if self.times == ONE else f" times {self.times}"
        return f"<{self.low}..{self.high}{step}{' words' if self.words else ''}{times}>"

    @property
    def name(self) -> str:
        """The name of the range's catalogue."""
        return " ".join((self.shown, *filter(None, (self.locale,)), *self.genders))

    @property
    def numbers(self) -> Progression:
        """Its numbers."""
        return Progression.of(self.low, self.high, self.step)

    @property
    def problem(self) -> tuple[str, str, str] | None:
        """What keeps it from being a range: the code of the finding, a sentence, a hint."""
        largest = max(abs(self.low.units), abs(self.high.units), abs(self.step.units))
        scale = max(self.low.scale, self.high.scale, self.step.scale)
        finest = max(scale, self.times.scale)
        bounds = (self.low, self.high)
        if any(abs(b.units) > MOST_WHOLE * 10**b.scale for b in bounds) or (
            largest * 10**scale > MOST or finest > 15
        ):
            return (
                "E343",
                "The numbers of this range are too large, or too fine.",
                "Stay between -10^15 and 10^15, with at most 18 digits in all.",
            )
        if self.high.at(scale) < self.low.at(scale):
            return (
                "E341",
                f"There is no number from {self.low} up to {self.high}.",
                f"Write the smaller one first: <{self.high}..{self.low}>.",
            )
        span = self.high.at(scale) - self.low.at(scale)
        if self.step.units <= 0:
            return "E342", f"The step {self.step} leads nowhere.", "A step is more than 0."
        if span and self.step.at(scale) > span:
            return (
                "E342",
                f"The step {self.step} leads past the end at once, and only {self.low} is left.",
                "Make it smaller, or write the number by itself.",
            )
        if not self.times.units:
            return (
                "E344",
                "`times 0` makes every canonical value 0.",
                "Leave it out, or give a factor that tells the numbers apart.",
            )
        if max(abs(self.numbers.first), abs(self.numbers.last)) * abs(self.times.units) > MOST:
            return (
                "E343",
                f"The canonical values, times {self.times}, are too large or too fine.",
                "They have at most 18 digits.",
            )
        return None


def is_range(name: str) -> bool:
    """Whether the catalogue of this name is a range; no other name begins like it."""
    return name.startswith("<")


def said_name(name: str) -> str:
    """The name of a catalogue for people: that of a range is as the grammar writes it."""
    return name[: name.index(">") + 1] if is_range(name) and ">" in name else name


def parse(name: str) -> Range | None:
    """The range of that name; None where it is no such name, or not the one it would be given."""
    match = _NAME.fullmatch(name)
    if match is None or len(name) > 200:
        return None
    low, high, step, words, times, locale, genders = match.groups()
    found = Range(
        Decimal.of(low),
        Decimal.of(high),
        Decimal.of(step or "1"),
        Decimal.of(times or "1"),
        words is not None,
        locale or "",
        tuple((genders or "").split()),
    )
    if found.name != name or found.words != bool(locale) or found.problem is not None:
        return None
    return found
