"""Expressions and sentences as the page shows them."""

from __future__ import annotations

from html import escape

from ...corpora.annotated import read
from ...corpora.utterance import Span, Utterance
from ..draft import Call, Choice, Expression, Optional, Repeat, Sequence
from ..symbols import Symbol, Symbols
from .told import Piece


def said(one: Expression, inner: bool = False) -> str:
    """An expression on one line, without weights; *inner*: beside others."""
    if isinstance(one, Symbol):
        return f"{{{one.text}}}" if one.slot else one.text
    if isinstance(one, Call):
        return f"<{one.name}>"
    if isinstance(one, Sequence):
        return _sequence(one) or '""'
    if isinstance(one, Choice):
        shown = " | ".join(said(option.expression) for option in one.options)
        return f"({shown})" if inner else shown
    if isinstance(one, Optional):
        return f"[{said(one.expression)}]"
    assert isinstance(one, Repeat)
    many = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((one.low, one.high))
    bound = "" if one.high is None else one.high
    inside = said(one.expression, True)
    if isinstance(one.expression, Sequence):
        inside = f"({inside})"
    return inside + (many or f"{{{one.low},{bound}}}")


def _sequence(one: Sequence) -> str:
    shown = ""
    for part in one.parts:
        touches = isinstance(part, Symbol) and part.touches
        shown += f"{'' if touches or not shown else ' '}{said(part, True)}"
    return shown


def template(symbols: Symbols) -> str:
    """A template on one line: `play {song} by {artist}`."""
    return _sequence(Sequence(symbols))


def marked(text: str) -> str:
    """Annotated text as HTML, each value with its slot beside it; as it is where it can't be
    read."""
    found = read(text)
    if not isinstance(found, Utterance):
        return escape(text)
    constants = "".join(
        f' <span class="soft">{escape(name)} = {escape(value)}</span>'
        for name, value in found.constants
    )
    return _spans(found.text, 0, len(found.text), found.slots) + constants


def _spans(text: str, start: int, end: int, slots: tuple[Span, ...]) -> str:
    out, at = "", start
    for slot in slots:
        out += escape(text[at : slot.start])
        out += value(_spans(text, slot.start, slot.end, slot.slots), slot.name)
        at = slot.end
    return out + escape(text[at:end])


def sentence(pieces: tuple[Piece, ...]) -> str:
    """A sentence as HTML, each value with its slot beside it."""
    out = ""
    for piece in pieces:
        shown = escape(piece.text)
        out += f"{' ' if piece.space else ''}{value(shown, piece.slot) if piece.slot else shown}"
    return out


def value(shown: str, slot: str) -> str:
    """HTML of a value and its slot's name."""
    return f'<span class="value">{shown}<small>{escape(slot)}</small></span>'
