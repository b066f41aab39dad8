"""What gramc induces of templates, as a model: no file is written, and none is compiled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from random import Random

from gramc.induction import draft as drafts
from gramc.induction.accept import Language
from gramc.induction.settings import Settings, silent
from gramc.induction.symbols import Intent, Symbol, Symbols
from gramc.induction.symbols import Template as Golden

Template = tuple[str, ...]
NAME = "Intent"


def induced(style: str, train: Sequence[Template]) -> Drafted:
    """The draft of the learner of that style."""
    module = {"exact": "lattice", "readable": "readable"}[style]
    learn = import_module(f"gramc.induction.{module}.learn").learn
    return Drafted(learn([intent(train)], Settings(style=style), silent))


def intent(train: Sequence[Template]) -> Intent:
    """The templates as learners take them: distinct, the most frequent first."""
    counted = [
        Golden(as_symbols(template), count, (" ".join(template),))
        for template, count in Counter(train).most_common()
    ]
    return Intent(NAME, tuple(counted))


def as_symbols(template: Template) -> Symbols:
    return tuple(
        Symbol(symbol[1:-1], slot=True) if symbol[0] == "{" else Symbol(symbol)
        for symbol in template
    )


class Drafted:
    """A draft as a model."""

    def __init__(self, draft: drafts.Draft) -> None:
        self.draft = draft
        self._language = Language(draft, NAME)

    def accepts(self, template: Template) -> bool:
        return self._language.accepts(as_symbols(template))

    def sample(self, random: Random) -> Template:
        return tuple(
            f"{{{symbol.text}}}" if symbol.slot else symbol.text
            for symbol in self._language.sample(random)
        )

    @property
    def rules(self) -> int:
        return len(self.draft.rules)

    @property
    def symbols(self) -> int:
        """Words, slots and references."""
        return sum(map(drafts.symbols, self.draft.rules))

    @property
    def alternatives(self) -> int:
        """Of the choice that has most."""
        return max(
            len(part.options)
            for rule in self.draft.rules
            for part in drafts.walk(rule.choice)
            if isinstance(part, drafts.Choice)
        )

    @property
    def nesting(self) -> int:
        """How deep brackets stand within each other."""
        return max(
            nesting(option.expression)
            for rule in self.draft.rules
            for option in rule.choice.options
        )

    @property
    def templates(self) -> float:
        return self._language.count()


def nesting(expression: drafts.Expression) -> int:
    """The same of an expression: `[a | b]` has one pair of brackets, not two."""
    inner: Sequence[drafts.Expression] = drafts.parts(expression)
    if isinstance(expression, (drafts.Optional, drafts.Repeat)):
        inner = [
            part
            for one in inner
            for part in (drafts.parts(one) if isinstance(one, drafts.Choice) else [one])
        ]
    bracket = isinstance(expression, (drafts.Choice, drafts.Optional, drafts.Repeat))
    return bracket + max(map(nesting, inner), default=0)
