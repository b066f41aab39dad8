"""What a format of lines is: how it is read and written, and what it has a place for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ...corpora.gathering import Found
from ...corpora.problem import Notes
from ...corpora.utterance import Utterance

Read = Callable[[Iterable[str], Notes, "str | None"], Iterator[Found]]
"""The sentences of lines; what is changed is counted; only those of a locale, where that is given
and lines have one."""

Write = Callable[[Utterance, int, str], str]
"""The lines of a sentence, with their ends: its number, from 0, and the corpus's locale."""

ALL = frozenset({"intents", "slots", "values", "nested", "constants", "empty"})
"""What a sentence may have: an intent, slots, canonical values, slots in slots, constants, and no
text at all."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a format has a place for: some of `ALL`, and only such names of slots and of intents as
    are allowed (any, where nothing says). `spaced`: white space is brought to single spaces."""

    title: str
    holds: frozenset[str] = ALL
    slot_name: Callable[[str], bool] | None = None
    intent_name: Callable[[str], bool] | None = None
    spaced: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A format of lines. `ending` is that of its files."""

    name: str
    ending: str
    held: Held
    read: Read
    write: Write
