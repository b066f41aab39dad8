"""Writing `nlu.yml` of Rasa 3, and a `domain.yml` that names its intents and entities."""

from __future__ import annotations

from collections.abc import Iterable

from ...corpora.corpus import Corpus
from ...corpora.utterance import Span as Labelled
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say
from ..made import Made, MadeFile, Options
from ..scalar import UNWRITABLE, scalar
from ..text import render
from .examples import Entity, Mark, write
from .naming import entity_of

VERSION = "3.1"

NLU = """\
version: "{{ version }}"

nlu:
{% for entry in entries %}
- {{ entry.kind }}: {{ entry.name }}
  examples: |
{% for line in entry.lines %}
    - {{ line }}
{% endfor %}
{% endfor %}
"""

DOMAIN = """\
version: "{{ version }}"

intents:
{% for intent in intents %}
  - {{ intent }}
{% endfor %}
{% if entities %}

entities:
{% for entity in entities %}
{% if entity.roles or entity.groups %}
  - {{ entity.name }}:
{% for title, names in [("roles", entity.roles), ("groups", entity.groups)] if names %}
      {{ title }}:
{% for name in names %}
        - {{ name }}
{% endfor %}
{% endfor %}
{% else %}
  - {{ entity.name }}
{% endif %}
{% endfor %}

slots:
{% for slot in slots %}
  {{ slot.name }}:
    type: text
    mappings:
      - type: from_entity
        entity: {{ slot.entity }}
{% if slot.role %}
        role: {{ slot.role }}
{% endif %}
{% if slot.group %}
        group: {{ slot.group }}
{% endif %}
{% endfor %}
{% endif %}
"""


def write_corpus(corpus: Corpus, options: Options) -> Made:
    """`nlu.yml`: the sentences of each intent together, intents in the order in which the corpus
    comes to them; then lists as look-up tables, their synonyms as synonyms. `domain.yml` beside
    it, unless the setting `domain` is `no`.

    Lost are constants, slots within slots but for those on the same text, sentences without an
    intent and those that Rasa would read in another way, since it has no escapes.
    """
    writer = _Writer(corpus)
    entries = [*writer.intents(), *writer.synonyms(), *writer.lookups()]
    files = [MadeFile("nlu.yml", render(NLU, version=VERSION, entries=entries))]
    if options.extra.get("domain", "yes") != "no":
        files.append(MadeFile("domain.yml", render(DOMAIN, version=VERSION, **writer.domain())))
    return Made(tuple(files), writer.findings())


class _Writer:
    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._list_of = dict(corpus.lists_of)
        self._constants = 0
        self._nested = 0
        self._unnamed = 0
        self._unwritten: list[str] = []
        self._entries: list[str] = []
        self._entities: dict[str, Entity] = {}
        """Of each slot, without its value."""
        self._values: dict[str, set[str | None]] = {}
        """What each text of a slot stands for, by the text in small letters."""

    def intents(self) -> list[dict[str, object]]:
        """An entry for each intent."""
        lines: dict[str, list[str]] = {}
        for utterance in self.corpus.utterances:
            self._constants += len(utterance.constants)
            if not utterance.intent:
                self._unnamed += 1
                continue
            found = lines.setdefault(utterance.intent, [])
            line = write(self._marks(utterance))
            if not line or line != line.strip() or UNWRITABLE.search(line):
                self._unwritten.append(utterance.text)
            else:
                found.append(line)
        return [_entry("intent", intent, found) for intent, found in lines.items() if found]

    def _marks(self, utterance: Utterance) -> list[Mark]:
        found: list[Mark] = []
        at = 0
        for slot in utterance.slots:
            found.append(Mark(utterance.text[at : slot.start], at))
            text = utterance.text[slot.start : slot.end]
            found.append(Mark(text, slot.start, tuple(self._same_text(slot, text))))
            at = slot.end
        found.append(Mark(utterance.text[at:], at))
        return [mark for mark in found if mark.text]

    def _same_text(self, slot: Labelled, text: str) -> Iterable[Entity]:
        """The entity of a slot, and of those within it on all of its text."""
        entity = entity_of(slot.name, self._list_of.get(slot.name, slot.name), slot.value)
        self._entities.setdefault(slot.name, Entity(entity.entity, None, entity.role, entity.group))
        self._values.setdefault(text.lower(), set()).add(slot.value)
        yield entity
        inner = slot.slots
        if len(inner) == 1 and (inner[0].start, inner[0].end) == (slot.start, slot.end):
            yield from self._same_text(inner[0], text)
        else:
            self._nested += sum(1 for _ in _all(inner))

    def synonyms(self) -> list[dict[str, object]]:
        """An entry for each value that has synonyms. Rasa has them for all entities together, so
        that one that another list or a sentence contradicts is left out."""
        found: dict[str, list[str]] = {}
        known: dict[str, str] = {}
        for one in self.corpus.lists:
            for value in one.values:
                for text in value.synonyms:
                    key = text.lower()
                    other = self._values.get(key, set()) - {value.value}
                    if other or known.get(key, value.value) != value.value:
                        self._entries.append(text)
                    elif key not in known:
                        known[key] = value.value
                        found.setdefault(value.value, []).append(text)
        return [
            _entry("synonym", value, kept)
            for value, said in found.items()
            if (kept := self._kept(said))
        ]

    def lookups(self) -> list[dict[str, object]]:
        """An entry for each list, with all of its texts."""
        entries: list[dict[str, object]] = []
        for one in self.corpus.lists:
            texts: dict[str, None] = {}
            for value in one.values:
                texts |= dict.fromkeys(
                    (value.value, *value.synonyms) if value.spoken else value.synonyms
                )
            if kept := self._kept(texts):
                entries.append(_entry("lookup", one.name, kept))
        return entries

    def _kept(self, texts: Iterable[str]) -> list[str]:
        """Those that a line can hold."""
        kept: list[str] = []
        for text in texts:
            if not text or text != text.strip() or UNWRITABLE.search(text):
                self._entries.append(text)
            else:
                kept.append(text)
        return kept

    def domain(self) -> dict[str, object]:
        """What the domain names: intents (retrieval intents once), entities, and a slot for each
        slot."""
        intents = dict.fromkeys(
            u.intent.partition("/")[0] for u in self.corpus.utterances if u.intent
        )
        entities: dict[str, dict[str, object]] = {}
        roles: dict[str, list[str]] = {}
        groups: dict[str, list[str]] = {}
        for one in self._entities.values():
            if one.role:
                roles.setdefault(one.entity, []).append(scalar(one.role))
            if one.group:
                groups.setdefault(one.entity, []).append(scalar(one.group))
        for one in self._entities.values():
            entities[one.entity] = {
                "name": scalar(one.entity),
                "roles": roles.get(one.entity, []),
                "groups": groups.get(one.entity, []),
            }
        slots = [
            {
                "name": scalar(name),
                "entity": scalar(one.entity),
                "role": scalar(one.role) if one.role else "",
                "group": scalar(one.group) if one.group else "",
            }
            for name, one in self._entities.items()
        ]
        names = [scalar(intent) for intent in intents]
        return {"intents": names, "entities": list(entities.values()), "slots": slots}

    def findings(self) -> tuple[Finding, ...]:
        """What was lost, each once with its count."""
        place = Span("", 0, 0, 0, 0)
        lost = [
            (self._constants, "constants, which have no place in a sentence"),
            (self._nested, "slots that stand within others"),
            (self._unnamed, "sentences without an intent"),
            (
                len(self._unwritten),
                "sentences that Rasa would read in another way" + _first(self._unwritten),
            ),
            (
                len(self._entries),
                "synonyms and list values that contradict others or can't be written"
                + _first(self._entries),
            ),
        ]
        return tuple(
            say.lost(f"Left out: {count:,} {what}.", place) for count, what in lost if count
        )


def _first(texts: list[str]) -> str:
    return f" (first “{texts[0]}”)" if texts else ""


def _all(slots: Iterable[Labelled]) -> Iterable[Labelled]:
    for slot in slots:
        yield slot
        yield from _all(slot.slots)


def _entry(kind: str, name: str, lines: list[str]) -> dict[str, object]:
    return {"kind": kind, "name": scalar(name), "lines": lines}
