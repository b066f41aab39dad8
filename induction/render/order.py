"""The order of rules, and which of them belong to one intent alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import draft
from ..draft import Call, Rule


@dataclass(frozen=True, slots=True)
class Arranged:
    """`sections`: each intent with the rules of its own, in the order of the draft; `shared`: the
    rules that several intents use. Each rule stands right behind the first that uses it."""

    sections: tuple[tuple[Rule, ...], ...]
    shared: tuple[Rule, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All of them in their order."""
        return tuple(rule for section in (*self.sections, self.shared) for rule in section)


def calls(rule: Rule) -> list[str]:
    """The names of the rules that a rule calls, in its order, each once."""
    found = (one.name for one in draft.walk(rule.choice) if isinstance(one, Call))
    return list(dict.fromkeys(found))


def arranged(rules: Sequence[Rule]) -> Arranged:
    """The rules that intents reach, in their order; those that none reaches are left out."""
    named = {rule.name: rule for rule in rules}
    intents = [rule for rule in rules if rule.intent]
    reached = {intent.name: _behind(intent, named) for intent in intents}
    users: dict[str, int] = {}
    for found in reached.values():
        for name in found:
            users[name] = users.get(name, 0) + 1
    sections = tuple(
        (intent, *(named[name] for name in reached[intent.name] if users[name] == 1))
        for intent in intents
    )
    shared = dict.fromkeys(name for found in reached.values() for name in found if users[name] > 1)
    return Arranged(sections, tuple(named[name] for name in shared))


def _behind(rule: Rule, named: dict[str, Rule]) -> list[str]:
    """The names of all rules below *rule*, each behind its first user."""
    found: dict[str, None] = {}
    pending = list(reversed(calls(rule)))
    while pending:
        name = pending.pop()
        if name in found or name not in named or named[name].intent:
            continue
        found[name] = None
        pending.extend(reversed(calls(named[name])))
    return list(found)
