"""The carrier phrases of a grammar: what systems take that learn from templates with slots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from ...dsl.findings import Finding
from .. import say
from ..made import Job
from .fillers import Filler, Fillers, Value
from .losses import losses
from .search import Search, hole

Seen = dict[str, dict[tuple[str, str | None], None]]
"""(text, canonical value) of slots, by slot."""


@dataclass(frozen=True, slots=True)
class Hole:
    """The place of a slot in a phrase."""

    slot: str


Phrase = tuple[str | Hole, ...]
"""Texts and holes; spaces are in the texts."""


@dataclass(frozen=True, slots=True)
class IntentPhrases:
    """The phrases of an intent, the likeliest first; `cut` where it has more."""

    name: str
    phrases: tuple[Phrase, ...]
    cut: bool

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots in the phrases, in the order in which they first come."""
        holes = (p for phrase in self.phrases for p in phrase if isinstance(p, Hole))
        return tuple(dict.fromkeys(p.slot for p in holes))


@dataclass(frozen=True, slots=True)
class Carriers:
    """The phrases of all intents, and what each of their slots takes. `listed` gives that with
    its values, whatever kind it is of."""

    intents: tuple[IntentPhrases, ...]
    fillers: dict[str, Filler]
    listed: Callable[[str], Filler]


def carriers_of(
    job: Job, system: str, most: int, most_values: int
) -> tuple[Carriers | None, list[Finding]]:
    """At most *most* phrases of each intent of a grammar, the likeliest first (of equals the one
    that is written first), and at most *most_values* values of each slot, in the order of the
    grammar. Of slots that hold slots the innermost stay. What is lost on the way is told of
    *system*, at the grammar's place; None with E621 where an open catalogue is not bound."""
    compiled = job.compiled
    missing = compiled.missing(parsing=True)
    if missing:
        names = ", ".join(f"“{name}”" for name in missing)
        what = f"Nothing is bound to the open catalogue {names}, so {system} would get no values."
        return None, [say.refused(what, job.place, "Bind it: --bind NAME=FILE.")]
    search = Search(compiled.networks, compiled.stock)
    fillers = Fillers(compiled, search, most_values)
    if compiled.rewriter is None:
        intents, seen = _searched(search, most)
    else:
        from .drawn import drawn

        intents, seen = drawn(compiled, most)
    known: dict[str, Filler] = {}
    for slot in dict.fromkeys(slot for intent in intents for slot in intent.slots):
        known[slot] = _with(fillers.filler(search.places(slot)), seen.get(slot, {}))
    carriers = Carriers(
        intents,
        known,
        lambda slot: _with(fillers.filler(search.places(slot), True), seen.get(slot, {})),
    )
    findings = losses(compiled, system, job.place)
    absent = [name for name in search.names if name not in known and search.places(name)]
    if absent:
        shown = ", ".join(f"{{{name}}}" for name in absent)
        what = f"Of the phrases that {system} takes none holds {shown}."
        findings.append(say.limited(what, job.place, "Make likelier what they stand in."))
    nested = [name for name in search.names if _holds(search, name)]
    if nested:
        shown = ", ".join(f"{{{name}}}" for name in nested)
        what = f"{system} has no slots in slots: of {shown} the slots within stay, without it."
        findings.append(say.lost(what, job.place))
    uneven = [slot for slot, filler in known.items() if not filler.even]
    if uneven:
        shown = ", ".join(f"{{{name}}}" for name in uneven)
        what = f"Not all places of {shown} take the same values; in {system} they do."
        findings.append(say.approximated(what, job.place))
    if search.barren:
        names = ", ".join(f"“{name}”" for name in search.barren)
        what = f"The wildcard {names} has no examples: what it stands in outside slots is left out."
        findings.append(say.lost(what, job.place, "Give it some: wildcard NAME from FILE."))
    return carriers, findings


def _holds(search: Search, name: str) -> bool:
    return any(not r.leaf for r in search.regions.values() if r.name == name)


def _searched(search: Search, most: int) -> tuple[tuple[IntentPhrases, ...], Seen]:
    names = {hole(number): name for name, number in search.names.items()}
    intents: list[IntentPhrases] = []
    seen: Seen = {}
    for name, _, net in search.networks.roots:
        found = list(islice(search.carriers(net), most + 1))
        cut = len(found) > most or search.cut
        phrases = tuple(_phrase(one.text, names) for one in found[:most])
        intents.append(IntentPhrases(name, phrases, cut))
    for slot, text, value in search.seen:
        seen.setdefault(slot, {})[text, value] = None
    return tuple(intents), seen


def _phrase(text: str, names: dict[str, str]) -> Phrase:
    pieces: list[str | Hole] = []
    at = start = 0
    while at < len(text):
        if not "\ud800" <= text[at] <= "\udbff":
            at += 1
            continue
        if at > start:
            pieces.append(text[start:at])
        pieces.append(Hole(names[text[at : at + 2]]))
        at = start = at + 2
    if start < at:
        pieces.append(text[start:])
    return tuple(pieces)


def _with(filler: Filler, seen: dict[tuple[str, str | None], None]) -> Filler:
    """The filler with values that were only seen in sentences."""
    known = {text for value in filler.values for text in value.texts}
    more = [(text, value) for text, value in seen if text not in known]
    if not more or (filler.kind != "values" and not filler.values):
        return filler
    values = {(v.id, v.texts[0] if v.id is None else ""): list(v.texts) for v in filler.values}
    for text, value in more:
        values.setdefault((value, text if value is None else ""), []).append(text)
    listed = tuple(Value(key[0], tuple(texts)) for key, texts in values.items())
    return replace(filler, name="", values=listed)
