"""Utterances to induce again from: their names in a grammar, their values, their templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...corpora.utterance import Span as Labelled
from ...corpora.utterance import Utterance
from ...dsl.draft import units
from ...dsl.span import NOWHERE, Span
from ...dsl.text import fold
from ...dsl.tree import Alternative, Catalog, File
from ..symbols import Symbols
from .edits import bare, longer
from .mark import marked
from .record import Written
from .values import appendable, fillers, values


@dataclass(frozen=True, slots=True)
class Case:
    """An utterance, how often it occurs and where it stands first. The labels of one that is
    `plain` were found by catalogues, and any that the grammar finds in its text do as well."""

    utterance: Utterance
    count: int = 1
    place: Span = NOWHERE
    plain: bool = False


def called(utterance: Utterance, there: Written) -> Utterance:
    """The utterance with the names that its intent and its slots have in that grammar."""
    intent = there.intents.get(utterance.intent, utterance.intent)
    if not there.slots:
        return utterance if intent == utterance.intent else replace(utterance, intent=intent)
    constants = tuple((there.slots.get(name, name), value) for name, value in utterance.constants)
    return Utterance(utterance.text, _called(utterance.slots, there.slots), constants, intent)


def _called(spans: Sequence[Labelled], names: Mapping[str, str]) -> tuple[Labelled, ...]:
    return tuple(
        replace(s, name=names.get(s.name, s.name), slots=_called(s.slots, names)) for s in spans
    )


def back(there: Written) -> Written:
    """The way back: from the names in that grammar to those of the data."""
    return Written(
        "",
        {new: old for old, new in there.intents.items()},
        {new: old for old, new in there.slots.items()},
    )


Row = tuple[str, str | None]
"""The text of a value and its canonical value."""


def rows(utterances: Iterable[Utterance]) -> dict[str, list[Row]]:
    """The values of slots that hold no other, by label, each once, in the order of the data."""
    found: dict[str, dict[Row, None]] = {}
    for utterance in utterances:
        for span in _leaves(utterance.slots):
            row = (utterance.text[span.start : span.end], span.value)
            found.setdefault(span.name, {})[row] = None
    return {label: list(listed) for label, listed in found.items()}


def _leaves(spans: Sequence[Labelled]) -> Iterator[Labelled]:
    for span in spans:
        if span.slots:
            yield from _leaves(span.slots)
        else:
            yield span


def listed(file: File) -> dict[str, Catalog]:
    """The inline catalogues that take further values of slots, by the labels of these."""
    found = ((label, appendable(file, part)) for label, part in fillers(file).items())
    return {label: catalogue for label, catalogue in found if catalogue is not None}


def extended(
    file: File,
    wanted: Mapping[str, Sequence[Row]],
    unedited: frozenset[str] = frozenset(),
    without: Mapping[str, frozenset[str]] | None = None,
) -> File:
    """*file* with these values, by label, at the end of the inline catalogues that fill the slots,
    none of those *without* which it is to be; new marks for catalogues that are *unedited*."""
    more: dict[str, list[Alternative]] = {}
    there = listed(file) if wanted else {}
    for label, new in wanted.items():
        catalogue = there.get(label)
        if catalogue is None:
            continue
        known = values(catalogue) | (without or {}).get(label, frozenset())
        found = more.setdefault(catalogue.name, [])
        for text, value in new:
            if fold(text) not in known:
                found.append(Alternative(units(text), value=value))
    statements = []
    for statement in file.statements:
        new_rows = more.get(statement.name) if isinstance(statement, Catalog) else None
        if isinstance(statement, Catalog) and statement.body is not None and new_rows:
            known_rows = {bare(one) for one in statement.body.alternatives}
            unique = [one for one in dict.fromkeys(new_rows) if one not in known_rows]
            changed = replace(statement, body=longer(statement.body, unique))
            statements.append(marked(changed) if statement.name in unedited else changed)
        else:
            statements.append(statement)
    return file if not any(more.values()) else replace(file, statements=tuple(statements))


def symbols(utterance: Utterance) -> Symbols:
    """The template of an utterance, in lower case, without punctuation at the ends of words."""
    from ..symbols import Symbol
    from ..words import tokens

    return tuple(
        Symbol(token.slot.name, True, token.touches)
        if token.slot
        else Symbol(fold(token.text), False, token.touches)
        for token in tokens(utterance)
    )
