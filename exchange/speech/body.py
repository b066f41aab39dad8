"""Expansions as alternatives of `.gram`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from ...dsl import draft
from ...dsl import tree as gram
from ...dsl.text import nfc, squeeze
from .tree import (
    Choice,
    Constant,
    Expansion,
    Garbage,
    Labelled,
    Null,
    Ref,
    Repeat,
    Sequence,
    Token,
    Value,
)
from .weights import written

HALF = Fraction(1, 2)
MOST_NESTED = 20
"""So many parts stand one within the other for a repeat with odds of its own."""


@dataclass(slots=True)
class Bodies:
    """Writes expansions. `name_of` gives the written name of a rule (by key), `slot_of` that of a
    slot, `wildcard` that of a wildcard; `added` are rules that had to be made, by name."""

    name_of: Callable[[str], str]
    slot_of: Callable[[str], str]
    wildcard: Callable[[str], str]
    fresh: Callable[[str], str]
    rule: str = ""
    added: list[gram.Rule] = field(default_factory=list)
    evened: int = 0

    def body(self, node: Expansion) -> gram.Body:
        """*node* as alternatives."""
        return draft.body(self.alternatives(node))

    def alternatives(self, node: Expansion) -> list[gram.Alternative]:
        """*node* as alternatives, at least one."""
        if isinstance(node, Choice):
            return [self._alternative(way.body, way.weight) for way in node.ways]
        return [self._alternative(node, None)]

    def _alternative(self, node: Expansion, weight: str | None) -> gram.Alternative:
        items = node.items if isinstance(node, Sequence) else (node,)
        values = [item.text for item in items if isinstance(item, Value)]
        units: list[gram.Unit] = []
        for item in items:
            units.extend(self._units(item))
        value = nfc(values[-1]) if values else None
        return gram.Alternative(tuple(units) or draft.EMPTY, weight, value)

    def _units(self, node: Expansion) -> list[gram.Unit]:
        match node:
            case Null() | Value():
                return []
            case Token(text=text):
                return list(draft.units(text)) if squeeze(nfc(text)) else []
            case Sequence(items=items) if not any(isinstance(i, Value) for i in items):
                return [unit for item in items for unit in self._units(item)]
            case Repeat(low=low, high=high, chance=chance) if chance is not None:
                return self._with_chance(node, low, high, Fraction(chance))
            case _:
                return [(self._part(node),)]

    def _part(self, node: Expansion) -> gram.Part:
        match node:
            case Ref(rule=rule):
                return draft.ref(self.name_of(rule))
            case Garbage(name=name):
                return draft.ref(self.wildcard(name))
            case Constant(name=name, value=value):
                return gram.Constant(self.slot_of(name), squeeze(nfc(value)))
            case Labelled(name=name, body=body):
                return self._slot(self.slot_of(name), body)
            case Repeat(body=body, low=0, high=1):
                return draft.maybe(self._unwrapped(body))
            case Repeat(body=body, low=low, high=high):
                return draft.times(self._one(body), low, high)
        return draft.group(self.alternatives(node))

    def _unwrapped(self, node: Expansion) -> list[gram.Alternative]:
        """Alternatives for the inside of an optional bracket: a weight on a single one would be
        that of the bracket."""
        made = self.alternatives(node)
        if len(made) == 1 and made[0].weight is not None:
            return [gram.Alternative(made[0].units, None, made[0].value)]
        return made

    def _one(self, node: Expansion) -> gram.Part:
        """*node* as one part that a postfix can stand behind."""
        if isinstance(node, Token):
            units = draft.units(node.text)
            if len(units) == 1 and len(units[0]) == 1:
                return units[0][0]
        if isinstance(node, Ref | Garbage | Labelled):
            return self._part(node)
        return draft.group(self.alternatives(node))

    def _slot(self, name: str, body: Expansion) -> gram.Slot:
        if isinstance(body, Ref):
            return draft.slot(name, self.name_of(body.rule))
        if isinstance(body, Garbage):
            return draft.slot(name, self.wildcard(body.name))
        return gram.Slot(name, draft.group(self.alternatives(body)))

    def _with_chance(
        self, node: Repeat, low: int, high: int | None, p: Fraction
    ) -> list[gram.Unit]:
        """A repeat that goes on with probability *p*: what must be there, then the rest one within
        the other, or in a rule that recurs."""
        again = self._one(node.body)
        if high is None and p == HALF:
            if low > 1:
                more = draft.times(again, 0, None)
                return [(draft.times(again, low, low),), (more,)]
            return [(draft.times(again, low, None),)]
        must: list[gram.Unit] = []
        if low:
            must = [(again if low == 1 else draft.times(again, low, low),)]
        if p == 0 or (high is not None and high == low):
            return must
        if high is None:
            name = self.fresh(f"{self.rule}_more")
            on = gram.Alternative(((again,), (draft.ref(name),)), written(p))
            off = gram.Alternative(draft.EMPTY, written(1 - p))
            self.added.append(draft.rule(name, [on, off]))
            return [*must, (draft.ref(name),)]
        if high - low > MOST_NESTED:
            self.evened += 1
            return [(draft.times(again, low, high),)]
        inner: list[gram.Unit] = []
        once: tuple[gram.Unit, ...] = ((again,),)
        if not isinstance(node.body, Choice):
            written_body = self._alternative(node.body, None)
            once = written_body.units if written_body.value is None else once
        for _ in range(high - low):
            there = (*once, *inner)
            if p == 1:
                inner = list(there)
            elif p == HALF:
                inner = [(draft.maybe([gram.Alternative(there)]),)]
            elif (p / (1 - p)).denominator == 1:
                weighted = gram.Alternative(there, written(p / (1 - p)))
                inner = [(draft.maybe([weighted]),)]
            else:
                on = gram.Alternative(there, written(p))
                off = gram.Alternative(draft.EMPTY, written(1 - p))
                inner = [(draft.group([on, off]),)]
        return [*must, *inner]
