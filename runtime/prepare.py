"""The text to parse, brought to the form in which it is searched, with the way back.

NFC, one kind of space and of apostrophe, case folded; every place of the prepared text knows its
place in the text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..dsl.text import WHITE_SPACE, fold

_SPACES = re.compile(f"[{WHITE_SPACE}]+")
_MINUS = re.compile(r"-[0-9]")
_PLAIN = re.compile(r"[\w ]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Prepared:
    """`exact` is the normalised text in its own case, `text` the one that is compared with
    literal text (folded, or `exact`), and `search` the one that catalogues look in (folded, and
    hyphens as spaces); all of one length. `passes` are the places of punctuation that may
    be passed over, with the place behind it. `starts` and `ends` give for each character its
    stretch of the text as typed, None where it is the same."""

    exact: str
    text: str
    search: str
    passes: dict[int, int]
    starts: list[int] | None
    ends: list[int] | None

    def start(self, place: int) -> int:
        """Where the character at *place* begins as typed."""
        return place if self.starts is None else self.starts[place]

    def end(self, place: int) -> int:
        """Where the character before *place* ends as typed."""
        return place if self.ends is None else self.ends[place - 1]


def prepare(typed: str, locale: str, folded: bool = True) -> Prepared:
    """The prepared form of *typed*."""
    text = typed
    starts: list[int] | None = None
    ends: list[int] | None = None
    if not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        text, starts, ends = _compose(text)
    squeezed = text
    if not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " ":
        squeezed = _SPACES.sub(" ", text).strip(" ")  # all white space but a space is unprintable
    if squeezed != text:
        at = list(range(len(text))) if starts is None else starts
        to = list(range(1, len(text) + 1)) if ends is None else ends
        keep: list[tuple[int, int]] = []
        for match in re.finditer(f"[{WHITE_SPACE}]+|.", text, re.DOTALL):
            keep.append((at[match.start()], to[match.end() - 1]))
        first = _SPACES.match(text) is not None
        keep = keep[int(first) : int(first) + len(squeezed)]
        starts, ends = [a for a, _ in keep], [b for _, b in keep]
        text = squeezed
    low = fold(text, locale)
    passes: dict[int, int] = {}
    if _PLAIN.fullmatch(text) is None:
        passes = _punctuation(text)
    if not text.isascii():
        text = apostrophes(text)
    return Prepared(text, low if folded else text, low.replace("-", " "), passes, starts, ends)


def apostrophes(text: str) -> str:
    """*text* with one kind of apostrophe."""
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'")


def _compose(text: str) -> tuple[str, list[int], list[int]]:
    """NFC, cluster by cluster, with the stretch of *text* that each character comes from."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    nfc = unicodedata.normalize
    for place in range(1, len(text) + 1):
        if place < len(text):
            cluster, following = text[begin:place], text[place]
            if unicodedata.combining(following) or nfc("NFC", cluster + following) != nfc(
                "NFC", cluster
            ) + nfc("NFC", following):
                continue
        composed = nfc("NFC", text[begin:place])
        pieces.append(composed)
        starts.extend([begin] * len(composed))
        ends.extend([place] * len(composed))
        begin = place
    return "".join(pieces), starts, ends


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


def _punctuation(text: str) -> dict[int, int]:
    """The places of punctuation at the edges of words, and where they lead. A minus sign before a
    digit is none.

    A word that is all punctuation is passed over together with the space before it, or, at the
    start of the text, with the one behind it.
    """
    passes: dict[int, int] = {}
    end = -1
    for word in text.split(" "):
        place = end + 1
        end = place + len(word)
        if word[:1].isalnum() and word[-1].isalnum():
            continue
        left, right = place, end
        while left < end and _is_punctuation(text[left]) and not _MINUS.match(text, left):
            passes[left] = left + 1
            left += 1
        if left == end:  # the whole word
            if place:
                passes[place - 1] = end
            elif end < len(text):
                passes[0] = end + 1
        else:
            while _is_punctuation(text[right - 1]):
                right -= 1
                passes[right] = right + 1
    return passes
