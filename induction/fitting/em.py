"""EM: the weights that make data likeliest.

Each round counts how often every option is expected to have been chosen, over all derivations of
each utterance in their proportions, and makes the counts the weights of the next (Baker 1979;
Dempster, Laird and Rubin 1977). With a Dirichlet prior of α for each option the new share is
(c + α) / (n + K·α), and what never falls is the likelihood times the prior,
Π p^α. Where no utterance has two derivations and nothing must agree, the first round is the last:
relative frequencies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..weights import shares
from .attempts import Attempts
from .marks import Marked, Site
from .readings import Data

SCALE = 10**9
"""Weights are whole numbers that sum to about this in every choice."""

_ENOUGH = 1e-5
"""It ends where a round gains less than this an utterance (nats)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What EM has found. `counts` are by mark: how often each option was chosen, and thrown away
    with parts that did not agree; `used` are the first of these alone. `weights` are those
    of the last round; `history` has ln of likelihood times prior before each round and after the
    last, `likelihood` the same without the prior."""

    counts: tuple[float, ...]
    used: tuple[float, ...]
    weights: tuple[int, ...]
    rounds: int
    history: tuple[float, ...]
    likelihood: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """Weights, ln of the share that each gives, and how likely parts are to agree."""

    weights: tuple[int, ...]
    logs: tuple[float, ...]
    attempts: Attempts | None


class EM:
    """The data of a marked grammar. Deterministic; in memory it grows with the classes."""

    def __init__(self, marked: Marked, data: Data) -> None:
        self._marked = marked
        self._size = marked.options + marked.agreeing
        self._known = data.known
        self._read = data.read
        # What has one derivation is counted once for all.
        self._fixed = [0.0] * self._size
        self._open = []
        for derivations, count in sorted(data.classes.items()):
            if len(derivations) == 1:
                for mark, times in derivations[0][1]:
                    self._fixed[mark] += count * times
            else:
                self._open.append((derivations, count))
        self._before = self._state([w for site in marked.sites for w in site.weights])

    def __call__(
        self, prior: float, rounds: int, tell: Callable[[int], None] | None = None
    ) -> Estimate:
        """The weights after at most *rounds* rounds, from those of the grammar on; *tell* hears of
        each round. A choice that no derivation came by keeps its weights."""
        state = self._before
        likelihood, used = self._expected(state)
        history, told = [likelihood + self._prior(state, used, prior)], [likelihood]
        counts, done = used, 0
        while done < rounds:
            counts = self._complete(state, used)
            following = self._state(self._next(state, used, counts, prior))
            likelihood, now = self._expected(following)
            state, used, done = following, now, done + 1
            history.append(likelihood + self._prior(state, used, prior))
            told.append(likelihood)
            if tell is not None:
                tell(done)
            if history[-1] - history[-2] < _ENOUGH * self._read:
                break
        return Estimate(
            tuple(counts), tuple(used), state.weights, done, tuple(history), tuple(told)
        )

    @staticmethod
    def used(estimate: Estimate, site: Site) -> bool:
        """Whether any derivation came by *site*."""
        return any(estimate.used[mark] for mark in site.marks)

    def _state(self, weights: Sequence[int]) -> _State:
        logs = [0.0] * self._size
        for site in self._marked.sites:
            whole = math.log(sum(weights[mark] for mark in site.marks))
            for mark in site.marks:
                logs[mark] = math.log(weights[mark]) - whole
        attempts = None
        if self._marked.agreeing:
            attempts = Attempts(self._marked, weights)
            for number, success in enumerate(attempts.success):
                logs[self._marked.options + number] = -math.log(success)
        return _State(tuple(weights), tuple(logs), attempts)

    def _expected(self, state: _State) -> tuple[float, list[float]]:
        """ln of the likelihood, and how often each mark is expected to have been met."""
        change = [now - then for now, then in zip(state.logs, self._before.logs, strict=True)]
        counts = list(self._fixed)
        found = [self._known]
        found.extend(c * change[mark] for mark, c in enumerate(self._fixed) if c)
        for derivations, count in self._open:
            lns = [ln + math.fsum(n * change[m] for m, n in uses) for ln, uses in derivations]
            high = max(lns)
            odds = [math.exp(ln - high) for ln in lns]
            whole = math.fsum(odds)
            found.append(count * (high + math.log(whole)))
            for (_, uses), share in zip(derivations, odds, strict=True):
                for mark, times in uses:
                    counts[mark] += count * times * share / whole
        return math.fsum(found), counts

    def _complete(self, state: _State, used: list[float]) -> list[float]:
        return used if state.attempts is None else state.attempts.complete(used)

    def _next(
        self, state: _State, used: Sequence[float], counts: Sequence[float], prior: float
    ) -> list[int]:
        weights = list(state.weights)
        for site in self._marked.sites:
            if any(used[mark] for mark in site.marks):
                new = shares([counts[mark] for mark in site.marks], prior)
                for mark, share in zip(site.marks, new, strict=True):
                    weights[mark] = max(1, round(share * SCALE))
        return weights

    def _prior(self, state: _State, used: Sequence[float], prior: float) -> float:
        return prior * math.fsum(
            state.logs[mark]
            for site in self._marked.sites
            if any(used[m] for m in site.marks)
            for mark in site.marks
        )


def bits(data: Data) -> float:
    """−log2 of the probability of an utterance that was read, on average, by the weights that it
    was read with; 0 where there is none."""
    if not data.read:
        return 0.0
    more = []
    for derivations, count in sorted(data.classes.items()):
        more.append(count * math.log(math.fsum(math.exp(ln) for ln, _ in derivations)))
    return -(data.known + math.fsum(more)) / data.read / math.log(2)
