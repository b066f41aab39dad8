"""Moves: the acceptor as ways from one piece of text to the next.

A move passes marks (slots opening and closing, values, constants) and then a character, a draw or
the end. The states between moves are those that a character or a draw leads to, and the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...catalogues.selection import Selection
from ...compiler.acceptor import Acceptor
from ...compiler.expand import END_INTENT, FIRST_MARK, Mark
from ...compiler.network import ROWS, Op
from ...dsl.text import fold
from .keys import Keys

Marks = tuple[int, ...]
"""Numbers of the acceptor's marks, in order."""
Draw = tuple[int, bool]
"""A selection, and whether its rows' canonical values count."""

_DRAWS = (int(Op.DRAW), int(Op.DRAW_VALUE))
_HALTS = frozenset((*_DRAWS, *map(int, ROWS), END_INTENT))


@dataclass(slots=True)
class Moves:
    """The moves from a state, numbered within their kind: `characters` by folded character (with
    the number of the move), `draws`, and `ends` with the number of an intent; each with its marks
    and cost, and where it leads."""

    characters: dict[str, list[tuple[int, Marks, float, int]]] = field(default_factory=dict)
    draws: list[tuple[Marks, float, Draw, int]] = field(default_factory=list)
    wild: list[tuple[Marks, float, int]] = field(default_factory=list)
    """The moves through any words."""
    ends: list[tuple[Marks, float, int]] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    """The cost of each move by a character, by its number, …"""
    letters: list[str] = field(default_factory=list)
    """… and the character as the grammar writes it."""

    def spell(self, folded: str, letter: str, marks: Marks, cost: float, target: int) -> None:
        """Adds a move by a character."""
        into = self.characters.setdefault(folded, [])
        into.append((len(self.costs), marks, cost, target))
        self.costs.append(cost)
        self.letters.append(letter)


class Machine:
    """An acceptor, and the catalogues that it draws from, folded by *locale*.

    *wildcards* are the selections of wildcards' examples. Without *through* there are no wildcards;
    with it, rivals have them as any words, and the leader as their examples.
    """

    def __init__(
        self,
        acceptor: Acceptor,
        selections: list[Selection | None],
        locale: str,
        wildcards: frozenset[int] = frozenset(),
        *,
        through: bool = False,
    ) -> None:
        self.acceptor = acceptor
        self.wildcards = wildcards
        self.through = through
        self.selections = selections
        self.exact = True
        """False once a draw has more values than are looked at."""
        self.locale = locale
        self.marks: list[Mark] = list(acceptor.marks)
        self._moves: dict[int, Moves] = {}
        self._keys: dict[Draw, Keys] = {}
        self._ahead: dict[int, frozenset[str]] = {}
        self._folded: dict[int, str] = {}

    def moves(self, state: int) -> Moves:
        """The moves from a state."""
        found = self._moves.get(state)
        if found is None:
            found = self._moves[state] = self._make(state)
        return found

    def keys(self, draw: Draw) -> Keys:
        """The keys of a draw."""
        found = self._keys.get(draw)
        if found is None:
            selection = self.selections[draw[0]]
            assert selection is not None
            found = self._keys[draw] = Keys(selection, draw[1], self.locale)
            self.exact = self.exact and found.whole
        return found

    def ahead(self, state: int) -> frozenset[str] | None:
        """The characters that may come next; None for any."""
        found = self._ahead.get(state)
        if found is None:
            moves = self.moves(state)
            if moves.wild:
                return None
            found = frozenset(moves.characters).union(
                *(self.keys(draw).firsts for _, _, draw, _ in moves.draws)
            )
            self._ahead[state] = found
        return found

    def character(self, label: int) -> str:
        """The folded character of a label."""
        found = self._folded.get(label)
        if found is None:
            found = self._folded[label] = fold(chr(label), self.locale)
        return found

    def _make(self, state: int) -> Moves:
        moves = Moves()
        for marks, cost, label, target in self._passed(state):
            if label < FIRST_MARK:
                moves.spell(self.character(label), chr(label), marks, cost, target)
                continue
            op, arg = self.acceptor.marks[label - FIRST_MARK]
            assert isinstance(arg, int)
            self._halt(moves, marks, cost, op, arg, target)
        return moves

    def _halt(
        self, moves: Moves, marks: Marks, cost: float, op: int, arg: int, target: int
    ) -> None:
        """Adds a draw, what a wildcard is here, or an end."""
        if op == END_INTENT:
            moves.ends.append((marks, cost, arg))
            return
        if arg in self.wildcards:
            if not self.through:
                return
            moves.wild.append((marks, cost, target))
            if not self.selections[arg]:
                return
        valued = op == _DRAWS[1] and self._identified(arg)
        moves.draws.append((marks, cost, (arg, valued), target))

    def _passed(self, state: int) -> Iterator[tuple[Marks, float, int, int]]:
        """The arcs of the acceptor that text, a draw or the end stands on, from a state on, with
        the marks passed before and the cost of all."""
        acceptor = self.acceptor
        stack: list[tuple[int, Marks, float]] = [(state, (), 0.0)]
        while stack:
            here, marks, cost = stack.pop()
            following = []
            for at in range(acceptor.offset[here], acceptor.offset[here + 1]):
                label, target = acceptor.label[at], acceptor.target[at]
                total = cost + acceptor.cost[at]
                number = label - FIRST_MARK
                if number < 0 or acceptor.marks[number][0] in _HALTS:
                    yield marks, total, label, target
                else:
                    following.append((target, (*marks, number), total))
            stack.extend(reversed(following))

    def _identified(self, number: int) -> bool:
        """Whether rows of that selection may have canonical values."""
        selection = self.selections[number]
        return selection is not None and "id" in selection.catalogue.columns

    @property
    def size(self) -> int:
        """The number of states that there are."""
        return len(self.acceptor.offset) - 1

    def leads(self) -> Iterator[tuple[int, int]]:
        """From which state an arc leads to which."""
        acceptor = self.acceptor
        for state in range(self.size):
            for at in range(acceptor.offset[state], acceptor.offset[state + 1]):
                yield state, acceptor.target[at]

    def parting(self) -> Iterator[int]:
        """The states between moves from which different readings of one text may part: those with
        marks, draws or two ways of writing one character."""
        acceptor = self.acceptor
        offset, labels, targets = acceptor.offset, acceptor.label, acceptor.target
        reached = bytearray(len(offset))
        reached[0] = 1
        for label, target in zip(labels, targets, strict=True):
            if label < FIRST_MARK or acceptor.marks[label - FIRST_MARK][0] in _DRAWS:
                reached[target] = 1
        for state in range(len(offset) - 1):
            if not reached[state]:
                continue
            own = labels[offset[state] : offset[state + 1]]
            marked = any(label >= FIRST_MARK for label in own)
            if marked or (len(own) > 1 and len({self.character(x) for x in own}) < len(own)):
                yield state
