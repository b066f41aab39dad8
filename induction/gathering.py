"""Golden utterances as they come: each once with its count, without those that can't be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..corpora.normal import normal
from ..corpora.utterance import Span as Labelled
from ..corpora.utterance import Utterance
from ..dsl.findings import Finding
from ..dsl.names import STATEMENT_WORDS
from ..dsl.naming import Names, called_after
from ..dsl.span import NOWHERE, Span
from .words import Token, tokens

LONGEST = 250
"""An utterance has no more words than these."""
DEEPEST = 20
"""Slots nest no deeper than this."""
TOLD = 20
"""So many findings of one kind are given; the others are counted."""
NO_INTENT = "sentence"
"""The intent of utterances that have none, and no file to call it after."""
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Control characters but white space, and halves of surrogate pairs."""


@dataclass(slots=True)
class Gathered:
    """An utterance, its words, how often it occurs, and where it stands first."""

    utterance: Utterance
    words: list[Token]
    count: int
    place: Span


def gather(
    utterances: Iterable[Utterance], places: Sequence[Span]
) -> tuple[list[Gathered], list[Finding]]:
    """The distinct utterances in the order of the data, each with an intent.

    One without an intent has that of its file's name. Left out are those without words, with more
    than `LONGEST`, with characters that a text can't have, and with labels that cross (W701). E701
    where nothing is left.
    """
    counts: dict[tuple[Utterance, str], list[int]] = {}
    for number, utterance in enumerate(utterances):
        file = places[number].file if number < len(places) and not utterance.intent else ""
        known = counts.get((utterance, file))
        if known is None:
            counts[utterance, file] = [1, number]
        else:
            known[0] += 1
    telling = Telling()
    names = _Names(telling)
    found: list[Gathered] = []
    for (utterance, file), (count, number) in counts.items():
        place = places[number] if number < len(places) else NOWHERE
        usable, reason = _usable(utterance)
        words = tokens(usable) if usable else []
        if usable and not words:
            reason = "it has no words"
        elif len(words) > LONGEST:
            reason = f"it has {len(words):,} words, more than {LONGEST}"
        if usable is None or reason:
            times = f" ({count:,} times)" if count > 1 else ""
            message = f"The utterance “{_short(utterance.text)}”{times} is left out: {reason}."
            telling.say("W701", message, place)
            continue
        if legal := names.legal(usable, file, place):
            found.append(Gathered(legal, words if legal is usable else tokens(legal), count, place))
    findings = telling.findings()
    if not found:
        place = places[0] if places else NOWHERE
        some = "Every utterance had to be left out" if counts else "There are no utterances"
        findings.append(
            Finding(
                "E701",
                f"{some}, so there is nothing to learn from.",
                replace(place, line=0, column=0, end_line=0, end_column=0),
                "Give one utterance a line: play {hip hop}|Genre by Madonna|Artist.",
            )
        )
    return found, findings


class Telling:
    """Findings of which the first `TOLD` of a kind are given one by one."""

    def __init__(self) -> None:
        self._told: dict[str, list[Finding]] = {}
        self._more: dict[str, int] = {}

    def say(self, code: str, message: str, place: Span, hint: str = "") -> None:
        """One more."""
        told = self._told.setdefault(code, [])
        if len(told) < TOLD:
            told.append(Finding(code, message, place, hint))
        else:
            self._more[code] = self._more.get(code, 0) + 1

    def findings(self) -> list[Finding]:
        """All that was said."""
        found: list[Finding] = []
        for code, told in self._told.items():
            found += told
            if more := self._more.get(code):
                last = told[-1].span
                place = Span(last.file, 0, 0, 0, 0)
                found.append(Finding(code, f"There are {more:,} more like these.", place))
        return found


def _usable(utterance: Utterance) -> tuple[Utterance | None, str]:
    """The utterance with single spaces, or why there is none."""
    text = utterance.text
    if letter := _NO_TEXT.search(text):
        return None, f"the character U+{ord(letter[0]):04X} stands in no text"
    if not _nested(utterance.slots, 0, len(text)):
        return None, "its labels cross each other, or lie outside its text"
    return normal(utterance), ""


def _nested(slots: tuple[Labelled, ...], start: int, end: int, depth: int = 0) -> bool:
    for slot in slots:
        if not start <= slot.start <= slot.end <= end or depth > 5 * DEEPEST:
            return False
        if not _nested(slot.slots, slot.start, slot.end, depth + 1):
            return False
        start = slot.end
    return True


def _short(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text[:60]).strip()
    return f"{shown} …" if len(text) > 60 else shown


class _Names:
    """Legal names for intents and slots, and which slots may hold which."""

    def __init__(self, telling: Telling) -> None:
        self._intents = Names()
        self._slots = Names()
        self._telling = telling
        self._inside: dict[str, set[str]] = {}

    def legal(self, utterance: Utterance, file: str, place: Span) -> Utterance:
        """The utterance with names that a grammar may have (W705 where they are others), and no
        slot within one of its own name, however deep."""
        wanted = utterance.intent or (called_after(file).split(".")[0] if file else NO_INTENT)
        intent = self._intents.known(wanted, "intent")
        if intent is None:
            intent = self._intents.name(wanted or NO_INTENT, "intent")
            if intent != wanted:
                self._telling.say("W705", f"The intent “{wanted}” is called {intent}.", place)
        slots = self._all(utterance.slots, (), place)
        constants = tuple((self._slot(name, place), value) for name, value in utterance.constants)
        legal = Utterance(utterance.text, slots, constants, intent)
        return utterance if legal == utterance else legal

    def _slot(self, name: str, place: Span) -> str:
        if name in STATEMENT_WORDS:
            return name
        known = self._slots.known(name, "slot")
        if known is None:
            known = self._slots.name(name, "slot")
            if known != name:
                self._telling.say("W705", f"The slot “{name}” is called {known}.", place)
        return known

    def _all(
        self, slots: tuple[Labelled, ...], above: tuple[str, ...], place: Span
    ) -> tuple[Labelled, ...]:
        found: list[Labelled] = []
        for slot in slots:
            name = self._slot(slot.name, place)
            if above and (len(above) >= DEEPEST or self._holds(name, above[-1])):
                said = f"“{slot.name}” within “{above[-1]}” is not taken as a slot: "
                why = "slots nest in a circle." if len(above) < DEEPEST else "it lies too deep."
                self._telling.say("W705", said + why, place)
                continue
            if above:
                self._inside.setdefault(above[-1], set()).add(name)
            inner = self._all(slot.slots, (*above, name), place)
            found.append(replace(slot, name=name, slots=inner))
        return tuple(found)

    def _holds(self, outer: str, inner: str) -> bool:
        """Whether the slot *outer* is *inner*, or may hold it."""
        pending, known = [outer], {outer}
        while pending:
            one = pending.pop()
            if one == inner:
                return True
            new = self._inside.get(one, set()) - known
            known |= new
            pending += new
        return False
