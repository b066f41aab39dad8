"""Keys: the values of a draw as parsing would compare them, sorted and to be looked up."""

from __future__ import annotations

import math
from bisect import bisect_left
from itertools import islice

from ...catalogues.catalogue import Catalogue
from ...catalogues.selection import Selection
from ...dsl.text import fold

MOST_NUMBERS = 100_000
"""Of a range with more numbers than this only the first are looked at."""

Entry = tuple["str | None", float]
"""A canonical value, or none, and the probability that a draw gives the text with it."""


def is_range(catalogue: Catalogue) -> bool:
    """Whether the rows of a catalogue are numbers that are worked out."""
    from ...catalogues.numbers.catalogue import Numbers

    return isinstance(catalogue, Numbers)


class Keys:
    """The folded texts of a selection, each once. Where *valued*, rows of one text with different
    canonical values are told apart."""

    __slots__ = (
        "_likeliest",
        "_rows",
        "_shortest",
        "firsts",
        "repeats",
        "selection",
        "sorted",
        "whole",
    )

    def __init__(self, selection: Selection, valued: bool, locale: str) -> None:
        self.selection = selection
        catalogue = selection.catalogue
        rows = list(islice(selection.rows(), MOST_NUMBERS if is_range(catalogue) else None))
        self.whole = len(rows) == len(selection)
        """Whether these are all; False for a range of very many numbers."""
        if len(rows) < len(catalogue):
            texts = [catalogue.value(row) for row in rows]
        else:
            texts = catalogue.cells("value")
        folded = fold("\n".join(texts), locale).split("\n") if texts else []
        self._rows: dict[str, int | list[int]] = dict(zip(folded, rows, strict=True))
        if len(self._rows) < len(rows):
            self._rows = {}
            for text, row in zip(folded, rows, strict=True):
                known = self._rows.get(text)
                if known is None:
                    self._rows[text] = row
                elif isinstance(known, list):
                    known.append(row)
                else:
                    self._rows[text] = [known, row]
        self.sorted = sorted(self._rows)
        """All keys, ascending."""
        self.firsts = frozenset(key[:1] for key in self.sorted)
        """The characters that keys begin with."""
        several = [key for key, found in self._rows.items() if isinstance(found, list)]
        self.repeats = frozenset(
            key
            for key in several
            if valued and len({catalogue.identity(r) for r in self.rows(key)}) > 1
        )
        """The keys that come with several canonical values."""
        self._shortest: str | None = None
        self._likeliest: str | None = None

    def __contains__(self, text: str) -> bool:
        return text in self._rows

    def __len__(self) -> int:
        return len(self.sorted)

    def rows(self, text: str) -> list[int]:
        """The rows of a key, in order."""
        found = self._rows[text]
        return found if isinstance(found, list) else [found]

    def identity(self, text: str) -> str | None:
        """The canonical value of the first row of a key."""
        return self.selection.catalogue.identity(self.rows(text)[0])

    def probability(self, text: str) -> float:
        """The probability of a key."""
        weight = self.selection.catalogue.weight
        return sum(weight(row) for row in self.rows(text)) / self.selection.mass

    def entries(self, text: str, valued: bool) -> list[Entry]:
        """What a key may come with, in the order of the rows."""
        if not valued:
            return [(None, self.probability(text))]
        catalogue = self.selection.catalogue
        found: dict[str | None, int] = {}
        for row in self.rows(text):
            identity = catalogue.identity(row)
            found[identity] = found.get(identity, 0) + catalogue.weight(row)
        return [(identity, weight / self.selection.mass) for identity, weight in found.items()]

    def together(self, texts: set[str] | frozenset[str]) -> float:
        """The probability of all those keys."""
        if len(texts) == len(self.sorted) and self.whole:
            return 1.0
        weight = self.selection.catalogue.weight
        whole = sum(weight(row) for text in texts for row in self.rows(text))
        return whole / self.selection.mass

    def ends(self, text: str, place: int) -> list[int]:
        """Where the keys that stand at *place* in *text* end, ascending."""
        found, at = [], 0
        for end in range(place + 1, len(text) + 1):
            begins = self.with_prefix(text[place:end], at)
            if begins is None:
                break
            at = begins
            if text[place:end] in self:
                found.append(end)
        return found

    def with_prefix(self, prefix: str, low: int = 0) -> int | None:
        """The number of the first key, from *low* on, that begins with *prefix*."""
        at = bisect_left(self.sorted, prefix, low)
        return at if at < len(self.sorted) and self.sorted[at].startswith(prefix) else None

    def end(self, prefix: str, low: int) -> int:
        """One more than the number of the last key that begins with *prefix*; *low* is the
        number of the first."""
        return bisect_left(self.sorted, prefix + "\U0010ffff", low)

    @property
    def even(self) -> bool:
        """Whether every key is as likely as any other."""
        return not self.selection.catalogue.weighted and len(self) == len(self.selection)

    def best(self, text: str) -> float:
        """The probability of a key with the likeliest of its canonical values."""
        if text not in self.repeats:
            return self.probability(text)
        return max(share for _, share in self.entries(text, True))

    def shortest(self) -> str:
        """The shortest key; of several the likeliest (with one canonical value), then the first."""
        if self._shortest is None:
            length = min(map(len, self.sorted))
            short = [key for key in self.sorted if len(key) == length]
            self._shortest = min(short, key=lambda key: (-self.best(key), key))
        return self._shortest

    def likeliest(self) -> str:
        """The likeliest key (with one canonical value); of several the shortest, then the first."""
        if self._likeliest is None:
            if self.even:
                self._likeliest = self.shortest()
            else:
                self._likeliest = min(self.sorted, key=lambda key: (-self.best(key), len(key), key))
        return self._likeliest

    def cost(self, text: str) -> float:
        """−ln of the probability of a key."""
        return -math.log(self.probability(text))
