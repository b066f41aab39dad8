"""Telling: what was decided, written down as a labelled sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...compiler.network import Op
from ...corpora.utterance import Span, Utterance

_TEXT, _SPACE, _OPEN, _CLOSE = int(Op.TEXT), int(Op.SPACE), int(Op.OPEN), int(Op.CLOSE)
_VALUE, _CONSTANT, _CONTEXT = int(Op.VALUE), int(Op.CONSTANT), int(Op.CONTEXT)

Event = tuple[int, Any]
"""An operation (TEXT, SPACE, OPEN, CLOSE, VALUE, CONSTANT, CONTEXT) and what it is about: a text
or a pair. A row that is drawn is a TEXT, and its id a VALUE behind it."""


def tell(events: Iterable[Event], intent: str) -> Utterance:
    """The sentence that *events* make, by the rules of sampling: a space is written before the next
    text and only between texts; a slot begins with its first text, and one without text is gone."""
    pieces: list[str] = []
    length = 0
    due = False
    spans: list[Span] = []
    constants: list[tuple[str, str]] = []
    slots: list[_Open] = []
    begun = 0  # so many of the open slots have text
    for op, what in events:
        if op == _TEXT:
            if due and length:
                pieces.append(" ")
                length += 1
            due = False
            while begun < len(slots):
                slots[begun].start = length
                begun += 1
            pieces.append(what)
            length += len(what)
        elif op == _SPACE:
            due = True
        elif op == _OPEN:
            slots.append(_Open(what))
        elif op == _CLOSE:
            slot = slots.pop()
            if begun > len(slots):
                begun = len(slots)
                value = " ".join(slot.values) if slot.values else None
                span = Span(slot.name, slot.start, length, value, tuple(slot.spans))
                (slots[-1].spans if slots else spans).append(span)
        elif op == _VALUE:
            slots[-1].values.append(what)
        elif op == _CONSTANT:
            constants.append(what)
        else:
            assert op == _CONTEXT
            constants.append((what[0], f"@{what[1]}"))
    return Utterance("".join(pieces), tuple(spans), tuple(constants), intent)


class _Open:
    """A slot that is not closed yet."""

    __slots__ = ("name", "spans", "start", "values")

    def __init__(self, name: str) -> None:
        self.name = name
        self.start = 0
        self.values: list[str] = []
        self.spans: list[Span] = []
