"""Sources: sentences by number, whatever decides which."""

from __future__ import annotations

from typing import Protocol

from ..corpora.utterance import Utterance


class Source(Protocol):
    """Sentences 0, 1, 2, … of a grammar, a seed and options: always the same ones."""

    @property
    def size(self) -> int | None:
        """How many sentences there are; None where there is no end to them."""

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
        """Sentence *index* (below `size`), and ln of the probability, within its intent, of how it
        was drawn, where there is such a thing."""
