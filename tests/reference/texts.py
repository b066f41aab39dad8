"""What a way through a grammar says: events, the labelled text they give, and how it is written."""

from __future__ import annotations

import re
from typing import Any

from gramc.corpora.utterance import Span, Utterance

BEGIN, END = "\x02", "\x03"
"""Stand for `^` and `$` in the texts of a rewrite's contexts."""

Events = tuple[tuple[Any, ...], ...]
"""("text", t), ("space",), ("open", slot), ("close",), ("value", v), ("constant", name, v)."""


def words(text: str) -> Events:
    """A literal text: what is not a space in it, and its spaces."""
    events: list[tuple[Any, ...]] = []
    for number, piece in enumerate(text.split(" ")):
        if number:
            events.append(("space",))
        if piece:
            events.append(("text", piece))
    return tuple(events)


def settled(events: Events, intent: str = "") -> Utterance:
    """Spaces settled, empty slots gone, values joined."""
    text = ""
    due = False
    spans: list[Span] = []
    constants: list[tuple[str, str]] = []
    stack: list[list[Any]] = []  # [name, start, values, spans]
    for event in events:
        kind = event[0]
        if kind == "space":
            due = True
        elif kind == "text":
            text += " " if due and text else ""
            due = False
            for slot in stack:
                if slot[1] is None:
                    slot[1] = len(text)
            text += event[1]
        elif kind == "open":
            stack.append([event[1], None, [], []])
        elif kind == "value":
            if stack:
                stack[-1][2].append(event[1])
        elif kind == "constant":
            constants.append((event[1], event[2]))
        else:
            name, start, values, inner = stack.pop()
            if start is not None:
                value = " ".join(values) if values else None
                span = Span(name, start, len(text), value, tuple(inner))
                (stack[-1][3] if stack else spans).append(span)
    return Utterance(text, tuple(spans), tuple(constants), intent)


def raw(events: Events) -> str:
    """The text with single spaces, also those at its ends: what a rewrite looks for. Beside the
    ends of the whole text there are none."""
    text = "".join(e[1] if e[0] == "text" else " " if e[0] == "space" else "" for e in events)
    text = re.sub(" +", " ", text)
    return text.replace(f"{BEGIN} ", BEGIN).replace(f" {END}", END)


def finish(events: Events, value: str | None) -> Events:
    """A canonical value replaces those of the parts, but not those inside inner slots."""
    if value is None:
        return events
    kept: list[tuple[Any, ...]] = []
    depth = 0
    for event in events:
        depth += (event[0] == "open") - (event[0] == "close")
        if event[0] != "value" or depth:
            kept.append(event)
    return (*kept, ("value", value))


def annotated(utterance: Utterance) -> str:
    """The utterance as annotated text."""
    text = stretch(utterance.text, 0, len(utterance.text), utterance.slots)
    constants = [f"{{}}|{name}={canonical(value)}" for name, value in utterance.constants]
    line = " ".join([text, *constants] if text else constants)
    return f"\\{line}" if line.startswith("#") else line


def stretch(text: str, start: int, end: int, slots: tuple[Span, ...]) -> str:
    out = ""
    at = start
    for slot in slots:
        out += literal(text[at : slot.start])
        inner = stretch(text, slot.start, slot.end, slot.slots)
        touches = slot.start > start and text[slot.start - 1] != " "
        if slot.slots or touches or " " in text[slot.start : slot.end]:
            inner = f"{{{inner}}}"
        out += f"{inner}|{slot.name}"
        if slot.value is not None:
            out += f"={canonical(slot.value)}"
        if slot.end < end and text[slot.end] != " ":
            out += "|"
        at = slot.end
    return out + literal(text[at:end])


def literal(text: str) -> str:
    return re.sub(r"[{}|\\]", r"\\\g<0>", text)


def canonical(value: str) -> str:
    return f"{{{literal(value)}}}" if not value or " " in value else literal(value)
