"""Corpora of JSON lines: everything an utterance holds, and its tokens and tags besides."""

from __future__ import annotations

import json
from typing import Any

from .problem import LineProblem, Problem
from .spaces import lines, squeeze
from .tokens import join, spans, tags, tokens
from .utterance import Span, Utterance

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def write(utterance: Utterance, logprob: float | None = None) -> str:
    """The line of one utterance, without its end. Offsets count code points; constants are
    slots without a place (`start` and `end` are null); `logprob` is null where it is not known."""
    text = utterance.text
    places = tokens(utterance)
    slots = [_slot(slot, text) for slot in utterance.slots]
    for name, value in utterance.constants:
        slots.append(_members(name, "", None, None, value, []))
    line = _encode(
        {
            "intent": utterance.intent,
            "text": text,
            "slots": slots,
            "tokens": [text[start:end] for start, end in places],
            "tags": tags(utterance, places),
        }
    )
    # Twelve places: what logarithms are added up in, and the same digits on any machine.
    return f'{line[:-1]},"logprob":{"null" if logprob is None else f"{logprob:.12f}"}}}'


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
    found: list[Utterance] = []
    problems: list[LineProblem] = []
    for number, line in enumerate(lines(text), 1):
        if squeeze(line):
            utterance = read_line(line)
            if isinstance(utterance, Problem):
                problems.append(LineProblem(number, utterance))
            else:
                found.append(utterance)
    return found, problems


def read_line(line: str) -> Utterance | Problem:
    """The utterance of one line. Lines with tokens and tags but no slots are read as well: their
    text is the tokens, with single spaces."""
    try:
        given = json.loads(line)
    except json.JSONDecodeError as error:
        return Problem(f"This is no JSON: {error.msg}.", error.pos)
    except (ValueError, RecursionError):
        return Problem("This is no JSON that can be read.")
    if not isinstance(given, dict):
        return Problem("This is no JSON object.", 0, 'Each line is {"text": …, "slots": […]}.')
    try:
        return _utterance(given)
    except _Wrong as wrong:
        return Problem(str(wrong))


class _Wrong(Exception):
    """Within this file: says what is wrong with a line."""


def _utterance(given: dict[str, Any]) -> Utterance:
    intent = _text(given, "intent", "")
    if "slots" not in given and "tokens" in given:
        words, labels = _texts(given["tokens"]), _texts(given.get("tags"))
        if words is None or labels is None or len(words) != len(labels):
            raise _Wrong("“tokens” and “tags” are not two lists of texts of one length.")
        text, places = join(words)
        return Utterance(text, spans(places, labels), (), intent)
    text = _text(given, "text")
    slots, constants = _slots(given.get("slots", []), 0, len(text))
    return Utterance(text, slots, constants, intent)


def _slots(
    given: object, start: int, end: int
) -> tuple[tuple[Span, ...], tuple[tuple[str, str], ...]]:
    if not isinstance(given, list):
        raise _Wrong("“slots” is no list.")
    spans: list[Span] = []
    constants: list[tuple[str, str]] = []
    for slot in given:
        if not isinstance(slot, dict):
            raise _Wrong("A slot is no object.")
        name = _text(slot, "name")
        value = None if slot.get("value") is None else _text(slot, "value")
        first, last = slot.get("start"), slot.get("end")
        if first is None and last is None and value is not None:
            constants.append((name, value))
            continue
        if type(first) is not int or type(last) is not int:
            raise _Wrong(f"The slot “{name}” has no start and end.")
        if not start <= first < last <= end:
            raise _Wrong(f"The slot “{name}” ({first} to {last}) does not lie where it can.")
        inner, none = _slots(slot.get("slots", []), first, last)
        if none:
            raise _Wrong(f"The slot “{name}” has a slot without a place in it.")
        spans.append(Span(name, first, last, value, inner))
        start = last
    return tuple(spans), tuple(constants)


def _text(given: dict[str, Any], key: str, default: str | None = None) -> str:
    found = given.get(key, default)
    if not isinstance(found, str):
        raise _Wrong(f"“{key}” is no text.")
    return found


def _texts(given: object) -> list[str] | None:
    if isinstance(given, list) and all(isinstance(word, str) for word in given):
        return given
    return None
