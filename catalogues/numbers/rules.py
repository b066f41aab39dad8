"""Number words by rule: CLDR's rule-based number formats as flat tables, and how they are run.

A set of rules says a number n >= 0 by its last rule whose base is not above n. The rule's divisor
splits n into quotient and remainder, and its items are written one after the other: texts, and what
other sets say of n, of the quotient or of the remainder (Unicode Technical Standard 35, part 3,
"Rule-Based Number Formatting"). This is the definition; the kernel does the same in C.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

TEXT, QUOTIENT, REMAINDER, SAME, IF, PLURAL = range(6)
"""Items: (TEXT, number of a text); (QUOTIENT, REMAINDER or SAME, the set that says it); (IF, so
many items that are left out where the remainder is 0); (PLURAL, the number of a list of texts, one
of which the quotient picks)."""

FORMS = 200
"""A plural has so many texts: those of 0 to 99, and those of larger numbers by their last two
digits."""

LONGEST = 2000
"""So many bytes of UTF-8 have the words of a number at most."""
_MOST_STEPS = 100_000
_MOST_STATES = 20_000

Root = tuple[int, int, int, int, int]
"""How a form of numbers is said: its set; the texts before and behind a negative number; the text
of the decimal point and the one before each decimal place. A text that there is none of is -1:
negative numbers, or decimals, can't be said then."""

SHAPE: dict[str, object] = {
    "texts": [str],
    "sets": [int],
    "base": [int],
    "divisor": [int],
    "at": [int],
    "items": [(int, int)],
    "plurals": [[int]],
    "roots": [(int, int, int, int, int)],
}
"""What an artifact holds of them."""


@dataclass(frozen=True)
class Rules:
    """Rules as flat tables: set s has the rules sets[s] to sets[s + 1], ascending by `base`; rule r
    has its `divisor` and the items at[r] to at[r + 1]."""

    texts: tuple[str, ...]
    sets: tuple[int, ...]
    base: tuple[int, ...]
    divisor: tuple[int, ...]
    at: tuple[int, ...]
    items: tuple[tuple[int, int], ...]
    plurals: tuple[tuple[int, ...], ...]
    roots: tuple[Root, ...]

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> Rules:
        """The rules that `held` gave."""
        return cls(**{field.name: _tuple(held[field.name]) for field in fields(cls)})

    @property
    def held(self) -> dict[str, object]:
        """The rules as plain values of `SHAPE`."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def last(self, rule: int, set_: int, most: int) -> int:
        """The largest number up to *most* that a rule of a set says."""
        return min(most, self.base[rule + 1] - 1) if rule + 1 < self.sets[set_ + 1] else most

    def say(self, set_: int, number: int) -> str:
        """What a set says of a number."""
        return self._known(set_, number) if number < 1000 else self._said(set_, number)

    @cached_property
    def _known(self) -> Callable[[int, int], str]:
        return lru_cache(maxsize=1 << 13)(self._said)

    def _said(self, set_: int, number: int) -> str:
        low = self.sets[set_]
        rule = max(bisect_right(self.base, number, low, self.sets[set_ + 1]) - 1, low)
        quotient, remainder = divmod(number, self.divisor[rule])
        at, end = self.at[rule], self.at[rule + 1]
        pieces: list[str] = []
        while at < end:
            op, arg = self.items[at]
            at += 1
            if op == TEXT:
                pieces.append(self.texts[arg])
            elif op == QUOTIENT:
                pieces.append(self.say(arg, quotient))
            elif op == REMAINDER:
                pieces.append(self.say(arg, remainder))
            elif op == SAME:
                pieces.append(self.say(arg, number))
            elif op == IF:
                at += 0 if remainder else arg
            else:
                pieces.append(self.texts[self.plurals[arg][plural(quotient)]])
        return "".join(pieces)

    def spell(self, form: int, units: int, scale: int) -> str:
        """A number of so many units of 10**-*scale* in words."""
        set_, before, behind, point, between = self.roots[form]
        whole, fraction = divmod(abs(units), 10**scale)
        said = self.say(set_, whole)
        if fraction:
            places = str(fraction).rjust(scale, "0").rstrip("0")
            said += self.texts[point]
            for place in places:
                said += self.texts[between] + self.say(set_, int(place))
        return self.texts[before] + said + self.texts[behind] if units < 0 else said


def plural(number: int) -> int:
    """Which text of a plural is that of a number."""
    return number if number < 100 else 100 + number % 100


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list | tuple) else value


def damaged(rules: Rules, most: int, signed: bool, scale: int, forms: int) -> bool:
    """Whether numbers up to *most*, with as many decimals as *scale*, can't be said in all forms
    without leaving the tables, or in no more than `LONGEST` bytes."""
    sizes = {TEXT: len(rules.texts), PLURAL: len(rules.plurals)}
    sets = len(rules.sets) - 1
    sizes[QUOTIENT] = sizes[REMAINDER] = sizes[SAME] = sets
    if sets < 1 or rules.sets[0] or rules.sets[-1] != len(rules.base):
        return True
    if not len(rules.base) == len(rules.divisor) == len(rules.at) - 1:
        return True
    if rules.at[0] or rules.at[-1] != len(rules.items):
        return True
    if any(a >= b for a, b in zip(rules.sets, rules.sets[1:], strict=False)) or any(
        a > b for a, b in zip(rules.at, rules.at[1:], strict=False)
    ):
        return True
    if min(rules.divisor) < 1 or min(rules.base) < 0 or max(rules.base) > 1 << 60:
        return True
    for low, high in zip(rules.sets, rules.sets[1:], strict=False):
        if any(
            a >= b for a, b in zip(rules.base[low:high], rules.base[low + 1 : high], strict=False)
        ):
            return True
    for rule in range(len(rules.base)):
        for at in range(rules.at[rule], rules.at[rule + 1]):
            op, arg = rules.items[at]
            limit = rules.at[rule + 1] - at if op == IF else sizes.get(op, 0)
            if not 0 <= arg < limit:
                return True
    if any(len(p) != FORMS or not all(0 <= t < len(rules.texts) for t in p) for p in rules.plurals):
        return True
    if len(rules.roots) != forms:
        return True
    for set_, *texts in rules.roots:
        wanted = texts if signed and scale else texts[:2] if signed else texts[2:] if scale else []
        if not 0 <= set_ < sets or not all(-1 <= t < len(rules.texts) for t in texts):
            return True
        if -1 in wanted:
            return True
    return _endless(rules, most, scale)


def _endless(rules: Rules, most: int, scale: int) -> bool:
    """Whether something may take too long to say."""
    known: dict[tuple[int, int], tuple[int, int] | None] = {}
    width = [len(text.encode()) for text in rules.texts]

    def cost(set_: int, largest: int) -> tuple[int, int] | None:
        """Bytes and steps that numbers up to *largest* take at most; None: there is no telling."""
        key = (set_, largest)
        if key in known:
            return known[key]
        if len(known) > _MOST_STATES:
            return None
        known[key] = None  # met again on the way: it goes round in a circle
        low, high = rules.sets[set_], rules.sets[set_ + 1]
        length = steps = 0
        for rule in range(low, high):
            first = rules.base[rule] if rule > low else 0
            if first > largest:
                break
            last = rules.last(rule, set_, largest)
            own, taken = 0, 1
            for op, arg in rules.items[rules.at[rule] : rules.at[rule + 1]]:
                if op == TEXT:
                    own += width[arg]
                elif op == PLURAL:
                    own += max(width[text] for text in rules.plurals[arg])
                elif op != IF:
                    part = last
                    if op == QUOTIENT:
                        part = last // rules.divisor[rule]
                    elif op == REMAINDER:
                        part = min(last, rules.divisor[rule] - 1)
                    inner = cost(arg, part)
                    if inner is None:
                        return None
                    own, taken = own + inner[0], taken + inner[1]
            length, steps = max(length, own), max(steps, taken)
            if length > LONGEST or steps > _MOST_STEPS:
                return None
        known[key] = (length, steps)
        return known[key]

    for set_, *texts in rules.roots:
        whole, place = cost(set_, most), cost(set_, min(most, 9) if not scale else 9)
        if whole is None or place is None:
            return True
        others = [width[text] if text >= 0 else 0 for text in texts]
        if whole[0] + sum(others) + scale * (place[0] + others[3]) > LONGEST:
            return True
    return False
