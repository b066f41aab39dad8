"""Slots on a text whose letters have moved."""

from __future__ import annotations

from collections.abc import Callable

from ...corpora.utterance import Span


def moved(slots: tuple[Span, ...], place: Callable[[int], int]) -> tuple[Span, ...]:
    """*slots* with each border where *place* puts it."""
    return tuple(
        Span(s.name, place(s.start), place(s.end), s.value, moved(s.slots, place)) for s in slots
    )


def borders(slots: tuple[Span, ...]) -> set[int]:
    """Where slots begin and end."""
    found: set[int] = set()
    for slot in slots:
        found |= {slot.start, slot.end}
        found |= borders(slot.slots)
    return found
