"""Writing Snips datasets, in YAML or in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...corpora.corpus import Corpus
from ...corpora.utterance import Span as Labelled
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say
from ..made import Made, MadeFile, Options
from ..scalar import UNWRITABLE, scalar
from ..text import render
from .builtin import is_builtin
from .found import LANGUAGES, Chunk, Entity, language_of, standing
from .sentences import write

YAML = """\
{% for intent in intents %}
---
type: intent
name: {{ intent.name }}
{% if intent.slots %}
slots:
{% for slot in intent.slots %}
  - name: {{ slot.name }}
    entity: {{ slot.entity }}
{% endfor %}
{% endif %}
utterances:
{% for line in intent.lines %}
  - {{ line }}
{% endfor %}

{% endfor %}
{% for entity in entities %}
---
type: entity
name: {{ entity.name }}
{% if not entity.open %}
automatically_extensible: false
{% endif %}
{% if entity.rows %}
values:
{% for value in entity.rows %}
  - {{ value }}
{% endfor %}
{% endif %}

{% endfor %}
"""

# A text that needs no quotes even within brackets.
_BARE = re.compile(r"[^\W\d_][\w' -]*[\w']|[^\W\d_]")


def write_corpus(corpus: Corpus, options: Options) -> Made:
    """`dataset.yaml`, or `dataset.json` where the setting `form` is `json`: the sentences of each
    intent together, intents in the order in which the corpus comes to them; then entities. What
    a slot's text stands for is written as a synonym of its entity.

    Lost are constants, slots within slots, sentences without an intent, and values that an entity
    can't have at once; in YAML also sentences with `[` in them.
    """
    writer = _Writer(corpus)
    if options.extra.get("form", "yaml") == "json":
        file = writer.json(corpus.locale or options.locale or "")
    else:
        file = writer.yaml()
    return Made((file,), writer.findings())


class _Writer:
    def __init__(self, corpus: Corpus) -> None:
        self._list_of = dict(corpus.lists_of)
        self._unwritten: list[str] = []
        self._language: str | None = None
        self._constants = sum(len(u.constants) for u in corpus.utterances)
        self._nested = sum(_count(slot.slots) for u in corpus.utterances for slot in u.slots)
        self._unnamed = sum(not u.intent for u in corpus.utterances)
        self._unsaid = 0
        self._sentences: dict[str, list[Utterance]] = {}
        for utterance in corpus.utterances:
            if utterance.intent:
                self._sentences.setdefault(utterance.intent, []).append(utterance)
        self._entities = self._made(corpus)
        self._values = self._lost()

    def _made(self, corpus: Corpus) -> dict[str, Entity]:
        """The entities of the lists, with synonyms for what slots of the sentences stand for."""
        said: dict[str, dict[str, str]] = {}
        for slot, text in self._slots():
            value = text if slot.value is None else slot.value
            said.setdefault(self._entity(slot), {}).setdefault(text.lower(), value)
        rows: dict[str, dict[str, dict[str, None]]] = {}
        for one in corpus.lists:
            values = rows.setdefault(one.name, {})
            for each in one.values:
                self._unsaid += not each.spoken
                synonyms = values.setdefault(each.value, {})
                for text in each.synonyms:
                    if said.get(one.name, {}).get(text.lower(), each.value) == each.value:
                        synonyms.setdefault(text)
        for slot, text in self._slots():
            name = self._entity(slot)
            values = rows.setdefault(name, {})
            if slot.value not in (None, "", text) and said[name][text.lower()] == slot.value:
                if slot.value not in values:
                    self._unsaid += slot.value.lower() not in said[name]
                synonyms = values.setdefault(slot.value, {})
                if all(text.lower() != known.lower() for known in synonyms):
                    synonyms[text] = None
        opened = {one.name: one.open for one in corpus.lists}
        return {
            name: Entity(
                [(value, tuple(synonyms)) for value, synonyms in values.items() if value],
                opened.get(name, True),
            )
            for name, values in rows.items()
        }

    def _slots(self) -> Iterator[tuple[Labelled, str]]:
        for sentences in self._sentences.values():
            for utterance in sentences:
                for slot in utterance.slots:
                    yield slot, utterance.text[slot.start : slot.end]

    def _entity(self, slot: Labelled) -> str:
        return self._list_of.get(slot.name, slot.name)

    def _lost(self) -> int:
        """How many slots stand for something else, or nothing, in what was made."""
        stand = {name: standing(entity) for name, entity in self._entities.items()}
        return sum(
            stand[self._entity(slot)].get(text.lower())
            != (None if slot.value == text else slot.value)
            for slot, text in self._slots()
        )

    def _chunks(self, utterance: Utterance) -> list[Chunk]:
        text, found, at = utterance.text, [], 0
        for slot in utterance.slots:
            found.append(Chunk(text[at : slot.start]))
            found.append(Chunk(text[slot.start : slot.end], slot.name, self._entity(slot)))
            at = slot.end
        found.append(Chunk(text[at:]))
        return [chunk for chunk in found if chunk.text]

    def yaml(self) -> MadeFile:
        """The dataset in YAML."""
        intents = []
        for intent, sentences in self._sentences.items():
            lines: list[str] = []
            slots: dict[str, str] = {}
            for utterance in sentences:
                chunks = self._chunks(utterance)
                line = write(chunks)
                if not line or line != line.strip() or UNWRITABLE.search(line):
                    self._unwritten.append(utterance.text)
                    continue
                lines.append(scalar(line, alone=True))
                slots.update((c.slot, c.entity) for c in chunks if c.slot and c.entity)
            if lines:
                named = [{"name": scalar(s), "entity": scalar(e)} for s, e in slots.items()]
                intents.append({"name": scalar(intent), "slots": named, "lines": lines})
        entities = [
            {
                "name": scalar(name),
                "open": entity.open,
                "rows": [_value(value, synonyms) for value, synonyms in entity.values],
            }
            for name, entity in self._entities.items()
            if entity.values and not is_builtin(name)
        ]
        text = render(YAML, intents=intents, entities=entities)
        return MadeFile("dataset.yaml", text.rstrip() + b"\n")

    def json(self, locale: str) -> MadeFile:
        """The dataset in JSON."""
        import msgspec

        intents = {
            intent: {
                "utterances": [
                    {
                        "data": [
                            {"text": c.text}
                            if c.slot is None
                            else {"text": c.text, "entity": c.entity, "slot_name": c.slot}
                            for c in self._chunks(utterance)
                        ]
                    }
                    for utterance in sentences
                ]
            }
            for intent, sentences in self._sentences.items()
        }
        entities = {
            name: {}
            if is_builtin(name)
            else {
                "data": [{"value": v, "synonyms": list(s)} for v, s in entity.values],
                "use_synonyms": True,
                "automatically_extensible": entity.open,
                "matching_strictness": 1.0,
            }
            for name, entity in self._entities.items()
        }
        known = language_of(locale) if locale else None
        language = known or locale or "en"
        if known is None:
            names = ", ".join(LANGUAGES)
            self._language = (
                f"Snips doesn't know the language “{locale}” (it knows {names})."
                if locale
                else "Nothing says what language this is: Snips is told “en”."
            )
        dataset = {"language": language, "intents": intents, "entities": entities}
        return MadeFile(
            "dataset.json", msgspec.json.format(msgspec.json.encode(dataset), indent=2) + b"\n"
        )

    def findings(self) -> tuple[Finding, ...]:
        """What was lost, each once with its count."""
        place = Span("", 0, 0, 0, 0)
        first = f" (first “{self._unwritten[0]}”)" if self._unwritten else ""
        found = [
            say.lost(f"Left out: {count:,} {what}.", place)
            for count, what in (
                (self._constants, "constants, which have no place in a sentence"),
                (self._nested, "slots that stand within others"),
                (self._unnamed, "sentences without an intent"),
                (len(self._unwritten), f"sentences with what YAML of Snips can't hold{first}"),
                (self._values, "canonical values, since their texts stand for others too"),
            )
            if count
        ]
        if self._unsaid:
            said = f"Snips takes {self._unsaid:,} canonical values for something that is said."
            found.append(say.approximated(said, place))
        if self._language is not None:
            found.append(say.limited(self._language, place))
        return tuple(found)


def _count(slots: tuple[Labelled, ...]) -> int:
    return sum(1 + _count(slot.slots) for slot in slots)


def _value(value: str, synonyms: tuple[str, ...]) -> str:
    if not synonyms:
        return scalar(value)
    return f"[{', '.join(_inner(text) for text in (value, *synonyms))}]"


def _inner(text: str) -> str:
    """A text in a list in brackets, where a comma would end it."""
    return text if scalar(text) == text and _BARE.fullmatch(text) else scalar(text)
