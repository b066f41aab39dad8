"""The templates of a grammar: which it accepts, how likely they are, which it gives, how many there
are."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from ...compiler.compiled import Compiled
from ...runtime.count import count
from ...runtime.counting.amount import Amount
from ...runtime.grammar import Grammar
from .corruptions import Template
from .marked import marked
from .templates import Marks, written


class Language:
    """The templates of a compiled grammar. *marks* has the slots of all that is asked for."""

    def __init__(self, compiled: Compiled, marks: Marks) -> None:
        self._marks = marks
        self._locale = compiled.locale
        self._compiled = marked(compiled, marks.of)
        self._grammar = Grammar(self._compiled)
        self._known: dict[tuple[str, str], float | None] = {}

    @property
    def parses(self) -> bool:
        """Whether the grammar is small enough to be parsed with, and what it draws from outside
        slots is bound."""
        return self._compiled.acceptor is not None and not self._compiled.missing(parsing=True)

    @property
    def samples(self) -> bool:
        """Whether all that it draws from outside slots is bound."""
        return not self._compiled.missing()

    def accepts(self, intent: str, text: str) -> bool:
        """Whether a text with marks is a template of *intent*."""
        return self.bits(intent, text) is not None

    def bits(self, intent: str, text: str) -> float | None:
        """−log₂ of the probability of a text with marks within *intent*; none where it is no
        template of it."""
        key = (intent, text)
        if key not in self._known:
            wanted = self._marks.slots(text)
            self._known[key] = next(
                (
                    -parse.logprob / log(2)
                    for parse in self._grammar.parse(text, 4, intent=intent)
                    if parse.utterance.slots == wanted
                ),
                None,
            )
        return self._known[key]

    def covers(self, intent: str, templates: Sequence[Template]) -> float | None:
        """The share of *templates* that are accepted; none of none."""
        found = [self.accepts(intent, written(template)) for template in templates]
        return sum(found) / len(found) if found else None

    def sample(self, intent: str, number: int, seed: int) -> list[Template]:
        """So many templates, by the grammar's weights."""
        drawn = self._grammar.sample(number, seed, [intent])
        return [self._marks.template(utterance.text, self._locale) for utterance in drawn]

    def sizes(self, intents: Sequence[str]) -> dict[str, Amount]:
        """How many templates each intent has; where one of a catalogue stands outside slots, each
        value counts."""
        counts = count(self._compiled, intents)
        return {part.name: part.texts for part in counts.parts if part.kind == "intent"}
