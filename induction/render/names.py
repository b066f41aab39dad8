"""Names of intents and rules as a grammar can have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...dsl.naming import Names, legal_name
from ..draft import Call, Draft, Rule
from . import simple


def intent_name(wanted: str) -> str:
    """The name of an intent as a grammar can have it: `alarm.set` of *alarm/set*."""
    return legal_name(wanted.replace("/", "."))


def named(given: Draft, taken: Iterable[str]) -> Draft:
    """The draft with names that are legal and each its own: what is *taken* by catalogues first,
    then those of intents, then those of rules."""
    names = Names(tuple(taken))
    new = {rule.name: names.name(intent_name(rule.name), "intent") for rule in given.intents}
    for rule in given.rules:
        if not rule.intent:
            new[rule.name] = names.name(legal_name(rule.name).replace(".", "_"), rule.name)
    calls = {old: Call(name) for old, name in new.items() if old != name}

    def renamed(rule: Rule) -> Rule:
        choice = simple.as_choice(simple.replaced(rule.choice, calls)) if calls else rule.choice
        return replace(rule, name=new[rule.name], choice=choice)

    return Draft(tuple(renamed(rule) for rule in given.rules))
