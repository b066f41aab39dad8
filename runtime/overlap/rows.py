"""Rows: a machine in which columns of one row are spelled out.

What a column may hold depends on what was read of the row before. So a state is one of the
acceptor's with the rows that are left, or a place within a column's text, and the texts are moves
by characters; the probability of each is its share of the rows. A state is made when it is come to.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...compiler.expand import FIRST_MARK
from ...compiler.network import FIRSTS, ROWS, Op, Use
from ..walk import cells as cells_of
from .moves import Machine, Marks, Moves

MOST_STATES = 500_000
"""So many states are made; beyond that the comparison is not of everything."""

_Held = tuple[tuple[int, int], ...]
"""By register the number of the set of rows that are left, ascending."""


@dataclass(slots=True)
class _Node:
    """A place within the texts of a column: `rows` begin so; those of `ends` end here."""

    rows: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    onward: dict[str, _Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Place:
    """A state: of the acceptor, with the rows held; marks that are due there. Within a text, `node`
    is not None, `use` the number of the use with `valued`, and `state` what is behind it."""

    state: int
    held: _Held
    due: Marks = ()
    node: _Node | None = None
    use: int = 0
    valued: bool = False


class Spelled(Machine):
    """A machine for an acceptor with *uses* of rows."""

    def __init__(self, plain: Machine, uses: Sequence[Use]) -> None:
        super().__init__(
            plain.acceptor,
            plain.selections,
            plain.locale,
            plain.wildcards,
            through=plain.through,
        )
        self._uses = uses
        self._cells = cells_of(uses, self.selections)
        self._places: list[_Place] = []
        self._numbers: dict[object, int] = {}
        self._sets: dict[tuple[int, ...], int] = {}
        self._rows: list[tuple[int, ...]] = []
        self._tries: dict[tuple[int, str, int], _Node] = {}
        self._values: dict[str, int] = {}
        self._place(_Place(0, ()))

    @property
    def size(self) -> int:
        """See `Machine`."""
        return len(self._places)

    def leads(self) -> Iterator[tuple[int, int]]:
        """See `Machine`."""
        for state in range(self.size):
            moves = self.moves(state)
            for ways in moves.characters.values():
                for _, _, _, target in ways:
                    yield state, target
            for _, _, _, target in moves.draws:
                yield state, target

    def parting(self) -> Iterator[int]:
        """See `Machine`."""
        for state, _ in enumerate(self._places):  # grows on the way
            moves = self.moves(state)
            ways = sum(map(len, moves.characters.values())) + len(moves.wild) + len(moves.ends)
            if moves.draws or ways > 1:
                yield state

    def _place(self, place: _Place) -> int:
        key = (place.state, place.held, place.due, id(place.node), place.use, place.valued)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._places)
            self._places.append(place)
        return number

    def _make(self, state: int) -> Moves:
        moves, place = Moves(), self._places[state]
        if self.size > MOST_STATES:
            self.exact = False
            return moves
        if place.node is not None:
            self._spell(moves, place, place.node, (), 0.0)
            return moves
        for passed, cost, label, target in self._passed(place.state):
            marks = (*place.due, *passed)
            behind = _Place(target, place.held)
            if label < FIRST_MARK:
                folded = self.character(label)
                moves.spell(folded, chr(label), marks, cost, self._place(behind))
                continue
            op, arg = self.acceptor.marks[label - FIRST_MARK]
            assert isinstance(arg, int)
            if op in ROWS:
                node = self._texts(op, arg, place.held)
                valued = op in (Op.ROW_VALUE, Op.COLUMN_VALUE)
                begun = _Place(target, place.held, (), node, arg, valued)
                self._spell(moves, begun, node, marks, cost)
            else:
                self._halt(moves, marks, cost, op, arg, self._place(behind))
        return moves

    def _texts(self, op: int, number: int, held: _Held) -> _Node:
        """The texts of a column of the rows that are left, as a tree of their characters."""
        use, cells = self._uses[number], self._cells[number]
        selection = self.selections[use.selection]
        assert selection is not None
        assert cells is not None
        left = -1 if op in FIRSTS else dict(held)[use.register]
        key = (use.selection, use.column, left)
        found = self._tries.get(key)
        if found is None:
            found = self._tries[key] = _Node()
            rows = tuple(selection.rows()) if left < 0 else self._rows[left]
            for row in rows:
                node = found
                node.rows.append(row)
                for character in cells.text(row):
                    node = node.onward.setdefault(character, _Node())
                    node.rows.append(row)
                node.ends.append(row)
        return found

    def _spell(self, moves: Moves, place: _Place, node: _Node, marks: Marks, cost: float) -> None:
        """Adds the moves from a place within texts."""
        use = self._uses[place.use]
        selection = self.selections[use.selection]
        assert selection is not None
        catalogue, cells = selection.catalogue, self._cells[place.use]
        assert cells is not None

        def mass(rows: list[int]) -> int:
            return sum(map(catalogue.weight, rows))

        whole = mass(node.rows) - mass(node.ends)
        for character, after in node.onward.items():
            folded = self.character(ord(character))
            ended: dict[str | None, list[int]] = {}
            for row in after.ends:
                ended.setdefault(cells.identity(row) if place.valued else None, []).append(row)
            for value, rows in ended.items():
                due = () if value is None else (self._value(value),)
                held = dict(place.held)
                held.pop(use.register, None)
                if not use.last:
                    held[use.register] = self._set(rows)
                behind = _Place(place.state, tuple(sorted(held.items())), due)
                total = cost - math.log(mass(rows) / whole)
                moves.spell(folded, character, marks, total, self._place(behind))
            if after.onward:
                within = _Place(place.state, place.held, (), after, place.use, place.valued)
                total = cost - math.log((mass(after.rows) - mass(after.ends)) / whole)
                moves.spell(folded, character, marks, total, self._place(within))

    def _set(self, rows: list[int]) -> int:
        key = tuple(rows)
        number = self._sets.get(key)
        if number is None:
            number = self._sets[key] = len(self._rows)
            self._rows.append(key)
        return number

    def _value(self, value: str) -> int:
        """The number of a mark that adds to a canonical value."""
        number = self._values.get(value)
        if number is None:
            number = self._values[value] = len(self.marks)
            self.marks.append((int(Op.VALUE), value))
        return number
