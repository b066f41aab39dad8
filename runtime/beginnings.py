"""Beginnings: whether any sentence begins like this, character by character.

As parsing reads: spaces may be missing or more, punctuation stands anywhere. What it says yes to
need not be a beginning (rows are not held against filters or each other), what it says no to is
none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ..catalogues.index import Index, searchable
from ..compiler.acceptor import Acceptor
from ..compiler.compiled import Compiled
from ..compiler.expand import END_INTENT, FIRST_MARK
from ..compiler.network import ROWS, Op
from ..dsl.text import fold
from .prepare import apostrophes

_DRAWS = (int(Op.DRAW), int(Op.DRAW_VALUE))
_SPACE = 32
ANY = "*"
"""In place of a catalogue: any text, or such as is not looked into here."""

_Item = tuple[str, str, int]
"""Within a value: its catalogue, how it begins, and the state behind it. In the acceptor: two empty
texts, and the state."""


class Beginnings:
    """The states of a recogniser, made as they are met. `start` is the first."""

    start = 0

    def __init__(self, compiled: Compiled, acceptor: Acceptor, locale: str | None) -> None:
        self._compiled = compiled
        self._acceptor = acceptor
        self._locale = locale
        self._known: dict[frozenset[_Item], int] = {}
        self._states: list[frozenset[_Item]] = []
        self._steps: dict[tuple[int, str, bool], int | None] = {}
        self._indexes: dict[str, Index | None] = {}
        self._number(self._closure([0]))

    def step(self, state: int, character: str, typed: bool) -> int | None:
        """The state behind *character*, which is folded; None where no sentence goes on so. One
        that was *typed* may be a space or punctuation that the sentence does not have."""
        key = (state, character, typed)
        if key not in self._steps:
            items = self._after(self._states[state], character, typed)
            self._steps[key] = self._number(items) if items else None
        return self._steps[key]

    def _number(self, items: frozenset[_Item]) -> int:
        number = self._known.setdefault(items, len(self._states))
        if number == len(self._states):
            self._states.append(items)
        return number

    def _index(self, name: str) -> Index | None:
        """The index of a catalogue, or None where it is not looked into."""
        if name not in self._indexes:
            stock = self._compiled.stock
            catalogue = None if name in stock.wildcards else stock.catalogue(name)
            index = None if catalogue is None else catalogue.index
            plain = index is not None and type(index) is Index
            self._indexes[name] = index if plain else None
        return self._indexes[name]

    def _closure(self, states: list[int]) -> frozenset[_Item]:
        """The states with those that marks lead to, and spaces at the borders of slots; and the
        catalogues that begin."""
        selections = self._compiled.tables.selections
        found: set[_Item] = set()
        queue = [(state, False) for state in states]
        seen = set(queue)
        for state, closed in queue:
            found.add(("", "", state))
            for label, op, arg, target in self._arcs(state):
                if op in _DRAWS:
                    assert isinstance(arg, int)
                    name = selections[arg].catalogue
                    found.add((name if self._index(name) is not None else ANY, "", target))
                elif op in ROWS:
                    found.add((ANY, "", target))
                elif label == _SPACE:
                    if closed or any(op == Op.OPEN for _, op, _, _ in self._arcs(target)):
                        self._add((target, closed), seen, queue)
                elif op >= 0 and op != END_INTENT:
                    self._add((target, closed or op == Op.CLOSE), seen, queue)
        return frozenset(found)

    @staticmethod
    def _add(
        step: tuple[int, bool], seen: set[tuple[int, bool]], queue: list[tuple[int, bool]]
    ) -> None:
        if step not in seen:
            seen.add(step)
            queue.append(step)

    def _arcs(self, state: int) -> Iterator[tuple[int, int, object, int]]:
        """The arcs of a state of the acceptor: (label, operation or -1, its argument, target)."""
        acceptor = self._acceptor
        for at in range(acceptor.offset[state], acceptor.offset[state + 1]):
            label = acceptor.label[at]
            index = label - FIRST_MARK
            op, arg = acceptor.marks[index] if index >= 0 else (-1, None)
            yield label, op, arg, acceptor.target[at]

    def _after(self, items: frozenset[_Item], character: str, typed: bool) -> frozenset[_Item]:
        found: set[_Item] = set()
        reached: dict[int, None] = {}
        passed = typed and (character == " " or unicodedata.category(character).startswith("P"))
        for item in sorted(items):
            name, begun, state = item
            if passed:
                found.add(item)
            if name == ANY:
                found.add(item)
                reached[state] = None
            elif name:
                index = self._index(name)
                assert index is not None
                more = begun + searchable(character, self._compiled.locale)
                begins, whole = index.begins(more)
                if begins:
                    found.add((name, more, state))
                if whole:
                    reached[state] = None
            else:
                for label, _, _, target in self._arcs(state):
                    if label < FIRST_MARK and self._same(chr(label), character):
                        reached[target] = None
        return frozenset(found) | self._closure(list(reached))

    def _same(self, own: str, character: str) -> bool:
        if own == " " and character == "-":
            return True
        folded = apostrophes(own) if self._locale is None else fold(own, self._locale)
        return folded == character
