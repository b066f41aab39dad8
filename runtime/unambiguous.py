"""Unambiguous: whether no two ways through the patterns of an intent or rule spell the same
labelled text, whatever rows are drawn from the catalogues.

Two ways that spell the same text part at some state of the automaton, for the first time. So it is
enough to look at every state from which several arcs lead, or a catalogue with several rows: if
whatever goes on along one arc can be told from whatever goes on along another, there are no such
two ways. Different characters, borders of slots and the end of the text can be told apart at once;
catalogues are compared with what stands beside them row by row; canonical values and constants
have no place in the text, so what they stand before is looked at. Where none of this is enough the
answer is no, though it may be yes in truth.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from ..catalogues.selection import Selection
from ..compiler.expand import END_INTENT
from ..compiler.network import Op
from .patterns import Draw, Patterns

MOST_STEPS = 100_000
"""So many strings are compared with catalogues before giving up."""
MOST_ROWS = 300_000
"""Catalogues with more rows are compared with nothing but the ends of slots."""
MOST_AHEADS = 500

_DRAWS = (Op.DRAW, Op.DRAW_VALUE)
_SILENT = (Op.VALUE, Op.CONSTANT, Op.CONTEXT)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A way on through silent marks to what can be told: `first` is the arc it begins with,
    `values` and `constants` are what it gathers, `label` and `target` the arc behind them."""

    first: int
    values: tuple[str, ...]
    constants: tuple[tuple[str, str], ...]
    label: int
    target: int


class Values:
    """The texts of a selection's rows, and the ids that go with each where they matter."""

    def __init__(self, selection: Selection, valued: bool) -> None:
        catalogue = selection.catalogue
        texts: list[str] = catalogue.cells("value")
        rows = list(selection.rows())
        if len(rows) < len(texts):
            texts = [texts[row] for row in rows]
        self.texts = frozenset(texts)
        self.pairs: frozenset[tuple[str, str | None]] = frozenset()
        if valued:
            identities = map(catalogue.identity, rows)
            self.pairs = frozenset(zip(texts, identities, strict=True))
        else:
            self.pairs = frozenset((text, None) for text in self.texts)
        self._sorted: list[str] | None = None
        self._ids: dict[str, list[str | None]] | None = None

    @property
    def repeats(self) -> bool:
        """Whether one text has several ids."""
        return len(self.pairs) > len(self.texts)

    def ids(self, text: str) -> list[str | None]:
        """The ids of the rows with that text."""
        if self._ids is None:
            self._ids = {}
            for value, identity in sorted(self.pairs, key=lambda p: (p[0], p[1] or "")):
                self._ids.setdefault(value, []).append(identity)
        return self._ids[text]

    def goes_on(self, start: str) -> bool:
        """Whether some text begins with *start* and is longer."""
        if self._sorted is None:
            self._sorted = sorted(self.texts)
        at = bisect_left(self._sorted, start)
        if at < len(self._sorted) and self._sorted[at] == start:
            at += 1
        return at < len(self._sorted) and self._sorted[at].startswith(start)


def unambiguous(patterns: Patterns, values: Mapping[Draw, Values]) -> bool:
    """Whether it can be shown that every path, with every choice of rows, is another labelled
    text; *values* are those of all selections that the patterns draw from."""
    return _Proof(patterns, values).holds()


class _Proof:
    def __init__(self, patterns: Patterns, values: Mapping[Draw, Values]) -> None:
        self.patterns = patterns
        self.values = values
        self.steps = 0
        self.known: dict[int, list[_Ahead] | None] = {}
        self.constants = self._before_constants()

    def _before_constants(self) -> list[bool]:
        """For every state whether a constant may follow."""
        found = [False] * len(self.patterns.arcs)
        for state in self.patterns.sequence:
            for label, target in self.patterns.arcs[state]:
                mark = self.patterns.mark(label)
                own = mark is not None and mark[0] in (Op.CONSTANT, Op.CONTEXT)
                found[state] = found[state] or own or found[target]
        return found

    def holds(self) -> bool:
        for state, arcs in enumerate(self.patterns.arcs):
            marks = [self.patterns.mark(label) for label, _ in arcs]
            if len(arcs) > 1 and any(m is not None and m[0] in _SILENT for m in marks):
                if not self.silent_differ(state):
                    return False
            for at, (label, target) in enumerate(arcs):
                draw = self.patterns.draw(label)
                if draw is None:
                    continue
                if not self.rows_differ(self.values[draw], target):
                    return False
                if any(m is None for m in marks) and not self.text_differs(state, draw, target):
                    return False
                for other, behind in arcs[at + 1 :]:
                    drawn = self.patterns.draw(other)
                    if drawn and not self.draws_differ(draw, target, drawn, behind):
                        return False
        return True

    # ------------------------------------------------------------------ looking ahead

    def ahead(self, state: int) -> list[_Ahead] | None:
        """The ways from *state* to the next thing that can be told; None where they are many."""
        if state in self.known:
            return self.known[state]
        found: list[_Ahead] | None = []
        stack: list[tuple[int, int, tuple[str, ...], tuple[tuple[str, str], ...]]]
        stack = [(state, -1, (), ())]
        while stack:
            here, first, values, constants = stack.pop()
            for number, (label, target) in enumerate(self.patterns.arcs[here]):
                begun = number if first < 0 else first
                mark = self.patterns.mark(label)
                if mark is None or mark[0] not in _SILENT:
                    found.append(_Ahead(begun, values, constants, label, target))
                elif mark[0] == Op.VALUE:
                    assert isinstance(mark[1], str)
                    stack.append((target, begun, (*values, mark[1]), constants))
                else:
                    assert isinstance(mark[1], tuple)
                    name, text = mark[1]
                    written = text if mark[0] == Op.CONSTANT else f"@{text}"
                    stack.append((target, begun, values, (*constants, (name, written))))
            if len(found) > MOST_AHEADS:
                found = None
                break
        self.known[state] = found
        return found

    def may_meet(self, one: int, other: int) -> bool:
        """Whether what follows may be the same behind these labels."""
        if one == other:
            return True
        marks = self.patterns.mark(one), self.patterns.mark(other)
        draws = [m is not None and m[0] in _DRAWS for m in marks]
        return any(draws) and all(d or m is None for d, m in zip(draws, marks, strict=True))

    def silent_differ(self, state: int) -> bool:
        """Whether ways on that differ in marks without text can be told apart later."""
        ways = self.ahead(state)
        if ways is None:
            return False
        for at, one in enumerate(ways):
            for other in ways[at + 1 :]:
                if one.first == other.first or not self.may_meet(one.label, other.label):
                    continue
                mark = self.patterns.mark(one.label)
                if mark is not None and mark[0] == Op.CLOSE:
                    if _joined(one.values) == _joined(other.values):
                        return False
                elif one.constants == other.constants or (
                    not (mark is not None and mark[0] == END_INTENT)
                    and (self.constants[one.target] or self.constants[other.target])
                ):
                    return False
        return True

    def following(self, state: int) -> tuple[frozenset[str], bool] | None:
        """The characters that may come next, and whether a catalogue may; None: not known."""
        ways = self.ahead(state)
        if ways is None:
            return None
        characters = frozenset(chr(w.label) for w in ways if self.patterns.mark(w.label) is None)
        return characters, any(self.patterns.draw(w.label) for w in ways)

    # ------------------------------------------------------------------ catalogues

    def extends(self, shorter: Values, longer: Values, state: int) -> bool:
        """Whether a text of *longer* may be one of *shorter* with what may follow at *state*."""
        next_ = self.following(state)
        if next_ is None:
            return True
        characters, anything = next_
        if not characters and not anything:
            return False
        if len(longer.texts) > MOST_ROWS:
            return True
        short = shorter.texts
        for text in longer.texts:
            if anything:
                if any(text[:at] in short for at in range(1, len(text))):
                    return True
                continue
            for character in characters:
                at = text.find(character, 1)
                while at > 0:
                    if text[:at] in short:
                        return True
                    at = text.find(character, at + 1)
        return False

    def closes(self, state: int) -> bool:
        """Whether the slot ends here and nothing is added to its value."""
        arcs = self.patterns.arcs[state]
        if len(arcs) != 1:
            return False
        mark = self.patterns.mark(arcs[0][0])
        return mark is not None and mark[0] == Op.CLOSE

    def rows_differ(self, rows: Values, target: int) -> bool:
        """Whether different rows of a catalogue can be told apart, whatever follows."""
        if rows.repeats and not self.closes(target):
            return False
        return not self.extends(rows, rows, target)

    def draws_differ(
        self, one: Draw, target: int, other: Draw, behind: int
    ) -> bool:
        """Whether rows of two catalogues can be told apart."""
        first, second = self.values[one], self.values[other]
        if not first.texts.isdisjoint(second.texts):
            ends = self.closes(target) and self.closes(behind)
            if not ends or not first.pairs.isdisjoint(second.pairs):
                return False
        return not self.extends(first, second, target) and not self.extends(second, first, behind)

    def text_differs(self, state: int, draw: Draw, target: int) -> bool:
        """Whether the rows of a catalogue can be told from the texts that are spelled beside it:
        follows those as long as some row goes on like them."""
        rows = self.values[draw]
        if len(rows.texts) > MOST_ROWS:
            return False
        stack = [
            (chr(label), behind)
            for label, behind in self.patterns.arcs[state]
            if self.patterns.mark(label) is None
        ]
        while stack:
            self.steps += 1
            if self.steps > MOST_STEPS:
                return False
            text, here = stack.pop()
            if text in rows.texts and not self.parts(rows.ids(text), target, here):
                return False
            if not rows.goes_on(text):
                continue
            ways = self.ahead(here)
            if ways is None:
                return False
            for way in ways:
                if self.patterns.mark(way.label) is None:
                    stack.append((text + chr(way.label), way.target))
                elif self.patterns.draw(way.label):
                    return False
        return True

    def parts(self, ids: list[str | None], one: int, other: int) -> bool:
        """Whether what follows at *one*, behind a row with one of these ids, can be told from
        what follows at *other*, where the same text was spelled."""
        first, second = self.ahead(one), self.ahead(other)
        if first is None or second is None:
            return False
        for way in first:
            for beside in second:
                if not self.may_meet(way.label, beside.label):
                    continue
                mark = self.patterns.mark(way.label)
                if mark is None or mark[0] != Op.CLOSE:
                    return False
                given = [way.values if i is None else (i, *way.values) for i in ids]
                if _joined(beside.values) in map(_joined, given):
                    return False
        return True


def _joined(values: tuple[str, ...]) -> str | None:
    return " ".join(values) if values else None
