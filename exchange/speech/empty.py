"""Taking out what can't be said, and the ways to say nothing where `.gram` allows none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .tree import (
    Choice,
    Constant,
    Expansion,
    Labelled,
    Null,
    Ref,
    Repeat,
    Rule,
    Sequence,
    Tag,
    Tagged,
    Value,
    Void,
    Way,
    below,
    with_below,
)


def without_void(rules: dict[str, Rule]) -> set[str]:
    """Takes VOID out of *rules*, alternatives of weight 0, and repeats of nothing. The keys of
    those that can't be said: they are Void now."""
    void: set[str] = set()
    while True:
        more: set[str] = set()
        for name, rule in rules.items():
            if name not in void:
                body = _simple(rule.body, void)
                rules[name] = replace(rule, body=body)
                if isinstance(body, Void):
                    more.add(name)
        if not more:
            return void
        void |= more


def _simple(node: Expansion, void: set[str]) -> Expansion:
    if isinstance(node, Ref):
        return Void(node.span) if node.rule in void else node
    parts = tuple(_simple(part, void) for part in below(node))
    match node:
        case Choice(ways=ways):
            kept = [
                replace(way, body=part)
                for way, part in zip(ways, parts, strict=True)
                if not isinstance(part, Void) and float(way.weight or 1)
            ]
            if not kept:
                return Void()
            return kept[0].body if len(kept) == 1 else replace(node, ways=tuple(kept))
        case Sequence():
            if any(isinstance(part, Void) for part in parts):
                return Void()
            return replace(node, items=parts)
        case Repeat(low=low, high=high):
            if high == 0 or isinstance(parts[0], Void):
                return Void(node.span) if low else Null(node.span)
            if isinstance(parts[0], Null) or (low, high) == (1, 1):
                return parts[0]
            return replace(node, body=parts[0])
        case Labelled() | Tagged():
            return parts[0] if isinstance(parts[0], Void) else with_below(node, parts)
    return node


def nullable_rules(rules: Mapping[str, Rule]) -> set[str]:
    """The keys of the rules that can be empty."""
    empty: set[str] = set()
    while True:
        more = {n for n, r in rules.items() if n not in empty and nullable(r.body, empty)}
        if not more:
            return empty
        empty |= more


def nullable(node: Expansion, empty: set[str]) -> bool:
    """Whether *node* can give no text, where the rules *empty* can."""
    match node:
        case Ref(rule=rule):
            return rule in empty
        case Null() | Constant() | Value() | Tag():
            return True
        case Sequence(items=items):
            return all(nullable(item, empty) for item in items)
        case Choice(ways=ways):
            return any(nullable(way.body, empty) for way in ways)
        case Repeat(body=body, low=low):
            return low == 0 or nullable(body, empty)
        case Labelled(body=body) | Tagged(body=body):
            return nullable(body, empty)
    return False


MOST_STEPS = 2_000
"""So many parts are taken apart to find what is never empty in one repeat."""


class NoWay(Exception):
    """A rule that can be empty, and can't be written again without that."""


def never_empty(
    node: Expansion,
    empty: set[str],
    rules: Mapping[str, Rule],
    through: tuple[str, ...] = (),
    steps: list[None] | None = None,
) -> Expansion:
    """The texts of *node* but the empty one; Void where there are no others. `NoWay` where that
    takes a rule apart that reaches itself, or more than `MOST_STEPS`."""
    steps = [] if steps is None else steps
    steps.append(None)
    if len(steps) > MOST_STEPS:
        raise NoWay

    def of(part: Expansion) -> Expansion:
        return never_empty(part, empty, rules, through, steps)

    if not nullable(node, empty):
        return node
    match node:
        case Ref(rule=rule):
            if rule in through:
                raise NoWay
            return never_empty(rules[rule].body, empty, rules, (*through, rule), steps)
        case Repeat(body=body, high=high):
            inner = of(body)
            if isinstance(inner, Void) or high == 1:
                return inner
            return replace(node, body=inner, low=1)
        case Choice(ways=ways):
            made = [replace(way, body=of(way.body)) for way in ways]
            kept = tuple(way for way in made if not isinstance(way.body, Void))
            return replace(node, ways=kept) if kept else Void(node.span)
        case Sequence(items=items):
            found: list[Way] = []
            for at, item in enumerate(items):
                first = of(item)
                if not isinstance(first, Void):
                    still = [i for i in items[:at] if isinstance(i, Value | Constant)]
                    rest = (*still, first, *items[at + 1 :])
                    found.append(Way(Sequence(rest, node.span)))
            if not found:
                return Void()
            return found[0].body if len(found) == 1 else Choice(tuple(found), node.span)
        case Labelled(body=body):
            inner = of(body)
            return inner if isinstance(inner, Void) else replace(node, body=inner)
    return Void()
