"""Snips datasets in JSON, and those of the nlu-benchmark, which have intents alone."""

from __future__ import annotations

import msgspec

from ...dsl.findings import Finding
from .. import json
from ..source import Source
from .found import Chunk, Found


class JsonChunk(msgspec.Struct):
    """A stretch of an utterance."""

    text: str
    entity: str | None = None
    slot_name: str | None = None


class JsonUtterance(msgspec.Struct):
    """An utterance."""

    data: list[JsonChunk]


class JsonIntent(msgspec.Struct):
    """An intent."""

    utterances: list[JsonUtterance]


class JsonValue(msgspec.Struct):
    """A value of an entity."""

    value: str
    synonyms: list[str] = []


class JsonEntity(msgspec.Struct):
    """An entity; one that Snips comes with has nothing in it."""

    data: list[JsonValue] = []
    use_synonyms: bool = True
    automatically_extensible: bool = True


class JsonDataset(msgspec.Struct):
    """A dataset."""

    intents: dict[str, JsonIntent]
    entities: dict[str, JsonEntity] = {}
    language: str = ""


def read_json(source: Source, found: Found) -> None:
    """Adds what a file holds to *found*."""
    members, findings = json.decode(source, dict[str, msgspec.Raw])
    if members is None:
        found.findings += findings
        return
    if "intents" not in members and "language" not in members:
        benchmark, findings = json.decode(source, dict[str, list[JsonUtterance]])
        found.findings += findings
        for intent, utterances in (benchmark or {}).items():
            _add(intent, utterances, source, found)
        return
    dataset, findings = json.decode(source, JsonDataset)
    found.findings += findings
    if dataset is None:
        return
    if found.language and dataset.language not in ("", found.language):
        said = (
            f"This is of the language “{dataset.language}”, the file before of “{found.language}”."
        )
        found.findings.append(Finding("W602", said, source.line(1)))
    found.language = found.language or dataset.language
    for name, entity in dataset.entities.items():
        made = found.entity(name)
        made.open, made.synonyms = entity.automatically_extensible, entity.use_synonyms
        for value in entity.data:
            if text := value.value.strip():
                synonyms = dict.fromkeys(s.strip() for s in value.synonyms if s.strip())
                made.values.append((text, tuple(synonyms)))
                if synonyms and not made.synonyms:
                    found.ignore("synonyms", source.line(1))
    for intent, held in dataset.intents.items():
        _add(intent, held.utterances, source, found)


def _add(intent: str, utterances: list[JsonUtterance], source: Source, found: Found) -> None:
    for utterance in utterances:
        chunks = [
            Chunk(c.text, c.slot_name or c.entity, c.entity or c.slot_name) for c in utterance.data
        ]
        found.sentences.append((intent, chunks, source.line(1)))
