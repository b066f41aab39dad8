"""Templates as they are: each an alternative. Nothing is generalised but the values of slots.

What any learner is measured against, and what an intent falls back to where nothing can be learned.
"""

from __future__ import annotations

from collections.abc import Sequence

from .draft import Choice, Draft, Expression, Note, Option, Rule
from .draft import Sequence as Parts
from .settings import Settings, Tell
from .symbols import Intent, Symbols


def learn(intents: Sequence[Intent], settings: Settings, tell: Tell) -> Draft:
    """The templates of each intent, the most frequent first, without those that are rejected."""
    return Draft(tuple(rule(intent, settings.rejected) for intent in intents))


def rule(intent: Intent, rejected: Sequence[Symbols] = ()) -> Rule:
    """One intent's templates as a rule."""
    without = frozenset(rejected)
    kept = [one for one in intent.templates if one.symbols not in without] or intent.templates
    options = tuple(Option(expression(one.symbols), one.count) for one in kept)
    examples = tuple(one.examples[0] for one in kept if one.examples)[:2]
    return Rule(intent.name, Choice(options), True, Note(intent.count, examples))


def expression(symbols: Symbols) -> Expression:
    """A template as what a rule says."""
    return symbols[0] if len(symbols) == 1 else Parts(symbols)
