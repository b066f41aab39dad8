"""Case: sentences in small letters, in capitals, and what lies between."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

from ...dsl.text import nfc
from .clusters import clusters
from .draws import Draws

_TURKIC = ("tr", "az")


def recased(text: str, locale: str, draw: Draws) -> str:
    """*text* in another case, of the same length: all small letters (4 times in 8), ALL CAPITALS
    (2), Each Word with a capital (1), the First letter a capital (1), as far as that differs from
    *text*; a text without such letters stays.

    Letters are changed one by one, and one whose other case has another length stays (ß, İ, ﬁ).
    In Turkish and Azeri i and İ, ı and I belong together.
    """
    turkic = locale.split("-")[0] in _TURKIC
    low, high = (_turkic_low, _turkic_high) if turkic else (str.lower, str.upper)
    forms = [
        (4, _kept(text, _all(text, low))),
        (2, _kept(text, _all(text, high))),
        (1, _kept(text, _firsts(text, _turkic_title if turkic else str.title, every=True))),
        (1, _kept(text, _firsts(text, _turkic_title if turkic else str.title, every=False))),
    ]
    others = [form for times, form in forms for _ in range(times) if form != text]
    return others[draw.below(len(others))] if others else text


def _turkic_low(text: str) -> str:
    return text.replace("I", "ı").replace("İ", "i").lower()


def _turkic_high(text: str) -> str:
    return text.replace("i", "İ").upper()


def _turkic_title(letter: str) -> str:
    return "İ" if letter == "i" else letter.title()


def _all(text: str, change: Callable[[str], str]) -> str:
    changed = change(text)  # knows of final sigma, too
    if len(changed) == len(text):
        return changed
    return "".join(_one(letter, change) for letter in text)


def _firsts(text: str, change: Callable[[str], str], *, every: bool) -> str:
    """*text* with its first letter, or that of every word, changed."""
    out: list[str] = []
    wanted = True
    for letter in text:
        if wanted and unicodedata.category(letter)[0] == "L":
            out.append(_one(letter, change))
            wanted = False
        else:
            out.append(letter)
            wanted = wanted or (every and letter == " ")
    return "".join(out)


def _one(letter: str, change: Callable[[str], str]) -> str:
    changed = change(letter)
    return changed if len(changed) == 1 else letter


def _kept(text: str, changed: str) -> str:
    """*changed*, but for what NFC would write with another length: a capital J with a caron is two
    characters, a small one is one. Such letters stay."""
    if nfc(changed) == changed:
        return changed
    starts = [*clusters(text), len(text)]
    pieces: list[str] = []
    for start, end in pairwise(starts):
        piece = changed[start:end]
        pieces.append(piece if nfc(piece) == piece else text[start:end])
    whole = "".join(pieces)
    return whole if nfc(whole) == whole else text
