"""From a list of sequences to one expression in which what they share stands once."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Choice, Expression, Option, Optional
from ..draft import Sequence as Row

Way = tuple[Expression, ...]
Ways = Sequence[tuple[Way, float]]

WIDEST = 4
"""Alternatives in brackets that are made of what shares a beginning or an end."""
DEEPEST = 3
"""Brackets in one another that factoring makes."""


def factored(ways: Ways, deep: int = DEEPEST, ends: bool = True) -> tuple[Option, ...]:
    """The alternatives of a rule that gives these sequences and no others.

    What all share at the beginning or the end is written once, and so is what some share, where
    that saves most first; ties go to what comes first. Brackets are at most *deep* in one another
    and hold `WIDEST` alternatives. Without *ends*, only beginnings are shared, as one reads.
    """
    merged: dict[Way, float] = {}
    for way, count in ways:
        merged[way] = merged.get(way, 0.0) + count
    entries = list(merged.items())
    if deep <= 0 or len(entries) < 2:
        return tuple(Option(row(way), count) for way, count in entries)
    found: list[tuple[int, Option]] = []
    rest = list(enumerate(entries))
    while True:
        group = _best(rest, ends)
        if group is None:
            break
        at, members = group
        gone = {place for place, _ in members}
        rest = [entry for entry in rest if entry[0] not in gone]
        whole = sum(count for _, (_, count) in members)
        together = _bracketed([entry for _, entry in members], deep, ends)
        found.append((at, Option(row(together), whole)))
    found += [(place, Option(row(way), count)) for place, (way, count) in rest]
    return tuple(option for _, option in sorted(found, key=lambda one: one[0]))


def row(way: Way) -> Expression:
    """The parts as one expression."""
    flat: list[Expression] = []
    for part in way:
        flat.extend(part.parts if isinstance(part, Row) else (part,))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def _bracketed(entries: list[tuple[Way, float]], deep: int, ends: bool) -> Way:
    """The parts of one expression for all of these."""
    if len(entries) == 1:
        return entries[0][0]
    first = entries[0][0]
    head = _shared([way for way, _ in entries])
    rest = [(way[head:], count) for way, count in entries]
    tail = _shared([way[::-1] for way, _ in rest])
    inner = [(way[: len(way) - tail], count) for way, count in rest]
    there = [(way, count) for way, count in inner if way]
    middle: Way = ()
    if there:
        absent = sum(count for way, count in inner if not way)
        present = sum(count for _, count in there)
        options = factored(there, deep - 1, ends)
        one: Expression = options[0].expression if len(options) == 1 else Choice(options)
        middle = (Optional(one, present, absent) if absent else one,)
    return (*first[:head], *middle, *first[len(first) - tail :])


def _shared(ways: list[Way]) -> int:
    """How many parts all begin with."""
    size = 0
    for parts in zip(*ways, strict=False):
        if any(part != parts[0] for part in parts):
            break
        size += 1
    return size


Entries = list[tuple[int, tuple[Way, float]]]


def _best(rest: Entries, ends: bool) -> tuple[int, Entries] | None:
    """The sequences that share most at their beginning or their end, and their first place."""
    best: tuple[int, Entries] | None = None
    for way in (1, -1) if ends else (1,):
        groups: dict[Way, Entries] = {}
        for entry in rest:
            parts = entry[1][0][::way]
            for size in range(1, len(parts) + 1):
                groups.setdefault(parts[:size], []).append(entry)
        for shared, members in groups.items():
            saved = (len(members) - 1) * len(shared)
            if len(members) < 2 or (best is not None and saved <= best[0]):
                continue
            if _width([one[0][::way][len(shared) :] for _, one in members]) <= WIDEST:
                best = saved, members
    return None if best is None else (best[1][0][0], best[1])


def _width(rest: list[Way]) -> int:
    """How many alternatives sequences make at least: by how many parts they begin, or end."""
    there = [way for way in rest if way]
    return min(len({way[0] for way in there}), len({way[-1] for way in there}))
