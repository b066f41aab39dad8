"""Counting through a corpus, whatever its size: all that statistics are made of.

Memory is bounded: what is counted by name is in `Tally`s, texts and labels are hashes (`Repeats`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
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
    patterns: Tally = field(default_factory=Tally)
    values: Tally = field(default_factory=Tally)
    canonical: Tally = field(default_factory=Tally)
    constants: Tally = field(default_factory=Tally)
    uses: Counter[tuple[str, str]] = field(default_factory=Counter)
    holding: Counter[str] = field(default_factory=Counter)
    words: Tally = field(default_factory=Tally)
    lengths: Counter[int] = field(default_factory=Counter)
    characters: Counter[int] = field(default_factory=Counter)
    nested: Counter[str] = field(default_factory=Counter)
    repeats: Repeats = field(default_factory=Repeats)

    @property
    def count(self) -> int:
        """How many sentences there were."""
        return self.sentences.total()

    @property
    def exact(self) -> bool:
        """Whether nothing was left out, and all sentences are held."""
        tallies = (self.patterns, self.values, self.canonical, self.constants, self.words)
        return self.repeats.exact and all(tally.exact for tally in tallies)

    def add(self, utterances: Iterable[Utterance]) -> None:
        """Counts further sentences."""
        given = iter(utterances)
        while batch := list(islice(given, AT_ONCE)):
            self._add(batch)

    def _add(self, batch: list[Utterance]) -> None:
        # One loop, and lists that are counted at the end: a call for each sentence would cost more
        # than all that is done here.
        patterns: defaultdict[str, list[str]] = defaultdict(list)
        values: defaultdict[str, list[str]] = defaultdict(list)
        canonical: defaultdict[str, list[str]] = defaultdict(list)
        uses: list[tuple[str, str]] = []
        words: list[str] = []
        lengths: list[int] = []
        holding: list[str] = []
        for utterance in batch:
            text, intent, slots = utterance.text, utterance.intent, utterance.slots
            split = text.split()
            lengths.append(len(split))
            words += split
            if not slots:
                patterns[intent].append(text)
                continue
            out = ""
            at = 0
            for slot in slots:
                name, start = slot.name, slot.start
                out += f"{text[at:start]}{{{name}}}"
                at = slot.end
                values[name].append(text[start:at])
                uses.append((intent, name))
                if slot.value is not None:
                    canonical[name].append(slot.value)
                if slot.slots:
                    self._within(slot, text, intent, values, uses, canonical)
            patterns[intent].append(out + text[at:])
            if len(slots) == 1:
                holding.append(slots[0].name)
            else:
                holding += {slot.name for slot in slots}
        for utterance, length in zip(batch, lengths, strict=True):
            self.words_of[utterance.intent] += length
        constants: defaultdict[str, list[str]] = defaultdict(list)
        for name, value in (pair for u in batch for pair in u.constants):
            constants[name].append(value)
        self.sentences.update([u.intent for u in batch])
        self.characters.update([len(u.text) for u in batch])
        self.constants.add(constants)
        self.holding.update(holding)
        self.lengths.update(lengths)
        self.words.add({"": words})
        self.patterns.add(patterns)
        self.values.add(values)
        self.canonical.add(canonical)
        self.uses.update(uses)
        self.repeats.add(batch)

    def _within(
        self,
        slot: Span,
        text: str,
        intent: str,
        values: defaultdict[str, list[str]],
        uses: list[tuple[str, str]],
        canonical: defaultdict[str, list[str]],
    ) -> None:
        """The slots inside a slot."""
        for inner in slot.slots:
            self.nested[inner.name] += 1
            values[inner.name].append(text[inner.start : inner.end])
            uses.append((intent, inner.name))
            if inner.value is not None:
                canonical[inner.name].append(inner.value)
            self._within(inner, text, intent, values, uses, canonical)


def pattern(utterance: Utterance) -> str:
    """The text with its outermost slots cut out: `play {Song} by {Artist}`."""
    out: list[str] = []
    at = 0
    for slot in utterance.slots:
        out += (utterance.text[at : slot.start], f"{{{slot.name}}}")
        at = slot.end
    out.append(utterance.text[at:])
    return "".join(out)
