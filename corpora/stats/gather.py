"""Counting through a corpus, whatever its size: all that statistics are made of.

Memory is bounded: what is counted by name is in `Tally`s, texts and labels are hashes (`Repeats`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from ..utterance import Span, Utterance
from .repeats import Repeats
from .tally import Tally

AT_ONCE = 1 << 13
"""So many sentences are counted at once."""


@dataclass(slots=True)
class Gathered:
    """What was counted: sentences and words in them by intent; patterns (the text with its
    outermost slots cut out) by intent; the values of slots and of constants; canonical values;
    uses of slots by intent, and how many sentences have each; words; lengths in words and
    in characters; slots that lie in others."""

    sentences: Counter[str] = field(default_factory=Counter)
    words_of: Counter[str] = field(default_factory=Counter)
    patterns: Tally[tuple[str, str]] = field(default_factory=Tally)
    values: Tally[tuple[str, str]] = field(default_factory=Tally)
    canonical: Tally[tuple[str, str]] = field(default_factory=Tally)
    constants: Tally[tuple[str, str]] = field(default_factory=Tally)
    uses: Counter[tuple[str, str]] = field(default_factory=Counter)
    holding: Counter[str] = field(default_factory=Counter)
    words: Tally[str] = field(default_factory=Tally)
    lengths: Counter[int] = field(default_factory=Counter)
    characters: Counter[int] = field(default_factory=Counter)
    nested: Counter[str] = field(default_factory=Counter)
    repeats: Repeats = field(default_factory=Repeats)

    @property
    def count(self) -> int:
        """How many sentences there were."""
        return self.sentences.total()

    def add(self, utterances: Iterable[Utterance]) -> None:
        """Counts further sentences."""
        given = iter(utterances)
        while batch := list(islice(given, AT_ONCE)):
            self._add(batch)

    def _add(self, batch: list[Utterance]) -> None:
        # One loop, and lists that are counted at the end: a call for each sentence would cost more
        # than all that is done here.
        patterns: list[tuple[str, str]] = []
        values: list[tuple[str, str]] = []
        uses: list[tuple[str, str]] = []
        words: list[str] = []
        lengths: list[int] = []
        holding: list[str] = []
        for utterance in batch:
            text, intent = utterance.text, utterance.intent
            split = text.split()
            lengths.append(len(split))
            words += split
            self.words_of[intent] += len(split)
            slots = utterance.slots
            if not slots:
                patterns.append((intent, text))
                continue
            out: list[str] = []
            at = 0
            for slot in slots:
                name = slot.name
                out.append(text[at : slot.start])
                out.append(f"{{{name}}}")
                at = slot.end
                values.append((name, text[slot.start : at]))
                uses.append((intent, name))
                if slot.value is not None or slot.slots:
                    self._further(slot, text, intent, values, uses)
            out.append(text[at:])
            patterns.append((intent, "".join(out)))
            if len(slots) == 1:
                holding.append(slots[0].name)
            else:
                holding += {slot.name for slot in slots}
        self.sentences.update([u.intent for u in batch])
        self.characters.update([len(u.text) for u in batch])
        self.constants.add([pair for u in batch for pair in u.constants])
        self.holding.update(holding)
        self.lengths.update(lengths)
        self.words.add(words)
        self.patterns.add(patterns)
        self.values.add(values)
        self.uses.update(uses)
        self.repeats.add(batch)

    def _further(
        self,
        slot: Span,
        text: str,
        intent: str,
        values: list[tuple[str, str]],
        uses: list[tuple[str, str]],
    ) -> None:
        """What only few slots have: a canonical value, slots inside."""
        if slot.value is not None:
            self.canonical.add([(slot.name, slot.value)])
        for inner in slot.slots:
            self.nested[inner.name] += 1
            values.append((inner.name, text[inner.start : inner.end]))
            uses.append((intent, inner.name))
            self._further(inner, text, intent, values, uses)


def pattern(utterance: Utterance) -> str:
    """The text with its outermost slots cut out: `play {Song} by {Artist}`."""
    out: list[str] = []
    at = 0
    for slot in utterance.slots:
        out += (utterance.text[at : slot.start], f"{{{slot.name}}}")
        at = slot.end
    out.append(utterance.text[at:])
    return "".join(out)
