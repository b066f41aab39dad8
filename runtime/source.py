"""Sources: sentences by number, whatever decides which."""

from __future__ import annotations

from typing import Protocol

from ..corpora.utterance import Utterance


class Exhausted(IndexError):
    """There is no such sentence: a source has come to its end."""

    def __init__(self, given: int) -> None:
        super().__init__(f"there are {given} sentences")
        self.given = given
        """How many sentences the source has."""


class Source(Protocol):
    """Sentences 0, 1, 2, … of a grammar, a seed and options: always the same ones."""

    @property
    def size(self) -> int | None:
        """How many sentences there are; None where there is no end to them, or where it is only
        known once it is reached."""

    @property
    def in_order(self) -> bool:
        """Whether a sentence can only be had after all those before it: then numbers are asked for
        in ascending order, and shards save no work."""

    @property
    def intents(self) -> tuple[str, ...]:
        """The intents that sentences may be of."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names that slots and constants may have."""

    def __call__(self, index: int) -> tuple[Utterance, float | None]:
        """Sentence *index*, and ln of the probability, within its intent, of how it was drawn,
        where there is such a thing; `Exhausted` where there are not so many sentences."""
