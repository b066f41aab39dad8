"""A text with marks around its slots, for formats that write slots where they stand."""

from __future__ import annotations

from collections.abc import Callable

from .utterance import Utterance


def spliced(
    utterance: Utterance, escaped: Callable[[str], str], marked: Callable[[str, str], str]
) -> str:
    """The text of an utterance with each outermost slot as *marked* writes its name and its
    escaped value."""
    text, at = utterance.text, 0
    out: list[str] = []
    for slot in utterance.slots:
        value = escaped(text[slot.start : slot.end])
        out += (escaped(text[at : slot.start]), marked(slot.name, value))
        at = slot.end
    out.append(escaped(text[at:]))
    return "".join(out)
