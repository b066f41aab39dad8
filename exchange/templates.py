"""From a corpus to a grammar: each way of saying something an alternative, slots cut out."""

from __future__ import annotations

from collections import Counter

from ..corpora.corpus import Corpus
from ..corpora.utterance import Utterance
from ..dsl.span import Span
from ..dsl.tree import AnyStatement, Part
from . import draft
from .made import Made, Options
from .naming import Names
from .say import nothing


def grammar_of(corpus: Corpus, options: Options) -> Made:
    """A grammar whose language holds every sentence of *corpus* with its labels: each distinct
    template is an alternative of its intent, weighted by how often it comes, in the order in which
    they first come; each slot has a catalogue of its values."""
    if not corpus.utterances:
        return Made((), (nothing("sentence", Span("", 0, 0, 0, 0)),))
    names = Names()
    lists = dict(corpus.lists_of)
    intents: dict[str, Counter[tuple[str | tuple[str, str], ...]]] = {}
    values: dict[str, Counter[tuple[str, str | None]]] = {}
    for each in corpus.lists:
        rows = values.setdefault(each.name, Counter())
        for value in each.values:
            ways = [value.value] if value.spoken else []
            for text in (*ways, *value.synonyms):
                rows[text, None if text == value.value else value.value] += 1
    for utterance in corpus.utterances:
        template = _template(utterance, lists, values)
        intents.setdefault(utterance.intent or "Utterance", Counter())[template] += 1
    statements: list[AnyStatement] = draft.head(options.name, corpus.locale or options.locale)
    for intent, templates in intents.items():
        alternatives = [
            draft.alternative(
                [_piece(piece, names, lists) for piece in template],
                None if count == 1 else str(count),
            )
            for template, count in templates.items()
        ]
        statements.append(draft.intent(names.name(intent, "intent"), alternatives))
    for name, rows in values.items():
        weights = [None if count == 1 else str(count) for count in rows.values()]
        found = [(t, v, w) for (t, v), w in zip(rows, weights, strict=True)]
        statements.append(draft.catalog(names.name(name, "list"), found or None))
    return Made((draft.gram(f"{options.name or 'grammar'}.gram", statements),))


def _template(
    utterance: Utterance,
    lists: dict[str, str],
    values: dict[str, Counter[tuple[str, str | None]]],
) -> tuple[str | tuple[str, str], ...]:
    pieces: list[str | tuple[str, str]] = []
    at = 0
    for slot in utterance.slots:
        text = utterance.text[slot.start : slot.end]
        values.setdefault(lists.get(slot.name, slot.name), Counter())[text, slot.value] += 1
        pieces += [utterance.text[at : slot.start], (slot.name, "")]
        at = slot.end
    pieces.append(utterance.text[at:])
    pieces += utterance.constants
    return tuple(piece for piece in pieces if piece)


def _piece(piece: str | tuple[str, str], names: Names, lists: dict[str, str]) -> str | Part:
    if isinstance(piece, str):
        return piece
    from ..dsl.tree import Constant

    name, value = piece
    if value:
        return Constant(name, value)
    return draft.slot(name, names.name(lists.get(name, name), "list"))
