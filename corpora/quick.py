"""JSON lines as gramc writes them, read quickly; what is odd is left to `jsonl.py`.

It imports msgspec, and so is imported where it is needed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from .utterance import Span, Utterance


class _Slot(msgspec.Struct):
    name: str
    start: int | None = None
    end: int | None = None
    value: str | None = None
    slots: list[Any] = msgspec.field(default_factory=list)


class _Line(msgspec.Struct):
    text: str
    slots: list[_Slot]
    intent: str = ""


_decode = msgspec.json.Decoder(_Line).decode


def quick(line: str) -> Utterance | None:
    """The utterance of a line, or None for one that has slots in slots, or is wrong somehow."""
    try:
        given = _decode(line)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None
    if not given.slots:
        return Utterance(given.text, (), (), given.intent)
    spans: list[Span] = []
    constants: list[tuple[str, str]] = []
    at, length = 0, len(given.text)
    for slot in given.slots:
        start, end = slot.start, slot.end
        if slot.slots:
            return None
        if start is None or end is None:
            if start is not end or slot.value is None:
                return None
            constants.append((slot.name, slot.value))
        elif at <= start < end <= length:
            spans.append(Span(slot.name, start, end, slot.value))
            at = end
        else:
            return None
    return Utterance(given.text, tuple(spans), tuple(constants), given.intent)
