"""Useful: the pairs and states that lead to texts that count as shared."""

from __future__ import annotations

from .pairs import End, Pairs, Ways


def counts(end: End) -> bool:
    """Whether two readings that end so are of different intents, or differ in their labels."""
    return end.differs or end.mine != end.other


class Useful:
    """What is left of `Pairs` when all is taken out that leads to nothing: `pairs` and `states`
    say of each pair and each state of the acceptor whether it stays. The states are those where
    the readings have not parted yet, and may."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = self._pairs(pairs)
        self.states = bytearray(pairs.machine.size)
        begin = [q for q, ways in pairs.splits.items() if self.leads_on(ways)]
        if begin:
            self._states(pairs, begin)

    def leads_on(self, ways: Ways) -> bool:
        """Whether some of these ways are useful."""
        return any(counts(end) for end in ways.ends) or any(
            self.pairs[edge.target] for edge in ways.edges
        )

    def _pairs(self, pairs: Pairs) -> bytearray:
        found = bytearray(len(pairs.nodes))
        before: list[list[int]] = [[] for _ in pairs.nodes]
        queue = []
        for number, ways in enumerate(pairs.ways):
            for edge in ways.edges:
                before[edge.target].append(number)
            if any(counts(end) for end in ways.ends):
                found[number] = 1
                queue.append(number)
        while queue:
            for other in before[queue.pop()]:
                if not found[other]:
                    found[other] = 1
                    queue.append(other)
        return found

    def _states(self, pairs: Pairs, begin: list[int]) -> None:
        before: list[list[int]] = [[] for _ in self.states]
        for state, target in pairs.machine.leads():
            before[target].append(state)
        queue = list(begin)
        for state in begin:
            self.states[state] = 1
        while queue:
            for other in before[queue.pop()]:
                if not self.states[other]:
                    self.states[other] = 1
                    queue.append(other)
