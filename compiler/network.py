"""The recursive transition network: for every rule, in every feature assignment that is used,
a small automaton whose arcs carry text, marks, draws from catalogues and calls of other networks.

From every state the probabilities of the arcs sum to 1, so walking a network is sampling it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple

from .keys import SelectionKey


class Op(IntEnum):
    """What an arc does. The numbers are part of the artifact's format."""

    NONE = 0  # nothing
    TEXT = 1  # writes text; single spaces inside it are meant as they stand
    SPACE = 2  # a space between texts
    OPEN = 3  # begins the slot of that name
    CLOSE = 4  # ends the innermost slot
    VALUE = 5  # adds to the innermost slot's canonical value
    CONSTANT = 6  # a slot without text: (name, value)
    CONTEXT = 7  # a slot without text: (name, key)
    DRAW = 8  # writes a row of a selection
    DRAW_VALUE = 9  # the same, and adds its id to the innermost slot's canonical value
    CALL = 10  # goes through another network
    ROW = 11  # draws a row into a register, and writes a column of it
    ROW_VALUE = 12  # the same, and adds its id, if the column is the values'
    COLUMN = 13  # writes a column of the row in a register
    COLUMN_VALUE = 14  # the same, and adds its id, if the column is the values'


class Arc(NamedTuple):
    """One arc; `arg` is a text, a pair, or the index of a selection, network or use."""

    op: Op
    arg: str | int | tuple[str, str] | None
    probability: Fraction
    target: int


class Use(NamedTuple):
    """What ROW and COLUMN do: write `column` of the row in `register`, which is of `selection`.

    `before` are the columns of that row that are written before on every way to here, sorted;
    `last` says that no way from here writes another.
    """

    selection: int
    column: str
    register: int
    before: tuple[str, ...] = ()
    last: bool = False


ROWS = frozenset((Op.ROW, Op.ROW_VALUE, Op.COLUMN, Op.COLUMN_VALUE))
FIRSTS = frozenset((Op.ROW, Op.ROW_VALUE))
"""The operations whose argument is a use, and those of them that draw."""

START, END = 0, 1


@dataclass(slots=True)
class Network:
    """Arcs by state; state 0 is the start and state 1, which has no arcs, the end."""

    name: str
    arcs: list[list[Arc]] = field(default_factory=lambda: [[], []])

    def state(self) -> int:
        """A new state."""
        self.arcs.append([])
        return len(self.arcs) - 1


@dataclass(frozen=True, slots=True)
class Networks:
    """A whole grammar. `roots` are (intent, weight, index of its network); a network calls only
    networks of the table; `recursive` maps a network to the side its component recurs on."""

    table: tuple[Network, ...]
    roots: tuple[tuple[str, int, int], ...]
    rules: dict[str, int]
    selections: tuple[SelectionKey, ...]
    recursive: dict[int, str]
    component: dict[int, frozenset[int]]
    uses: tuple[Use, ...] = ()
