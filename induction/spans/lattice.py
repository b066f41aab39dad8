"""All ways to read a text as words and values of catalogues."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from ...catalogues.index import searchable
from ..lexicon import Lexicon, Listed
from ..words import Token

HEAD = 3
"""So many letters of values are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What an edge stands for: a word, or the value `text` of a slot, which begins with the word
    `head`. `bits` is what it costs to say which of the catalogue's values it is, if they come as
    their weights have it; `size` is how many there are. Each is made once, and is like no other."""

    text: str
    slot: str = ""
    head: str = ""
    bits: float = 0.0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of text. `following` are the numbers of the edges that begin behind it, none at the
    end of the text. `row` is that of its catalogue."""

    start: int
    end: int
    kind: Kind
    following: tuple[int, ...]
    row: int = -1


@dataclass(frozen=True, slots=True)
class Lattice:
    """The edges of a text, sorted by where they begin, and the numbers of those that begin it."""

    edges: tuple[Edge, ...]
    first: tuple[int, ...]


class Candidates:
    """Finds the values of all catalogues of a lexicon; remembers what they begin with, so that most
    are not searched in most places."""

    def __init__(self, lexicon: Lexicon, locale: str) -> None:
        self._locale = locale
        self._kinds: dict[tuple[str, str], Kind] = {}
        self._heads: dict[str, list[Listed]] = {}
        """Catalogues by the first letters of their values."""
        self._large: list[Listed] = []
        """Those of too many values for that."""
        for one in lexicon:
            heads = one.catalogue.index.heads(HEAD) if one.catalogue else (frozenset(), frozenset())
            if heads is None:
                self._large.append(one)
            else:
                for head in heads[0] | heads[1]:
                    self._heads.setdefault(head, []).append(one)

    def lattice(self, text: str, words: Sequence[Token]) -> Lattice:
        """The ways to read *text*, in NFC, whose words are *words*."""
        search = searchable(text, self._locale)
        starts = [word.start for word in words]
        ends = {word.end for word in words}
        found: dict[int, list[tuple[int, Kind, int]]] = {}
        for place, behind in _beginnings(text, words):
            for end, kind, row in self._values(search, place, search[place:behind]):
                if _is_end(text, end, starts, ends):
                    found.setdefault(place, []).append((end, kind, row))
        return self._linked(search, words, starts, found)

    def _values(self, search: str, place: int, word: str) -> Iterator[tuple[int, Kind, int]]:
        """The values that begin at a place, each of a slot once."""
        # A catalogue may have values of one letter and others that go on from there.
        listed = {one.name: one for one in self._large}
        for length in range(1, HEAD + 1):
            for one in self._heads.get(search[place : place + length], ()):
                listed[one.name] = one
        for one in listed.values():
            catalogue = one.catalogue
            if catalogue is None:
                continue
            last = -1
            for end, row in catalogue.index.matches(search, place):
                if end != last and end > place:
                    share = catalogue.weight(row) / max(catalogue.total, 1)
                    text = search[place:end]
                    yield end, self.value(one.name, text, word, len(catalogue), share), row
                last = end

    def value(self, slot: str, text: str, head: str, size: int, share: float = 0.0) -> Kind:
        """A value of a slot: that of all uses which its catalogue foresees is *share*."""
        known = self._kinds.get((slot, text))
        if known is None:
            bits = -log2(min(share, 1.0)) if share > 0 else log2(size + 1)
            known = self._kinds[slot, text] = Kind(text, slot, head, bits, size)
        return known

    def word(self, text: str) -> Kind:
        """A word, as it is searched for."""
        return self._kinds.setdefault(("", text), Kind(text))

    def _linked(
        self,
        search: str,
        words: Sequence[Token],
        starts: Sequence[int],
        found: dict[int, list[tuple[int, Kind, int]]],
    ) -> Lattice:
        """The edges that can be reached from the beginning, each with those behind it."""
        edges: list[tuple[int, int, Kind, int]] = []
        pending, known = [starts[0]] if starts else [], set(starts[:1])
        inner = [place for place in found if place not in known and place not in set(starts)]
        while pending:
            place = pending.pop()
            word = words[bisect_right(starts, place) - 1]
            reached = [(word.end, self.word(search[place : word.end]), -1)]
            for other in inner:
                if place < other < word.end:
                    reached.append((other, self.word(search[place:other]), -1))
            for end, kind, row in (*reached, *found.get(place, ())):
                edges.append((place, end, kind, row))
                behind = _next(end, words, starts)
                if behind is not None and behind not in known:
                    known.add(behind)
                    pending.append(behind)
        edges.sort(key=lambda edge: (edge[0], edge[1], edge[2].slot))
        begin: dict[int, list[int]] = {}
        for number, edge in enumerate(edges):
            begin.setdefault(edge[0], []).append(number)
        linked = []
        for start, end, kind, row in edges:
            behind = _next(end, words, starts)
            following = () if behind is None else tuple(begin[behind])
            linked.append(Edge(start, end, kind, following, row))
        return Lattice(tuple(linked), tuple(begin[starts[0]]) if starts else ())


def _beginnings(text: str, words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where values may begin, and where that word ends: with words, and behind apostrophes in them
    (*l'Artiste*)."""
    for word in words:
        for place in range(word.start, word.end):
            if place == word.start or text[place - 1] in "'\u2019":
                yield place, word.end


def _is_end(text: str, end: int, starts: Sequence[int], ends: set[int]) -> bool:
    """Whether a value may end here: where a word does or in the punctuation behind it, or before
    an apostrophe (*Madonna's*)."""
    if end in ends or text[end : end + 1] in ("'", "\u2019"):
        return True
    number = bisect_right(starts, end - 1) - 1
    following = starts[number + 1] if number + 1 < len(starts) else len(text)
    return number >= 0 and any(at in ends for at in range(starts[number], end)) and end <= following


def _next(end: int, words: Sequence[Token], starts: Sequence[int]) -> int | None:
    """Where it goes on behind *end*."""
    number = bisect_right(starts, end) - 1
    if number >= 0 and end < words[number].end:
        return end
    return starts[number + 1] if number + 1 < len(starts) else None
