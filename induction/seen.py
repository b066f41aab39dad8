"""What golden utterances tell of slots: their values, and where these stand."""

from __future__ import annotations

from dataclasses import dataclass

from .symbols import Intent, Template


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a slot as it is most often written, its canonical value, and how often it is
    seen."""

    text: str
    canonical: str | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Filler:
    """What a slot that may hold other slots is filled with: a template of its own, and the
    canonical value that goes with it."""

    template: Template
    canonical: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A slot of the data.

    `values`: the most frequent first, those alike in the order of the data. `contexts`: a word or
    slot beside it (`by _`, `_ songs`; `^` and `$` are the ends of a sentence) with the values seen
    there. `fillers`: where the slot holds other slots somewhere, all that fills it.
    """

    name: str
    values: tuple[Value, ...]
    contexts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fillers: tuple[Filler, ...] = ()

    @property
    def count(self) -> int:
        """How often the slot is seen."""
        return sum(value.count for value in self.values)


@dataclass(frozen=True, slots=True)
class Golden:
    """Golden utterances, ready to be learned from: intents and slots in the order of the data."""

    intents: tuple[Intent, ...] = ()
    slots: tuple[Seen, ...] = ()
    locale: str = ""

    @property
    def values(self) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
        """For each slot its values and how often they are seen."""
        return tuple(
            (slot.name, tuple((value.text, value.count) for value in slot.values))
            for slot in self.slots
        )

    @property
    def count(self) -> int:
        """How many utterances there are."""
        return sum(intent.count for intent in self.intents)

    def slot(self, name: str) -> Seen | None:
        """The slot of that name."""
        return next((slot for slot in self.slots if slot.name == name), None)
