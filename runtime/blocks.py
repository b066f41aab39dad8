"""Blocks: the tables with their calls written out, as far as they are met.

All that is sure between two choices is one fragment, across the borders of rules; and a choice
is nearly always made by eight bits of its number, by a table. Both are made when they are first
needed, so that few sentences cost little; and only up to a bound, since calls written out may be
more than anybody has room for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any

from ..compiler.network import ROWS, Op
from ..compiler.tables import BRANCH, JUMP, RETURN, TOP
from .marked import Marked
from .pens import Annotated, Spoken, Unusual
from .sample import units
from .walk import Walk

MOST = 1 << 14
"""So many choices are made, each with a table of 2 KB."""

MOST_KEPT = 1 << 12
"""What a choice leads to is kept for so many of its rows: those that come first, so the likely
ones."""

SURE_ROWS = 1 << 8
"""Where there are more rows, few have all the numbers that begin with some eight bits."""

Guide = Any
"""A list of 256 pairs, or None."""

Pair = tuple[Guide, Any]
"""What comes next: the guide of the next choice and the piece before it; or None and the last
piece; or None and the choice that must look at its number whole. A piece is a fragment, or
a fragment and the logarithm, in units, of what was chosen."""

Pens = type[Spoken] | type[Annotated] | type[Marked]


class Frame:
    """Where a call goes on, above the frame that it was in: one for each stack of calls."""

    __slots__ = ("above", "below", "place")

    def __init__(self, place: int, below: Frame | None) -> None:
        self.place = place
        self.below = below
        self.above: dict[int, Frame] = {}


class Choice:
    """A choice in one state of the pen. `guide` has for each value of the highest byte of a number
    what it leads to, or, where that is not known or not sure, None and this choice."""

    __slots__ = ("_made", "_make", "_pick", "_sure", "guide")

    def __init__(
        self, pick: Callable[[int], int], make: Callable[[int], Pair], sure: bool = True
    ) -> None:
        self._pick = pick
        self._make = make
        self._sure = sure
        self._made: dict[int, Pair] = {}
        self.guide: list[Pair] = [(None, self)] * 256

    def pair(self, r: int) -> Pair:
        """What the number *r* leads to."""
        at = self._pick(r)
        pair = self._made.get(at)
        if pair is None:
            pair = self._make(at)
            if len(self._made) < MOST_KEPT:
                self._made[at] = pair
        if self._sure:
            byte = r >> 56
            low = byte << 56
            if self._pick(low) == self._pick(low | (1 << 56) - 1):
                self.guide[byte] = pair
        return pair


class Blocks:
    """The blocks of a walk for one kind of pen. `start` is what every sentence begins with.

    *odds* is None where pieces are fragments alone; else it says whether logarithms are wanted, or
    all are 0.
    """

    def __init__(self, walk: Walk, pen: Pens, odds: bool | None = None) -> None:
        tables = walk.tables
        self._pen = pen
        self._odds = odds
        self._code = list(zip(tables.code[::2], tables.code[1::2], strict=True))
        self._branch, self._target = tables.branch, tables.target
        self._threshold = list(tables.threshold)
        self._entry = tables.entry
        self._texts, self._pairs = tables.texts, tables.pairs
        self._selections = walk.selections
        self._bottom = Frame(-1, None)
        self._choices: dict[tuple[int, Frame, Hashable], Choice] = {}
        self.start = self._start(walk)

    def _start(self, walk: Walk) -> Pair:
        def make(root: int) -> Pair:
            intent, _, pc = walk.roots[root]
            fragment, state = self._pen.first(intent)
            return self._follow(pc, self._bottom, state, 0, fragment)

        if len(walk.roots) == 1:
            with suppress(Unusual):
                return make(0)
        limits = walk.root_thresholds[:-1]
        choice = Choice(lambda r: bisect_right(limits, r), make)
        return choice.guide, self._piece("", 0)

    def _choice(self, op: int, arg: int, place: int, frame: Frame, state: Hashable) -> Choice:
        key = (place, frame, state)
        choice = self._choices.get(key)
        if choice is None:
            if len(self._choices) == MOST:
                raise Unusual
            made = self._branching if op == BRANCH else self._drawing
            choice = self._choices[key] = made(op, arg, place, frame, state)
        return choice

    def _branching(self, op: int, arg: int, place: int, frame: Frame, state: Hashable) -> Choice:
        low, high = self._branch[arg], self._branch[arg + 1]
        limits = self._threshold[low : high - 1]

        def make(at: int) -> Pair:
            share = 0
            if self._odds:
                below = limits[at - 1] if at else 0
                share = units((limits[at] if at < len(limits) else TOP) - below, TOP)
            return self._follow(self._target[low + at], frame, state, share)

        return Choice(lambda r: bisect_right(limits, r), make)

    def _drawing(self, op: int, arg: int, place: int, frame: Frame, state: Hashable) -> Choice:
        selection = self._selections[arg]
        assert selection is not None
        catalogue = selection.catalogue

        def make(row: int) -> Pair:
            identity = catalogue.identity(row) if op == Op.DRAW_VALUE else None
            share = units(catalogue.weight(row), selection.mass) if self._odds else 0
            written = (catalogue.value(row), identity)
            return self._follow(place + 1, frame, state, share, "", written)

        return Choice(selection.draw, make, sure=len(selection) <= SURE_ROWS)

    def _follow(
        self,
        pc: int,
        frame: Frame,
        state: Hashable,
        share: int,
        fragment: str = "",
        row: tuple[str, str | None] | None = None,
    ) -> Pair:
        """From a place to the next choice, or to the end: behind *fragment* and *row*, which were
        chosen with *share*."""
        pen = self._pen(state)  # type: ignore[arg-type]
        if row is not None:
            pen.text(*row)
        code, texts = self._code, self._texts
        while True:
            op, arg = code[pc]
            if op in (BRANCH, Op.DRAW, Op.DRAW_VALUE):
                written, state = pen.rest()
                piece = self._piece(fragment + written, share)
                return self._choice(op, arg, pc, frame, state).guide, piece
            pc += 1
            if op == Op.TEXT:
                pen.text(texts[arg])
            elif op == Op.SPACE:
                pen.due = True
            elif op == JUMP:
                pc = arg
            elif op == Op.CALL:
                frame = self._called(pc, frame)
                pc = self._entry[arg]
            elif op == RETURN:
                if frame.below is None:
                    return None, self._piece(fragment + pen.end(), share)
                pc, frame = frame.place, frame.below
            elif op == Op.OPEN:
                pen.open(texts[arg])
            elif op == Op.CLOSE:
                pen.close()
            elif op == Op.VALUE:
                pen.value(texts[arg])
            elif op == Op.CONSTANT:
                pen.constant(*self._pairs[arg])
            elif op == Op.CONTEXT:
                name, key = self._pairs[arg]
                pen.constant(name, f"@{key}")
            elif op in ROWS:  # what is written then depends on what was drawn long before
                raise Unusual

    def _piece(self, fragment: str, share: int) -> Any:
        return fragment if self._odds is None else (fragment, share)

    def _called(self, place: int, frame: Frame) -> Frame:
        """The frame of a call behind which the code goes on at *place*. A call with nothing behind
        it needs none, so that what recurs at its end is only so many choices."""
        while self._code[place][0] == JUMP:
            place = self._code[place][1]
        if self._code[place][0] == RETURN:
            return frame
        above = frame.above.get(place)
        if above is None:
            above = frame.above[place] = Frame(place, frame)
        return above
