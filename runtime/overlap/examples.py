"""Examples: the shortest and the likeliest text that two intents share.

By Dijkstra's algorithm (1959) over the states where readings are still one, and the pairs behind.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from heapq import heappop, heappush

from .pairs import Pairs, Ways
from .useful import Useful, counts

Both = tuple[int, int]
"""The numbers of two intents, the lower first; twice the same where one has two labellings."""
_Price = tuple[float, float]
_Way = tuple[_Price, str, int]
"""What a step costs, the text that it is for, and the node behind it."""


def examples(pairs: Pairs, useful: Useful, *, likeliest: bool) -> dict[Both, str]:
    """For all that share texts, the folded text that is the shortest in characters (of several
    the likeliest), or the *likeliest* (of several the shortest): the one for which the product of
    the probabilities of its two likeliest derivations, one for each reading, is greatest.

    Of equal ones the first in the order of the acceptor: deterministic.
    """
    return _Search(pairs, useful, likeliest).run()


def _rounded(price: _Price) -> _Price:
    """A price without the noise of sums, so that ties are ties."""
    return round(price[0], 6), round(price[1], 6)


def _less(one: _Price, other: _Price) -> bool:
    return _rounded(one) < _rounded(other)


class _Search:
    def __init__(self, pairs: Pairs, useful: Useful, likeliest: bool) -> None:
        self.pairs = pairs
        self.useful = useful
        self.likeliest = likeliest
        self.states = len(useful.states)

    def run(self) -> dict[Both, str]:
        """Nodes are states, then pairs."""
        found: dict[Both, str] = {}
        ended: dict[Both, tuple[_Price, int]] = {}
        origin: dict[int, tuple[int, str]] = {}
        done: set[int] = set()
        best: dict[int, _Price] = {0: (0.0, 0.0)}
        if not self.useful.states[0]:
            return found
        heap: list[tuple[_Price, int, int]] = [((0.0, 0.0), 0, 0)]
        count = 0
        while heap:
            _, _, node = heappop(heap)
            if node in done:
                continue
            done.add(node)
            price = best[node]
            for both, cost in self.ends(node):
                total = (price[0] + cost[0], price[1] + cost[1])
                if both not in ended or _less(total, ended[both][0]):
                    ended[both] = (total, node)
            for cost, text, target in self.steps(node):
                total = (price[0] + cost[0], price[1] + cost[1])
                if target not in done and (target not in best or _less(total, best[target])):
                    best[target] = total
                    origin[target] = (node, text)
                    count += 1
                    heappush(heap, (_rounded(total), count, target))
        for both, (_, node) in sorted(ended.items()):
            pieces = []
            while node in origin:
                node, text = origin[node]
                pieces.append(text)
            found[both] = "".join(reversed(pieces))
        return found

    def price(self, length: int, cost: float) -> _Price:
        return (cost, length) if self.likeliest else (length, cost)

    def ways(self, node: int) -> Ways | None:
        if node >= self.states:
            return self.pairs.ways[node - self.states]
        return self.pairs.splits.get(node)

    def ends(self, node: int) -> Iterator[tuple[Both, _Price]]:
        ways = self.ways(node)
        for end in ways.ends if ways is not None else ():
            if counts(end):
                both = (min(end.mine, end.other), max(end.mine, end.other))
                yield both, self.price(0, end.cost)

    def steps(self, node: int) -> Iterator[_Way]:
        ways = self.ways(node)
        for edge in ways.edges if ways is not None else ():
            if self.useful.pairs[edge.target]:
                if self.likeliest:
                    cost, text = edge.likely
                else:
                    _, cost, text = edge.short
                yield self.price(len(text), cost), text, self.states + edge.target
        if node >= self.states:
            return
        machine, stays = self.pairs.machine, self.useful.states
        moves = machine.moves(node)
        for character, each in moves.characters.items():
            for _, _, cost, target in each:
                if stays[target]:
                    yield self.price(1, 2 * cost), character, target
        for _, cost, draw, target in moves.draws:
            if stays[target]:
                keys = machine.keys(draw)
                text = keys.likeliest() if self.likeliest else keys.shortest()
                total = 2 * (cost - math.log(keys.best(text)))
                yield self.price(len(text), total), text, target
