"""What was in the grammar before: the ways, values and intents that a person took out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...corpora.utterance import Utterance
from ...dsl.parse import parse
from ...dsl.text import fold
from ...dsl.tree import File, Intent
from .cases import Case, called, extended, listed, rows
from .edits import Edits
from .language import Language, Languages
from .names import named
from .record import Record, Written
from .values import values


@dataclass(frozen=True, slots=True)
class _Old:
    """A grammar as it was left once, with the values of utterances that are asked for."""

    written: Written
    intents: frozenset[str]
    language: Language


class Past:
    """The grammars of a record, the last one first."""

    def __init__(self, record: Record | None, languages: Languages) -> None:
        self._languages = languages
        written = () if record is None else (record.last, *reversed(record.earlier))
        self._trees = [(one, parse(one.text, languages.path)[0]) for one in written]
        self._olds: list[_Old] = []

    @property
    def last(self) -> File | None:
        """The grammar as it was left last."""
        return self._trees[0][1] if self._trees else None

    def open(self, utterances: Sequence[Utterance]) -> None:
        """Gets ready to tell of these utterances, in the names of the data: every grammar takes
        their values, new ones, too. One that can't be compiled any more tells nothing."""
        self._olds = []
        for written, tree in self._trees:
            wanted = rows(called(one, written) for one in utterances)
            known = self._languages.of(extended(tree, wanted))
            if known is not None:
                intents = frozenset(n for n, s in named(tree).items() if isinstance(s, Intent))
                self._olds.append(_Old(written, intents, known))

    def __bool__(self) -> bool:
        return bool(self._olds)

    def read(self, utterance: Utterance, labelled: bool = True) -> bool:
        """Whether one of the grammars accepts it."""
        return any(
            old.language.reads(called(utterance, old.written), labelled) for old in self._olds
        )

    def had(self, intent: str) -> bool:
        """Whether one of them has that intent of the data."""
        return any(old.written.intents.get(intent, intent) in old.intents for old in self._olds)

    def values(self, here: Written) -> dict[str, frozenset[str]]:
        """The folded values of all catalogues, by the labels that they fill *here*."""
        found: dict[str, set[str]] = {}
        for written, tree in self._trees:
            of_data = {new: old for old, new in written.slots.items()}
            for label, catalogue in listed(tree).items():
                data = of_data.get(label, label)
                into = found.setdefault(here.slots.get(data, data), set())
                into.update(values(catalogue))
        return {label: frozenset(texts) for label, texts in found.items()}


def names_now(record: Record | None, last: File | None, did: Edits) -> Written:
    """What the intents and slots of the data are called now."""
    if record is None or last is None:
        return Written("")
    intents, slots = dict(record.last.intents), dict(record.last.slots)
    there = named(last)
    _compose(intents, {o: n for o, n in did.names.items() if isinstance(there.get(o), Intent)})
    _compose(slots, did.slots)
    return Written("", intents, slots)


def _compose(names: dict[str, str], new: Mapping[str, str]) -> None:
    """Brings names up to date: each leads from the data to what it is called by now."""
    back = {there: data for data, there in names.items()}
    for old, now in new.items():
        data = back.get(old, old)
        if data == now:
            del names[data]
        else:
            names[data] = now


def deleted(
    past: Past, tree: File, here: Written, accepted: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """The values, by label, that a person took out of catalogues; none that what fills the slot
    now takes nevertheless, as *accepted* tells."""
    found: dict[str, frozenset[str]] = {}
    now = listed(tree)
    for label, were in past.values(here).items():
        catalogue = now.get(label)
        are: frozenset[str] = frozenset() if catalogue is None else values(catalogue)
        found[label] = were - are - accepted.get(label, frozenset())
    return found


def taken_out(
    case: Case,
    past: Past,
    here: Written,
    intents: frozenset[str],
    out: Mapping[str, frozenset[str]],
) -> bool:
    """Whether a person took it out: its intent, one of its values, or a way to say it. *intents*
    are those of the grammar, *out* the values that are deleted."""
    now = called(case.utterance, here)
    if now.intent not in intents and past.had(case.utterance.intent):
        return True
    for label, found in rows([now]).items():
        if any(fold(text) in out.get(label, ()) for text, _ in found):
            return True
    return past.read(case.utterance, not case.plain)
