"""Slots with what is written onto them, as one symbol: {city}'da, d'{artist}, ل{artist}.

What touches a slot is no word of its own where words have spaces between them. A learner that takes
it for one sets it beside words that do have a space before them, and a person then reads
`(" "için | 'da)`. So slots with endings and beginnings are slots of their own while rules are
learned, and are taken apart again afterwards. In scripts without spaces everything touches, and
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..corpora.letters import unspaced
from ..dsl.naming import legal_name
from .draft import Call, Choice, Draft, Expression, Option, Optional, Repeat, Sequence
from .symbols import Intent, Symbol, Symbols


class Affixes:
    """The slots of *intents* that something is written onto."""

    def __init__(self, intents: Iterable[Intent]) -> None:
        self._name: dict[Symbols, str] = {}
        self._parts: dict[str, Symbols] = {}
        seen = [template.symbols for intent in intents for template in intent.templates]
        taken = {symbol.text for symbols in seen for symbol in symbols if symbol.slot}
        for symbols in seen:
            for group in _groups(symbols):
                if len(group) > 1:
                    self._take(_alone(group), taken)

    def symbols(self, symbols: Symbols) -> Symbols:
        """The same text, a slot with what is written onto it being one symbol."""
        if not self._name:
            return symbols
        found: list[Symbol] = []
        for group in _groups(symbols):
            name = self._name.get(_alone(group)) if len(group) > 1 else None
            found += group if name is None else [Symbol(name, True, group[0].touches)]
        return tuple(found)

    def intents(self, intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
        """The same for all templates."""
        if not self._name:
            return intents
        return tuple(
            replace(
                intent,
                templates=tuple(
                    replace(one, symbols=self.symbols(one.symbols)) for one in intent.templates
                ),
            )
            for intent in intents
        )

    def apart(self, draft: Draft) -> Draft:
        """A draft over such symbols as one over those that the data has."""
        if not self._name:
            return draft
        return Draft(tuple(replace(rule, choice=self._choice(rule.choice)) for rule in draft.rules))

    def _take(self, group: Symbols, taken: set[str]) -> None:
        if group in self._name:
            return
        texts = ("".join(re.findall(r"\w", one.text)) for one in group)
        name = legal_name("_".join(filter(None, texts)))
        while name in taken:
            name += "_"
        taken.add(name)
        self._name[group] = name
        self._parts[name] = group

    def _choice(self, choice: Choice) -> Choice:
        return Choice(
            tuple(Option(self._apart(one.expression), one.count) for one in choice.options)
        )

    def _apart(self, one: Expression) -> Expression:
        if isinstance(one, Symbol):
            if not one.slot or one.text not in self._parts:
                return one
            first, *others = self._parts[one.text]
            return Sequence((replace(first, touches=one.touches), *others))
        if isinstance(one, Call):
            return one
        if isinstance(one, Sequence):
            parts: list[Expression] = []
            for part in one.parts:
                made = self._apart(part)
                parts += (
                    made.parts
                    if isinstance(part, Symbol) and isinstance(made, Sequence)
                    else [made]
                )
            return Sequence(tuple(parts))
        if isinstance(one, Choice):
            return self._choice(one)
        if isinstance(one, Optional):
            return Optional(self._apart(one.expression), one.present, one.absent)
        assert isinstance(one, Repeat)
        return Repeat(self._apart(one.expression), one.low, one.high)


def _groups(symbols: Symbols) -> list[Symbols]:
    """Symbols one by one, but a slot with the words that touch it."""
    found: list[Symbols] = []
    for symbol in symbols:
        before = found[-1] if found else ()
        if before and symbol.touches and _onto(before, symbol):
            found[-1] = (*before, symbol)
        else:
            found.append((symbol,))
    return found


def _onto(before: Symbols, symbol: Symbol) -> bool:
    """Whether *symbol* goes with the group before it: one slot, at most a word on each side."""
    if symbol.slot:
        return len(before) == 1 and not before[0].slot and not unspaced(before[0].text)
    return before[-1].slot and not unspaced(symbol.text)


def _alone(group: Symbols) -> Symbols:
    """The group, whatever stands before it."""
    return (replace(group[0], touches=False), *group[1:])
