"""From a list of sequences to one expression in which what they share stands once."""

from __future__ import annotations

from collections.abc import Sequence

from ..draft import Choice, Expression, Option, Optional
from ..draft import Sequence as Row

Way = tuple[Expression, ...]
Ways = Sequence[tuple[Way, float]]

DEEPEST = 3
"""Brackets in one another that factoring makes."""


def factored(ways: Ways, deep: int = DEEPEST) -> tuple[Option, ...]:
    """The alternatives of a rule that gives these sequences and no others.

    What all share at the beginning or the end is written once, and so is what some share, where
    that saves most first; ties go to what comes first. Brackets are at most *deep* in one another.
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
        group = _best(rest)
        if group is None:
            break
        at, members = group
        gone = {place for place, _ in members}
        rest = [entry for entry in rest if entry[0] not in gone]
        whole = sum(count for _, (_, count) in members)
        together = _bracketed([entry for _, entry in members], deep)
        found.append((at, Option(row(together), whole)))
    found += [(place, Option(row(way), count)) for place, (way, count) in rest]
    return tuple(option for _, option in sorted(found, key=lambda one: one[0]))


def row(way: Way) -> Expression:
    """The parts as one expression."""
    flat: list[Expression] = []
    for part in way:
        flat.extend(part.parts if isinstance(part, Row) else (part,))
    return flat[0] if len(flat) == 1 else Row(tuple(flat))


def bracketed(ways: Ways, deep: int = DEEPEST) -> Expression:
    """The same as one expression to stand within another."""
    return row(_bracketed(list(ways), deep))


def _bracketed(entries: list[tuple[Way, float]], deep: int) -> Way:
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
        options = factored(there, deep - 1)
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


def _best(rest: Entries) -> tuple[int, Entries] | None:
    """The sequences that share most at their beginning or their end, and their first place."""
    best: tuple[int, Entries] | None = None
    for way in (1, -1):
        groups: dict[Expression, Entries] = {}
        for entry in rest:
            parts = entry[1][0]
            if parts:
                groups.setdefault(parts[0 if way > 0 else -1], []).append(entry)
        for members in groups.values():
            saved = (len(members) - 1) * _shared([one[0][::way] for _, one in members])
            if len(members) > 1 and (best is None or saved > best[0]):
                best = saved, members
    return None if best is None else (best[1][0][0], best[1])
