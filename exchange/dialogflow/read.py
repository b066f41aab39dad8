"""Dialogflow agents as corpora, ES and CX alike: a zip file or a folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from ...corpora.corpus import Corpus
from ...dsl.findings import Finding, has_errors
from .. import say
from ..archive import members
from ..json import Places, decode
from ..made import Options
from ..source import Source, whole
from .agent import Agent, AgentIntent, Entity, Part, corpus_of

T = TypeVar("T")
COMPOSITE = re.compile(r"(?:^|\s)@[A-Za-z][\w.-]*:[A-Za-z]")
"""A reference to another type in a value: `@sys.number:count`."""
_SAID = re.compile(r"(?:.*/)?intents/(.*)_usersays_([A-Za-z-]+)\.json")
_ENTRIES = re.compile(r"(?:.*/)?entities/(.*)_entries_([A-Za-z-]+)\.json")
_INTENT = re.compile(r"(?:.*/)?intents/([^/]*)\.json")
_ENTITY = re.compile(r"(?:.*/)?entities/([^/]*)\.json")
_CX_INTENT = re.compile(r"(?:.*/)?intents/([^/]*)/\1\.json")
_CX_SAID = re.compile(r"(?:.*/)?intents/([^/]*)/trainingPhrases/([A-Za-z0-9-]+)\.json")
_CX_ENTITY = re.compile(r"(?:.*/)?entityTypes/([^/]*)/\1\.json")
_CX_ENTRIES = re.compile(r"(?:.*/)?entityTypes/([^/]*)/entities/([A-Za-z0-9-]+)\.json")


class EsParameter(msgspec.Struct, rename="camel"):
    """A parameter of an intent of ES."""

    name: str = ""
    data_type: str = ""
    is_list: bool = False


class EsResponse(msgspec.Struct):
    """What an intent of ES answers, and its parameters."""

    parameters: list[EsParameter] = []
    messages: Any = None


class EsIntent(msgspec.Struct):
    """`intents/NAME.json`."""

    name: str
    responses: list[EsResponse] = []


class EsPart(msgspec.Struct):
    """A piece of a phrase."""

    text: str
    alias: str | None = None
    meta: str | None = None


class EsPhrase(msgspec.Struct, rename="camel"):
    """A phrase of `intents/NAME_usersays_LANG.json`."""

    data: list[EsPart]
    is_template: bool = False
    count: int = 0


class EsEntity(msgspec.Struct, rename="camel"):
    """`entities/NAME.json`."""

    name: str
    is_regexp: bool = False
    automated_expansion: bool = False


class Entry(msgspec.Struct):
    """A value of an entity type, with its synonyms."""

    value: str
    synonyms: list[str] = []


class CxParameter(msgspec.Struct, rename="camel"):
    """A parameter of an intent of CX."""

    id: str
    entity_type: str = ""
    is_list: bool = False


class CxIntent(msgspec.Struct, rename="camel"):
    """`intents/NAME/NAME.json`."""

    display_name: str
    parameters: list[CxParameter] = []


class CxPart(msgspec.Struct, rename="camel"):
    """A piece of a phrase."""

    text: str = ""
    parameter_id: str = ""


class CxPhrase(msgspec.Struct, rename="camel"):
    """A phrase."""

    parts: list[CxPart] = []
    repeat_count: int = 1


class CxPhrases(msgspec.Struct, rename="camel"):
    """`intents/NAME/trainingPhrases/LANG.json`."""

    training_phrases: list[CxPhrase] = []


class CxEntity(msgspec.Struct, rename="camel"):
    """`entityTypes/NAME/NAME.json`."""

    display_name: str
    kind: str = "KIND_MAP"
    auto_expansion_mode: str = ""


class CxEntries(msgspec.Struct):
    """`entityTypes/NAME/entities/LANG.json`."""

    entities: list[Entry] = []


def read_corpus(path: str, options: Options) -> tuple[Corpus | None, list[Finding]]:
    """The phrases of an agent in one language: that of the options, or the one with the most
    phrases, where the others are told. Answers, contexts, flows and pages are not read."""
    found = members(path, (".json",))
    if isinstance(found, Finding):
        return None, [found]
    wanted = (options.locale or "").replace("_", "-").lower()
    reader = _Reader(path, wanted)
    reader.run(found)
    if has_errors(reader.findings):
        return None, reader.findings
    agent = reader.agent()
    if not any(intent.phrases for intent in agent.intents):
        return None, [*reader.findings, say.nothing("training phrase of an agent", whole(path))]
    return corpus_of(agent), reader.findings


class _Reader:
    """What the files of an agent hold, in one language."""

    def __init__(self, path: str, wanted: str) -> None:
        self.path = path
        self.wanted = wanted
        self.language = ""
        self.findings: list[Finding] = []
        self.names: dict[str, str] = {}
        self.parameters: dict[str, dict[str, tuple[str, bool]]] = {}
        self.phrases: dict[str, list[tuple[tuple[Part, ...], int]]] = {}
        self.entities: dict[str, tuple[str, bool]] = {}
        self.entries: dict[str, list[Entry]] = {}

    def run(self, found: list[tuple[str, Source]]) -> None:
        """Reads all files; those of other languages are told."""
        sizes: dict[str, int] = {}
        for name, source in found:
            match = _CX_SAID.fullmatch(name) or _SAID.fullmatch(name)
            if match is not None:
                sizes[match[2].lower()] = sizes.get(match[2].lower(), 0) + len(source.text)
        if not sizes:
            return
        fitting = [language for language in sizes if language.startswith(self.wanted)]
        self.language = max(fitting or sizes, key=lambda each: (sizes[each], each))
        if self.wanted in sizes:
            self.language = self.wanted
        others = sorted(language for language in sizes if language != self.language)
        if others:
            what = f"Of {len(sizes)} languages {self.language} is read, not {', '.join(others)}."
            self.findings.append(say.left_out(what, whole(self.path)))
        for name, source in found:
            self._take(name, source)

    def _take(self, name: str, source: Source) -> None:
        if match := _CX_SAID.fullmatch(name):
            if match[2].lower() == self.language:
                self._cx_said(match[1], source)
        elif match := _CX_INTENT.fullmatch(name):
            self._cx_intent(match[1], source)
        elif match := _CX_ENTRIES.fullmatch(name):
            if match[2].lower() == self.language:
                entries = self._decoded(source, CxEntries)
                self.entries[match[1]] = [] if entries is None else entries.entities
        elif match := _CX_ENTITY.fullmatch(name):
            self._cx_entity(match[1], source)
        elif match := _SAID.fullmatch(name):
            if match[2].lower() == self.language:
                self._es_said(match[1], source)
        elif match := _ENTRIES.fullmatch(name):
            if match[2].lower() == self.language:
                self.entries[match[1]] = self._decoded(source, list[Entry]) or []
        elif match := _INTENT.fullmatch(name):
            self._es_intent(match[1], source)
        elif match := _ENTITY.fullmatch(name):
            self._es_entity(match[1], source)

    def _decoded(self, source: Source, kind: type[T]) -> T | None:
        found, findings = decode(source, kind)
        self.findings.extend(findings)
        return found

    # ------------------------------------------------------------------ ES

    def _es_intent(self, key: str, source: Source) -> None:
        intent = self._decoded(source, EsIntent)
        if intent is not None:
            self.names[key] = intent.name
            held = self.parameters.setdefault(key, {})
            for response in intent.responses:
                for p in response.parameters:
                    held[p.name] = (p.data_type, p.is_list)

    def _es_said(self, key: str, source: Source) -> None:
        phrases = self._decoded(source, list[EsPhrase])
        places = Places(source)
        held = self.parameters.setdefault(key, {})
        for number, phrase in enumerate(phrases or ()):
            if phrase.is_template:
                what = "A template of ES (@entity in the text) is not read."
                self.findings.append(say.left_out(what, places.span(number)))
                continue
            parts: list[Part] = []
            for part in phrase.data:
                name = part.alias or ""
                if name and part.meta:
                    held.setdefault(name, (part.meta, False))
                parts.append(Part(part.text, name))
            self.phrases.setdefault(key, []).append((tuple(parts), phrase.count + 1))

    def _es_entity(self, key: str, source: Source) -> None:
        entity = self._decoded(source, EsEntity)
        if entity is not None:
            self.entities[key] = (entity.name, entity.automated_expansion)
            if entity.is_regexp:
                self._pattern(key, entity.name, source)

    # ------------------------------------------------------------------ CX

    def _cx_intent(self, key: str, source: Source) -> None:
        intent = self._decoded(source, CxIntent)
        if intent is not None:
            self.names[key] = intent.display_name
            self.parameters[key] = {
                p.id: (f"@{p.entity_type.rpartition('/')[2].removeprefix('@')}", p.is_list)
                for p in intent.parameters
            }

    def _cx_said(self, key: str, source: Source) -> None:
        phrases = self._decoded(source, CxPhrases)
        for phrase in phrases.training_phrases if phrases is not None else ():
            parts = tuple(Part(part.text, part.parameter_id) for part in phrase.parts)
            self.phrases.setdefault(key, []).append((parts, phrase.repeat_count))

    def _cx_entity(self, key: str, source: Source) -> None:
        entity = self._decoded(source, CxEntity)
        if entity is not None:
            open_ = entity.auto_expansion_mode == "AUTO_EXPANSION_MODE_DEFAULT"
            self.entities[key] = (entity.display_name, open_)
            if entity.kind == "KIND_REGEXP":
                self._pattern(key, entity.display_name, source)

    def _pattern(self, key: str, name: str, source: Source) -> None:
        what = f"The entity type {name} is a regular expression, which is not read."
        self.findings.append(say.left_out(what, source.line(1)))
        self.entities.pop(key)

    # ------------------------------------------------------------------ all of it

    def agent(self) -> Agent:
        """The agent that was read."""
        intents = tuple(self._intents())
        entities = tuple(
            Entity(name, tuple(self._rows(name, self.entries.get(key, ()))), open_)
            for key, (name, open_) in self.entities.items()
            if self.entries.get(key)
        )
        return Agent("", self.language, intents, entities)

    def _intents(self) -> Iterable[AgentIntent]:
        for key, phrases in self.phrases.items():
            parameters = self.parameters.get(key, {})
            yield AgentIntent(
                self.names.get(key, key),
                tuple((name, kind, many) for name, (kind, many) in parameters.items()),
                tuple(phrases),
            )

    def _rows(self, name: str, entries: Iterable[Entry]) -> Iterable[tuple[str, tuple[str, ...]]]:
        for entry in entries:
            texts = tuple(dict.fromkeys(entry.synonyms or [entry.value]))
            composite = [text for text in texts if COMPOSITE.search(text)]
            if composite:
                what = f"“{composite[0]}” of the entity type {name} is made of other types."
                self.findings.append(say.left_out(what, whole(self.path)))
                texts = tuple(text for text in texts if text not in composite)
            if texts:
                yield entry.value, texts
