"""Reading training data of Rasa in JSON: what Rasa 1 wrote, and what Chatito and Chatette write."""

from __future__ import annotations

import msgspec

from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import json, say
from ..source import Source
from .examples import Entity, Mark
from .found import Found, Line


class JsonEntity(msgspec.Struct):
    """A labelled stretch of an example's text; offsets count code points."""

    start: int
    end: int
    entity: str
    value: str | int | float | None = None
    role: str | None = None
    group: str | None = None


class JsonExample(msgspec.Struct):
    """An example."""

    text: str
    intent: str = ""
    entities: list[JsonEntity] = []


class JsonSynonym(msgspec.Struct):
    """A canonical value and the other ways to say it."""

    value: str
    synonyms: list[str] = []


class JsonLookup(msgspec.Struct):
    """A look-up table, or the name of a file that holds it."""

    name: str
    elements: list[str] | str = []


class JsonRegex(msgspec.Struct):
    """A regular expression."""

    name: str
    pattern: str


class JsonData(msgspec.Struct):
    """The training data."""

    common_examples: list[JsonExample] = []
    entity_examples: list[JsonExample] = []
    intent_examples: list[JsonExample] = []
    entity_synonyms: list[JsonSynonym] = []
    lookup_tables: list[JsonLookup] = []
    regex_features: list[JsonRegex] = []


class JsonFile(msgspec.Struct):
    """A file."""

    rasa_nlu_data: JsonData


def is_training_data(text: str) -> bool:
    """Whether a JSON file is training data of Rasa."""
    return '"rasa_nlu_data"' in text


def read_json(source: Source, found: Found) -> None:
    """Adds what a file holds to *found*."""
    file, findings = json.decode(source, JsonFile)
    found.findings += findings
    if file is None:
        return
    data, place = file.rasa_nlu_data, source.line(1)
    for synonym in data.entity_synonyms:
        for text in synonym.synonyms:
            found.synonym(synonym.value, Line(text, place))
    for lookup in data.lookup_tables:
        if isinstance(lookup.elements, str):
            said = f"The look-up table in the file “{lookup.elements}” is not read here."
            found.findings.append(say.left_out(said, place))
            continue
        for text in lookup.elements:
            found.lookup(lookup.name, Line(text, place))
    for regex in data.regex_features:
        found.regex(regex.name, Line(regex.pattern, place))
    for example in (*data.common_examples, *data.intent_examples, *data.entity_examples):
        if say.enough(found.findings, place):
            break
        marks = _marks(example, place, found)
        if marks:
            found.sentences.append((example.intent, marks, place))


def _marks(example: JsonExample, place: Span, found: Found) -> list[Mark]:
    """The text of an example with its entities, those on the same text together."""
    text, marks, at = example.text, [], 0
    grouped: dict[tuple[int, int], list[Entity]] = {}
    for one in sorted(example.entities, key=lambda e: (e.start, e.end)):
        if not 0 <= one.start < one.end <= len(text):
            said = f"“{text}” has no place from {one.start} to {one.end} for “{one.entity}”."
            found.findings.append(Finding("E603", said, place))
            continue
        value = None if one.value is None else str(one.value)
        if value == text[one.start : one.end]:
            value = None
        entity = Entity(one.entity, value, one.role, one.group)
        grouped.setdefault((one.start, one.end), []).append(entity)
    for (start, end), entities in grouped.items():
        if start < at:
            said = (
                f"“{text[start:end]}” overlaps what is before it in “{text}”; it is no slot here."
            )
            found.findings.append(say.left_out(said, place))
            continue
        if at < start:
            marks.append(Mark(text[at:start], at))
        marks.append(Mark(text[start:end], start, tuple(entities)))
        at = end
    if at < len(text):
        marks.append(Mark(text[at:], at))
    return marks
