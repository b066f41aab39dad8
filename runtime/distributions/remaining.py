"""What remains: the choices made so far as a tree, with how much of its mass is left at every node.

From UniqueRandomizer (Shi, Bieber and Singh, "Incremental Sampling Without Replacement for Sequence
Models", ICML 2020). What is left at a node is a sum of what is left of its children, none of it
negative, so that nothing cancels out: a node is used up just when the sum is 0, exactly. Only
choices that were met twice have a node; the rest of a way that was gone once is one flat array.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Union

from ..numbers import GAMMA, MASK, mix

FAN = 16
"""A choice among more alternatives is made in steps, of so many parts each at most, so that one way
costs little memory however large a catalogue is."""
TINY = 5e-324
"""What is left of something not used up is never less: the least float above 0."""
UNIT = 2.0**-64


Step = tuple[int, float, float]
"""An alternative, its probability, and that of all others together."""


class Choice:
    """Alternatives 0, 1, … of a place where one is drawn, with their shares as whole numbers."""

    __slots__ = ("_parts", "_steps", "_sums", "size")

    def __init__(self, size: int, sums: Sequence[int] | None) -> None:
        """*sums* are the cumulative shares; None: all have the same."""
        self.size = size
        self._sums = sums
        self._parts: list[float] | None = None
        self._steps: list[Step] | None = None

    def share(self, low: int, high: int) -> int:
        """The share of the alternatives from *low* to before *high*."""
        sums = self._sums
        if sums is None:
            return high - low
        return sums[high - 1] - (sums[low - 1] if low else 0)

    def pick(self, low: int, high: int, r: int) -> Step:
        """The one of these alternatives that *r*, of 64 bits, falls on, by their shares."""
        sums = self._sums
        if sums is None:
            at = low + (r * (high - low) >> 64)
        else:
            base = sums[low - 1] if low else 0
            at = bisect_right(sums, base + (r * (sums[high - 1] - base) >> 64), low, high)
        if self.size > FAN:
            return self._step(at, low, high)
        if self._steps is None:
            self._steps = [self._step(each, low, high) for each in range(high)]
        return self._steps[at]

    def _step(self, at: int, low: int, high: int) -> Step:
        share, total = self.share(at, at + 1), self.share(low, high)
        return at, share / total, (total - share) / total

    def parts(self, low: int, high: int) -> list[float]:
        """The probabilities of the parts of these alternatives, `width` each."""
        whole = high - low == self.size
        if whole and self._parts is not None:
            return self._parts
        step, total = width(high - low), self.share(low, high)
        found = [
            self.share(at, min(at + step, high)) / total if total else 0.0
            for at in range(low, high, step)
        ]
        if whole:
            self._parts = found
        return found


def width(size: int) -> int:
    """How many alternatives a part has where there are *size*: a power of `FAN`."""
    step = 1
    while step * FAN < size:
        step *= FAN
    return step


class Node:
    """A choice that was met more than once, or a step of it: `chances` of its parts, what is `left`
    of each (its chance times what is left of what is behind), their `total`, and what is known
    behind them."""

    __slots__ = ("behind", "chances", "left", "total")

    def __init__(self, chances: list[float]) -> None:
        self.chances = chances
        self.left = chances.copy()
        self.behind: list[Known] = [None] * len(chances)
        self.total = 1.0

    def pick(self, r: int) -> int:
        """The part that *r* falls on, by what is left of each; never one that is used up."""
        left = self.left
        x = r * UNIT * self.total
        if len(left) == 2:  # most are
            at = 0 if x < left[0] else 1 if left[1] else 2
        else:
            at = bisect_right(list(accumulate(left)), x)
        if at == len(left):  # by rounding
            at = max(i for i, some in enumerate(left) if some)
        return at

    def put(self, part: int, some: float, known: Known) -> None:
        """So much is left behind that part of what was there."""
        left = self.chances[part] * some
        self.left[part] = left or (TINY if some else 0.0)
        self.behind[part] = known if some else None
        self.total = sum(self.left)


Known = Union[Node, "array[float]", None]
"""What is known behind a choice: a node; a way that was gone once, as alternative and what was left
behind it, in turns; nothing, because nobody was there."""


class Descent:
    """One way through the tree of what remains, from the root down, choice by choice."""

    __slots__ = ("_fresh", "_here", "_path", "_state")

    def __init__(self, root: Known, state: int) -> None:
        """*state* is that of the stream of random numbers; each choice, or step of one, takes a
        number."""
        self._here = root
        self._state = state
        self._path: list[tuple[Node, int]] = []
        self._fresh: list[Step] = []

    def choose(self, choice: Choice) -> int:
        """The alternative taken, which is not used up."""
        here = self._here
        low, high = 0, choice.size
        while True:
            self._state = self._state + GAMMA & MASK
            r = mix(self._state)
            if here is None:
                taken = choice.pick(low, high, r)
                self._fresh.append(taken)
                return taken[0]
            if not isinstance(here, Node):
                here = _opened(here, choice, low, high)
            part = here.pick(r)
            self._path.append((here, part))
            if high - low <= FAN:
                self._here = here.behind[part]
                return low + part
            step = width(high - low)
            low += part * step
            high = min(low + step, high)
            here = self._here = here.behind[part]
            if high - low == 1:  # the last part may be of one alternative
                return low

    def end(self) -> tuple[Known, bool]:
        """Takes this way out for good; gives the root of the tree after it, and whether anything is
        left."""
        some = 0.0
        known: Known = None
        if self._fresh:
            way: list[float] = []
            for at, chance, rest in reversed(self._fresh):
                way += (some, at)
                some = rest + chance * some
            way.reverse()
            known = array("d", way)
        for node, part in reversed(self._path):
            node.put(part, some, known)
            some, known = node.total, node
        return known, some > 0


def _opened(way: array[float], choice: Choice, low: int, high: int) -> Node:
    """The node for the first choice, or a step of it, on a way that was gone once."""
    at, some = int(way[0]), way[1]
    node = Node(choice.parts(low, high))
    step = width(high - low)
    part = (at - low) // step
    first = low + part * step
    last = min(first + step, high)
    if last - first == 1:
        node.put(part, some, way[2:])
    else:
        total, share = choice.share(first, last), choice.share(at, at + 1)
        node.put(part, (total - share) / total + share / total * some, way)
    return node
