"""An agent, whichever Dialogflow it is for: intents with annotated phrases, entity types.

Limits: “Quotas and limits” (cloud.google.com/dialogflow/quotas): 250 entity types, 30,000 entries
of each, 2,000 phrases of each intent and language, 100,000 in all, 20 parameters of an intent, and
2,000 intents in ES, 10,000 in CX. Names of entity types and parameters are letters, digits, `_` and
`-`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from ...corpora.corpus import Corpus, ListValue, ValueList
from ...corpora.utterance import Span as Labelled
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE
from .. import say

MOST_TYPES = 250
MOST_ENTRIES = 30_000
MOST_PHRASES = 2_000
MOST_IN_ALL = 100_000
MOST_PARAMETERS = 20
MOST_REPEATS = 1_000
"""A phrase counts for at most so many sentences when it is read."""
NUMBER = "sys.number"
NO_INTENT = "sentence"

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a phrase; `parameter` is empty for mere text."""

    text: str
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class AgentIntent:
    """An intent: its parameters with their entity types (and whether a phrase has several), its
    phrases with how often each was given."""

    name: str
    parameters: tuple[tuple[str, str, bool], ...]
    phrases: tuple[tuple[tuple[Part, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity type: its values with all their synonyms, the value itself among them where it is
    said; `open` where it takes other values too."""

    name: str
    entries: tuple[tuple[str, tuple[str, ...]], ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Agent:
    """A whole agent. `language` is as Dialogflow writes it: `en`, `pt-br`."""

    name: str
    language: str
    intents: tuple[AgentIntent, ...]
    entities: tuple[Entity, ...]


@dataclass(slots=True)
class _Slot:
    """What sentences hold under one slot."""

    rows: dict[str, dict[str, None]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    numbers: bool = True

    def add(self, value: str, text: str) -> None:
        """A text of a value."""
        self.rows.setdefault(value, {})[text] = None
        self.known.add(text)


def agent_of(corpus: Corpus, name: str, most_intents: int) -> tuple[Agent | None, list[Finding]]:
    """The agent of a corpus, and what it can't hold. Of slots in slots the innermost stay; a slot
    without a list whose canonical values are all numbers is `@sys.number`; entity types have the
    values of lists and those of sentences."""
    findings: list[Finding] = []
    constants = sum(bool(u.constants) for u in corpus.utterances)
    if constants:
        what = f"{constants:,} sentences have slots without text, which Dialogflow has not."
        findings.append(say.lost(what, NOWHERE))
    nested = sum(any(s.slots for s in u.slots) for u in corpus.utterances)
    if nested:
        what = f"{nested:,} sentences have slots in slots: the slots within stay."
        findings.append(say.lost(what, NOWHERE))
    names = _Names()
    kinds, entities = _entities(corpus, names, findings)
    grouped: dict[str, dict[tuple[Part, ...], int]] = {}
    for utterance in corpus.utterances:
        parts = _parts(utterance, names)
        phrases = grouped.setdefault(utterance.intent or NO_INTENT, {})
        phrases[parts] = phrases.get(parts, 0) + 1
    if len(grouped) > most_intents:
        what = f"Dialogflow takes {most_intents:,} intents: the last are cut."
        findings.append(say.limited(what, NOWHERE))
        grouped = dict(list(grouped.items())[:most_intents])
    left = MOST_IN_ALL
    intents: list[AgentIntent] = []
    for intent, phrases in grouped.items():
        most = min(MOST_PHRASES, left)
        if len(phrases) > most:
            what = f"Of the {len(phrases):,} phrases of {intent} the first {most:,} are there."
            findings.append(say.limited(what, NOWHERE))
        kept = tuple(phrases.items())[:most]
        left -= len(kept)
        intents.append(_intent(intent, kept, kinds, findings))
    if len(entities) > MOST_TYPES:
        what = f"Dialogflow takes {MOST_TYPES} entity types, and these are {len(entities):,}."
        findings.append(say.refused(what, NOWHERE))
        return None, findings
    if names.renamed:
        shown = ", ".join(f"{old} → {new}" for old, new in list(names.renamed.items())[:5])
        findings.append(say.limited(f"Names that Dialogflow does not take: {shown}.", NOWHERE))
    language = corpus.locale.replace("_", "-").lower() or "en"
    return Agent(name, language, tuple(intents), tuple(entities)), findings


def _entities(
    corpus: Corpus, names: _Names, findings: list[Finding]
) -> tuple[dict[str, str], list[Entity]]:
    """The entity type of each parameter, and all of them."""
    lists = {each.name: each for each in corpus.lists}
    of = dict(corpus.lists_of)
    slots: dict[str, _Slot] = {}
    kind_of: dict[str, str] = {}
    for each in corpus.lists:
        slots[each.name] = listed = _Slot(numbers=False)
        for given_ in each.values:
            for text in (*((given_.value,) if given_.spoken else ()), *given_.synonyms):
                listed.add(given_.value, text)
    clash = 0
    for utterance in corpus.utterances:
        for leaf in leaves(utterance.slots):
            text = utterance.text[leaf.start : leaf.end]
            kind = kind_of.setdefault(leaf.name, of.get(leaf.name, leaf.name))
            slot = slots.setdefault(kind, _Slot())
            slot.numbers = slot.numbers and bool(leaf.value and _NUMBER.fullmatch(leaf.value))
            value = leaf.value or text
            if text not in slot.rows.get(value, ()):
                clash += text in slot.known and bool(leaf.value)
                if leaf.value or text not in slot.known:
                    slot.add(value, text)
    if clash:
        what = f"{clash:,} texts have several canonical values; Dialogflow takes the first."
        findings.append(say.approximated(what, NOWHERE))
    entities: list[Entity] = []
    given: dict[str, str] = {}
    for kind, slot in slots.items():
        if slot.numbers and slot.rows:
            given[kind] = NUMBER
            continue
        entries = tuple((value, tuple(texts)) for value, texts in slot.rows.items())
        if not entries:
            continue
        if len(entries) > MOST_ENTRIES:
            what = f"Of the {len(entries):,} values of {kind} the first {MOST_ENTRIES:,} are there."
            findings.append(say.limited(what, NOWHERE))
        given[kind] = names.name(kind, "entity type")
        open_ = lists[kind].open if kind in lists else True
        entities.append(Entity(given[kind], entries[:MOST_ENTRIES], open_))
    kinds = {names.name(slot, "parameter"): given[kind] for slot, kind in kind_of.items()}
    return kinds, entities


def _intent(
    name: str,
    phrases: tuple[tuple[tuple[Part, ...], int], ...],
    kinds: dict[str, str],
    findings: list[Finding],
) -> AgentIntent:
    used: dict[str, bool] = {}
    for parts, _ in phrases:
        here = [part.parameter for part in parts if part.parameter]
        for parameter in here:
            used[parameter] = used.get(parameter, False) or here.count(parameter) > 1
    kept = dict(list(used.items())[:MOST_PARAMETERS])
    if len(used) > len(kept):
        what = f"{name} has {len(used):,} slots: Dialogflow takes {MOST_PARAMETERS} parameters."
        findings.append(say.limited(f"{what} The others are mere text.", NOWHERE))
        phrases = tuple(
            (tuple(p if p.parameter in kept else replace(p, parameter="") for p in parts), count)
            for parts, count in phrases
        )
    parameters = tuple((p, f"@{kinds[p]}", many) for p, many in kept.items())
    return AgentIntent(name, parameters, phrases)


def leaves(slots: Sequence[Labelled]) -> Iterator[Labelled]:
    """The slots that hold no other, in order."""
    for slot in slots:
        if slot.slots:
            yield from leaves(slot.slots)
        else:
            yield slot


def _parts(utterance: Utterance, names: _Names) -> tuple[Part, ...]:
    parts: list[Part] = []
    at = 0
    for leaf in leaves(utterance.slots):
        if leaf.start > at:
            parts.append(Part(utterance.text[at : leaf.start]))
        name = names.name(leaf.name, "parameter")
        parts.append(Part(utterance.text[leaf.start : leaf.end], name))
        at = leaf.end
    if at < len(utterance.text) or not parts:
        parts.append(Part(utterance.text[at:]))
    return tuple(parts)


def corpus_of(agent: Agent) -> Corpus:
    """The corpus of an agent: each phrase as often as it was given, up to `MOST_REPEATS` times;
    entity types as lists, from which slots have their canonical values."""
    values: dict[str, dict[str, str]] = {}
    for entity in agent.entities:
        known = values.setdefault(f"@{entity.name}", {})
        for value, texts in entity.entries:
            for text in texts:
                known.setdefault(text, value)
                known.setdefault(text.casefold(), value)
    utterances: list[Utterance] = []
    of: dict[str, str] = {}
    for intent in agent.intents:
        kinds = {name: kind for name, kind, _ in intent.parameters}
        for parts, count in intent.phrases:
            utterance = _utterance(parts, intent.name, kinds, values)
            utterances.extend([utterance] * max(1, min(count, MOST_REPEATS)))
        for name, kind in kinds.items():
            if kind in values and kind != f"@{name}":
                of.setdefault(name, kind[1:])
    lists = tuple(
        ValueList(
            entity.name,
            tuple(
                ListValue(value, tuple(t for t in texts if t != value), value in texts)
                for value, texts in entity.entries
            ),
            entity.open,
        )
        for entity in agent.entities
    )
    language, _, region = agent.language.partition("-")
    locale = f"{language}-{region.upper()}" if region else language
    return Corpus(tuple(utterances), lists, locale, tuple(of.items()))


def _utterance(
    parts: Sequence[Part], intent: str, kinds: dict[str, str], values: dict[str, dict[str, str]]
) -> Utterance:
    """The sentence of a phrase. White space at its ends, and at those of slots, is no part of
    them; runs of it are one space."""
    text = ""
    slots: list[Labelled] = []
    for part in parts:
        inner = " ".join(part.text.split())
        if text and not text.endswith(" ") and part.text[:1].isspace():
            text += " "
        if not inner:
            continue
        start = len(text)
        text += inner
        if part.parameter:
            kind = kinds.get(part.parameter, "")
            known = values.get(kind, {})
            value = known.get(inner, known.get(inner.casefold()))
            if kind == f"@{NUMBER}" and _NUMBER.fullmatch(inner):
                slots.append(Labelled(part.parameter, start, len(text), inner))
            else:
                value = None if value == inner else value
                slots.append(Labelled(part.parameter, start, len(text), value))
        if part.text[-1:].isspace():
            text += " "
    return Utterance(text.rstrip(" "), tuple(slots), (), intent)


class _Names:
    """Names of entity types and parameters, each its own."""

    def __init__(self) -> None:
        self.renamed: dict[str, str] = {}
        self._given: dict[tuple[str, str], str] = {}
        self._taken: dict[str, set[str]] = {}

    def name(self, wanted: str, kind: str) -> str:
        """The name for *wanted*: as it is where Dialogflow takes it."""
        if (kind, wanted) not in self._given:
            plain = unicodedata.normalize("NFD", wanted)
            plain = "".join(c for c in plain if not unicodedata.combining(c))
            legal = re.sub(r"[^0-9A-Za-z_-]+", "_", plain).strip("_-") or kind.replace(" ", "_")
            legal = legal if legal[0].isalpha() else f"x{legal}"
            found, number = legal, 2
            taken = self._taken.setdefault(kind, set())
            while found.casefold() in taken:
                found = f"{legal}_{number}"
                number += 1
            taken.add(found.casefold())
            self._given[kind, wanted] = found
            if found != wanted:
                self.renamed[wanted] = found
        return self._given[kind, wanted]


def file_name(name: str) -> str:
    """A name as the name of a file: what is odd in paths is `%2f`, as Dialogflow writes it."""
    written = quote(name, safe=" ")
    return re.sub(r"%[0-9A-F]{2}", lambda m: m[0].lower(), written)
