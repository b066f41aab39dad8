"""Corpora of JSON lines: everything an utterance holds, and its tokens and tags besides.

What others write, with tokens and tags and without slots, is read as well: `flat.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from . import flat
from .annotated import DEEPEST
from .gathering import Found, gathered
from .problem import LineProblem, Notes, Problem
from .spaces import lines, squeeze
from .tokens import tags, tokens
from .utterance import Span, Utterance

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def write(utterance: Utterance, logprob: float | None = None) -> str:
    """The line of one utterance, without its end. Offsets count code points; constants are
    slots without a place (`start` and `end` are null); `logprob` is null where it is not known."""
    line = _encode(members(utterance))
    # Twelve places: what logarithms are added up in, and the same digits on any machine.
    return f'{line[:-1]},"logprob":{"null" if logprob is None else f"{logprob:.12f}"}}}'


def members(utterance: Utterance) -> dict[str, Any]:
    """What a line says of an utterance, but for `logprob`."""
    text = utterance.text
    places = tokens(utterance)
    slots = [_slot(slot, text) for slot in utterance.slots]
    for name, value in utterance.constants:
        slots.append(_members(name, "", None, None, value, []))
    return {
        "intent": utterance.intent,
        "text": text,
        "slots": slots,
        "tokens": [text[start:end] for start, end in places],
        "tags": tags(utterance, places),
    }


def _slot(slot: Span, text: str) -> dict[str, Any]:
    inner = [_slot(nested, text) for nested in slot.slots]
    return _members(slot.name, text[slot.start : slot.end], slot.start, slot.end, slot.value, inner)


def _members(
    name: str,
    text: str,
    start: int | None,
    end: int | None,
    value: str | None,
    slots: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "name": name,
        "text": text,
        "start": start,
        "end": end,
        "value": value,
        "slots": slots,
    }


def read(text: str) -> tuple[list[Utterance], list[LineProblem]]:
    """The utterances of a file, and the lines that could not be read."""
    return gathered(stream(lines(text)))


def stream(given: Iterable[str], notes: Notes | None = None) -> Iterator[Found]:
    """The utterances of lines, with their numbers; empty lines are passed over. What has to be
    changed is counted in *notes*."""
    from .quick import quick

    for number, line in enumerate(given, 1):
        utterance = quick(line)
        if utterance is not None:
            yield number, utterance
        elif squeeze(line):
            yield number, read_line(line, notes, number)


def read_line(line: str, notes: Notes | None = None, number: int = 1) -> Utterance | Problem:
    """The utterance of one line. Lines with tokens and tags but no slots are read as `flat` does,
    which counts what it changes in *notes*, under the *number* of the line."""
    given = flat.loaded(line)
    if isinstance(given, Problem):
        return given
    try:
        if "slots" not in given and "tokens" in given:
            return flat.utterance(given, notes, number)
        return _utterance(given)
    except flat.Wrong as wrong:
        return wrong.problem(line)


def _utterance(given: dict[str, Any]) -> Utterance:
    intent = flat.text(given, "intent", "")
    text = flat.text(given, "text")
    slots, constants = _slots(given.get("slots", []), 0, len(text))
    return Utterance(text, slots, constants, intent)


def _slots(
    given: object, start: int, end: int, depth: int = 1
) -> tuple[tuple[Span, ...], tuple[tuple[str, str], ...]]:
    if not isinstance(given, list):
        raise flat.Wrong("“slots” is no list.", "slots")
    if given and depth > DEEPEST:
        raise flat.Wrong("Slots are nested too deep here.", "slots")
    spans: list[Span] = []
    constants: list[tuple[str, str]] = []
    for slot in given:
        if not isinstance(slot, dict):
            raise flat.Wrong("A slot is no object.", "slots")
        name = flat.text(slot, "name")
        value = None if slot.get("value") is None else flat.text(slot, "value")
        first, last = slot.get("start"), slot.get("end")
        if first is None and last is None and value is not None:
            constants.append((name, value))
            continue
        if type(first) is not int or type(last) is not int:
            raise flat.Wrong(f"The slot “{name}” has no start and end.", "slots")
        if not start <= first < last <= end:
            raise flat.Wrong(
                f"The slot “{name}” ({first} to {last}) does not lie where it can.", "slots"
            )
        inner, none = _slots(slot.get("slots", []), first, last, depth + 1)
        if none:
            raise flat.Wrong(f"The slot “{name}” has a slot without a place in it.", "slots")
        spans.append(Span(name, first, last, value, inner))
        start = last
    return tuple(spans), tuple(constants)
