"""Constants: slots that have a value and no words. What is said with each set of them is learned by
itself, since the words must tell which it is.

    intent Turn = <turn_light> {domain = light} | <turn_fan> {domain = fan}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..dsl.naming import legal_name
from .draft import Call, Choice, Draft, Note, Option, Rule
from .symbols import Intent, Template

Constants = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """Intents whose templates all have the same constants: those of the data, or parts of them.
    `of` has what each belongs to, `constants` what its templates have."""

    intents: tuple[Intent, ...]
    of: dict[str, str]
    constants: dict[str, Constants]

    def whole(self, given: Draft) -> Draft:
        """The draft learned of `intents`, with a rule for each intent that was taken apart."""
        found: list[Rule] = []
        begun: set[str] = set()
        parts = {rule.name: rule for rule in given.intents}
        for rule in given.rules:
            intent = self.of.get(rule.name, rule.name)
            if not rule.intent or intent == rule.name:
                found.append(rule)
                continue
            if intent not in begun:
                begun.add(intent)
                names = [name for name, of in self.of.items() if of == intent]
                rules = [parts[name] for name in names if name in parts]
                found.append(_joined(intent, rules))
            found.append(replace(rule, intent=False))
        return Draft(tuple(found))


def parted(intents: Sequence[Intent]) -> Parted:
    """The intents, those with several sets of constants taken apart, in the order of the data."""
    found: list[Intent] = []
    of: dict[str, str] = {}
    constants: dict[str, Constants] = {}
    taken = {intent.name for intent in intents}
    for intent in intents:
        groups: dict[Constants, list[Template]] = {}
        for template in intent.templates:
            groups.setdefault(template.constants, []).append(template)
        if len(groups) == 1:
            [only] = groups
            found.append(intent)
            if only:
                constants[intent.name] = only
            continue
        for values, templates in groups.items():
            name = _named(intent.name, values, taken)
            found.append(Intent(name, tuple(templates)))
            of[name] = intent.name
            if values:
                constants[name] = values
    return Parted(tuple(found), of, constants)


def _named(intent: str, values: Constants, taken: set[str]) -> str:
    wanted = "_".join([intent, *(value for _, value in values)][:3])
    name = legal_name(wanted if values else f"{intent}_plain")
    found, number = name, 2
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found)
    return found


def _joined(intent: str, rules: Sequence[Rule]) -> Rule:
    """The rule of an intent that was taken apart."""
    options = tuple(Option(Call(rule.name), rule.note.seen) for rule in rules)
    examples = tuple(example for rule in rules for example in rule.note.examples[:1])[:2]
    gain = sum(rule.note.gain for rule in rules)
    return Rule(
        intent, Choice(options), True, Note(sum(r.note.seen for r in rules), examples, gain)
    )
