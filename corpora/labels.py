"""The names of slots in annotated text."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_INNER = re.compile(r"[A-Za-z0-9_\u200c\u200d-]")


def end_of_label(text: str, start: int) -> int:
    """Where the name that begins at *start* ends; *start* where none does.

    A name is a letter, then letters, marks, decimal digits, joiners, `_` and `-`, with single
    dots inside: a dot that no such character follows does not belong to it.
    """
    end = start
    if found := _PLAIN.match(text, start):
        end = found.end()
        if end == len(text) or (text[end].isascii() and text[end] != "."):
            return end
    elif start == len(text) or not text[start].isalpha():
        return start
    while end < len(text):
        if _is_inner(text[end]):
            end += 1
        elif text[end] == "." and end + 1 < len(text) and _is_inner(text[end + 1]):
            end += 2
        else:
            break
    return end


def _is_inner(letter: str) -> bool:
    if letter.isascii():
        return _INNER.match(letter) is not None
    kind = unicodedata.category(letter)
    return kind[0] in "LM" or kind == "Nd" or letter in "\u200c\u200d"
