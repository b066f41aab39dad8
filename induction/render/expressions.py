"""Expressions of a draft as parts of a tree: words, brackets, weights, and where they touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...dsl import draft as made
from ...dsl import tree
from .. import draft
from ..symbols import Symbol
from .joints import followed_rules, start, start_of_all, starts_of_rules, touches
from .odds import Odds

SPACE = tree.Quote(" ")
"""A space that must be there, before what else would touch."""


class Writer:
    """Writes expressions that call these rules.

    `led` are the rules that write the space before what they begin with themselves: those called
    where some of their texts touch what is before them, or may leave it to what follows to touch
    it. It grows as callers are found, so that all rules are to be written again until it does not.
    `followed` are the rules behind which something may stand that touches them.
    """

    def __init__(
        self, rules: Sequence[draft.Rule], slot: Callable[[str], tree.Part], odds: Odds
    ) -> None:
        self.led: set[str] = set()
        self._starts = starts_of_rules(rules)
        self._touching = any(touches(rule.choice) for rule in rules)
        self.followed = followed_rules(rules, self._starts) if self._touching else frozenset()
        self._slot = slot
        self._odds = odds

    def rule(self, rule: draft.Rule) -> tuple[tree.Alternative, ...]:
        """The alternatives of a rule."""
        return self.alternatives(rule.choice, rule.name in self.led, rule.name in self.followed)

    def alternatives(
        self, choice: draft.Choice, led: bool = False, followed: bool = False
    ) -> tuple[tree.Alternative, ...]:
        """The alternatives of a choice, with their weights. *led*: where one begins with a space,
        it is written. *followed*: what stands behind may touch, so that no space may be left over
        at the end."""
        counts = [option.count for option in choice.options]
        weights = self._odds.weights(counts)
        return tuple(
            tree.Alternative(self.units(option.expression, led, followed) or made.EMPTY, weight)
            for option, weight in zip(choice.options, weights, strict=True)
        )

    def units(
        self, one: draft.Expression, led: bool = False, followed: bool = False
    ) -> tuple[tree.Unit, ...]:
        """*one* as units with spaces between them; none of the empty text."""
        parts = one.parts if isinstance(one, draft.Sequence) else (one,)
        if not self._touching:
            return tuple(tuple(self._parts(part, False, False)) for part in parts)
        found: list[list[tree.Part]] = []
        for i, part in enumerate(parts):
            inner = start(part, self._starts)
            rest = start_of_all(parts[i:], self._starts)
            if inner.touching and not inner.spaced:
                lead, joins = False, True
            elif rest.plain and not (rest.empty and followed):
                lead, joins = False, False
            else:
                lead, joins = True, True
            if i == 0:
                lead, joins = led, False
            behind = start_of_all(parts[i + 1 :], self._starts)
            written = self._parts(part, lead, behind.touching or (behind.empty and followed))
            if joins and found:
                _join(found[-1], written)
            elif written:
                found.append(list(written))
        return tuple(tuple(unit) for unit in found)

    def _parts(self, one: draft.Expression, led: bool, followed: bool) -> list[tree.Part]:
        """*one* as parts that touch. *led* and *followed* as in `alternatives`."""
        begins = start(one, self._starts)
        before: list[tree.Part] = [SPACE] if led and begins.spaced else []
        match one:
            case Symbol(text, slot):
                return [*before, self._slot(text) if slot else tree.Word(text)]
            case draft.Call(name):
                return [*self._led(name, led, before), made.ref(name)]
            case draft.Sequence():
                units = self.units(one, led, followed)
                if len(units) < 2:
                    return [part for unit in units for part in unit]
                return [tree.Group(tree.Body((tree.Alternative(units),)))]
            case draft.Choice():
                return [made.group(self.alternatives(one, led, followed))]
            case draft.Optional(expression, present, absent):
                weight = self._odds.optional(present, absent)
                return [self._optional(expression, led, followed, weight)]
            case draft.Repeat(expression, low, high):
                return self._repeat(expression, low, high, before, followed)

    def _led(self, name: str, led: bool, before: list[tree.Part]) -> list[tree.Part]:
        """The space before a call, unless the rule is to write it."""
        begins = self._starts[name]
        if not led or not (begins.mixed or begins.empty):
            return before
        self.led.add(name)
        return []

    def _optional(
        self, one: draft.Expression, led: bool, followed: bool, weight: str | None
    ) -> tree.Part:
        if not isinstance(one, draft.Choice):
            return made.maybe([tree.Alternative(self.units(one, led, followed), weight)])
        alternatives = self.alternatives(one, led, followed)
        if weight is None:
            return made.maybe(alternatives)
        # Weights of several alternatives are those among themselves.
        return made.maybe([tree.Alternative(((made.group(alternatives),),), weight)])

    def _repeat(
        self,
        one: draft.Expression,
        low: int,
        high: int | None,
        before: list[tree.Part],
        followed: bool,
    ) -> list[tree.Part]:
        inner = self._parts(one, False, followed)
        body = inner[0] if len(inner) == 1 else made.group([tree.Alternative((tuple(inner),))])
        if not before or low:
            return [*before, *_times(body, low, high)]
        # The space belongs to the first time, which may not be.
        some = [*before, *_times(body, 1, high)]
        weight = None if high in (None, 1) else str(high)
        return [made.maybe([tree.Alternative((tuple(some),), weight)])]


def _times(part: tree.Part, low: int, high: int | None) -> list[tree.Part]:
    """*part* that often; without bound from two on, what must be there comes first."""
    if high is not None or low < 2:
        return [made.times(part, low, high)]
    repeated = [
        tree.Alternative(((made.times(part, low - 1, low - 1),), (made.times(part, 1, None),)))
    ]
    return [made.group(repeated)]


def _join(unit: list[tree.Part], parts: Sequence[tree.Part]) -> None:
    """Parts at the end of a unit; two words that touch are one."""
    for part in parts:
        last = unit[-1] if unit else None
        if isinstance(part, tree.Word) and isinstance(last, tree.Word):
            unit[-1] = tree.Word(last.text + part.text)
        else:
            unit.append(part)
