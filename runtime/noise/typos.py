"""Typos: words as fingers get them wrong, one slip a word.

The slips are the four that make up most misspellings (Damerau, 1964): a neighbouring key, a letter
left out, one typed twice, two the wrong way round.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from ...corpora.utterance import Utterance
from ...dsl.text import nfc
from .clusters import clusters
from .draws import Draws
from .moving import borders, moved

_WORDS = re.compile("[A-Za-z]{2,}")


def mistyped(utterance: Utterance, limit: int, keys: Mapping[str, str], draw: Draws) -> Utterance:
    """*utterance* with each of its words mistyped where a number falls below *limit*. *keys* are
    the neighbours of each key.

    A word is two or more letters in a row that no border of a slot divides, a letter being a
    cluster. Each slip that the word allows is as likely, and so is each place for it:
    nothing is left out of words of two letters, a letter and its like are not swapped, and the
    neighbouring key is of letters on the keyboard only. What is mistyped differs from what it
    was and is NFC; no slot loses its last letter, and none gets or loses a neighbour's.
    """
    text = utterance.text
    divided = borders(utterance.slots)
    numbers = [(word, draw.number()) for word in words(text, divided)]
    if not any(number < limit for _, number in numbers):
        return utterance
    ends: list[int] = []
    shifts = [0]
    for word, number in numbers:
        if number < limit:
            shift = shifts[-1]
            start, end = word[0] + shift, word[-1] + shift
            slipped = _slip(text, [place + shift for place in word], keys, draw)
            text = f"{text[:start]}{slipped}{text[end:]}"
            ends.append(word[-1])
            shifts.append(shift + len(slipped) - (end - start))
    return Utterance(
        text,
        moved(utterance.slots, lambda at: at + shifts[bisect_right(ends, at)]),
        utterance.constants,
        utterance.intent,
    )


def words(text: str, divided: Collection[int]) -> Iterator[list[int]]:
    """The words of *text*: where each of their letters begins, and where the last one ends.
    *divided* are the borders of slots."""
    if text.isascii():
        for match in _WORDS.finditer(text):
            start = match.start()
            for at in range(start + 1, match.end() + 1):
                if at == match.end() or at in divided:
                    if at - start > 1:
                        yield list(range(start, at + 1))
                    start = at
        return
    starts = clusters(text)
    word: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        whole = not any(at in divided for at in range(start + 1, end))
        letter = whole and unicodedata.category(text[start])[0] == "L"
        if word and (not letter or start in divided):
            if len(word) > 1:
                yield [*word, start]
            word = []
        if letter:
            word.append(start)
    if len(word) > 1:
        yield [*word, len(text)]


def _slip(text: str, word: list[int], keys: Mapping[str, str], draw: Draws) -> str:
    """The word at these places of *text*, mistyped; as it is where there is no way to."""
    letters = [text[a:b] for a, b in pairwise(word)]
    count = len(letters)
    kinds = {
        "neighbour": [at for at in range(count) if letters[at].lower() in keys],
        "left out": list(range(count)) if count > 2 else [],
        "twice": list(range(count)),
        "swapped": [at for at in range(count - 1) if letters[at] != letters[at + 1]],
    }
    possible = [kind for kind, places in kinds.items() if places]
    first, spin, choice = draw.below(len(possible)), draw.number(), draw.number()
    head, tail = text[: word[0]], text[word[-1] :]
    for kind in (*possible[first:], *possible[:first]):
        places = kinds[kind]
        at = spin * len(places) >> 64
        for place in (*places[at:], *places[:at]):
            slipped = "".join(_edited(letters, kind, place, keys, choice))
            whole = f"{head}{slipped}{tail}"
            if nfc(whole) == whole:
                return slipped
    return "".join(letters)


def _edited(
    letters: list[str], kind: str, at: int, keys: Mapping[str, str], choice: int
) -> list[str]:
    here = letters[at]
    if kind == "neighbour":
        near = keys[here.lower()]
        key = near[choice * len(near) >> 64]
        return [*letters[:at], key.upper() if here.isupper() else key, *letters[at + 1 :]]
    if kind == "left out":
        return [*letters[:at], *letters[at + 1 :]]
    if kind == "twice":
        return [*letters[: at + 1], *letters[at:]]
    return [*letters[:at], letters[at + 1], here, *letters[at + 2 :]]
