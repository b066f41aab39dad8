"""Where spaces stand: how an expression may begin, and so how it joins what is before it.

In a `.gram` what touches is one word. A symbol says whether it touches what is before it, which
what lies between may hide: in *a*, an optional *b*, and *'s*, the last touches *b* or *a*. There
the space before *b* has to be written with it: `a[" "b]'s`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .. import draft
from ..symbols import Symbol


@dataclass(frozen=True, slots=True)
class Start:
    """How the texts of an expression may begin: with a space before them, touching what is before
    them, or not at all, since one of them is empty."""

    spaced: bool = False
    touching: bool = False
    empty: bool = False

    def __or__(self, other: Start) -> Start:
        return Start(
            self.spaced or other.spaced, self.touching or other.touching, self.empty or other.empty
        )

    @property
    def plain(self) -> bool:
        """Whether nothing of it touches."""
        return not self.touching

    @property
    def mixed(self) -> bool:
        """Whether some of it touches and some does not."""
        return self.spaced and self.touching


NOTHING = Start(empty=True)

Starts = Mapping[str, Start]
"""How rules begin, by name."""


def starts_of_rules(rules: Sequence[draft.Rule]) -> dict[str, Start]:
    """How each rule may begin. Rules may call each other in circles."""
    found = {rule.name: Start() for rule in rules}
    changed = True
    while changed:
        changed = False
        for rule in rules:
            after = start(rule.choice, found)
            if after != found[rule.name]:
                found[rule.name], changed = after, True
    return found


def start(one: draft.Expression, rules: Starts) -> Start:
    """How *one* may begin, given how the rules that it calls do."""
    match one:
        case Symbol(touches=touches):
            return Start(not touches, touches)
        case draft.Call(name):
            return rules[name]
        case draft.Sequence(parts):
            return start_of_all(parts, rules)
        case draft.Choice(options):
            found = Start()
            for option in options:
                found |= start(option.expression, rules)
            return found
        case draft.Optional(expression):
            return start(expression, rules) | NOTHING
        case draft.Repeat(expression, low):
            found = start(expression, rules)
            return found | NOTHING if low == 0 else found


def start_of_all(parts: Sequence[draft.Expression], rules: Starts) -> Start:
    """How a sequence of *parts* may begin."""
    found = Start()
    for part in parts:
        inner = start(part, rules)
        found |= Start(inner.spaced, inner.touching)
        if not inner.empty:
            return found
    return found | NOTHING


def followed_rules(rules: Sequence[draft.Rule], starts: Starts) -> frozenset[str]:
    """The rules behind which something may stand that touches what is before it: somewhere they
    are called before such a text, or last in a rule that is."""
    found: frozenset[str] = frozenset()
    while True:
        more = {name for rule in rules for name in _last(rule.choice, rule.name in found, starts)}
        if more <= found:
            return found
        found |= more


def _last(one: draft.Expression, followed: bool, starts: Starts) -> Iterator[str]:
    """The rules called in *one* before what touches; *followed*: such a thing stands behind it."""
    match one:
        case draft.Call(name):
            if followed:
                yield name
        case draft.Sequence(parts):
            for i, part in enumerate(parts):
                behind = start_of_all(parts[i + 1 :], starts)
                yield from _last(part, behind.touching or (behind.empty and followed), starts)
        case _:
            for part in draft.parts(one):
                yield from _last(part, followed, starts)


def touches(one: draft.Expression) -> bool:
    """Whether anything in *one* touches what is before it."""
    return any(isinstance(part, Symbol) and part.touches for part in draft.walk(one))
