"""What the page tells of an induced grammar, counted out of its parts."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..accept import Language
from ..draft import Call, Draft, Rule, nesting, symbols, walk
from ..network import Use
from ..settings import Step
from ..symbols import Intent, Symbols
from .ways import Ways

SAMPLES = 20
"""So many new sentences of an intent are shown."""
SEED = 1
_TRIES = 50
_EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Came:
    """What came through an alternative: how many utterances, and some of them as annotated
    text."""

    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule and what came through it, and through each of its alternatives (by place)."""

    rule: Rule
    came: Came
    options: tuple[Came, ...]
    intents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IntentTold:
    """An intent: its size, how much of what was given it accepts, how it was learned.

    `lengths` are description lengths in bits, the first before any step where that was told;
    `gains` pairs each step with the bits that it saved. `templates` is how many there are in its
    language, infinite where there is no end of them or nobody could count. `samples` are new
    templates.
    """

    intent: Intent
    rules: int
    symbols: int
    nesting: int
    templates: float
    accepted: int
    missing: tuple[str, ...]
    lengths: tuple[float, ...]
    gains: tuple[tuple[Step, float], ...]
    samples: tuple[Symbols, ...]


def rules_told(draft: Draft, intents: Sequence[Intent]) -> tuple[RuleTold, ...]:
    """Every rule of the draft with the utterances that come through it on their likeliest way,
    each counted once a rule however often the way comes by."""
    whole: dict[str, list[Came]] = {rule.name: [] for rule in draft.rules}
    parts: dict[Use, list[Came]] = {}
    users: dict[str, dict[str, None]] = {rule.name: {} for rule in draft.rules}
    known = {rule.name for rule in draft.rules}
    for intent in intents:
        if intent.name not in known:
            continue
        ways = Ways(draft, intent.name)
        for template in intent.templates:
            found = ways.way(template.symbols)
            if found is None:
                continue
            came = Came(template.count, template.examples)
            uses = dict.fromkeys(found[1])
            for use in uses:
                parts.setdefault(use, []).append(came)
            for name in dict.fromkeys(use.rule for use in uses):
                whole[name].append(came)
                users[name][intent.name] = None
    return tuple(
        RuleTold(
            rule,
            _together(whole[rule.name]),
            tuple(
                _together(parts.get(Use(rule.name, number), []))
                for number in range(len(rule.choice.options))
            ),
            tuple(users[rule.name]),
        )
        for rule in draft.rules
    )


def intent_told(draft: Draft, intent: Intent, steps: Iterable[Step]) -> IntentTold:
    """What is to be said of one intent of the draft, which there must be."""
    language = Language(draft, intent.name)
    reached = _reached(draft, intent.name)
    missing = [t for t in intent.templates if not language.accepts(t.symbols)]
    own = [step for step in steps if step.intent == intent.name]
    lengths = tuple(step.length for step in own)
    gains = tuple((step, before.length - step.length) for before, step in itertools.pairwise(own))
    return IntentTold(
        intent,
        len(reached),
        sum(symbols(rule) for rule in reached),
        max((nesting(rule.choice) - 1 for rule in reached), default=0),
        language.count(),
        intent.count - sum(t.count for t in missing),
        tuple(example for t in missing for example in t.examples[:1]),
        lengths,
        gains,
        _new(language, intent),
    )


def _together(came: Sequence[Came]) -> Came:
    examples = dict.fromkeys(one for each in came for one in each.examples)
    return Came(sum(each.count for each in came), tuple(examples)[:_EXAMPLES])


def _reached(draft: Draft, name: str) -> list[Rule]:
    """The rules that an intent uses, itself among them, in the draft's order."""
    rules = {rule.name: rule for rule in draft.rules}
    met, pending = {name}, [name]
    while pending:
        for one in walk(rules[pending.pop()].choice):
            if isinstance(one, Call) and one.name not in met:
                met.add(one.name)
                pending.append(one.name)
    return [rule for rule in draft.rules if rule.name in met]


def _new(language: Language, intent: Intent) -> tuple[Symbols, ...]:
    """Templates drawn from the language that are not in the data, each once, in the order drawn;
    fewer than asked for where new ones are rare."""
    given = {template.symbols for template in intent.templates}
    rng = random.Random(f"{SEED} {intent.name}")
    found: dict[Symbols, None] = {}
    for _ in range(SAMPLES * _TRIES):
        if len(found) == SAMPLES:
            break
        drawn = language.sample(rng)
        if drawn and drawn not in given:
            found[drawn] = None
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence: its text, the slot that it is the value of (none of a word, nor of
    `{slot}` in the place of a value), and whether a space stands before it."""

    text: str
    slot: str
    space: bool


def filled(
    template: Symbols, values: Mapping[str, Sequence[tuple[str, int]]], seed: str
) -> tuple[Piece, ...]:
    """A sentence of the template: each slot's value drawn by how often it came, `{slot}` where none
    is known. The same *seed* gives the same sentence."""
    rng = random.Random(seed)
    pieces = []
    for number, symbol in enumerate(template):
        space = number > 0 and not symbol.touches
        value = _value(values.get(symbol.text, ()), rng) if symbol.slot else ""
        if symbol.slot and not value:
            pieces.append(Piece(f"{{{symbol.text}}}", "", space))
        else:
            pieces.append(Piece(value or symbol.text, symbol.text if symbol.slot else "", space))
    return tuple(pieces)


def _value(known: Sequence[tuple[str, int]], rng: random.Random) -> str:
    """One of the values, by how often it came; empty where there is none."""
    left = rng.random() * sum(count for _, count in known)
    for text, count in known:
        left -= count
        if left < 0:
            return text
    return ""
