"""Bringing sentences to what a format has a place for, and counting what has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ...corpora.normal import normal
from ...corpora.utterance import Span, Utterance
from ...dsl.findings import Finding
from ...dsl.naming import legal_name
from ...dsl.span import Span as Place
from ..say import limited, lost
from .form import Held


class Fit:
    """Sentences as a format can hold them; reading what was written gives these back."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._lost: Counter[str] = Counter()
        self._slots = _Renamed(held.slot_name)
        self._intents = _Renamed(held.intent_name)
        self._spaced = 0
        # Nothing to look at but names: most sentences of most formats.
        self._everything = {"intents", "slots", "values", "nested", "constants"} <= held.holds

    def __call__(self, utterance: Utterance) -> Utterance | None:
        """The sentence as the format holds it, or None where there is nothing left of it."""
        holds = self._held.holds
        if self._held.spaced:
            plain = normal(utterance)
            self._spaced += plain is not utterance
            utterance = plain
        if not utterance.text and "empty" not in holds:
            self._lost["sentences without text"] += 1
            return None
        if self._everything and not self._slots.allowed and not self._intents.allowed:
            return utterance
        slots, constants, intent = utterance.slots, utterance.constants, utterance.intent
        if constants and "constants" not in holds:
            self._lost["constants"] += len(constants)
            constants = ()
        if intent and "intents" not in holds:
            self._lost["intents"] += 1
            intent = ""
        if slots and "slots" not in holds:
            self._lost["slots"] += len(slots)
            slots = ()
        if slots:
            slots = tuple([self._slot(slot) for slot in slots])
        if constants:
            constants = tuple([(self._slots(name), value) for name, value in constants])
        return Utterance(utterance.text, slots, constants, self._intents(intent))

    def _slot(self, slot: Span) -> Span:
        value, inner = slot.value, slot.slots
        if value is not None and "values" not in self._held.holds:
            self._lost["canonical values"] += 1
            value = None
        if inner and "nested" not in self._held.holds:
            self._lost["slots in slots"] += _within(inner)
            inner = ()
        if inner:
            inner = tuple(self._slot(each) for each in inner)
        return Span(self._slots(slot.name), slot.start, slot.end, value, inner)

    def lost(self, what: str) -> None:
        """One more case of *what*, which the format has no place for."""
        self._lost[what] += 1

    def lists(self, count: int) -> None:
        """The corpus has so many lists of values, which no format of lines has a place for."""
        if count:
            self._lost["lists of values"] += count

    def findings(self, place: Place) -> list[Finding]:
        """What was lost, and what was renamed, at *place*: once for all, with counts."""
        found: list[Finding] = []
        if self._lost:
            said = ", ".join(counted(count, what) for what, count in self._lost.items())
            found.append(lost(f"{self._held.title} has no place for {said}.", place))
        if self._spaced:
            where = counted(self._spaced, "sentences")
            what = f"In {where} white space was brought to single spaces."
            found.append(limited(what, place))
        for what, names in (("slots", self._slots), ("intents", self._intents)):
            if changed := {old: new for old, new in names.given.items() if old != new}:
                some = ", ".join(f"{old} → {new}" for old, new in list(changed.items())[:5])
                more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
                message = f"{self._held.title} can't hold these names of {what}: {some}{more}."
                found.append(limited(message, place))
        return found


class _Renamed:
    """Names that are allowed, each its own."""

    def __init__(self, allowed: Callable[[str], bool] | None) -> None:
        self.allowed = allowed
        self.given: dict[str, str] = {}
        self._taken: set[str] = set()

    def __call__(self, name: str) -> str:
        if self.allowed is None or not name:
            return name
        known = self.given.get(name)
        if known is None:
            known = self.given[name] = self._new(name)
            self._taken.add(known)
        return known

    def _new(self, name: str) -> str:
        assert self.allowed is not None
        fit = name if self.allowed(name) else legal_name(name)
        found, number = fit, 2
        while found in self._taken:
            found = f"{fit}_{number}"
            number += 1
        return found


def counted(count: int, what: str) -> str:
    """A number of things, whose name is given in the plural."""
    return f"1 {_ONE.get(what, what)}" if count == 1 else f"{count:,} {what}"


_ONE = {
    "sentences": "sentence",
    "sentences without text": "sentence without text",
    "sentences whose tokens touch": "sentence whose tokens touch",
    "constants": "constant",
    "intents": "intent",
    "slots": "slot",
    "canonical values": "canonical value",
    "slots in slots": "slot in a slot",
    "lists of values": "list of values",
}


def _within(slots: tuple[Span, ...]) -> int:
    return sum(1 + _within(slot.slots) for slot in slots)
