"""From columns to rules: which are rules of their own, what is written where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...dsl.naming import Names
from ..draft import (
    Call,
    Choice,
    Draft,
    Expression,
    Note,
    Option,
    Optional,
    Repeat,
    Rule,
    symbols,
    walk,
)
from ..draft import Sequence as Row
from ..symbols import Symbols, Template
from .classes import Classes, costs, examples
from .factoring import factored, row
from .naming import called
from .splitting import split
from .table import Table

PLANS = 2
"""Brackets in one another in what tells how columns follow each other."""
SMALL = 4
"""Words, slots and references of a column that is written where it stands, if it stands once."""


@dataclass(slots=True)
class Part:
    """What was learned of one intent: columns, templates that stand alone, leads, and how many
    utterances there are."""

    name: str
    table: Table
    alone: list[Template]
    leads: dict[Symbols, float]
    count: float


def drafted(
    parts: Sequence[Part], names: Names, slots: frozenset[str], generous: bool = True
) -> Draft:
    """The rules of all intents, each behind the first that uses it. Where *generous*, columns of
    several intents that hold nearly the same are one rule."""
    writer = _Writer(parts, names, slots, generous)
    intents = [writer.intent(part) for part in parts]
    whole = split({f" {intent.name}": intent for intent in intents} | writer.made, names)
    return Draft(_ordered([whole.pop(f" {intent.name}") for intent in intents], whole))


class _Writer:
    """Writes the rules; `made` has those that are no intents, by name."""

    def __init__(
        self, parts: Sequence[Part], names: Names, slots: frozenset[str], generous: bool
    ) -> None:
        self._names = names
        self._slots = slots
        self._taken = {part.name for part in parts}
        self.made: dict[str, Rule] = {}
        self._lead = self._leads(parts)
        self._classes = Classes(generous)
        self._columns: dict[tuple[str, int], int] = {}
        for part in parts:
            bits = costs(part.table.phrases.values())
            for column, phrases in part.table.phrases.items():
                if len(phrases) > 1:
                    number = self._classes.put(part.name, phrases, bits)
                    self._columns[part.name, column] = number
        self._used = Counter(self._columns.values())
        self._called: dict[int, str] = {}

    def _leads(self, parts: Sequence[Part]) -> Expression | None:
        """What stands before requests of all intents: a rule if there are several leads."""
        counts: dict[Symbols, float] = {}
        for part in parts:
            for text, count in part.leads.items():
                counts[text] = counts.get(text, 0.0) + count
        ranked = sorted(counts.items(), key=lambda one: -one[1])
        if len(ranked) < 2:
            return row(ranked[0][0]) if ranked else None
        name = called([text for text, _ in ranked], self._names, self._taken, self._slots)
        self.made[name] = Rule(name, Choice(factored(ranked)), note=Note(sum(counts.values())))
        return Call(name)

    def _rule(self, number: int) -> str:
        """The name of the class's rule, which is made when it is first asked for."""
        name = self._called.get(number)
        if name is None:
            phrases = self._classes.found[number]
            name = called(list(phrases), self._names, self._taken, self._slots)
            self._called[number] = name
            held = list(phrases.values())
            self.made[name] = Rule(
                name,
                Choice(factored([(tuple(text), one.count) for text, one in phrases.items()])),
                note=Note(
                    sum(one.count for one in held), examples(held), self._classes.gain(number)
                ),
            )
        return name

    def intent(self, part: Part) -> Rule:
        """The rule of an intent."""
        ways = []
        for way, count in part.table.ways:
            items: list[Expression] = []
            for column in way:
                number = self._columns.get((part.name, column))
                if number is None:
                    items.extend(next(iter(part.table.phrases[column])))
                else:
                    items.append(Call(self._rule(number)))
            ways.append((tuple(items), count))
        options = self._brief(part, factored(ways, PLANS, ends=False))
        alone = [Option(row(one.symbols), float(one.count)) for one in part.alone]
        if part.leads and self._lead is not None and options:
            led = sum(part.leads.values())
            request = _either(options)
            if len(options) > 1:
                name = self._names.name(f"{part.name}_request")
                self.made[name] = Rule(name, Choice(options), note=Note(part.count))
                request = Call(name)
            front = Optional(self._lead, led, max(part.count - led, 0.0))
            options = (Option(row((front, request)), sum(one.count for one in options)),)
        return Rule(part.name, Choice((*options, *alone)), True, Note(part.count))

    def _brief(self, part: Part, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """The same with what is small, and stands there alone, in the place of its rule."""
        times = Counter(
            one.name
            for option in options
            for one in walk(option.expression)
            if isinstance(one, Call)
        )
        small: dict[str, Rule] = {}
        for (intent, _), number in self._columns.items():
            name = self._called.get(number)
            if intent != part.name or name is None or self._used[number] > 1 or times[name] > 1:
                continue
            if symbols(self.made[name]) <= SMALL:
                small[name] = self.made.pop(name)
        return tuple(Option(_inlined(one.expression, small), one.count) for one in options)


def _either(options: tuple[Option, ...]) -> Expression:
    return options[0].expression if len(options) == 1 else Choice(options)


def _inlined(one: Expression, small: dict[str, Rule]) -> Expression:
    if isinstance(one, Call) and one.name in small:
        return _either(small[one.name].choice.options)
    if isinstance(one, Row):
        return row(tuple(_inlined(part, small) for part in one.parts))
    if isinstance(one, Choice):
        return Choice(tuple(Option(_inlined(o.expression, small), o.count) for o in one.options))
    if isinstance(one, Optional):
        return Optional(_inlined(one.expression, small), one.present, one.absent)
    if isinstance(one, Repeat):
        return Repeat(_inlined(one.expression, small), one.low, one.high)
    return one


def _ordered(intents: Sequence[Rule], made: dict[str, Rule]) -> tuple[Rule, ...]:
    found: dict[str, Rule] = {}
    for intent in intents:
        found[f" {intent.name}"] = intent
        pending = [intent]
        while pending:
            rule = pending.pop(0)
            for one in walk(rule.choice):
                if isinstance(one, Call) and one.name not in found:
                    found[one.name] = made[one.name]
                    pending.append(made[one.name])
    return tuple(found.values())
