"""What counts as one text: NFC, white space, apostrophes and case."""

from __future__ import annotations

import re
import unicodedata

WHITE_SPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""The characters of Unicode's White_Space, for use inside a character class. Python's `\\s` has
U+001C to U+001F besides, which Unicode does not."""

_SPACES = re.compile(f"[{WHITE_SPACE}]+")
_ODD_SPACE = re.compile(f"[{WHITE_SPACE.replace(' ', '')}]|  |^ | $")


def nfc(text: str) -> str:
    """*text* in Unicode normalisation form C."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """*text* with every run of white space as one space and none at its ends."""
    if _ODD_SPACE.search(text) is None:
        return text
    return _SPACES.sub(" ", text).strip(" ")


def fold(text: str, locale: str = "") -> str:
    """*text* in lower case and with one kind of apostrophe, code point for code point.

    The length never changes, so that offsets stay good: a letter whose lower case is longer
    becomes the first letter of it, and final sigma is sigma. Turkic locales fold I to dotless ı.
    """
    if locale[:2] in ("tr", "az") and locale[2:3] in ("", "-"):
        text = text.replace("I", "ı")
    # İ is the one letter whose lower case is longer. Whole texts at C speed: a catalogue of a
    # million values is folded in a few strokes.
    lower = text.replace("İ", "i").lower()
    if lower.isascii():
        return lower
    for apostrophe in "\u2019\u02bc\u2018":
        lower = lower.replace(apostrophe, "'")
    return lower.replace("ς", "σ")
