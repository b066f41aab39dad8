"""Difference: a network without some of its texts.

The network is followed together with the text that it has spelled, for as long as that is the
beginning of a text to be taken away (the product with a deterministic automaton of Bar-Hillel,
Perles and Shamir, 1961). What comes to the end of such a text is cut off; what leaves them goes on
as it was. The probabilities of what is left are renormalised backwards, as fractions: each state's
arcs are weighted with what is kept behind them. Calls are written out as far as the text is
followed, and catalogues stay symbols: of one whose values may go on in a text to be taken away,
those values are drawn apart from all the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from .keys import SelectionKey
from .network import END, START, Arc, Network, Op

MOST_STATES = 200_000
"""So many states are written out at most."""

ONE = Fraction(1)

Drawn = Callable[[SelectionKey, Sequence[str]], "dict[str, Fraction] | None"]
"""For the rows of a key, the probability of each of some values that is among them; None for those
of a catalogue that nothing is bound to."""


Written = Callable[[int, Sequence[str]], bool]
"""For a use of a row by its number, whether it may write one of some texts."""


class TooLarge(Exception):
    """What is left can't be written out, and why; never leaves the compiler."""


class Taken:
    """The texts to be taken away, to be looked at by their beginnings."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(sorted(set(texts)))
        self.whole = frozenset(texts)

    def begins(self, start: str) -> bool:
        """Whether one of them begins so, or is that."""
        at = bisect_left(self.texts, start)
        return at < len(self.texts) and self.texts[at].startswith(start)

    def values(self, start: str) -> list[str]:
        """All that a catalogue may hold for the texts to go on behind *start*."""
        found: dict[str, None] = {}
        for at in range(bisect_left(self.texts, start), len(self.texts)):
            text = self.texts[at]
            if not text.startswith(start):
                break
            ends = range(len(start) + 1, len(text) + 1)
            found.update((text[len(start) : end], None) for end in ends)
        return list(found)


class _Key(NamedTuple):
    """A state of the product: of `net`, behind the frames `stack`, having spelled `text` (None:
    no text to be taken away begins so), with a space `due`."""

    stack: int
    net: int
    state: int
    text: str | None
    due: bool


class _Step(NamedTuple):
    """An arc of the product; those that draw from one selection apart share its `key`."""

    op: Op
    arg: str | int | tuple[str, str] | None
    probability: Fraction
    target: _Key
    key: SelectionKey | None = None
    value: str | None = None


@dataclass(slots=True)
class Difference:
    """A network without some of its texts: `kept` is the probability of the others in it, `met`
    those of the texts that it had."""

    arcs: list[list[Arc]]
    kept: Fraction
    met: frozenset[str]


@dataclass
class Subtraction:
    """What taking texts away needs: the networks, filled in by `ready` where they are not yet; the
    selections with their numbers, to which others are added; how likely the values of one are, and
    whether a use of a row writes one of some texts."""

    table: list[Network]
    ready: Callable[[int], None]
    selections: dict[SelectionKey, int]
    drawn: Drawn
    written: Written

    def __call__(self, net: int, taken: Taken) -> Difference:
        """Network *net* without the texts of *taken*: `TooLarge` past `MOST_STATES`."""
        self.steps: dict[_Key, list[_Step]] = {}
        self._taken = taken
        self._keys: list[SelectionKey] = []
        self._frames: list[tuple[int, int, int]] = []
        self._numbers: dict[tuple[int, int, int], int] = {}
        start = _Key(-1, net, START, "", False)
        queue = [start]
        for key in queue:
            if key not in self.steps:
                queue.extend(step.target for step in self._behind(key))
        kept = self._kept(start)
        met = frozenset(k.text for k in self.steps if self._taken_away(k) and k.text is not None)
        return Difference(self._written(start, kept), kept[start], met)

    def _taken_away(self, key: _Key) -> bool:
        return key.state == END and key.stack < 0 and key.text in self._taken.whole

    def _behind(self, key: _Key) -> list[_Step]:
        found = self.steps.get(key)
        if found is None:
            if len(self.steps) > MOST_STATES:
                raise TooLarge("has too many ways to begin like what is taken away")
            found = self.steps[key] = self._steps(key)
        return found

    def _steps(self, key: _Key) -> list[_Step]:
        if key.state == END:
            if key.stack < 0:
                return []
            below, net, state = self._frames[key.stack]
            return [_Step(Op.NONE, None, ONE, _Key(below, net, state, key.text, key.due))]
        self.ready(key.net)
        found: list[_Step] = []
        for arc in self.table[key.net].arcs[key.state]:
            found.extend(self._follow(key, arc))
        return found

    def _follow(self, key: _Key, arc: Arc) -> list[_Step]:
        op, arg, share, target = arc
        text, due = key.text, key.due
        behind = key._replace(state=target)
        if text is None:
            return [_Step(op, arg, share, behind)]
        spaced = f"{text} " if due and text else text
        if op == Op.SPACE:
            return [_Step(op, arg, share, behind._replace(due=True))]
        if op == Op.TEXT:
            assert isinstance(arg, str)
            return [_Step(op, arg, share, self._at(behind, spaced + arg))]
        if op == Op.CALL:
            assert isinstance(arg, int)
            frame = (key.stack, key.net, target)
            number = self._numbers.setdefault(frame, len(self._frames))
            if number == len(self._frames):
                self._frames.append(frame)
            return [_Step(Op.NONE, None, share, _Key(number, arg, START, text, due))]
        if op in (Op.DRAW, Op.DRAW_VALUE):
            assert isinstance(arg, int)
            of = self._selection(arg)
            values = self._taken.values(spaced)
            odds = (self.drawn(of, values) if values else None) or {}
            found = [
                _Step(op, arg, share * p, self._at(behind, spaced + value), of, value)
                for value, p in odds.items()
            ]
            rest = share * (1 - sum(odds.values()))
            if rest:
                found.append(_Step(op, arg, rest, self._at(behind, None), of))
            return found
        if op in _WITHOUT_TEXT:
            return [_Step(op, arg, share, behind)]
        assert isinstance(arg, int)
        if self.written(arg, self._taken.values(spaced)):
            raise TooLarge("writes columns of one row where a text to be taken away may stand")
        return [_Step(op, arg, share, self._at(behind, None))]

    def _selection(self, number: int) -> SelectionKey:
        if number >= len(self._keys):
            self._keys = list(self.selections)
        return self._keys[number]

    def _number(self, key: SelectionKey) -> int:
        return self.selections.setdefault(key, len(self.selections))

    def _at(self, key: _Key, text: str | None) -> _Key:
        live = text is not None and self._taken.begins(text)
        return key._replace(text=text if live else None, due=False)

    # ------------------------------------------------------------------ what is kept

    def _kept(self, start: _Key) -> dict[_Key, Fraction]:
        """For every state the probability that what follows is not taken away. Where a text is
        still followed there are no loops: a loop adds text."""
        kept: dict[_Key, Fraction] = {}
        stack = [start]
        while stack:
            key = stack[-1]
            if key in kept:
                stack.pop()
            elif key.text is None:
                kept[key] = ONE
            elif key.state == END and key.stack < 0:
                kept[key] = Fraction(0) if self._taken_away(key) else ONE
            else:
                steps = self.steps[key]
                missing = [s.target for s in steps if s.target not in kept]
                if missing:
                    stack.extend(missing)
                else:
                    kept[key] = sum((s.probability * kept[s.target] for s in steps), Fraction(0))
        return kept

    def _written(self, start: _Key, kept: dict[_Key, Fraction]) -> list[list[Arc]]:
        """The states that are left, with their arcs."""
        number = {start: START}
        arcs: list[list[Arc]] = [[], []]
        queue = [start] if kept[start] else []
        for key in queue:
            whole = kept.get(key, ONE)
            for step in self._joined(self._behind(key), kept):
                behind = kept.get(step.target, ONE)
                if not behind:
                    continue
                if step.target not in number:
                    if step.target.state == END and step.target.stack < 0:
                        number[step.target] = END
                    else:
                        number[step.target] = len(arcs)
                        arcs.append([])
                        queue.append(step.target)
                share = step.probability * behind / whole
                arcs[number[key]].append(Arc(step.op, step.arg, share, number[step.target]))
        return arcs

    def _joined(self, steps: list[_Step], kept: dict[_Key, Fraction]) -> list[_Step]:
        """Draws of values apart only where something behind them is taken away."""
        found: list[_Step] = []
        by_draw: dict[tuple[Op, object, int], list[_Step]] = {}
        for step in steps:
            if step.key is None:
                found.append(step)
            else:
                by_draw.setdefault((step.op, step.arg, step.target.state), []).append(step)
        for group in by_draw.values():
            key = group[0].key
            assert key is not None
            apart = [s for s in group if s.value is not None and kept[s.target] != 1]
            for step in apart:
                if kept[step.target]:
                    conditions = (*key.conditions, ("value", (step.value or "",)))
                    arg = self._number(key._replace(conditions=conditions))
                    found.append(step._replace(arg=arg))
            others = [s for s in group if s not in apart]
            if others:
                gone = {s.value for s in apart if s.value is not None}
                without = tuple(sorted({*key.without, *gone}))
                target = others[0].target._replace(text=None, due=False)
                share = sum((s.probability for s in others), Fraction(0))
                arg = self._number(key._replace(without=without))
                found.append(others[0]._replace(arg=arg, probability=share, target=target))
        return found


_WITHOUT_TEXT = (Op.NONE, Op.OPEN, Op.CLOSE, Op.VALUE, Op.CONSTANT, Op.CONTEXT)
