"""The graph that parsing walks: the acceptor with its marks gathered, made state by state.

From a state lead words and pieces of words, catalogues, and ends; before each the marks (slots
opening and closing, values) that stand between. Spaces that border on a slot are optional: what
the grammar has may be left out in the text, and the text may have one more. One behind an
apostrophe may be left out, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from ..compiler.acceptor import Acceptor
from ..compiler.expand import END_INTENT, FIRST_MARK
from ..compiler.network import ROWS, Op
from ..dsl.text import fold
from .prepare import apostrophes

_OPEN, _CLOSE = int(Op.OPEN), int(Op.CLOSE)
_DRAWS = (int(Op.DRAW), int(Op.DRAW_VALUE))
_TEXTUAL = (*_DRAWS, *map(int, ROWS), END_INTENT)
_CONTEXT = int(Op.CONTEXT)
_SPACE = 32
_BORDERS = (_OPEN, _CLOSE)

Marks = tuple[int, ...]
"""Numbers of the acceptor's marks, in order."""

TextArc = tuple[str, Marks, float, int]
"""A text, the marks before it, what it costs, and the state behind it."""

Texts = dict[str, list[TextArc]]
"""By first character."""

Draws = dict[str, list[tuple[int, bool, Marks, float, int]]]
"""By catalogue: (selection, with value, marks, cost, target)."""

TOUCHING = 1 << 40
"""Added to the number of a state: only what stands there without a space before it."""


def not_given(marks: Sequence[tuple[int, object]], context: Collection[str]) -> set[int]:
    """The numbers of those *marks* that ask the caller for what is not in *context*."""
    return {
        number
        for number, (op, arg) in enumerate(marks)
        if op == _CONTEXT and isinstance(arg, tuple) and arg[1] not in context
    }


class Free(NamedTuple):
    """A wildcard that may begin: `draw` is the selection of its examples."""

    draw: int
    valued: bool
    marks: Marks
    cost: float
    target: int


@dataclass(slots=True)
class State:
    """What leads on from a state: `texts` by first character, (text, marks, cost, target);
    `draws`, by catalogue, (selection, with value, marks, cost, target); `rows`, (use, with value,
    marks, cost, target); `ends`, (intent, marks, cost); `wild` the wildcards. `bordering` holds
    those of them that a slot begins or ends before, so that a space may be typed there;
    `touching` the texts that no space stands before."""

    texts: Texts = field(default_factory=dict)
    draws: Draws = field(default_factory=dict)
    ends: list[tuple[int, Marks, float]] = field(default_factory=list)
    wild: list[Free] = field(default_factory=list)
    rows: list[tuple[int, bool, Marks, float, int]] = field(default_factory=list)
    bordering: State | None = None
    touching: Texts = field(default_factory=dict)


class _Gap(Enum):
    """Whether a space of the grammar has been left out on the way from a state: a space at the
    border of a slot may be."""

    NONE = 0
    TO_BE_OPENED = 1  # only good if a slot opens next
    LEFT_OUT = 2


def _by_marks(arc: TextArc) -> Marks:
    return arc[1]


class Graph:
    """The states of an acceptor, each made when it is first walked to. *catalogues* names that of
    each selection, *wildcards* those that stand for any words; *locale* folds the texts, None
    leaves their case as it is."""

    def __init__(
        self,
        acceptor: Acceptor,
        catalogues: Sequence[str],
        locale: str | None,
        wildcards: Collection[str] = (),
    ) -> None:
        self.catalogues = catalogues
        self._wildcards = frozenset(wildcards)
        self._acceptor = acceptor
        self._locale = locale
        self._offset = acceptor.offset
        self._label = acceptor.label
        self._target = acceptor.target
        self.states: dict[int, State] = {}

    @property
    def wild(self) -> bool:
        """Whether there are wildcards."""
        return bool(self._wildcards)

    def state(self, number: int) -> State:
        """The state of that number; ~number is what borders on a slot in it, and number +
        `TOUCHING` the texts that touch what is before it."""
        made = self.states.get(number)
        if made is None:
            if number >= TOUCHING:
                made = State(self.touching(number - TOUCHING))
            else:
                made = self._make(number) if number >= 0 else self.state(~number).bordering
            self.states[number] = made = made or State()
        return made

    def touching(self, number: int) -> Texts:
        """The texts of that state that no space stands before, by first character."""
        return self.state(number).touching

    def _make(self, number: int) -> State:
        state, bordering = State(), State()
        acceptor, marks_of = self._acceptor, self._acceptor.marks
        stack: list[tuple[int, Marks, float, _Gap]] = [(number, (), 0.0, _Gap.NONE)]
        while stack:
            here, marks, cost, gap = stack.pop()
            kinds = {marks_of[mark][0] for mark in marks}
            at_border = not kinds.isdisjoint(_BORDERS)
            for at in range(self._offset[here], self._offset[here + 1]):
                label, target = self._label[at], self._target[at]
                total = cost + acceptor.cost[at]
                index = label - FIRST_MARK
                op, arg = marks_of[index] if index >= 0 else (-1, None)
                if op not in _TEXTUAL and index >= 0:
                    opened = gap if op != _OPEN or gap == _Gap.NONE else _Gap.LEFT_OUT
                    stack.append((target, (*marks, index), total, opened))
                    continue
                if gap == _Gap.TO_BE_OPENED:
                    continue
                goals = [state]
                if at_border and gap == _Gap.NONE and label != _SPACE:
                    goals.append(bordering)
                if op in _DRAWS:
                    assert isinstance(arg, int)
                    draw = (arg, op == _DRAWS[1], marks, total, target)
                    name = self.catalogues[arg]
                    for goal in goals:
                        if name not in self._wildcards:
                            goal.draws.setdefault(name, []).append(draw)
                        elif gap == _Gap.NONE:  # else it would begin within a word
                            goal.wild.append(Free(*draw))
                elif op in ROWS:
                    assert isinstance(arg, int)
                    valued = op in (Op.ROW_VALUE, Op.COLUMN_VALUE)
                    for goal in goals:
                        goal.rows.append((arg, valued, marks, total, target))
                elif op == END_INTENT:
                    assert isinstance(arg, int)
                    state.ends.append((arg, marks, total))
                else:
                    text, extra, after = self._run(label, target)
                    arcs = [(text, marks, total + extra, after)]
                    if text[-1] == "'":
                        arcs.extend(self._elided(arcs[0]))
                    for goal in goals:
                        goal.texts.setdefault(text[0], []).extend(arcs)
                    if self._wildcards and label != _SPACE and gap == _Gap.NONE:
                        state.touching.setdefault(text[0], []).extend(arcs)
                    if label == _SPACE and gap == _Gap.NONE:
                        left = _Gap.LEFT_OUT if _CLOSE in kinds else _Gap.TO_BE_OPENED
                        stack.append((target, marks, total, left))
        for made in (state, bordering):
            # marks are numbered in the order of the file, and so ties fall to what stands first
            for arcs in (*made.texts.values(), *made.touching.values()):
                arcs.sort(key=_by_marks)
            made.wild.sort(key=lambda free: free.marks)
            for draws in made.draws.values():
                draws.sort(key=lambda draw: draw[2])
            made.rows.sort(key=lambda row: row[2])
        state.ends.sort(key=lambda end: (end[0], end[1]))
        if bordering.texts or bordering.draws or bordering.wild or bordering.rows:
            state.bordering = bordering
        return state

    def _run(self, label: int, target: int) -> tuple[str, float, int]:
        """The text from one character on, as far as nothing branches off and the word lasts, with
        what it costs beyond its first character, and where it leads."""
        letters = [self._fold(chr(label))]
        cost = 0.0
        if label != _SPACE:
            while self._offset[target + 1] - self._offset[target] == 1:
                at = self._offset[target]
                label = self._label[at]
                if label == _SPACE or label >= FIRST_MARK:
                    break
                letters.append(self._fold(chr(label)))
                cost += self._acceptor.cost[at]
                target = self._target[at]
        return "".join(letters), cost, target

    def _elided(self, arc: TextArc) -> Iterator[TextArc]:
        """The same text with the space behind it left out, as in *l'heure*."""
        text, marks, cost, after = arc
        for at in range(self._offset[after], self._offset[after + 1]):
            if self._label[at] == _SPACE:
                yield text, marks, cost + self._acceptor.cost[at], self._target[at]

    def _fold(self, character: str) -> str:
        if self._locale is None:
            return apostrophes(character)
        return fold(character, self._locale)
