"""Utterances as gramc writes them: single spaces, none at the ends of the text or of slots."""

from __future__ import annotations

import re

from .spaces import WHITE_SPACE
from .utterance import Span, Utterance

_ODD = re.compile(rf"[{WHITE_SPACE.replace(' ', '')}]|  |^ | $")
_SPACE = re.compile(f"[{WHITE_SPACE}]")


def normal(utterance: Utterance) -> Utterance:
    """The utterance with its white space brought to single spaces, none at the ends of the text or
    of a slot; a slot that then has no text is left out. Others are given back as they are."""
    text = utterance.text
    if not _ODD.search(text) and not _loose(text, utterance.slots):
        return utterance
    letters = _SPACE.sub(" ", text)
    places, kept, last = [0], 0, " "
    out: list[str] = []
    for letter in letters:
        if letter != " " or last != " ":
            out.append(letter)
            kept += 1
        last = letter
        places.append(kept)
    squeezed = "".join(out).rstrip(" ")
    slots = _moved(letters, utterance.slots, places, len(squeezed))
    return Utterance(squeezed, slots, utterance.constants, utterance.intent)


def _loose(text: str, slots: tuple[Span, ...]) -> bool:
    return any(
        text[slot.start] == " " or text[slot.end - 1] == " " or _loose(text, slot.slots)
        for slot in slots
    )


def _moved(text: str, slots: tuple[Span, ...], places: list[int], length: int) -> tuple[Span, ...]:
    found: list[Span] = []
    for slot in slots:
        start, end = slot.start, slot.end
        while start < end and text[start] == " ":
            start += 1
        while start < end and text[end - 1] == " ":
            end -= 1
        if start < end:
            # A place is where the text up to it ends, and a space before it may be one of several.
            first, last = places[start + 1] - 1, min(places[end], length)
            inner = _moved(text, slot.slots, places, length)
            found.append(Span(slot.name, first, last, slot.value, inner))
    return tuple(found)
