"""Readings: all labelled texts of a grammar that are written as one text, with their odds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...compiler.network import Op
from ...corpora.utterance import Span, Utterance
from .moves import Machine, Marks

MOST_WAYS = 5000
"""So many ways are followed at one place of the text, the likeliest."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A labelled text, spelled as the grammar does, and its probability within its intent; for one
    with `words` of a wildcard that is what it would be if these were sure. `before` is the
    utterance as it was before rewrites."""

    utterance: Utterance
    probability: float
    words: bool
    before: Utterance


_Slot = tuple[str, int, tuple[str, ...], tuple[Span, ...]]
_Said = tuple[str, tuple[_Slot, ...], tuple[Span, ...], tuple[tuple[str, str], ...], bool]
"""The text so far, the slots that are open, those that are closed, the constants, and whether
there were words of a wildcard."""


def readings(machine: Machine, intents: Sequence[tuple[str, float]], text: str) -> list[Reading]:
    """Every reading of the folded *text*, by intents (name and probability), the likeliest of
    each first, those with any words last. Derivations of one labelled text are added up."""
    level: dict[int, dict[tuple[int, _Said], float]] = {0: {(0, ("", (), (), (), False)): 1.0}}
    found: dict[tuple[int, Utterance, bool], float] = {}
    for place in range(len(text) + 1):
        ways = level.pop(place, {})
        if len(ways) > MOST_WAYS:
            ways = dict(sorted(ways.items(), key=lambda way: -way[1])[:MOST_WAYS])
        for (state, said), odds in ways.items():
            moves = machine.moves(state)
            if place == len(text):
                for marks, cost, intent in moves.ends:
                    _, _, spans, constants, words = _marked(machine, said, marks)
                    utterance = Utterance(said[0], spans, constants, intents[intent][0])
                    key = (intent, utterance, words)
                    share = odds * math.exp(-cost) / intents[intent][1]
                    found[key] = found.get(key, 0.0) + share
                continue
            for number, marks, cost, target in moves.characters.get(text[place], ()):
                spelled = _spelled(_marked(machine, said, marks), moves.letters[number], None)
                _add(level, place + 1, (target, spelled), odds * math.exp(-cost))
            for marks, cost, target in moves.wild:
                for end in word_ends(text, place):
                    marked = _marked(machine, said, marks)
                    spelled = (*_spelled(marked, text[place:end], None)[:4], True)
                    _add(level, end, (target, spelled), odds * math.exp(-cost))
            for marks, cost, draw, target in moves.draws:
                keys = machine.keys(draw)
                catalogue, mass = keys.selection.catalogue, keys.selection.mass
                for end in keys.ends(text, place):
                    for row in keys.rows(text[place:end]):
                        identity = catalogue.identity(row) if draw[1] else None
                        marked = _marked(machine, said, marks)
                        spelled = _spelled(marked, catalogue.value(row), identity)
                        share = catalogue.weight(row) / mass
                        _add(level, end, (target, spelled), odds * math.exp(-cost) * share)
    wild = {(i, u.slots, u.constants) for i, u, words in found if words}
    for intent, utterance, words in list(found):  # an example is a wildcard's words, too
        if not words and (intent, utterance.slots, utterance.constants) in wild:
            del found[intent, utterance, words]
    ordered = sorted(found.items(), key=lambda item: (item[0][0], item[0][2], -item[1]))
    return [
        Reading(utterance, digits(odds), words, utterance)
        for (_, utterance, words), odds in ordered
    ]


def word_ends(text: str, place: int) -> list[int]:
    """Where any words that begin at *place* may end."""
    if text[place : place + 1] in ("", " "):
        return []
    return [end for end in range(place + 1, len(text) + 1) if text[end - 1] != " "]


def digits(probability: float) -> float:
    """A probability to as many digits as are sure."""
    return float(f"{probability:.7g}")


def _add(
    level: dict[int, dict[tuple[int, _Said], float]],
    place: int,
    way: tuple[int, _Said],
    odds: float,
) -> None:
    into = level.setdefault(place, {})
    into[way] = into.get(way, 0.0) + odds


def _spelled(said: _Said, text: str, identity: str | None) -> _Said:
    before, slots, spans, constants, words = said
    if identity is not None:
        name, start, values, inner = slots[-1]
        slots = (*slots[:-1], (name, start, (*values, identity), inner))
    opened = tuple((n, len(before) if at < 0 else at, v, s) for n, at, v, s in slots)
    return before + text, opened, spans, constants, words


def _marked(machine: Machine, said: _Said, marks: Marks) -> _Said:
    text, slots, spans, constants, words = said
    for number in marks:
        op, arg = machine.marks[number]
        if op == Op.OPEN:
            slots = (*slots, (str(arg), -1, (), ()))
        elif op == Op.CLOSE:
            name, start, values, inner = slots[-1]
            slots = slots[:-1]
            span = Span(name, start, len(text), " ".join(values) if values else None, inner)
            if slots:
                n, at, v, siblings = slots[-1]
                slots = (*slots[:-1], (n, at, v, (*siblings, span)))
            else:
                spans = (*spans, span)
        elif op == Op.VALUE:
            name, start, values, inner = slots[-1]
            slots = (*slots[:-1], (name, start, (*values, str(arg)), inner))
        elif isinstance(arg, tuple):
            constants = (*constants, (arg[0], arg[1] if op == Op.CONSTANT else f"@{arg[1]}"))
    return text, slots, spans, constants, words
