"""What is learned from: utterances whose values have been taken out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """One word as it will be written, or a slot, whose name is `text`. `touches`: no space stands
    between it and what is before it (*'s*, the letters of 播放)."""

    text: str
    slot: bool = False
    touches: bool = False


Symbols = tuple[Symbol, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """An utterance with its values taken out: `play {song} by {artist}`.

    `count` tells how many utterances have it, `examples` holds up to two of them as annotated
    text, in the order of the data.
    """

    symbols: Symbols
    count: int = 1
    examples: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent's distinct templates, the most frequent first, those alike in the order of the
    data."""

    name: str
    templates: tuple[Template, ...]

    @property
    def count(self) -> int:
        """How many utterances it has."""
        return sum(template.count for template in self.templates)
