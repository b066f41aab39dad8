"""No rule with more alternatives than a person takes in."""

from __future__ import annotations

from ...dsl.naming import Names
from ..draft import Call, Choice, Expression, Note, Option, Optional, Repeat, Rule
from ..draft import Sequence as Row

MOST = 20
"""Alternatives of a choice."""


def split(rules: dict[str, Rule], names: Names) -> dict[str, Rule]:
    """The same rules, where the rarer alternatives of a long choice are a rule of their own.

    The `MOST` - 1 most frequent ones stay, in their order, and the rule of the rest comes last.
    """
    found: dict[str, Rule] = {}
    pending = list(rules.items())
    while pending:
        key, rule = pending.pop(0)
        more: dict[str, Rule] = {}
        choice = _choice(rule.choice, rule.name, names, more)
        found[key] = Rule(rule.name, choice, rule.intent, rule.note)
        pending += more.items()
    return found


def _choice(choice: Choice, name: str, names: Names, more: dict[str, Rule]) -> Choice:
    options = [
        Option(_expression(option.expression, name, names, more), option.count)
        for option in choice.options
    ]
    if len(options) <= MOST:
        return Choice(tuple(options))
    ranked = sorted(range(len(options)), key=lambda at: -options[at].count)
    frequent = sorted(ranked[: MOST - 1])
    rare = [options[at] for at in sorted(ranked[MOST - 1 :])]
    other = names.name(name, kind=f"rare {len(more)} {name}")
    count = sum(option.count for option in rare)
    more[other] = Rule(other, Choice(tuple(rare)), note=Note(count, why="rare"))
    return Choice((*(options[at] for at in frequent), Option(Call(other), count)))


def _expression(one: Expression, name: str, names: Names, more: dict[str, Rule]) -> Expression:
    if isinstance(one, Row):
        return Row(tuple(_expression(part, name, names, more) for part in one.parts))
    if isinstance(one, Choice):
        return _choice(one, name, names, more)
    if isinstance(one, Optional):
        return Optional(_expression(one.expression, name, names, more), one.present, one.absent)
    if isinstance(one, Repeat):
        return Repeat(_expression(one.expression, name, names, more), one.low, one.high)
    return one
