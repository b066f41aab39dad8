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


class Arc(NamedTuple):
    """One arc; `arg` is a text, a pair, or the index of a selection or network."""

    op: Op
    arg: str | int | tuple[str, str] | None
    probability: Fraction
    target: int


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
