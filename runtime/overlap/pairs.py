"""Pairs: a leader and a rival that have spelled the same text, as a graph.

The product of the acceptor with itself on the text (the squaring construction, Béal and others,
2003), but that a pair is only made when its two readings have parted: as long as they are one, they
are a state of the acceptor. Catalogues stay single symbols where they can.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from .keys import Keys
from .labels import DIFFERENT, SAME, Labels
from .meeting import Equal, Meetings
from .moves import Draw, Machine
from .rivals import Place, Rivals

MOST_PAIRS = 1_000_000
"""So many pairs and steps between them are made before it is given up."""


class Choice(NamedTuple):
    """What the leader does: a character by the move of that number (`draw` is -1), or the draw
    of that number; then it is a `value` with one of its canonical values (`entry`), or any of
    `texts`, each with a single one."""

    move: int
    draw: int = -1
    value: str = ""
    entry: int = 0
    texts: frozenset[str] | None = None


class Edge(NamedTuple):
    """A step to the pair `target`: the shortest text that it is for, with the costs of both
    readings together, and the likeliest."""

    choice: Choice
    target: int
    short: tuple[int, float, str]
    likely: tuple[float, str]


class End(NamedTuple):
    """Both readings end: the number of the leader's move and both intents; `differs` if their
    labels do; their costs together."""

    move: int
    mine: int
    other: int
    differs: bool
    cost: float


@dataclass(slots=True)
class Ways:
    """What leads on from a pair."""

    edges: list[Edge] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)


class Pairs:
    """The pairs of an acceptor. `splits` are the ways in which readings part at a state; `ways`
    lead on from each pair, which is (state of the leader, place of the rival, lead)."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self._labels = Labels(machine.marks)
        self.rivals = Rivals(machine, self._labels)
        self._meetings = Meetings(self.rivals)
        self.nodes: list[tuple[int, Place, int]] = []
        self._numbers: dict[tuple[int, Place, int], int] = {}
        self.ways: list[Ways] = []
        self.splits: dict[int, Ways] = {}
        self.whole = self._explore()
        """Whether all pairs were made, and all of them exactly."""

    def _explore(self) -> bool:
        for state in self.machine.parting():
            ways = self._onward(state, state, SAME)
            if ways.edges or ways.ends:
                self.splits[state] = ways
        size = 0
        for node in self.nodes:  # grows on the way
            ways = self._onward(*node)
            self.ways.append(ways)
            size += 1 + len(ways.edges)
            if size > MOST_PAIRS:
                self.ways += [Ways() for _ in range(len(self.nodes) - len(self.ways))]
                return False
        return self._meetings.exact and self._labels.exact and self.machine.exact

    def _node(self, state: int, place: Place, lead: int) -> int:
        """The number of a pair, or -1 where both readings are one."""
        if state == place and lead == SAME:
            return -1
        key = (state, place, lead)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.nodes)
            self.nodes.append(key)
        return number

    def _onward(self, state: int, place: Place, lead: int) -> Ways:
        ways = Ways()
        best: dict[tuple[Choice, int], Edge] = {}
        self._characters(best, state, place, lead)
        moves = self.machine.moves(state)
        for number, (mine, cost, draw, target) in enumerate(moves.draws):
            outcome = self._meetings.meet(draw, target, mine, place, lead)
            for text, members in outcome.single.items():
                self._value(best, number, cost, draw, target, text, members)
            for equal in outcome.equal:
                self._equal(best, number, cost, draw, target, equal)
        ways.edges.extend(best.values())
        if place >= 0:
            for number, (mine, cost, intent) in enumerate(moves.ends):
                for at, (theirs, more, other) in enumerate(self.machine.moves(place).ends):
                    if state == place and lead == SAME and at == number:
                        continue
                    after = self._labels.after(lead, mine, theirs)
                    ways.ends.append(End(number, intent, other, after != SAME, cost + more))
        return ways

    def _characters(
        self, best: dict[tuple[Choice, int], Edge], state: int, place: Place, lead: int
    ) -> None:
        for character, own in self.machine.moves(state).characters.items():
            for theirs, reached, more, value in self.rivals.steps(place, character):
                for number, mine, cost, target in own:
                    after = self._labels.after(lead, mine, theirs)
                    if value is not None:
                        after = self._labels.valued(after, None, value)
                    node = self._node(target, reached, after)
                    total = cost + more
                    _keep(best, Choice(number), node, (1, total, character), (total, character))

    def _value(
        self,
        best: dict[tuple[Choice, int], Edge],
        number: int,
        cost: float,
        draw: Draw,
        target: int,
        text: str,
        members: dict[tuple[Place, int], float],
    ) -> None:
        """Steps where the leader draws *text* and the rivals *members* have spelled it."""
        keys = self.machine.keys(draw)
        for entry, (value, share) in enumerate(keys.entries(text, draw[1])):
            for (place, lead), more in members.items():
                node = self._node(target, place, self._labels.valued(lead, value, None))
                total = cost + more - math.log(share)
                choice = Choice(-1, number, text, entry)
                _keep(best, choice, node, (len(text), total, text), (total, text))

    def _equal(
        self,
        best: dict[tuple[Choice, int], Edge],
        number: int,
        cost: float,
        draw: Draw,
        target: int,
        equal: Equal,
    ) -> None:
        """Steps where both draw the same values."""
        keys = self.machine.keys(draw)
        others = None if equal.draw is None else self.machine.keys(equal.draw)
        several = keys.repeats if others is None else keys.repeats | others.repeats
        several &= equal.texts
        for text in sorted(several):
            members = {(equal.target, equal.lead): 0.0}
            if equal.draw is not None:
                members = self.rivals.behind(equal.draw, equal.target, text, equal.lead)
            members = {member: more + equal.cost for member, more in members.items()}
            self._value(best, number, cost, draw, target, text, members)
        plain = equal.texts - several if several else equal.texts
        for lead, texts in self._by_lead(draw, equal, plain).items():
            node = self._node(target, equal.target, lead)
            if node >= 0 and texts:
                short, likely = _best(keys, others, texts)
                base = cost + equal.cost
                _keep(
                    best,
                    Choice(-1, number, texts=texts),
                    node,
                    (len(short[1]), short[0] + base, short[1]),
                    (likely[0] + base, likely[1]),
                )

    def _by_lead(
        self, draw: Draw, equal: Equal, texts: frozenset[str]
    ) -> dict[int, frozenset[str]]:
        """Values that both draw, by the lead behind them."""
        drawn = equal.draw if equal.draw is not None and equal.draw[1] else None
        if equal.lead == DIFFERENT or (not draw[1] and drawn is None):
            return {equal.lead: texts}
        keys = self.machine.keys(draw)
        others = None if drawn is None else self.machine.keys(drawn)
        found: dict[int, list[str]] = {}
        for text in sorted(texts):
            one = keys.identity(text) if draw[1] else None
            other = None if others is None else others.identity(text)
            if equal.lead == SAME and one == other:
                after = SAME
            else:
                after = self._labels.valued(equal.lead, one, other)
            found.setdefault(after, []).append(text)
        return {lead: frozenset(some) for lead, some in found.items()}


def _keep(
    best: dict[tuple[Choice, int], Edge],
    choice: Choice,
    node: int,
    short: tuple[int, float, str],
    likely: tuple[float, str],
) -> None:
    """Keeps the better of two steps that differ only in their costs."""
    if node < 0:
        return
    known = best.get((choice, node))
    if known is not None:
        short, likely = min(known.short, short), min(known.likely, likely)
    best[choice, node] = Edge(choice, node, short, likely)


def _best(
    keys: Keys, others: Keys | None, texts: frozenset[str]
) -> tuple[tuple[float, str], tuple[float, str]]:
    """The shortest of *texts* and the likeliest, each with the cost of drawing it twice."""

    def cost(text: str) -> float:
        return keys.cost(text) + (0.0 if others is None else others.cost(text))

    length = min(map(len, texts))
    short = min((cost(text), text) for text in texts if len(text) == length)
    if keys.even and (others is None or others.even):
        return short, short
    _, _, likely = min((cost(text), len(text), text) for text in texts)
    return short, (cost(likely), likely)
