"""How long the numbers of a range are in words, all together: by the structure of the rules.

Numbers that one rule says share its texts; what it says of quotients and remainders is again a
sum over numbers below some bound, in some class modulo the step. Sums from 0 up to a bound are
kept, so that a billion numbers take as long as a thousand.
"""

from __future__ import annotations

from math import gcd

from .progression import Progression
from .rules import IF, PLURAL, QUOTIENT, REMAINDER, TEXT, Rules, plural

LISTED = 100_000
"""The words of so many numbers are looked at one by one if there is no other way."""
_MOST_CLASSES = 100
_MOST_PLACES = 10_000

Sum = tuple[int, int]
"""Characters, and the spaces among them."""


def tractable(numbers: Progression) -> bool:
    """Whether the lengths of their words can be worked out in short time."""
    if numbers.count <= LISTED:
        return True
    turns, step = _turns(numbers)
    for factor in (2, 5):
        while step % factor == 0:
            step //= factor
    return step <= _MOST_CLASSES and turns <= _MOST_PLACES


def _turns(numbers: Progression) -> tuple[int, int]:
    """After how many numbers their decimals come again, and how much the numbers have grown."""
    unit = 10**numbers.scale
    turns = unit // gcd(numbers.step, unit)
    return turns, turns * numbers.step // unit


def words_total(numbers: Progression, rules: Rules, form: int) -> Sum:
    """The characters of all numbers of a range in words, and the spaces in them, exactly. The
    numbers must be `tractable`."""
    turns, step = _turns(numbers)
    if numbers.count <= 1000 or (numbers.count <= LISTED and step * turns > 1000):
        texts = [rules.spell(form, numbers[n], numbers.scale) for n in range(numbers.count)]
        return sum(map(len, texts)), sum(text.count(" ") for text in texts)
    sums = _Sums(rules)
    set_, before, behind, point, between = rules.roots[form]
    unit = 10**numbers.scale
    negative = numbers.below(0)
    total = (0, 0)
    for sign, first, step_, count in (
        (-1, -numbers[negative - 1], numbers.step, negative),
        (1, numbers[negative], numbers.step, numbers.count - negative),
    ):
        if not count:
            continue
        if sign < 0:
            total = _plus(total, sums.text(before), count)
            total = _plus(total, sums.text(behind), count)
        for turn in range(min(turns, count)):
            start, fraction = divmod(first + turn * step_, unit)
            often = (count - 1 - turn) // turns + 1
            total = _plus(total, sums.progression(set_, start, step, often), 1)
            if fraction:
                places = str(fraction).rjust(numbers.scale, "0").rstrip("0")
                total = _plus(total, sums.text(point), often)
                for place in places:
                    total = _plus(total, sums.text(between), often)
                    total = _plus(total, sums.one(set_, int(place)), often)
    return total


def _plus(one: Sum, other: Sum, times: int) -> Sum:
    return one[0] + times * other[0], one[1] + times * other[1]


def _less(one: Sum, other: Sum) -> Sum:
    return one[0] - other[0], one[1] - other[1]


class _Sums:
    """Sums over what sets say; a plural p, of the quotient, counts as the set -1 - p."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.texts = [(len(text), text.count(" ")) for text in rules.texts]
        self.known: dict[tuple[int, int, int, int], Sum] = {}

    def text(self, number: int) -> Sum:
        return self.texts[number]

    def one(self, set_: int, number: int) -> Sum:
        """What is said of one number."""
        if set_ < 0:
            return self.texts[self.rules.plurals[-1 - set_][plural(number)]]
        said = self.rules.say(set_, number)
        return len(said), said.count(" ")

    def progression(self, set_: int, first: int, step: int, count: int) -> Sum:
        last = first + (count - 1) * step
        return self.between(set_, first, last, step, first)

    def between(self, set_: int, low: int, high: int, step: int, of: int) -> Sum:
        """The sum over the numbers from *low* to *high* that are *of* modulo *step*."""
        if high < low:
            return 0, 0
        return _less(
            self.upto(set_, high, step, of % step), self.upto(set_, low - 1, step, of % step)
        )

    def upto(self, set_: int, high: int, step: int, of: int) -> Sum:
        """The same from 0 on."""
        if high < of:
            return 0, 0
        key = (set_, high, step, of)
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._upto(set_, high, step, of)
        return found

    def _upto(self, set_: int, high: int, step: int, of: int) -> Sum:
        total = (0, 0)
        if set_ < 0:
            for number in range(of, min(high, 199) + 1, step):
                total = _plus(total, self.one(set_, number), 1)
            for end in range(100) if high > 199 else ():
                shared = gcd(step, 100)
                if (of - end) % shared:
                    continue
                often = _both(high, step, of, 100, end) - _both(199, step, of, 100, end)
                total = _plus(total, self.one(set_, 100 + end), often)
            return total
        rules = self.rules
        low = rules.sets[set_]
        for rule in range(low, rules.sets[set_ + 1]):
            first = rules.base[rule] if rule > low else 0
            if first > high:
                break
            last = rules.last(rule, set_, high)
            first += (of - first) % step
            last -= (last - of) % step
            if first <= last:
                total = _plus(total, self._rule(rule, first, last, step), 1)
        return total

    def _rule(self, rule: int, first: int, last: int, step: int) -> Sum:
        """The sum over what one rule says of *first*, on by *step*, to *last*."""
        rules, divisor = self.rules, self.rules.divisor[rule]
        at, end = rules.at[rule], rules.at[rule + 1]
        total = (0, 0)
        until = at  # an optional stretch ends
        while at < end:
            op, arg = rules.items[at]
            at += 1
            if op == IF:
                until = at + arg
                continue
            total = _plus(total, self._item(op, arg, first, last, step, divisor), 1)
            if at <= until:
                total = _less(total, self._whole(op, arg, first, last, step, divisor))
        return total

    def _item(self, op: int, arg: int, first: int, last: int, step: int, divisor: int) -> Sum:
        """One item over all these numbers."""
        count = (last - first) // step + 1
        if op == TEXT:
            return _plus((0, 0), self.texts[arg], count)
        if op == REMAINDER:
            return self._remainders(arg, first, last, step, divisor)
        if op in (QUOTIENT, PLURAL):
            set_ = arg if op == QUOTIENT else -1 - arg
            return self._quotients(set_, first, last, step, divisor)
        return self.between(arg, first, last, step, first)

    def _remainders(self, set_: int, first: int, last: int, step: int, divisor: int) -> Sum:
        low, high = first // divisor, last // divisor
        if low == high:
            return self.between(set_, first % divisor, last % divisor, step, first % divisor)
        total = self.between(set_, first % divisor, divisor - 1, step, first % divisor)
        total = _plus(total, self.between(set_, 0, last % divisor, step, last % divisor), 1)
        classes = step // gcd(divisor, step)
        for block in range(low + 1, min(low + 1 + classes, high)):
            often = (high - 1 - block) // classes + 1
            part = self.upto(set_, divisor - 1, step, (first - block * divisor) % step)
            total = _plus(total, part, often)
        return total

    def _quotients(self, set_: int, first: int, last: int, step: int, divisor: int) -> Sum:
        low, high = first // divisor, last // divisor
        if low == high:
            return _plus((0, 0), self.one(set_, low), (last - first) // step + 1)
        ends = (low + 1) * divisor - 1
        total = _plus((0, 0), self.one(set_, low), (ends - first) // step + 1)
        begins = high * divisor
        total = _plus(total, self.one(set_, high), (last - begins) // step + 1)
        classes = step // gcd(divisor, step)
        for block in range(low + 1, min(low + 1 + classes, high)):
            begins = (first - block * divisor) % step
            often = (divisor - 1 - begins) // step + 1 if begins < divisor else 0
            part = self.between(set_, block, high - 1, classes, block)
            total = _plus(total, part, often)
        return total

    def _whole(self, op: int, arg: int, first: int, last: int, step: int, divisor: int) -> Sum:
        """One item over those of these numbers that the divisor divides."""
        shared = gcd(step, divisor)
        if first % shared:
            return 0, 0
        apart = step // shared
        inverse = pow(divisor // shared, -1, apart) if apart > 1 else 0
        low, high = -(-first // divisor), last // divisor
        low += (first // shared * inverse - low) % apart
        if low > high:
            return 0, 0
        count = (high - low) // apart + 1
        if op == TEXT:
            return _plus((0, 0), self.texts[arg], count)
        if op == REMAINDER:
            return _plus((0, 0), self.one(arg, 0), count)
        if op in (QUOTIENT, PLURAL):
            return self.between(arg if op == QUOTIENT else -1 - arg, low, high, apart, low)
        return self.between(arg, low * divisor, high * divisor, apart * divisor, low * divisor)


def _both(high: int, step: int, of: int, modulus: int, end: int) -> int:
    """How many numbers from 0 to *high* are *of* modulo *step* and *end* modulo *modulus*; some
    are."""
    shared = gcd(step, modulus)
    apart = modulus // shared
    turn = (end - of) // shared * pow(step // shared, -1, apart) % apart if apart > 1 else 0
    first = of + turn * step
    return (high - first) // (step * apart) + 1 if first <= high else 0
