"""The one record of a labelled sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of an utterance's text.

    `start` and `end` count code points; `value` is the canonical value, `None` where there is
    none (an empty one is `""`); `slots` are the spans nested in this one, in reading order.
    """

    name: str
    start: int
    end: int
    value: str | None = None
    slots: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text with its slots in reading order, and its constants: slots that have a value and
    no place, in reading order."""

    text: str
    slots: tuple[Span, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()
    intent: str = ""
