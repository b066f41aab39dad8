"""Whether a draft has a template, many of them one after the other: from the left, rule by rule.

The language as an automaton (`accept.py`) answers more, and is large where rules call one another
often. Here nothing is made beforehand but what each alternative may begin with.
"""

from __future__ import annotations

import math

from .draft import Call, Choice, Draft, Expression, Optional, Repeat, Sequence
from .symbols import Symbol, Symbols

_Begins = tuple[frozenset[Symbol], bool]
"""The symbols that an expression may begin with, and whether it may be empty."""


class Covering:
    """Asks of templates whether rules of a draft have them."""

    def __init__(self, draft: Draft) -> None:
        self._rules = {rule.name: rule.choice for rule in draft.rules}
        self._begins: dict[str, _Begins] = {name: (frozenset(), False) for name in self._rules}
        changed = True
        while changed:
            changed = False
            for name, choice in self._rules.items():
                after = self._beginning(choice)
                if after != self._begins[name]:
                    self._begins[name], changed = after, True
        self._ways: dict[int, dict[Symbol | None, tuple[Expression, ...]]] = {}
        self._template: Symbols = ()
        self._known: dict[tuple[str, int], frozenset[int]] = {}

    def has(self, rule: str, template: Symbols) -> bool:
        """Whether the rule has this template."""
        self._template, self._known = template, {}
        return len(template) in self._call(rule, 0)

    def _call(self, name: str, at: int) -> frozenset[int]:
        known = self._known.get((name, at))
        if known is None:
            # A rule that comes back to itself without having read anything adds nothing.
            self._known[name, at] = frozenset()
            known = self._known[name, at] = frozenset(self._ends(self._rules[name], at))
        return known

    def _ends(self, one: Expression, at: int) -> set[int] | frozenset[int]:
        """Where *one* may end that begins at that place."""
        match one:
            case Symbol():
                return {at + 1} if self._template[at : at + 1] == (one,) else set()
            case Call(name):
                return self._call(name, at)
            case Sequence(parts):
                ends: set[int] = {at}
                for part in parts:
                    ends = {end for begin in ends for end in self._ends(part, begin)}
                    if not ends:
                        break
                return ends
            case Choice():
                return {end for way in self._of(one, at) for end in self._ends(way, at)}
            case Optional(expression):
                return {at, *self._ends(expression, at)}
            case Repeat(expression, low, high):
                return self._times(expression, low, high, at)

    def _times(self, one: Expression, low: int, high: int | None, at: int) -> set[int]:
        found: set[int] = {at} if low == 0 else set()
        ends, times = {at}, 0
        while ends and (high is None or times < high) and times <= len(self._template) + low:
            ends = {end for begin in ends for end in self._ends(one, begin)}
            times += 1
            if times >= low:
                ends -= found
                found |= ends
        return found

    def _of(self, one: Choice, at: int) -> tuple[Expression, ...]:
        """The alternatives that may begin with the symbol at that place, or be empty."""
        ways = self._ways.get(id(one))
        if ways is None:
            ways = self._ways[id(one)] = self._sorted(one)
        symbol = self._template[at] if at < len(self._template) else None
        found = ways.get(symbol)
        return ways[None] if found is None else found

    def _sorted(self, one: Choice) -> dict[Symbol | None, tuple[Expression, ...]]:
        begins = [
            (option.expression, *self._beginning(option.expression)) for option in one.options
        ]
        found: dict[Symbol | None, tuple[Expression, ...]] = {
            None: tuple(way for way, _, empty in begins if empty)
        }
        for _, symbols, _ in begins:
            for symbol in symbols:
                if symbol not in found:
                    found[symbol] = tuple(w for w, some, empty in begins if empty or symbol in some)
        return found

    def _beginning(self, one: Expression) -> _Begins:
        match one:
            case Symbol():
                return frozenset((one,)), False
            case Call(name):
                return self._begins[name]
            case Sequence(parts):
                symbols: frozenset[Symbol] = frozenset()
                for part in parts:
                    some, empty = self._beginning(part)
                    symbols |= some
                    if not empty:
                        return symbols, False
                return symbols, True
            case Choice(options):
                all_of = [self._beginning(option.expression) for option in options]
                return frozenset().union(*(s for s, _ in all_of)), any(e for _, e in all_of)
            case Optional(expression):
                return self._beginning(expression)[0], True
            case Repeat(expression, low):
                some, empty = self._beginning(expression)
                return some, empty or low == 0


def ways(draft: Draft, rule: str) -> float:
    """How many ways there are through a rule: no fewer than it has templates. Infinite with a
    loop."""
    rules = {one.name: one.choice for one in draft.rules}
    known: dict[str, float] = {}

    def through(one: Expression) -> float:
        match one:
            case Symbol():
                return 1.0
            case Call(name):
                if name not in known:
                    known[name] = math.inf  # for what comes back here
                    known[name] = through(rules[name])
                return known[name]
            case Sequence(parts):
                return math.prod(map(through, parts))
            case Choice(options):
                return math.fsum(through(option.expression) for option in options)
            case Optional(expression):
                return 1.0 + through(expression)
            case Repeat(expression, low, high):
                inner = through(expression)
                times = range(low, low if high is None else high + 1)
                return (
                    math.inf if high is None else math.fsum(math.prod([inner] * n) for n in times)
                )

    return through(Call(rule))
