"""Atoms: draws from catalogues, cut up so that no two of them share a row's text and id.

Agreement and filters draw from overlapping parts of one catalogue: what is drawn here as a city of
Maine and there as one of Oregon may both be Portland. Where the texts of a grammar are told apart,
Portland must be one thing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from ...catalogues.selection import Selection

MOST_ROWS = 300_000
"""Selections of more rows than this are left in one piece."""

Pair = tuple[str, "str | None"]


class Values:
    """Texts that a draw may give, each with the ids that it may come with where ids matter."""

    __slots__ = ("_ids", "_sorted", "pairs", "texts")

    rule = False
    """Whether they are known by rule alone, and `pairs` and `texts` are empty."""

    def __init__(self, pairs: frozenset[Pair]) -> None:
        self.pairs = pairs
        self.texts = frozenset(text for text, _ in pairs)
        self._sorted: list[str] | None = None
        self._ids: dict[str, list[str | None]] | None = None

    @classmethod
    def of(cls, selection: Selection, valued: bool) -> Values:
        """The values of a selection; *valued* says whether ids matter."""
        catalogue = selection.catalogue
        texts: list[str] = catalogue.cells("value")
        rows = list(selection.rows())
        if len(rows) < len(texts):
            texts = [texts[row] for row in rows]
        if valued:
            return cls(frozenset(zip(texts, map(catalogue.identity, rows), strict=True)))
        return cls(frozenset((text, None) for text in texts))

    @property
    def size(self) -> int:
        """How many there are, with their ids."""
        return len(self.pairs)

    @property
    def large(self) -> bool:
        """Whether they are too many to be looked at one by one."""
        return len(self.texts) > MOST_ROWS

    @property
    def inner(self) -> frozenset[str]:
        """The characters that the texts consist of; some more may be among them."""
        return frozenset("".join(self.texts))

    @property
    def repeats(self) -> bool:
        """Whether one text has several ids."""
        return len(self.pairs) > len(self.texts)

    def ids(self, text: str) -> list[str | None]:
        """The ids that go with *text*."""
        if self._ids is None:
            self._ids = {}
            for value, identity in sorted(self.pairs, key=lambda p: (p[0], p[1] or "")):
                self._ids.setdefault(value, []).append(identity)
        return self._ids[text]

    def has(self, text: str) -> bool:
        """Whether *text* is one of the texts."""
        return text in self.texts

    def meets(self, other: Values) -> bool:
        """Whether some text may be of both."""
        return other.meets(self) if other.rule else not self.texts.isdisjoint(other.texts)

    def shares(self, other: Values) -> bool:
        """Whether some text may be of both, with the same id."""
        return other.shares(self) if other.rule else not self.pairs.isdisjoint(other.pairs)

    def within(self, text: str) -> bool:
        """Whether *text* may stand in one of the texts."""
        return any(text in one for one in self.texts)

    def goes_on(self, start: str) -> bool:
        """Whether some text begins with *start* and is longer."""
        if self._sorted is None:
            self._sorted = sorted(self.texts)
        at = bisect_left(self._sorted, start)
        if at < len(self._sorted) and self._sorted[at] == start:
            at += 1
        return at < len(self._sorted) and self._sorted[at].startswith(start)


def atoms(draws: Sequence[Values]) -> tuple[list[Values], list[list[int]]]:
    """The atoms of *draws*, and for each draw the numbers of those it consists of, ascending.
    Every value of a draw lies in one atom; draws that overlap with none stay whole."""
    found: list[Values] = []
    parts: list[list[int]] = [[] for _ in draws]
    where: dict[Pair, list[int]] = {}
    for number, values in enumerate(draws):
        if values.rule or values.size > MOST_ROWS:
            parts[number].append(len(found))
            found.append(values)
            continue
        for pair in values.pairs:
            where.setdefault(pair, []).append(number)
    groups: dict[tuple[int, ...], list[Pair]] = {}
    for pair, numbers in where.items():
        groups.setdefault(tuple(numbers), []).append(pair)
    for group, pairs in sorted(groups.items(), key=lambda g: g[0]):
        whole = len(group) == 1 and len(pairs) == len(draws[group[0]].pairs)
        for number in group:
            parts[number].append(len(found))
        found.append(draws[group[0]] if whole else Values(frozenset(pairs)))
    return found, parts
