"""The graph that parsing walks: the acceptor with its marks gathered, made state by state.

From a state lead words and pieces of words, catalogues, and ends; before each the marks (slots
opening and closing, values) that stand between. A space that borders on a slot is optional.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..compiler.acceptor import Acceptor
from ..compiler.expand import END_INTENT, FIRST_MARK
from ..compiler.network import Op
from ..dsl.text import fold
from .prepare import apostrophes

_OPEN, _CLOSE = int(Op.OPEN), int(Op.CLOSE)
_DRAWS = (int(Op.DRAW), int(Op.DRAW_VALUE))
_SPACE = 32

Marks = tuple[int, ...]
"""Numbers of the acceptor's marks, in order."""


@dataclass(slots=True)
class State:
    """What leads on from a state: `texts` by first character, (text, marks, cost, target);
    `draws`, by catalogue, (selection, with value, marks, cost, target); `ends`, (intent, marks,
    cost)."""

    texts: dict[str, list[tuple[str, Marks, float, int]]] = field(default_factory=dict)
    draws: dict[str, list[tuple[int, bool, Marks, float, int]]] = field(default_factory=dict)
    ends: list[tuple[int, Marks, float]] = field(default_factory=list)


class Graph:
    """The states of an acceptor, each made when it is first walked to. *catalogues* names that of
    each selection; *locale* folds the texts, None leaves their case as it is."""

    def __init__(self, acceptor: Acceptor, catalogues: Sequence[str], locale: str | None) -> None:
        self._catalogues = catalogues
        self._acceptor = acceptor
        self._locale = locale
        self._offset = acceptor.offset
        self._label = acceptor.label
        self._target = acceptor.target
        self.states: dict[int, State] = {}

    def state(self, number: int) -> State:
        """The state of that number."""
        made = self.states.get(number)
        if made is None:
            made = self.states[number] = self._make(number)
        return made

    def _make(self, number: int) -> State:
        state = State()
        acceptor, marks_of = self._acceptor, self._acceptor.marks
        # (acceptor state, marks so far, cost so far, whether only the opening of a slot counts)
        stack: list[tuple[int, Marks, float, bool]] = [(number, (), 0.0, False)]
        while stack:
            here, marks, cost, opening = stack.pop()
            for at in range(self._offset[here], self._offset[here + 1]):
                label, target = self._label[at], self._target[at]
                total = cost + acceptor.cost[at]
                if label < FIRST_MARK:
                    if opening:
                        continue
                    text, extra, goal = self._run(label, target)
                    texts = state.texts.setdefault(text[0], [])
                    texts.append((text, marks, total + extra, goal))
                    if label == _SPACE:
                        closed = bool(marks) and marks_of[marks[-1]][0] == _CLOSE
                        stack.append((target, marks, total, not closed))
                    continue
                index = label - FIRST_MARK
                op, arg = marks_of[index]
                if opening and op != _OPEN:
                    continue
                if op in _DRAWS:
                    assert isinstance(arg, int)
                    arcs = state.draws.setdefault(self._catalogues[arg], [])
                    arcs.append((arg, op == _DRAWS[1], marks, total, target))
                elif op == END_INTENT:
                    assert isinstance(arg, int)
                    state.ends.append((arg, marks, total))
                else:
                    stack.append((target, (*marks, index), total, False))
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

    def _fold(self, character: str) -> str:
        if self._locale is None:
            return apostrophes(character)
        return fold(character, self._locale)
