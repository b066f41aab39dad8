"""What a template sees of a corpus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from ...corpora.corpus import Corpus
from ...corpora.tokens import tags, tokens
from ...corpora.utterance import Span, Utterance


@dataclass(frozen=True, slots=True)
class GrammarView:
    """`grammar`."""

    name: str
    locale: str


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot in a sentence: `start` and `end` count code points, `value` is the canonical value
    (none where there is none), `text` what stands there."""

    name: str
    start: int
    end: int
    text: str
    value: str | None
    slots: tuple[SlotView, ...]


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A slot without text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class UtteranceView:
    """A sentence; `tags` has one of `B-slot`, `I-slot`, `O` for each of `tokens`."""

    text: str
    intent: str
    slots: tuple[SlotView, ...]
    constants: tuple[ConstantView, ...]
    tokens: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of a catalogue, and other ways to say it; `spoken`: the value is one itself."""

    value: str
    synonyms: tuple[str, ...]
    spoken: bool


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """A catalogue that slots are filled from."""

    name: str
    rows: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class NameView:
    """A slot of the grammar, with the name of its catalogue, empty where it has none."""

    name: str
    catalogue: str


class Utterances(Sequence[UtteranceView]):
    """The sentences, each looked at when it is asked for."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances

    def __len__(self) -> int:
        return len(self._utterances)

    @overload
    def __getitem__(self, index: int) -> UtteranceView: ...
    @overload
    def __getitem__(self, index: slice) -> Utterances: ...
    def __getitem__(self, index: int | slice) -> UtteranceView | Utterances:
        if isinstance(index, slice):
            return Utterances(self._utterances[index])
        return view(self._utterances[index])

    def __iter__(self) -> Iterator[UtteranceView]:
        return map(view, self._utterances)


def view(utterance: Utterance) -> UtteranceView:
    """A sentence as a template sees it."""
    places = tokens(utterance)
    return UtteranceView(
        utterance.text,
        utterance.intent,
        tuple(_slot(utterance.text, slot) for slot in utterance.slots),
        tuple(ConstantView(*pair) for pair in utterance.constants),
        tuple(utterance.text[start:end] for start, end in places),
        tuple(tags(utterance, places)),
    )


def _slot(text: str, slot: Span) -> SlotView:
    inner = tuple(_slot(text, each) for each in slot.slots)
    part = text[slot.start : slot.end]
    return SlotView(slot.name, slot.start, slot.end, part, slot.value, inner)


def views(corpus: Corpus, name: str) -> dict[str, object]:
    """All that a template sees: `grammar`, `intents`, `slots`, `catalogues`, `utterances`."""
    of = dict(corpus.lists_of)
    listed = {each.name for each in corpus.lists}
    slots: dict[str, None] = {}
    for utterance in corpus.utterances:
        for slot in utterance.slots:
            _names(slot, slots)
    return {
        "grammar": GrammarView(name, corpus.locale),
        "intents": tuple(dict.fromkeys(u.intent for u in corpus.utterances)),
        "slots": tuple(
            NameView(slot, of.get(slot, slot if slot in listed else "")) for slot in slots
        ),
        "catalogues": tuple(
            CatalogueView(
                each.name, tuple(ValueView(v.value, v.synonyms, v.spoken) for v in each.values)
            )
            for each in corpus.lists
        ),
        "utterances": Utterances(corpus.utterances),
    }


def _names(slot: Span, found: dict[str, None]) -> None:
    found[slot.name] = None
    for inner in slot.slots:
        _names(inner, found)
