"""Automata with counts: what all baselines are in the end."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from math import inf
from random import Random

Template = tuple[str, ...]

LONGEST = 60
"""A sample that is longer is given up: it counts as one that hits nothing."""


class Automaton:
    """States 0, 1, …, of which 0 is the start; arcs and ends with counts. It may have several arcs
    of one symbol from one state."""

    def __init__(self) -> None:
        self.arcs: list[dict[str, dict[int, float]]] = [{}]
        self.ends: list[float] = [0]
        self._ways: dict[int, tuple[list[tuple[str, int]], list[float]]] = {}

    def state(self) -> int:
        self.arcs.append({})
        self.ends.append(0)
        return len(self.arcs) - 1

    def arc(self, source: int, symbol: str, target: int, count: float) -> None:
        targets = self.arcs[source].setdefault(symbol, {})
        targets[target] = targets.get(target, 0) + count

    def accepts(self, template: Template) -> bool:
        states = {0}
        for symbol in template:
            states = {target for one in states for target in self.arcs[one].get(symbol, ())}
        return any(self.ends[state] for state in states)

    def sample(self, random: Random) -> Template:
        state, symbols = 0, list[str]()
        while len(symbols) < LONGEST:
            if state not in self._ways:
                self._ways[state] = self._ways_from(state)
            ways, up_to = self._ways[state]
            symbol, state = random.choices(ways, cum_weights=up_to)[0]
            if state < 0:
                return tuple(symbols)
            symbols.append(symbol)
        return ()

    def _ways_from(self, state: int) -> tuple[list[tuple[str, int]], list[float]]:
        """The ways on from a state, and their counts added up; the end is that to no state."""
        ways = [(symbol, target) for symbol, all_ in self.arcs[state].items() for target in all_]
        counts = [count for targets in self.arcs[state].values() for count in targets.values()]
        return [*ways, ("", -1)], list(accumulate([*counts, self.ends[state]]))

    @property
    def rules(self) -> int:
        """States, which would be the rules of a right-linear grammar."""
        return len(self.arcs)

    @property
    def symbols(self) -> int:
        """Arcs: each is a symbol, and the reference to a state."""
        return sum(len(targets) for arcs in self.arcs for targets in arcs.values())

    @property
    def templates(self) -> float:
        """How many ways it has to accept something, of which each template has one where it is
        deterministic; infinite where there is no end of them."""
        counts: dict[int, int | None] = {}
        order: list[tuple[int, bool]] = [(0, False)]
        while order:
            state, leaving = order.pop()
            targets = [target for ways in self.arcs[state].values() for target in ways]
            if leaving:
                counts[state] = sum(counts[target] or 0 for target in targets)
                counts[state] = (counts[state] or 0) + bool(self.ends[state])
            elif state not in counts:
                counts[state] = None
                order.append((state, True))
                for target in targets:
                    if counts.get(target, 0) is None:
                        return inf
                    if target not in counts:
                        order.append((target, False))
        return counts[0] or 0


def prefix_tree(train: Iterable[Template]) -> Automaton:
    """The tree of all prefixes, with counts."""
    tree = Automaton()
    for template in train:
        state = 0
        for symbol in template:
            known = tree.arcs[state].get(symbol)
            target = next(iter(known)) if known else tree.state()
            tree.arc(state, symbol, target, 1)
            state = target
        tree.ends[state] += 1
    return tree


def quotient(automaton: Automaton, block_of: list[int]) -> Automaton:
    """One state for each block of states; counts are added up."""
    numbers: dict[int, int] = {block_of[0]: 0}
    for block in block_of:
        numbers.setdefault(block, len(numbers))
    made = Automaton()
    for _ in range(len(numbers) - 1):
        made.state()
    for state, block in enumerate(block_of):
        made.ends[numbers[block]] += automaton.ends[state]
        for symbol, targets in automaton.arcs[state].items():
            for target, count in targets.items():
                made.arc(numbers[block], symbol, numbers[block_of[target]], count)
    return made
