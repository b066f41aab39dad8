"""A corpus as a whole: its sentences, and the lists of values that come with it."""

from __future__ import annotations

from dataclasses import dataclass

from .utterance import Utterance


@dataclass(frozen=True, slots=True)
class ListValue:
    """A canonical value and the other ways to say it; the value itself is one way, unless
    `spoken` is false (an id, such as `JAZZ_01`)."""

    value: str
    synonyms: tuple[str, ...] = ()
    spoken: bool = True


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list of values (an entity type, a gazetteer). `open`: sentences may hold other values
    too."""

    name: str
    values: tuple[ListValue, ...]
    open: bool = True


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences in order, and the lists for their slots. `lists_of` says which list a slot takes
    its values from where that is not the one of its own name."""

    utterances: tuple[Utterance, ...]
    lists: tuple[ValueList, ...] = ()
    locale: str = ""
    lists_of: tuple[tuple[str, str], ...] = ()
