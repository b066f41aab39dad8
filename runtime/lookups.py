"""Lookups: which catalogue values begin at a place of the text."""

from __future__ import annotations

import math

from ..catalogues.catalogue import Catalogue
from ..catalogues.selection import Selection
from ..compiler.compiled import Compiled
from .prepare import Prepared, apostrophes

HEAD = 3
"""So many characters of the text tell that most catalogues have nothing there."""

Matches = list[tuple[int, int]]
"""(end, row) of each value of a catalogue that begins at a place."""

Rows = list[tuple[int, float, int]]
"""(end, cost, row) of those that belong to a selection."""


class Lookups:
    """The catalogues of a grammar, ready to be looked up; indexes are opened with the first look.

    A table from the first characters of a text to the catalogues that can match there spares
    nearly all lookups; those too large to be decoded are looked up everywhere.
    """

    def __init__(self, compiled: Compiled, case_sensitive: bool) -> None:
        self._compiled = compiled
        self.case_sensitive = case_sensitive
        """Whether capital letters are told from small ones."""
        self._keys = compiled.tables.selections
        self._selections: dict[int, Selection | None] = {}
        self.names = list(dict.fromkeys(key.catalogue for key in self._keys))
        """The catalogues, in the order of the selections."""
        self._order = {name: number for number, name in enumerate(self.names)}
        self._open = False
        self._always: tuple[str, ...] = ()
        self._long: dict[str, tuple[str, ...]] = {}
        self._short: dict[str, tuple[str, ...]] = {}

    def __len__(self) -> int:
        """How many selections there are."""
        return len(self._keys)

    def named(self, number: int) -> int:
        """The number of a selection's catalogue."""
        return self._order[self._keys[number].catalogue]

    def selection(self, number: int) -> Selection | None:
        """The selection of that number, made when it is first asked for."""
        try:
            return self._selections[number]
        except KeyError:
            found = self._selections[number] = self._compiled.stock.selection(self._keys[number])
            return found

    def at(self, prepared: Prepared, place: int) -> list[tuple[str, Matches]]:
        """Every catalogue with values that begin at *place*, and these, in order of `names`."""
        if not self._open:
            self._load()
        head = prepared.search[place : place + HEAD]
        names = self._long.get(head, self._always)
        if self._short:
            more = (*self._short.get(head[:1], ()), *self._short.get(head[:2], ()))
            if more:
                names = tuple(dict.fromkeys((*names, *more)))
        found = []
        if len(names) > 1:
            names = tuple(sorted(names, key=self._order.__getitem__))
        for name in names:
            matches = self.matches(name, prepared, place)
            if matches:
                found.append((name, matches))
        return found

    def examples(self, number: int, prepared: Prepared, place: int) -> dict[int, int]:
        """The rows of a wildcard's examples that begin at *place*, by where they end; of equal
        ones the first."""
        selection = self.selection(number)
        if selection is None:
            return {}
        name = self._keys[number].catalogue
        found: dict[int, int] = {}
        for end, row in self.matches(name, prepared, place):
            if row in selection:
                found.setdefault(end, row)
        return found

    def catalogue(self, number: int) -> Catalogue | None:
        """The catalogue of that number; None where none is bound, which then holds nothing."""
        return self._compiled.stock.catalogue(self.names[number])

    def matches(self, name: str, prepared: Prepared, place: int) -> Matches:
        """The values of a catalogue that begin at *place*, the longest first."""
        catalogue = self._compiled.stock.catalogue(name)
        assert catalogue is not None
        index = catalogue.index
        matches = index.matches(prepared.exact if index.literal else prepared.search, place)
        if matches and self.case_sensitive and not index.literal:
            matches = [
                (end, row)
                for end, row in matches
                if prepared.exact[place:end].replace("-", " ")
                == apostrophes(catalogue.value(row)).replace("-", " ")
            ]
        return matches

    def rows(self, number: int, matches: Matches) -> Rows:
        """Those of *matches* that belong to a selection of their catalogue, with −ln of their
        probability in it."""
        selection = self.selection(number)
        assert selection is not None
        cost = cost_of(selection)
        if cost is not None:
            return [(end, cost, row) for end, row in matches if row in selection]
        weight, mass = selection.catalogue.weight, selection.mass
        return [
            (end, math.log(mass / weight(row)), row) for end, row in matches if row in selection
        ]

    def _load(self) -> None:
        names = dict.fromkeys(
            key.catalogue
            for key in self._keys
            if self._compiled.stock.is_bound(key.catalogue)
            and key.catalogue not in self._compiled.stock.wildcards
        )
        for name in names:
            catalogue = self._compiled.stock.catalogue(name)
            assert catalogue is not None
            heads = catalogue.index.heads(HEAD)
            if heads is None:
                self._always += (name,)
                continue
            for table, known in ((self._long, heads[0]), (self._short, heads[1])):
                for head in known:
                    table[head] = (*table.get(head, ()), name)
        if self._always:
            for head, some in self._long.items():
                self._long[head] = (*some, *self._always)
        self._open = True


def cost_of(selection: Selection) -> float | None:
    """−ln of the probability of each row, where it is the same for all."""
    if selection.catalogue.weighted:
        return None
    return math.log(len(selection) or 1)
