"""What counts as a name, a feature value and a language tag."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
STATEMENT_WORDS = (
    "grammar",
    "locale",
    "import",
    "wildcard",
    "feature",
    "catalog",
    "intent",
    "rewrite",
    "skip",
    "test",
)
"""What statements begin with; no rule bears such a name."""

NAME_HINT = "A name is a letter, then letters, digits, `_`, `-`, and single dots inside."
_JOINERS = "\u200c\u200d"


def is_name(text: str) -> bool:
    """Whether *text* is a name: a letter, then letters, marks, decimal digits, joiners, `_` and
    `-`, with single dots inside."""
    if _PLAIN.fullmatch(text):
        return True
    return not text.isascii() and unicodedata.category(text[0])[0] == "L" and _inner(text)


def is_feature_value(text: str) -> bool:
    """Whether *text* is the value of a feature: a name that may begin with a digit."""
    if _VALUE.fullmatch(text):
        return True
    if text.isascii():
        return False
    first = unicodedata.category(text[0])
    return (first[0] == "L" or first == "Nd") and _inner(text)


def is_language_tag(text: str) -> bool:
    """Whether *text* has the shape of a BCP 47 language tag."""
    return _TAG.fullmatch(text) is not None


def _inner(text: str) -> bool:
    if text[-1] == "." or ".." in text:
        return False
    return all(
        c in "_-." or c in _JOINERS or (k := unicodedata.category(c))[0] in "LM" or k == "Nd"
        for c in text
    )


def why_no_name(text: str) -> str:
    """What keeps *text* from being a name, as the end of a sentence."""
    if not text:
        return "it is empty"
    if text[0].isdigit():
        return "it begins with a digit"
    if text[0] in "_-.":
        return f"it begins with `{text[0]}`"
    if ".." in text or text[-1] == ".":
        return "a single dot stands only inside a name"
    for char in text:
        if not is_name("a" + char + "a"):
            return f"it holds `{char}`"
    return "it does not begin with a letter"
