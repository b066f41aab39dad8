"""Merging of hidden Markov models: any two states become one while the description gets shorter.

Stolcke & Omohundro 1994, Best-first model merging for hidden Markov model induction (ICSI
TR-94-003, cmp-lg/9405017). The model begins as one path for each sentence; a state emits words.
Minimised are

    λ Σ_q [½ |out(q)| log₂ Q₀ + Σ_{w in em(q)} c(w) + 1] + Σ_q [DM(out counts) + DM(emissions)]

bits, Q₀ being the number of states at the beginning, c(w) the bits of a word by its frequency, and
DM the Dirichlet-multinomial cost of counts with α = 1, where each sentence keeps its path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from math import lgamma, log, log2

from .automaton import Automaton, Template

START, END = 0, 1


def merged(train: Sequence[Template], structure: float = 1.5) -> Automaton:
    """The model that greedy merging ends with; *structure* is λ."""
    model = _Model(train, structure)
    model.merge_all()
    return model.automaton()


class _Model:
    def __init__(self, train: Sequence[Template], structure: float) -> None:
        words = Counter(word for template in train for word in template)
        whole = sum(words.values()) + len(words)
        self._bits = {word: -log2(count / whole) for word, count in words.items()}
        self._structure = structure
        self.out: dict[int, Counter[int]] = {START: Counter(), END: Counter()}
        self.into: dict[int, set[int]] = {START: set(), END: set()}
        self.emits: dict[int, Counter[str]] = {START: Counter(), END: Counter()}
        for template, count in Counter(train).items():
            at = START
            for word in template:
                new = len(self.out)
                self.out[new], self.into[new] = Counter(), set()
                self.emits[new] = Counter({word: count})
                self._link(at, new, count)
                at = new
            self._link(at, END, count)
        self._arc = structure * log2(len(self.out)) / 2
        self._cost = {state: self._of(self.out[state], self.emits[state]) for state in self.out}

    def merge_all(self) -> None:
        """Merges the pair that saves most, of those alike the first, until none saves anything."""
        states = [state for state in self.out if state > END]
        heap = [
            (gain, one, other)
            for number, one in enumerate(states)
            for other in states[:number]
            if (gain := self._change(other, one)) < 0
        ]
        heapify(heap)
        while heap:
            promised, one, other = heappop(heap)
            if one not in self.out or other not in self.out:
                continue
            change = self._change(other, one)
            if change > promised + 1e-9:
                if change < 0:
                    heappush(heap, (change, one, other))
                continue
            self._merge(other, one)
            touched = {(other, state) for state in self.out}
            beside = [sorted(self.into[other]), sorted(self.out[other])]
            touched |= {(a, b) for group in beside for a in group for b in group}
            for a, b in sorted(touched):
                if a != b and min(a, b) > END:
                    change = self._change(min(a, b), max(a, b))
                    if change < 0:
                        heappush(heap, (change, max(a, b), min(a, b)))

    def automaton(self) -> Automaton:
        """The same language with words on arcs: one for each word of the state it leads to."""
        made = Automaton()
        numbers = {START: 0}
        for state in self.out:
            if state > END:
                numbers[state] = made.state()
        for state, targets in self.out.items():
            for target, count in targets.items():
                if target == END:
                    made.ends[numbers[state]] += count
                    continue
                whole = sum(self.emits[target].values())
                for word, share in self.emits[target].items():
                    made.arc(numbers[state], word, numbers[target], count * share / whole)
        return made

    def _link(self, one: int, other: int, count: int) -> None:
        self.out[one][other] += count
        self.into[other].add(one)

    def _of(self, out: Counter[int], emits: Counter[str]) -> float:
        structure = self._arc * len(out)
        structure += self._structure * (sum(self._bits[word] for word in emits) + 1)
        return structure + _cost(out.values()) + _cost(emits.values())

    def _joined(self, out: Counter[int], one: int, other: int) -> Counter[int]:
        if other not in out:
            return out
        found = Counter(out)
        found[one] += found.pop(other)
        return found

    def _change(self, one: int, other: int) -> float:
        """What merging *other* into *one* adds to the bits."""
        out = self._joined(self.out[one] + self.out[other], one, other)
        change = self._of(out, self.emits[one] + self.emits[other])
        change -= self._cost[one] + self._cost[other]
        for before in sorted((self.into[one] & self.into[other]) - {one, other}):
            joined = self._joined(self.out[before], one, other)
            change += self._of(joined, self.emits[before]) - self._cost[before]
        return change

    def _merge(self, one: int, other: int) -> None:
        out = self._joined(self.out[one] + self.out.pop(other), one, other)
        self.emits[one] += self.emits.pop(other)
        self.out[one] = out
        for before in sorted(self.into.pop(other) - {one, other}):
            self.out[before] = self._joined(self.out[before], one, other)
            self._cost[before] = self._of(self.out[before], self.emits[before])
            self.into[one].add(before)
        for after in out:
            self.into[after].discard(other)
            self.into[after].add(one)
        self.into[one].discard(other)
        del self._cost[other]
        self._cost[one] = self._of(out, self.emits[one])


def _cost(counts: Iterable[int]) -> float:
    """Bits of a sequence with these counts when each share is as likely as any other."""
    known = list(counts)
    size, whole = len(known), sum(known)
    if size < 2:
        return 0.0
    bits = lgamma(size + whole) - lgamma(size) - sum(lgamma(1 + count) for count in known)
    return bits / log(2)
