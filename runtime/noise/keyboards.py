"""Keyboards: which keys lie next to a letter's.

Only rows of letters are here, and of each language the layout that most of its keyboards have.
"""

from __future__ import annotations

from functools import lru_cache

_QWERTY = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_QWERTZ = ("qwertzuiop", "asdfghjkl", "yxcvbnm")

LAYOUTS: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(("en", "ca", "cy", "ga", "gl", "id", "it", "ms"), _QWERTY),
    **dict.fromkeys(("nl", "pl", "pt", "ro", "sw", "tl"), _QWERTY),
    **dict.fromkeys(("cs", "hr", "hu", "sk", "sl", "fr-CH"), _QWERTZ),
    "da": ("qwertyuiopå", "asdfghjklæø", "zxcvbnm"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnm"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
    "eu": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
    "fi": ("qwertyuiopå", "asdfghjklöä", "zxcvbnm"),
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    "fr-CA": _QWERTY,
    "nb": ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm"),
    "nl-BE": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
    "nn": ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm"),
    "no": ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm"),
    "pt-BR": ("qwertyuiop", "asdfghjklç", "zxcvbnm"),
    "pt-PT": ("qwertyuiop", "asdfghjklç", "zxcvbnm"),
    "ru": ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
    "sv": ("qwertyuiopå", "asdfghjklöä", "zxcvbnm"),
    "tr": ("qwertyuıopğü", "asdfghjklşi", "zxcvbnmöç"),
    "uk": ("йцукенгшщзхї", "фівапролджє", "ячсмитьбю"),
}
"""The rows of letters by locale, or else by language."""

_SHIFTS = (0.0, 0.25, 0.75)
"""How far each row stands to the right, in keys."""


@lru_cache(maxsize=8)
def neighbours(locale: str) -> dict[str, str]:
    """For each (small) letter of the keyboard of *locale* the letters whose keys touch its own, in
    the order of the rows; empty where the keyboard isn't known."""
    rows = LAYOUTS.get(locale) or LAYOUTS.get(locale.split("-")[0])
    if rows is None:
        return {}
    keys = [
        (letter, row, column + _SHIFTS[row])
        for row, letters in enumerate(rows)
        for column, letter in enumerate(letters)
    ]
    return {
        letter: "".join(
            other
            for other, below, right in keys
            if other != letter
            and (abs(right - x) == 1 if below == row else abs(below - row) * abs(right - x) < 1)
            and abs(below - row) <= 1
        )
        for letter, row, x in keys
    }
