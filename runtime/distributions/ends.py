"""Ends of slot patterns: what is still to come of a pattern, and what that weighs from each state.

Patterns that end alike share their ends, so that there are few more of them than patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...compiler.expand import FIRST_MARK
from ...compiler.network import Op
from .slots import TINY, Exit, SlotPatterns

MOST = 2_000_000
"""So many weights are kept at most."""


@dataclass(slots=True)
class Ends:
    """The ends of patterns. Each of `ends` is a border, by its label, and the end behind it, -1
    behind the last. `whole` are those that are whole patterns, in order; `inside` has what an end
    weighs from a state on: the probability of all that may be said."""

    found: SlotPatterns
    ends: list[tuple[int, int]] = field(default_factory=list)
    whole: Sequence[int] = ()
    inside: dict[tuple[int, int], float] = field(default_factory=dict)

    def next(self, state: int, end: int) -> list[tuple[Exit, float]]:
        """The borders that may come next, given the end of the pattern, with their weights."""
        label, rest = self.ends[end]
        found = []
        for leads, weight in self.found.weights[state].items():
            if leads[0] == label:
                after = 1.0 if rest < 0 else self.inside.get((leads[1], rest), 0.0)
                if after:
                    found.append((leads, weight * after or TINY))
        return found

    def shown(self, end: int) -> str:
        """A pattern for people: `{to {City}} {day}`."""
        pieces: list[str] = []
        while end >= 0:
            label, end = self.ends[end]
            op, name = self.found.slots.marks[label - FIRST_MARK]
            if op == Op.OPEN:
                pieces.append(f"{' ' if pieces else ''}{{{name}")
            elif op == Op.CLOSE:
                pieces.append("}")
        return "".join(pieces)


def weighed(found: SlotPatterns) -> Ends | None:
    """The ends of patterns, of which there must be finitely many, weighed; None where there would
    be more than `MOST` weights."""
    assert found.sequence is not None
    result = Ends(found)
    ids: dict[tuple[int, int], int] = {}
    behind: list[list[int]] = [[] for _ in found.sets]
    kept = 0
    for here in found.sequence:
        states = found.sets[here]
        for label, to in found.following[here].items():
            for rest in behind[to] if to >= 0 else [-1]:
                key = (label, rest)
                if key not in ids:
                    ids[key] = len(result.ends)
                    result.ends.append(key)
                end = ids[key]
                behind[here].append(end)
                kept += len(states)
                if kept > MOST:
                    return None
                for state in states:
                    weight = sum(each for _, each in result.next(state, end))
                    if weight:
                        result.inside[state, end] = weight
    result.whole = behind[0]
    return result
