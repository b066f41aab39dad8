"""What files of Snips hold, put together: sentences with slots, entities with values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle

from ...corpora.corpus import Corpus, ListValue, ValueList
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span
from ...dsl.text import nfc, squeeze
from .. import say
from ..pieces import Piece, utterance
from .builtin import example, is_builtin


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a sentence; with a `slot` and its `entity`, one of a slot. Its `text` is None
    where the sentence leaves it open."""

    text: str | None
    slot: str | None = None
    entity: str | None = None


@dataclass(slots=True)
class Entity:
    """An entity: values, each with its synonyms. `open`: others are possible too."""

    values: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    open: bool = True
    synonyms: bool = True


@dataclass(slots=True)
class Found:
    """What was read so far, from any number of files."""

    findings: list[Finding] = field(default_factory=list)
    sentences: list[tuple[str, list[Chunk], Span]] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)
    language: str = ""
    ignored: set[tuple[str, str]] = field(default_factory=set)

    def ignore(self, key: str, span: Span) -> None:
        """Something that has no bearing on the language stands under *key*; said once a file."""
        if (span.file, key) not in self.ignored:
            self.ignored.add((span.file, key))
            self.findings.append(say.ignored(f"entries under `{key}`", span))

    def entity(self, name: str) -> Entity:
        """The entity of that name, new where there was none."""
        return self.entities.setdefault(name, Entity())

    def corpus(self, locale: str) -> Corpus:
        """All of it: sentences in the order of the files. A slot whose text is a synonym has the
        value that it stands for; one that is left open takes the values of its entity in turn,
        as Snips fills them in."""
        locale = locale or locale_of(self.language)
        slots = _Slots()
        stand = {name: standing(entity) for name, entity in self.entities.items()}
        values = self._values(locale)
        utterances: list[Utterance] = []
        for intent, chunks, span in self.sentences:
            pieces: list[Piece] = []
            for chunk in chunks:
                if chunk.slot is None or chunk.entity is None:
                    pieces.append(Piece(chunk.text or ""))
                    continue
                text = chunk.text
                if text is None:
                    text = next(values[chunk.entity], None)
                    if text is None:
                        said = f"There is no value of “{chunk.entity}” to put in; left out."
                        self.findings.append(say.left_out(said, span))
                        break
                value = stand.get(chunk.entity, {}).get(squeeze(nfc(text)).lower())
                name = slots.name(chunk.slot, chunk.entity, span)
                pieces.append(Piece(text, name, value))
            else:
                utterances.append(utterance(pieces, intent))
        self.findings += slots.findings
        lists = tuple(
            ValueList(
                name,
                tuple(
                    ListValue(value, synonyms if entity.synonyms else ())
                    for value, synonyms in entity.values
                ),
                entity.open,
            )
            for name, entity in self.entities.items()
            if entity.values
        )
        return Corpus(tuple(utterances), lists, locale, slots.lists_of)

    def _values(self, locale: str) -> dict[str, Iterator[str]]:
        """The values of each entity, over and over: those of its list, then those of sentences."""
        texts: dict[str, dict[str, None]] = {}
        for name, entity in self.entities.items():
            texts[name] = {}
            for value, synonyms in entity.values:
                texts[name] |= dict.fromkeys((value, *synonyms))
        for _, chunks, _ in self.sentences:
            for chunk in chunks:
                if chunk.entity is not None:
                    known = texts.setdefault(chunk.entity, {})
                    if chunk.text:
                        known.setdefault(chunk.text)
        for name, known in texts.items():
            if not known and is_builtin(name) and (text := example(name, locale)):
                known[text] = None
        return {name: cycle(known) for name, known in texts.items()}


def standing(entity: Entity) -> dict[str, str]:
    """What each synonym stands for, by its text in small letters. A value stands for itself, and
    of two values that share a synonym the first has it."""
    values = {value.lower() for value, _ in entity.values}
    found: dict[str, str] = {}
    for value, synonyms in entity.values if entity.synonyms else ():
        for text in synonyms:
            if text.lower() not in values:
                found.setdefault(text.lower(), value)
    return found


class _Slots:
    """Slots by name. Snips has slots of one name and different entities in different intents; a
    corpus has not."""

    def __init__(self) -> None:
        self._entities: dict[str, str] = {}
        self.findings: list[Finding] = []

    def name(self, slot: str, entity: str, span: Span) -> str:
        """The name of a slot of that entity."""
        if self._entities.setdefault(slot, entity) == entity:
            return slot
        name = f"{entity}_{slot}".replace("/", "_")
        if name not in self._entities:
            said = f"The slot “{slot}” is “{name}” where it is of “{entity}”."
            self.findings.append(say.changed(said, span))
        self._entities.setdefault(name, entity)
        return name

    @property
    def lists_of(self) -> tuple[tuple[str, str], ...]:
        """The entity of each slot whose name is another."""
        return tuple((slot, entity) for slot, entity in self._entities.items() if slot != entity)


def locale_of(language: str) -> str:
    """`pt_br` as `pt-BR`."""
    first, _, second = language.replace("-", "_").partition("_")
    return f"{first.lower()}-{second.upper()}" if second else first.lower()


LANGUAGES = ("de", "en", "es", "fr", "it", "ja", "ko", "pt_br", "pt_pt")
"""The languages that Snips knows."""


def language_of(locale: str) -> str | None:
    """`en-GB` as `en`; None where Snips doesn't know the language."""
    tag = locale.replace("-", "_").lower()
    first = tag.partition("_")[0]
    found = (name for name in LANGUAGES if name in (tag, first) or (first, name) == ("pt", "pt_pt"))
    return next(found, None)
