"""Sampling, by definition: the plain engine, which every other engine must equal.

Sentence i draws one number to choose its intent (where there are several), and then one for every
BRANCH and every draw from a catalogue that it comes to. Text is written as it is met; a space is
written before the next text and only between texts; a slot begins with its first text, and one
without text is gone. Rewrites come last, over the finished sentence.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator

from ..compiler.network import FIRSTS, ROWS, Op
from ..compiler.tables import BRANCH, JUMP, TOP
from ..corpora.utterance import Span, Utterance
from .numbers import GAMMA, MASK, mix, stream
from .walk import Walk

_TEXT, _SPACE, _OPEN, _CLOSE = int(Op.TEXT), int(Op.SPACE), int(Op.OPEN), int(Op.CLOSE)
_VALUE, _CONSTANT, _CONTEXT = int(Op.VALUE), int(Op.CONSTANT), int(Op.CONTEXT)
_DRAW, _DRAW_VALUE, _CALL = int(Op.DRAW), int(Op.DRAW_VALUE), int(Op.CALL)
_ROW = int(Op.ROW)
_WRITING = frozenset((_TEXT, _DRAW, _DRAW_VALUE, *ROWS))
_IDENTIFIED = frozenset((Op.ROW_VALUE, Op.COLUMN_VALUE))

UNITS = 10**12
"""Logarithms are added up as whole numbers of 10^-12, so that every engine, on any machine, has the
same sum, in whatever order."""


def units(share: int, total: int) -> int:
    """ln(share / total) in whole units, rounded to even."""
    # A thing with no share at all may stand in tables, but is never drawn.
    return round(math.log(float(share) / float(total)) * UNITS) if share else 0


class Sampler:
    """The sentences of a walk: a `Source` without an end.

    Sentence i is a pure function of the walk, *seed* and i. Its logarithm, in whole units of
    10^-12, is 0 where *odds* are not wanted: they cost a look at every weight.
    """

    size = None
    in_order = False

    def __init__(self, walk: Walk, seed: int = 0, *, odds: bool = True) -> None:
        tables = walk.tables
        self.walk = walk
        self.seed = seed
        self.intents = walk.intents
        self.names = walk.names
        self.odds = odds
        self._roots = walk.roots
        self._root_thresholds = walk.root_thresholds
        self._code = list(zip(tables.code[::2], tables.code[1::2], strict=True))
        self._branch = list(tables.branch)
        self._threshold = list(tables.threshold)
        self._target = list(tables.target)
        self._entry = list(tables.entry)
        self._texts = tables.texts
        self._pairs = tables.pairs
        self._selections = walk.selections
        self._uses = walk.cells

    def numbers(self, index: int) -> Iterator[int]:
        """The random numbers of sentence *index*."""
        state = stream(self.seed, index)
        while True:
            state = state + GAMMA & MASK
            yield mix(state)

    def __call__(self, index: int) -> tuple[Utterance, float]:
        """Sentence *index*, and ln of the probability, within its intent, of the derivation that
        was drawn."""
        draw = self.numbers(index).__next__
        root = 0
        if len(self._roots) > 1:
            root = bisect_right(self._root_thresholds, draw(), 0, len(self._roots) - 1)
        intent, _, pc = self._roots[root]
        code, texts = self._code, self._texts
        pieces: list[str] = []
        length = 0
        due = False
        returns: list[int] = []
        spans: list[Span] = []
        constants: list[tuple[str, str]] = []
        slots: list[_Open] = []
        begun = 0  # so many of the open slots have text
        registers: dict[int, int] = {}
        odds, wanted = 0, self.odds
        while True:
            op, arg = code[pc]
            pc += 1
            if op == BRANCH:
                low, high = self._branch[arg], self._branch[arg + 1]
                at = bisect_right(self._threshold, draw(), low, high - 1)
                if wanted:
                    below = self._threshold[at - 1] if at > low else 0
                    above = self._threshold[at] if at < high - 1 else TOP
                    odds += units(above - below, TOP)
                pc = self._target[at]
                continue
            if op in _WRITING:
                identity = None
                if op == _TEXT:
                    text = texts[arg]
                elif op >= _ROW:
                    use = self._uses[arg]
                    assert use is not None
                    if op in FIRSTS:
                        row = registers[use.register] = use.selection.draw(draw())
                        if wanted:
                            weight = use.selection.catalogue.weight(row)
                            odds += units(weight, use.selection.mass)
                    row = registers[use.register]
                    text = use.text(row)
                    if op in _IDENTIFIED:
                        identity = use.identity(row)
                else:
                    selection = self._selections[arg]
                    assert selection is not None
                    row = selection.draw(draw())
                    text = selection.catalogue.value(row)
                    if wanted:
                        odds += units(selection.catalogue.weight(row), selection.mass)
                    if op == _DRAW_VALUE:
                        identity = selection.catalogue.identity(row)
                if due and length:
                    pieces.append(" ")
                    length += 1
                due = False
                while begun < len(slots):
                    slots[begun].start = length
                    begun += 1
                pieces.append(text)
                length += len(text)
                if identity is not None:
                    slots[-1].values.append(identity)
            elif op == _SPACE:
                due = True
            elif op == _CALL:
                returns.append(pc)
                pc = self._entry[arg]
            elif op == JUMP:
                pc = arg
            elif op == _OPEN:
                slots.append(_Open(texts[arg]))
            elif op == _CLOSE:
                slot = slots.pop()
                if begun > len(slots):
                    begun = len(slots)
                    value = " ".join(slot.values) if slot.values else None
                    span = Span(slot.name, slot.start, length, value, tuple(slot.spans))
                    (slots[-1].spans if slots else spans).append(span)
            elif op == _VALUE:
                slots[-1].values.append(texts[arg])
            elif op == _CONSTANT:
                constants.append(self._pairs[arg])
            elif op == _CONTEXT:
                name, key = self._pairs[arg]
                constants.append((name, f"@{key}"))
            else:  # RETURN
                if not returns:
                    break
                pc = returns.pop()
        drawn = Utterance("".join(pieces), tuple(spans), tuple(constants), intent)
        rewriter = self.walk.rewriter
        return drawn if rewriter is None else rewriter.utterance(drawn), odds / UNITS


class _Open:
    """A slot that is not closed yet."""

    __slots__ = ("name", "spans", "start", "values")

    def __init__(self, name: str) -> None:
        self.name = name
        self.start = 0
        self.values: list[str] = []
        self.spans: list[Span] = []
