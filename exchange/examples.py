"""Sentences by their numbers, found by going through corpora once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..corpora.annotated import write
from ..corpora.stats.repeats import Group
from ..corpora.utterance import Utterance
from .opening import Opened, Place


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence and where it stands."""

    place: Place
    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelling of a text: the intent, the text as it is annotated, how many sentences are
    labelled so, and where the first of them stand."""

    intent: str
    annotated: str
    count: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """A text that several sentences have, with its labellings."""

    text: str
    labellings: tuple[Labelled, ...]


def fetched(corpora: Sequence[Opened], numbers: Iterable[int]) -> dict[int, Found]:
    """The sentences of these numbers, from 0, counted through all corpora in their order."""
    wanted = set(numbers)
    found: dict[int, Found] = {}
    number = 0
    for corpus in corpora:
        if len(found) == len(wanted):
            break
        for place, utterance in corpus:
            if number in wanted:
                found[number] = Found(place, utterance)
                if len(found) == len(wanted):
                    break
            number += 1
    return found


def shared(corpora: Sequence[Opened], groups: Sequence[Group]) -> list[Shared]:
    """The texts of *groups*, in their order."""
    there = fetched(corpora, (n for group in groups for reading in group for n in reading.numbers))
    made: list[Shared] = []
    for group in groups:
        labellings: list[Labelled] = []
        for reading in group:
            sentences = [there[number] for number in reading.numbers if number in there]
            if not sentences:  # the file has changed since
                continue
            first = sentences[0].utterance
            places = tuple(sentence.place for sentence in sentences)
            labellings.append(Labelled(first.intent, write(first), reading.count, places))
        if labellings:
            text = there[group[0].numbers[0]].utterance.text
            made.append(Shared(text, tuple(labellings)))
    return made
