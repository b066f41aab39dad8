"""Drafts without what says nothing: brackets around one thing, alternatives given twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .. import draft
from ..draft import Call, Choice, Expression, Option, Optional, Repeat, Sequence

EMPTY = Sequence(())


def simple_rule(rule: draft.Rule) -> draft.Rule:
    """The rule with each of its expressions as short as it may be."""
    return replace(rule, choice=as_choice(simple(rule.choice)))


def as_choice(one: Expression) -> Choice:
    """*one* as what a rule holds."""
    return one if isinstance(one, Choice) else Choice((Option(one, total(one)),))


def total(one: Expression) -> float:
    """How much of the data comes through *one*, as far as it tells."""
    if isinstance(one, Choice):
        return sum(option.count for option in one.options)
    if isinstance(one, Optional):
        return one.present + one.absent
    return 1.0


def simple(one: Expression) -> Expression:
    """*one* without sequences in sequences, choices in choices, brackets around one thing,
    alternatives that are the same, or are the empty text. Its language is what it was, and so are
    the odds of what it says."""
    match one:
        case Sequence(parts):
            return sequence([simple(part) for part in parts])
        case Choice(options):
            return choice([Option(simple(o.expression), o.count) for o in options])
        case Optional(expression, present, absent):
            return optional(simple(expression), present, absent)
        case Repeat(expression, low, high):
            inner = simple(expression)
            if inner == EMPTY or high == 0:
                return EMPTY
            return inner if low == high == 1 else Repeat(inner, low, high)
        case _:
            return one


def sequence(parts: list[Expression]) -> Expression:
    """One after the other."""
    found: list[Expression] = []
    for part in parts:
        found += part.parts if isinstance(part, Sequence) else [part]
    return found[0] if len(found) == 1 else Sequence(tuple(found))


def choice(options: list[Option]) -> Expression:
    """One of them."""
    counts: dict[Expression, float] = {}
    for option in options:
        for inner in _opened(option):
            counts[inner.expression] = counts.get(inner.expression, 0.0) + inner.count
    absent = counts.pop(EMPTY, None)
    some = tuple(Option(expression, count) for expression, count in counts.items())
    if not some:
        return EMPTY
    found = some[0].expression if len(some) == 1 else Choice(some)
    if absent is None:
        return found
    return optional(found, sum(option.count for option in some), absent)


def _opened(option: Option) -> list[Option]:
    """An alternative that is a choice, or may be left out, as several."""
    inner = option.expression
    if isinstance(inner, Optional):
        there = inner.present + inner.absent
        share = inner.present / there if there else 0.5
        present = Option(inner.expression, option.count * share)
        return [*_opened(present), Option(EMPTY, option.count * (1 - share))]
    if not isinstance(inner, Choice):
        return [option]
    whole = sum(one.count for one in inner.options)
    if not whole:
        return [Option(one.expression, option.count / len(inner.options)) for one in inner.options]
    return [Option(one.expression, option.count * one.count / whole) for one in inner.options]


def optional(one: Expression, present: float, absent: float) -> Expression:
    """That, or nothing."""
    if one == EMPTY:
        return EMPTY
    if isinstance(one, Optional):
        there = one.present + one.absent
        share = one.present / there if there else 0.5
        return Optional(one.expression, present * share, absent + present * (1 - share))
    return Optional(one, present, absent)


def replaced(one: Expression, calls: Mapping[str, Expression]) -> Expression:
    """*one* with what rules say in the place of calls of them."""
    match one:
        case Call(name):
            return calls.get(name, one)
        case Sequence(parts):
            return Sequence(tuple(replaced(part, calls) for part in parts))
        case Choice(options):
            return Choice(tuple(Option(replaced(o.expression, calls), o.count) for o in options))
        case Optional(expression, present, absent):
            return Optional(replaced(expression, calls), present, absent)
        case Repeat(expression, low, high):
            return Repeat(replaced(expression, calls), low, high)
        case _:
            return one


def unrepeated(one: Expression, low: int, high: int) -> Expression:
    """*one* that often, written out: for what touches, since repeating puts spaces between."""
    found: Expression = EMPTY
    for left in range(high - low):
        found = Optional(sequence([one, found]), left + 1.0, 1.0)
    return sequence([*([one] * low), found])
