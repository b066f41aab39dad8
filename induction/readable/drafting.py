"""From columns to rules: which are rules of their own, what is written where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...dsl.naming import Names
from ..draft import Call, Choice, Draft, Expression, Note, Option, Optional, Repeat, Rule, walk
from ..draft import Sequence as Row
from ..symbols import Symbol, Symbols, Template
from .factoring import factored, row
from .naming import called
from .splitting import split
from .table import Held, Table

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


def drafted(parts: Sequence[Part], names: Names, slots: frozenset[str]) -> Draft:
    """The rules of all intents, each behind the first that uses it."""
    made: dict[str, Rule] = {}
    lead = _lead(parts, names, slots, made)
    intents = [_intent(part, lead if part.leads else None, names, slots, made) for part in parts]
    whole = {f" {intent.name}": intent for intent in intents} | made
    whole = split(whole, names)
    return Draft(_ordered([whole.pop(f" {intent.name}") for intent in intents], whole))


def _lead(
    parts: Sequence[Part], names: Names, slots: frozenset[str], made: dict[str, Rule]
) -> Expression | None:
    """What stands before requests of all intents: a rule if there are several leads."""
    counts: dict[Symbols, float] = {}
    for part in parts:
        for text, count in part.leads.items():
            counts[text] = counts.get(text, 0.0) + count
    ranked = sorted(counts.items(), key=lambda one: -one[1])
    if len(ranked) < 2:
        return row(ranked[0][0]) if ranked else None
    name = called([text for text, _ in ranked], names, slots)
    made[name] = Rule(name, Choice(factored(ranked)), note=Note(sum(counts.values())))
    return Call(name)


def _either(options: tuple[Option, ...]) -> Expression:
    return options[0].expression if len(options) == 1 else Choice(options)


def _intent(
    part: Part, lead: Expression | None, names: Names, slots: frozenset[str], made: dict[str, Rule]
) -> Rule:
    calls: dict[int, Call] = {}
    own: dict[str, Rule] = {}
    for column, phrases in part.table.phrases.items():
        if len(phrases) == 1:
            continue
        name = called(list(phrases), names, slots)
        options = factored([(tuple(text), held.count) for text, held in phrases.items()])
        calls[column] = Call(name)
        own[name] = Rule(name, Choice(options), note=_note(phrases))
    ways = []
    for way, count in part.table.ways:
        items: list[Expression] = []
        for column in way:
            if column in calls:
                items.append(calls[column])
            else:
                items.extend(next(iter(part.table.phrases[column])))
        ways.append((tuple(items), count))
    options = factored(ways)
    used = Counter(
        one.name for option in options for one in walk(option.expression) if isinstance(one, Call)
    )
    small = {
        name: rule
        for name, rule in own.items()
        if used[name] == 1
        and sum(isinstance(one, (Symbol, Call)) for one in walk(rule.choice)) <= SMALL
    }
    options = tuple(Option(_inlined(option.expression, small), option.count) for option in options)
    made.update((name, rule) for name, rule in own.items() if name not in small)
    alone = [Option(row(one.symbols), float(one.count)) for one in part.alone]
    if lead is not None:
        absent = max(part.count - sum(part.leads.values()), 0.0)
        request = row((Optional(lead, sum(part.leads.values()), absent), _either(options)))
        if len(options) > 1:
            name = names.name(f"{part.name}_request")
            made[name] = Rule(name, Choice(options), note=Note(part.count))
            request = row((Optional(lead, sum(part.leads.values()), absent), Call(name)))
        options = (Option(request, part.count - sum(one.count for one in alone)),)
    return Rule(part.name, Choice((*options, *alone)), True, Note(part.count))


def _note(phrases: dict[Symbols, Held]) -> Note:
    examples: list[str] = []
    for held in phrases.values():
        examples += [one for one in held.examples[:1] if one not in examples]
    return Note(sum(held.count for held in phrases.values()), tuple(examples[:2]))


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
