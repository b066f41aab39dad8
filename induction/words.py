"""The words of an utterance: what of its text parsing can't pass over, and its slots."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..corpora.letters import pieces
from ..corpora.utterance import Span, Utterance
from ..dsl.text import nfc, squeeze

_SPOKEN = "%‰&@#§°"
"""Punctuation that stands for words: it stays."""
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc]")
_ENDS = re.compile("[.!?…。！？｡।॥؟۔]")
"""What ends a sentence."""
_MINUS = re.compile("-[0-9]")
_WORD = re.compile("[^ ]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it was typed, or a slot (whose `text` is the value's). `touches`: no space stands
    before it. `initial`: a sentence begins with it, so that a capital tells nothing. `start` and
    `end` are its place in the utterance, of which it may be another form."""

    text: str
    slot: Span | None = None
    touches: bool = False
    initial: bool = False
    start: int = 0
    end: int = 0


def tokens(utterance: Utterance) -> list[Token]:
    """The words and outermost slots of *utterance*, whose spaces are single.

    Punctuation at the ends of what stands between spaces is left out, as parsing passes over it
    (`runtime/prepare.py`), unless it lies in a slot, or stands for a word (*50 %*), or is the one
    apostrophe at that end (*'til*, *writers'*). What spaces don't part touches.
    """
    text = utterance.text
    dropped = _dropped(text, utterance.slots)
    found: list[Token] = []
    at = 0
    for slot in utterance.slots:
        _words(text, at, slot.start, dropped, found)
        value = squeeze(nfc(text[slot.start : slot.end]))
        touches = _touches(text, slot.start, dropped)
        found.append(Token(value, slot, touches, not found, slot.start, slot.end))
        at = slot.end
    _words(text, at, len(text), dropped, found)
    return found


def _words(text: str, start: int, end: int, dropped: set[int], found: list[Token]) -> None:
    """Adds the words of a stretch outside slots."""
    for match in _WORD.finditer(text, start, end):
        low, high = match.span()
        while low < high and low in dropped:
            low += 1
        while low < high and high - 1 in dropped:
            high -= 1
        if low == high:
            continue
        word = nfc(text[low:high])
        if not word.isascii():
            word = _APOSTROPHES.sub("'", word)
        touches = _touches(text, low, dropped)
        initial = not found or (not touches and _ended(text, low, dropped))
        split = pieces(word)
        for number, piece in enumerate(split):
            # Only in NFC are the letters of a word in the places where they are in the text.
            end = low + len(piece) if number + 1 < len(split) else high
            found.append(Token(piece, None, touches, initial, low, end))
            low, touches, initial = end, True, False


def _touches(text: str, place: int, dropped: set[int]) -> bool:
    return place > 0 and text[place - 1] != " " and place - 1 not in dropped


def _ended(text: str, place: int, dropped: set[int]) -> bool:
    """Whether what was left out before the word at *place* ends a sentence."""
    at = place - 1
    while at >= 0 and (text[at] == " " or at in dropped):
        if _ENDS.match(text[at]):
            return True
        at -= 1
    return False


def _dropped(text: str, slots: tuple[Span, ...]) -> set[int]:
    """The places of punctuation that is left out."""
    found: set[int] = set()
    for match in _WORD.finditer(text):
        low, high = match.span()
        if text[low].isalnum() and text[high - 1].isalnum():
            continue
        while low < high and _is_passed(text[low]) and not _MINUS.match(text, low):
            low += 1
        while high > low and _is_passed(text[high - 1]):
            high -= 1
        before, behind = set(range(match.start(), low)), set(range(high, match.end()))
        if low < high:
            # One apostrophe belongs to the word; those on both sides are quotation marks.
            first = before and _is_apostrophe(text[low - 1])
            last = behind and _is_apostrophe(text[high])
            if first and not any(_is_apostrophe(text[at]) for at in behind):
                before.discard(low - 1)
            if last and not any(_is_apostrophe(text[at]) for at in range(match.start(), low)):
                behind.discard(high)
        found |= before
        found |= behind
    if found:
        for slot in slots:
            # What lies in a slot is of its value; an apostrophe beside one is a quotation mark.
            found.difference_update(range(slot.start, slot.end))
            _lone(text, slot, found)
    return found


def _lone(text: str, slot: Span, found: set[int]) -> None:
    before, behind = slot.start - 1, slot.end
    if before >= 0 and _is_apostrophe(text[before]) and text[:before][-1:] in ("", " "):
        found.add(before)
    if (
        behind < len(text)
        and _is_apostrophe(text[behind])
        and text[behind + 1 : behind + 2] in ("", " ")
    ):
        found.add(behind)


def _is_apostrophe(letter: str) -> bool:
    return letter in "'\u2018\u2019\u02bc"


def _is_passed(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "P" and letter not in _SPOKEN
