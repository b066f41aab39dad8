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

from dataclasses import dataclass

from ...compiler.expand import END_INTENT
from ...compiler.network import Op
from .atoms import Values
from .patterns import Patterns

MOST_STEPS = 100_000
"""So many strings are compared with catalogues before giving up."""
MOST_AHEADS = 500
MOST_PAIRS = 10_000

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


def unambiguous(patterns: Patterns) -> bool:
    """Whether it can be shown that every path, with every choice of rows, is another labelled
    text. No catalogue in the patterns may be open."""
    return _Proof(patterns).holds()


class _Proof:
    def __init__(self, patterns: Patterns) -> None:
        self.patterns = patterns
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
        patterns = self.patterns
        for state, arcs in enumerate(patterns.arcs):
            marks = [patterns.mark(label) for label, _ in arcs]
            if (
                len(arcs) > 1
                and any(m is not None and m[0] in _SILENT for m in marks)
                and not self.silent_differ(state)
            ):
                return False
            drawn = [(patterns.rows[a], b) for a, b in arcs if a in patterns.rows]
            spelled = [(chr(a), b) for a, b in arcs if patterns.spells(a)]
            for at, (rows, target) in enumerate(drawn):
                if not self.rows_differ(rows, target):
                    return False
                if spelled and not self.text_differs(rows, target, spelled):
                    return False
                for other, behind in drawn[at + 1 :]:
                    if not self.draws_differ(rows, target, other, behind):
                        return False
        return True

    # ------------------------------------------------------------------ looking ahead

    def ahead(self, state: int) -> list[_Ahead] | None:
        """The ways from *state* to the next thing that can be told; None where they are many."""
        if state not in self.known:
            found = self._ahead(state)
            self.known[state] = found if len(found) <= MOST_AHEADS else None
        return self.known[state]

    def _ahead(self, state: int) -> list[_Ahead]:
        found: list[_Ahead] = []
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
                break
        return found

    def may_meet(self, one: int, other: int) -> bool:
        """Whether what follows may be the same behind these labels."""
        if one == other:
            return True
        labels = (one, other)
        draws = [self.patterns.draws(label) for label in labels]
        return any(draws) and all(draws[n] or self.patterns.spells(labels[n]) for n in (0, 1))

    def silent_differ(self, state: int) -> bool:
        """Whether ways on that differ in marks without text can be told apart later."""
        ways = self.ahead(state)
        if ways is None:
            return False
        for at, one in enumerate(ways):
            for other in ways[at + 1 :]:
                if one.first == other.first or not self.may_meet(one.label, other.label):
                    continue
                if not self.marked(one, other) and (
                    one.label != other.label or self.meet(one.target, other.target)
                ):
                    return False
        return True

    def marked(self, one: _Ahead, other: _Ahead) -> bool:
        """Whether what these ways have gathered keeps them apart, whatever follows."""
        mark = self.patterns.mark(one.label)
        if mark is not None and mark[0] == Op.CLOSE:
            return _joined(one.values) != _joined(other.values)
        if one.constants == other.constants:
            return False
        if mark is not None and mark[0] == END_INTENT:
            return True
        return not self.constants[one.target] and not self.constants[other.target]

    def meet(self, one: int, other: int) -> bool:
        """Whether the same text may be spelled from both states to the end of a slot or text."""
        pairs = {(one, other): None}
        queue = [(one, other)]
        for a, b in queue:
            first, second = self.ahead(a), self.ahead(b)
            if first is None or second is None or len(queue) > MOST_PAIRS:
                return True
            for way in first:
                for beside in second:
                    if not self.may_meet(way.label, beside.label):
                        continue
                    mark = self.patterns.mark(way.label)
                    opens = mark is not None and mark[0] == Op.OPEN
                    if way.label != beside.label or not (self.patterns.spells(way.label) or opens):
                        return True
                    pair = (way.target, beside.target)
                    if pair not in pairs:
                        pairs[pair] = None
                        queue.append(pair)
        return False

    def following(self, state: int) -> tuple[frozenset[str], bool] | None:
        """The characters that may come next, and whether a catalogue may; None: not known."""
        ways = self.ahead(state)
        if ways is None:
            return None
        characters = frozenset(chr(w.label) for w in ways if self.patterns.spells(w.label))
        return characters, any(self.patterns.draws(w.label) for w in ways)

    # ------------------------------------------------------------------ catalogues

    def extends(self, shorter: Values, longer: Values, state: int, behind: int) -> bool:
        """Whether a text of *longer*, with what may follow at *behind*, may be one of *shorter*
        with what may follow at *state*."""
        next_ = self.following(state)
        if next_ is None:
            return True
        characters, anything = next_
        if not characters and not anything:
            return False
        if longer.large or shorter.large:
            if anything or not longer.rule:
                return anything or not characters.isdisjoint(longer.inner)
            return self.goes_on(longer, state, behind)
        short = shorter.texts
        for text in longer.texts:
            if anything:
                if any(text[:at] in short for at in range(1, len(text))):
                    return True
                continue
            for character in characters:
                at = text.find(character, 1)
                while at > 0:
                    if text[:at] in short and self.overlaps(text[at:], state, behind):
                        return True
                    at = text.find(character, at + 1)
        return False

    def overlaps(self, rest: str, state: int, behind: int) -> bool:
        """Whether *rest*, with what may follow at *behind*, may be what follows at *state*."""
        stack = [(state, 0)]
        while stack:
            here, at = stack.pop()
            ways = self.ahead(here)
            self.steps += 1
            if ways is None or self.steps > MOST_STEPS:
                return True
            for way in ways:
                if self.patterns.draws(way.label):
                    return True
                if not self.patterns.spells(way.label) or chr(way.label) != rest[at]:
                    continue
                if at + 1 < len(rest):
                    stack.append((way.target, at + 1))
                elif self.meet(way.target, behind):
                    return True
        return False

    def goes_on(self, longer: Values, state: int, behind: int) -> bool:
        """Whether texts that are known by rule may go on with what follows at *state*."""
        stack = [(state, "")]
        while stack:
            here, text = stack.pop()
            ways = self.ahead(here)
            self.steps += 1
            if ways is None or self.steps > MOST_STEPS:
                return True
            for way in ways:
                if self.patterns.draws(way.label):
                    return True
                if not self.patterns.spells(way.label):
                    continue
                more = text + chr(way.label)
                if longer.within(more):
                    if self.meet(way.target, behind):
                        return True
                    stack.append((way.target, more))
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
        return not self.extends(rows, rows, target, target)

    def draws_differ(self, first: Values, target: int, second: Values, behind: int) -> bool:
        """Whether rows of two draws can be told apart."""
        if first.meets(second) and not (
            self.closes(target) and self.closes(behind) and not first.shares(second)
        ):
            return False
        return not self.extends(first, second, target, behind) and not self.extends(
            second, first, behind, target
        )

    def text_differs(self, rows: Values, target: int, spelled: list[tuple[str, int]]) -> bool:
        """Whether the rows of a draw can be told from the texts that are spelled beside it:
        follows those as long as some row goes on like them."""
        if rows.large and not rows.rule:
            return False
        stack = list(spelled)
        while stack:
            self.steps += 1
            if self.steps > MOST_STEPS:
                return False
            text, here = stack.pop()
            if rows.has(text) and not self.parts(rows.ids(text), target, here):
                return False
            if not rows.goes_on(text):
                continue
            ways = self.ahead(here)
            if ways is None:
                return False
            for way in ways:
                if self.patterns.spells(way.label):
                    stack.append((text + chr(way.label), way.target))
                elif self.patterns.draws(way.label):
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
