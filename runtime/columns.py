"""Columns: a batch of labelled sentences in the layout of Apache Arrow.

Every column is a flat buffer, or several, of numbers in the machine's own byte order; lists and
texts are given by offsets, one more than there are of them. Slots stand in reading order, those
inside another behind it and one deeper.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..corpora.utterance import Span, Utterance

Buffer = Any
"""Anything with the buffer protocol."""


@dataclass(frozen=True, slots=True)
class Texts:
    """A column of texts: i32 offsets into UTF-8. `valid` is None, or a bit for each text, the
    lowest first, which says whether there is one."""

    offsets: Buffer
    data: Buffer
    valid: Buffer | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """`rows` sentences. `intent`, `slot_name` and `constant_name` are i32, numbers of `intents` and
    `names`; `slot_offsets` and `constant_offsets` (i32, rows + 1) say which slots and constants
    are whose; `slot_start` and `slot_end` are i32, in code points; `slot_depth` is i32, 0 for the
    outermost; `slot_value` and `constant_value` are texts; `logprob` is f64."""

    rows: int
    intents: tuple[str, ...]
    names: tuple[str, ...]
    intent: Buffer
    text: Texts
    slot_offsets: Buffer
    slot_name: Buffer
    slot_start: Buffer
    slot_end: Buffer
    slot_depth: Buffer
    slot_value: Texts
    constant_offsets: Buffer
    constant_name: Buffer
    constant_value: Texts
    logprob: Buffer


def columns(
    intents: Sequence[str], names: Sequence[str], drawn: Sequence[tuple[Utterance, float | None]]
) -> Columns:
    """The columns of these sentences and their logarithms. *intents* and *names* (of slots and
    constants) are those that may come."""
    filled = _Filled(intents, names)
    for utterance, logprob in drawn:
        filled.add(utterance, logprob)
    return Columns(
        len(drawn),
        tuple(intents),
        tuple(names),
        filled.intent,
        filled.text.done(),
        filled.slot_offsets,
        filled.slot_name,
        filled.slot_start,
        filled.slot_end,
        filled.slot_depth,
        filled.slot_value.done(valid=True),
        filled.constant_offsets,
        filled.constant_name,
        filled.constant_value.done(),
        filled.logprob,
    )


class _Gathered:
    def __init__(self) -> None:
        self.offsets = array("i", [0])
        self.data = bytearray()
        self.there: list[bool] = []

    def add(self, text: str | None) -> None:
        if text is not None:
            self.data += text.encode()
        self.there.append(text is not None)
        self.offsets.append(len(self.data))

    def done(self, valid: bool = False) -> Texts:
        if not valid:
            return Texts(self.offsets, self.data)
        bits = bytearray(-(-len(self.there) // 8))
        for at, there in enumerate(self.there):
            bits[at >> 3] |= there << (at & 7)
        return Texts(self.offsets, self.data, bits)


class _Filled:
    def __init__(self, intents: Sequence[str], names: Sequence[str]) -> None:
        self.intents = {name: number for number, name in enumerate(intents)}
        self.names = {name: number for number, name in enumerate(names)}
        self.intent = array("i")
        self.text, self.slot_value, self.constant_value = _Gathered(), _Gathered(), _Gathered()
        self.slot_offsets, self.constant_offsets = array("i", [0]), array("i", [0])
        self.slot_name, self.slot_start, self.slot_end = array("i"), array("i"), array("i")
        self.slot_depth, self.constant_name = array("i"), array("i")
        self.logprob = array("d")

    def add(self, utterance: Utterance, logprob: float | None) -> None:
        self.intent.append(self.intents[utterance.intent])
        self.text.add(utterance.text)
        self.slots(utterance.slots, 0)
        self.slot_offsets.append(len(self.slot_name))
        for name, value in utterance.constants:
            self.constant_name.append(self.names[name])
            self.constant_value.add(value)
        self.constant_offsets.append(len(self.constant_name))
        self.logprob.append(float("nan") if logprob is None else logprob)

    def slots(self, slots: Sequence[Span], depth: int) -> None:
        for slot in slots:
            self.slot_name.append(self.names[slot.name])
            self.slot_start.append(slot.start)
            self.slot_end.append(slot.end)
            self.slot_depth.append(depth)
            self.slot_value.add(slot.value)
            self.slots(slot.slots, depth + 1)
