"""ALERGIA: states of the prefix tree are one unless their frequencies tell them apart.

Carrasco & Oncina 1994, Learning stochastic regular grammars by means of a state merging method
(ICGI, LNAI 862, pages 139 to 152). States are taken in the order of the tree, level by level, and
each is merged with the first earlier one that it is compatible with: by Hoeffding's bound, the
shares that end there or go on by each symbol do not differ, nor those of the states reached.
Merging makes the automaton deterministic again.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

from .automaton import Automaton, Template, prefix_tree


def alergia(train: Sequence[Template], alpha: float) -> Automaton:
    """The deterministic automaton that is left; *alpha* is the risk of refusing a merge that would
    have been right, so that less merges more."""
    merging = _Merging(prefix_tree(train), alpha)
    kept = [0]
    fringe = merging.next_to(kept)
    while fringe:
        state, parent, symbol = fringe
        for earlier in kept:
            if merging.compatible(earlier, state):
                merging.arcs[parent][symbol] = earlier
                merging.fold(earlier, state)
                break
        else:
            kept.append(state)
        fringe = merging.next_to(kept)
    return merging.automaton(kept)


class _Merging:
    """A deterministic automaton in the making, whose kept states have trees behind them."""

    def __init__(self, tree: Automaton, alpha: float) -> None:
        self.arcs = [{s: next(iter(t)) for s, t in arcs.items()} for arcs in tree.arcs]
        self.counts = [{s: next(iter(t.values())) for s, t in arcs.items()} for arcs in tree.arcs]
        self.ends = list(tree.ends)
        self._order = self._by_level()
        self._bound = sqrt(0.5 * log(2 / alpha))

    def next_to(self, kept: Sequence[int]) -> tuple[int, int, str] | None:
        """The first state in the order of the tree that hangs on a kept one: (it, that, symbol)."""
        among = set(kept)
        found = [
            (target, state, symbol)
            for state in kept
            for symbol, target in self.arcs[state].items()
            if target not in among
        ]
        return min(found, key=lambda each: self._order[each[0]], default=None)

    def compatible(self, one: int, other: int) -> bool:
        whole, rest = self._through(one), self._through(other)
        if self._differ(self.ends[one], whole, self.ends[other], rest):
            return False
        for symbol in {**self.arcs[one], **self.arcs[other]}:
            here = self.counts[one].get(symbol, 0)
            there = self.counts[other].get(symbol, 0)
            if self._differ(here, whole, there, rest):
                return False
            if here and there:
                pair = self.arcs[one][symbol], self.arcs[other][symbol]
                if pair[0] != pair[1] and not self.compatible(*pair):
                    return False
        return True

    def fold(self, into: int, state: int) -> None:
        """Puts the tree behind *state* over what is behind *into*."""
        self.ends[into] += self.ends[state]
        for symbol, target in self.arcs[state].items():
            count = self.counts[state][symbol]
            self.counts[into][symbol] = self.counts[into].get(symbol, 0) + count
            if symbol in self.arcs[into]:
                self.fold(self.arcs[into][symbol], target)
            else:
                self.arcs[into][symbol] = target

    def automaton(self, kept: Sequence[int]) -> Automaton:
        numbers = {state: number for number, state in enumerate(kept)}
        made = Automaton()
        for _ in kept[1:]:
            made.state()
        for state in kept:
            made.ends[numbers[state]] = self.ends[state]
            for symbol, target in self.arcs[state].items():
                made.arc(numbers[state], symbol, numbers[target], self.counts[state][symbol])
        return made

    def _by_level(self) -> list[int]:
        """The rank of each state: by its depth, then by the symbols that lead to it."""
        level, ranks, count = [0], [0] * len(self.arcs), 0
        while level:
            for state in level:
                ranks[state], count = count, count + 1
            level = [target for state in level for _, target in sorted(self.arcs[state].items())]
        return ranks

    def _through(self, state: int) -> float:
        return self.ends[state] + sum(self.counts[state].values())

    def _differ(self, one: float, of_one: float, other: float, of_other: float) -> bool:
        margin = self._bound * (1 / sqrt(of_one) + 1 / sqrt(of_other))
        return abs(one / of_one - other / of_other) > margin
