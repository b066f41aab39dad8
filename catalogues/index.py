"""Catalogue values in text: which of a million values begin here?

The values' keys (folded, hyphens as spaces) lie sorted; beside each key stands the number of its
row and its parent: the longest shorter key that is a prefix of it. All keys that are
prefixes of a text are its predecessor in the order or ancestors of that (a key between a prefix of
the text and the text has that prefix too), so that one binary search and a walk upwards find
them all.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from ..dsl.text import fold
from .packing import Bytes, Texts, code_for, open_numbers, pack_numbers

_SAME = 1 << 31
_PARENT = _SAME - 1

_STRIDE = 64
_DECODED = 1 << 16
_BLOCK = 1 << 16


def searchable(text: str, locale: str) -> str:
    """*text* as it is searched for and in: folded, hyphens as spaces, code point for code
    point."""
    return fold(text, locale).replace("-", " ")


def pack_index(values: Texts, locale: str) -> tuple[dict[str, bytes], int]:
    """The sections of the index of *values*, and a length that no key exceeds."""
    # The keys' UTF-8, taken for Latin-1: it sorts as code points do, has the same prefixes, and
    # strings of one byte a letter are by far the quickest to sort.
    keys: list[str] = []
    for start in range(0, len(values), _BLOCK):
        text = searchable(values.joined(start, min(start + _BLOCK, len(values))), locale)
        keys += (text if text.isascii() else text.encode().decode("latin-1")).split("\n")
    # Backwards, because the sort is stable: of equal keys the last row comes first, and the walk
    # upwards meets the first row first.
    order = sorted(range(len(keys) - 1, -1, -1), key=keys.__getitem__)
    rows = array("I", order)
    # Joined and split again, the keys lie in memory in their order: what follows runs along it.
    text = "\n".join(map(keys.__getitem__, order))
    del keys, order
    keys = text.split("\n") if rows else []
    lengths = array("I", map(len, keys))
    offsets = array(code_for(len(text)), accumulate(lengths, initial=0))
    sections = {
        "keys": text.encode("latin-1"),
        "keys.at": pack_numbers(offsets),
        "keys.row": pack_numbers(rows),
        "keys.parent": pack_numbers(_parents(keys)),
    }
    return sections, max(lengths, default=0)


def _parents(keys: Sequence[str]) -> array[int]:
    """For each sorted key, 1 + the place of its parent, the longest shorter key that is a prefix
    of it; 0 where it has none; with `_SAME` added where the key before it is the same. The way
    from the key before it upwards is the stack of all open prefixes, so this is linear."""
    parents: list[int] = []
    add = parents.append
    before, above = 0, ""
    for here, key in enumerate(keys, 1):
        while before:
            above = keys[before - 1]
            if key.startswith(above):
                break
            before = parents[before - 1] & _PARENT
        if before and len(above) == len(key):
            before = parents[before - 1] & _PARENT | _SAME
        add(before)
        before = here
    return array("I", parents)


class Index:
    """The keys of one catalogue, where they lie. Up to 65,536 of them are decoded when the first
    is looked up; of more, every 64th."""

    __slots__ = ("_checked", "_keys", "_longest", "_parents", "_rows", "_samples", "_texts")

    def __init__(self, sections: Mapping[str, Bytes], length: int, longest: int) -> None:
        self._texts = Texts(sections["keys"], sections["keys.at"], length)
        self._rows = open_numbers(sections["keys.row"], "I")
        self._parents = open_numbers(sections["keys.parent"], "I")
        self._longest = longest
        self._keys: Sequence[str] | None = None
        self._samples: list[str] = []
        self._checked: object = None

    def checked(self, check: Callable[[int, Bytes, Bytes, Any, Any], object]) -> object:
        """What *check* makes of how many keys there are, the keys, their offsets, the rows and the
        parents: made once, by the first that is given."""
        if self._checked is None:
            texts = self._texts
            self._checked = check(len(texts), texts.blob, texts.offsets, self._rows, self._parents)
        return self._checked

    @property
    def literal(self) -> bool:
        """Whether texts are to be looked up as they are, hyphens and all."""
        return False

    def matches(self, text: str, pos: int) -> list[tuple[int, int]]:
        """Every row whose key stands at *pos*, as (end, row): the longest first, rows with
        the same key in their order. *text* is `searchable`."""
        keys = self._keys
        if keys is None:
            keys = self._load()
        ahead = text[pos : pos + self._longest]
        if self._samples:
            high = bisect_right(self._samples, ahead) * _STRIDE
            low = max(high - _STRIDE, 0)
            at = bisect_right(keys, ahead, low, min(high, len(keys)))
        else:
            at = bisect_right(keys, ahead)
        parents, rows = self._parents, self._rows
        found: list[tuple[int, int]] = []
        while at and not ahead.startswith(keys[at - 1]):
            at = parents[at - 1] & _PARENT
        while at:
            end = pos + len(keys[at - 1])
            parent = parents[at - 1]
            found.append((end, rows[at - 1]))
            while parent & _SAME:
                at -= 1
                parent = parents[at - 1]
                found.append((end, rows[at - 1]))
            at = parent
        return found

    def begins(self, text: str) -> tuple[bool, bool]:
        """Whether some key begins with *text*, which is `searchable`, and whether one is it."""
        keys = self._keys or self._load()
        low, high = 0, len(keys)
        if self._samples:
            high = min(bisect_left(self._samples, text) * _STRIDE, len(keys))
            low = max(high - _STRIDE, 0)
        at = bisect_left(keys, text, low, high)
        if at == len(keys):
            return False, False
        key = keys[at]
        return key.startswith(text), key == text

    def heads(self, length: int) -> tuple[frozenset[str], frozenset[str]] | None:
        """The first *length* characters of all keys, and the keys that are shorter; None where the
        keys are too many to be decoded."""
        keys = self._keys or self._load()
        if self._samples:
            return None
        long = frozenset(key[:length] for key in keys if len(key) >= length)
        return long, frozenset(key for key in keys if len(key) < length)

    def _load(self) -> Sequence[str]:
        if len(self._texts) <= _DECODED:
            self._keys = self._texts.all()
        else:
            self._samples = self._texts[::_STRIDE]
            self._keys = self._texts
        return self._keys
