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
_TEXTUAL = frozenset((*_DRAWS, *map(int, ROWS), END_INTENT))
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
        self._folded: dict[int, str] = {}
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
        costs, labels, targets = acceptor.cost, self._label, self._target
        wild = bool(self._wildcards)
        while stack:
            here, marks, cost, gap = stack.pop()
            kinds = {marks_of[mark][0] for mark in marks}
            plain, too_early = gap is _Gap.NONE, gap is _Gap.TO_BE_OPENED
            at_border = plain and not kinds.isdisjoint(_BORDERS)
            for at in range(self._offset[here], self._offset[here + 1]):
                label, target = labels[at], targets[at]
                total = cost + costs[at]
                if label < FIRST_MARK:
                    if too_early:
                        continue
                    text, extra, after = self._run(label, target)
                    arcs = [(text, marks, total + extra, after)]
                    if text[-1] == "'":
                        arcs.extend(self._elided(arcs[0]))
                    first = text[0]
                    state.texts.setdefault(first, []).extend(arcs)
                    if label != _SPACE:
                        if at_border:
                            bordering.texts.setdefault(first, []).extend(arcs)
                        if wild and plain:
                            state.touching.setdefault(first, []).extend(arcs)
                    elif plain:
                        left = _Gap.LEFT_OUT if _CLOSE in kinds else _Gap.TO_BE_OPENED
                        stack.append((target, marks, total, left))
                    continue
                index = label - FIRST_MARK
                op, arg = marks_of[index]
                if op not in _TEXTUAL:
                    opened = gap if op != _OPEN or plain else _Gap.LEFT_OUT
                    stack.append((target, (*marks, index), total, opened))
                    continue
                if too_early:
                    continue
                goals = [state, bordering] if at_border else [state]
                if op in _DRAWS:
                    assert isinstance(arg, int)
                    draw = (arg, op == _DRAWS[1], marks, total, target)
                    name = self.catalogues[arg]
                    for goal in goals:
                        if name not in self._wildcards:
                            goal.draws.setdefault(name, []).append(draw)
                        elif plain:  # else it would begin within a word
                            goal.wild.append(Free(*draw))
                elif op in ROWS:
                    assert isinstance(arg, int)
                    valued = op in (Op.ROW_VALUE, Op.COLUMN_VALUE)
                    for goal in goals:
                        goal.rows.append((arg, valued, marks, total, target))
                else:
                    assert isinstance(arg, int)
                    state.ends.append((arg, marks, total))
        for made in (state, bordering):
            # marks are numbered in the order of the file, and so ties fall to what stands first
            for arcs in (*made.texts.values(), *made.touching.values()):
                if len(arcs) > 1:
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
        offsets, folded = self._offset, self._folded
        text = folded.get(label) or self._fold(label)
        cost = 0.0
        if label != _SPACE:
            at = offsets[target]
            while offsets[target + 1] == at + 1:
                label = self._label[at]
                if label == _SPACE or label >= FIRST_MARK:
                    break
                text += folded.get(label) or self._fold(label)
                cost += self._acceptor.cost[at]
                target = self._target[at]
                at = offsets[target]
        return text, cost, target

    def _elided(self, arc: TextArc) -> Iterator[TextArc]:
        """The same text with the space behind it left out, as in *l'heure*."""
        text, marks, cost, after = arc
        for at in range(self._offset[after], self._offset[after + 1]):
            if self._label[at] == _SPACE:
                yield text, marks, cost + self._acceptor.cost[at], self._target[at]

    def _fold(self, label: int) -> str:
        character, locale = chr(label), self._locale
        text = apostrophes(character) if locale is None else fold(character, locale)
        self._folded[label] = text
        return text
