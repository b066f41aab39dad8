"""Clusters: what a reader takes for one letter, and an editor must not tear apart.

The extended grapheme clusters of Unicode Standard Annex 29, as far as letters go: a base with its
marks and joiners, consonants joined by a virama, syllables of conjoining jamo. Where the rules
differ between versions of Unicode, more is kept together.
"""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
_EXTENDING = "\u0e33\u0eb3\uff9e\uff9f"  # letters by their category, parts of one by their use
_LINKERS = frozenset(
    "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2\u1a60\u200d"
)
_JAMO = ((0x1100, 0x11FF), (0xA960, 0xA97C), (0xD7B0, 0xD7FB))


def clusters(text: str) -> list[int]:
    """Where each cluster of *text* begins."""
    if text.isascii():
        return list(range(len(text)))
    return [at for at in range(len(text)) if not at or not _joins(text[at - 1], text[at])]


def _joins(before: str, letter: str) -> bool:
    if letter < "\u0300" or letter == " ":
        return False
    category = unicodedata.category(letter)
    if category[0] == "M" or letter in _JOINERS or letter in _EXTENDING:
        return True
    if before in _LINKERS:
        return category[0] == "L"
    return _is_jamo(letter) and (_is_jamo(before) or "\uac00" <= before <= "\ud7a3")


def _is_jamo(letter: str) -> bool:
    return any(low <= ord(letter) <= high for low, high in _JAMO)
