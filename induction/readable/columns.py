"""Columns: every template is cut into phrases, and each phrase stands in a column.

The model is a hidden Markov model whose states, the columns, emit whole phrases and lead to the
right only; a phrase is drawn from a Chinese restaurant process, so that a column which holds it
already gives it again cheaply, and a new phrase costs the bits of those of its words that no other
phrase of the column shares at its beginning or its end (Goldwater, Griffiths and Johnson 2009, "A
Bayesian framework for word segmentation", Cognition 112, section 5, for phrases instead of words).
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from .phrases import Phrases

log2 = math.log2
FAR = 1e9
"""Bits that no way has."""

Piece = tuple[int, int, int]
"""A column, and from where to where its phrase goes in a template."""
Cut = tuple[Piece, ...]


class Columns:
    """The phrases of each column and what follows what, as counts.

    `weight` is λ, the weight of a new phrase's bits. Times are linear in templates; the same
    templates give the same counts on every run.
    """

    FIRST = 0.5
    """Concentration of the phrases of a column: how ready it is for a new one."""
    NEXT = 1.0
    """Concentration of what follows a column."""
    OPEN = 3.0
    """Bits for a phrase that ends in the air: *at {time} in*."""
    AGAIN = 0.5
    """Bits for a column to follow itself."""
    HOPELESS = (6.0, 5.0)
    """Bits by which a column may cost more than the best one at a place, to be gone on with; what
    is put to them for each degree of heat."""
    END = 2.0
    """Bits for a phrase to end, whether its words are new at its beginning or at its end."""

    def __init__(self, phrases: Phrases, count: int, weight: float, seed: int) -> None:
        self._all = phrases
        self.weight = weight
        self.count = count
        # Of each phrase the columns that have it, that begin so, that end so.
        self._emitted: dict[int, dict[int, int]] = {}
        self._begun: dict[int, dict[int, int]] = {}
        self._ended: dict[int, dict[int, int]] = {}
        self._total = [0] * count
        # The row behind the last column is the start; so is the place in each row the end.
        self._after = [[0] * (count + 1) for _ in range(count + 1)]
        self._left = [0] * (count + 1)
        self._rows: list[list[float] | None] = [None] * (count + 1)
        self.cuts: list[Cut | None] = [None] * len(phrases.templates)
        source = random.Random(seed)
        self._source = source
        self._noise = [log2(-math.log(source.random() or 0.5)) for _ in range(4093)]
        self._heard = 0

    def shuffled(self, of: Sequence[int]) -> list[int]:
        """The same numbers in an order of chance."""
        drawn = [(self._source.random(), one) for one in of]
        return [one for _, one in sorted(drawn)]

    def put(self, which: int, cut: Cut) -> None:
        """Cuts a template, in the place of the cut it has."""
        self.take(which)
        self.cuts[which] = cut
        self._count(which, cut, 1)

    def take(self, which: int) -> None:
        """Takes a template's cut away."""
        old = self.cuts[which]
        if old is not None:
            self._count(which, old, -1)
            self.cuts[which] = None

    def _count(self, which: int, cut: Cut, by: int) -> None:
        spans = self._all.spans[which]
        before = self.count
        for column, start, end in cut:
            _add(self._emitted, spans[start][end], column, by)
            for at in range(start + 1, end + 1):
                _add(self._begun, spans[start][at], column, by)
            for at in range(start, end):
                _add(self._ended, spans[at][end], column, by)
            self._total[column] += by
            self._follow(before, column, by)
            before = column
        self._follow(before, self.count, by)

    def _follow(self, before: int, column: int, by: int) -> None:
        self._after[before][column] += by
        self._left[before] += by
        self._rows[before] = None

    def _row(self, column: int) -> list[float]:
        row = self._rows[column]
        if row is None:
            share = self.NEXT / (self.count + 1)
            whole = log2(self._left[column] + self.NEXT)
            first = 0 if column == self.count else column
            row = self._rows[column] = [
                whole - log2(seen + share) if at >= first else FAR
                for at, seen in enumerate(self._after[column])
            ]
            if column < self.count:
                row[column] += self.AGAIN
        return row

    def best(self, which: int, heat: float) -> Cut:
        """The cut of a template that is drawn at that heat; at 0 the cheapest one.

        Perturb and maximise (Papandreou and Yuille 2011): Gumbel noise on each place and column.
        """
        count, longest, weight = self.count, self._all.longest, self.weight
        spans = self._all.spans[which]
        bits = [weight * one for one in self._all.bits[which]]
        hanging = self._all.hanging[which]
        length = len(bits) - 1
        rows = [self._row(column) for column in range(count + 1)]
        begun = [self._begins(spans, start) for start in range(length)]
        ended = [self._ends(spans, end) for end in range(length + 1)]
        emitted = self._emitted
        hopeless = self.HOPELESS[0] + self.HOPELESS[1] * heat
        again = weight * self.END
        unseen = again - log2(self.FIRST)
        whole = [log2(total + self.FIRST) for total in self._total]
        columns = range(count)
        noise, heard = self._noise, self._heard
        enter: list[list[float]] = [[]] * length
        came: list[list[int]] = [[]] * length
        leave: list[list[float]] = [[]] * (length + 1)
        began: list[list[int]] = [[]] * (length + 1)
        alive: list[list[tuple[int, float]]] = []
        enter[0] = rows[count][:count]
        for end in range(1, length + 1):
            cost, where = [FAR] * count, [0] * count
            tails = ended[end]
            limit = min(enter[end - 1]) + hopeless
            alive.append(
                [(column, so_far) for column, so_far in enumerate(enter[end - 1]) if so_far < limit]
            )
            for start in range(max(0, end - longest), end):
                size = end - start
                fixed = unseen + weight * (self.OPEN if hanging[end] > start else 0.0)
                new = fixed + bits[end] - bits[start]
                for column, found in alive[start]:
                    found += new
                    if found < cost[column]:
                        cost[column], where[column] = found, start
                entered, heads = enter[start], begun[start]
                for column, known in heads.items():
                    if known < size:
                        new = fixed + bits[end] - bits[start + known]
                        tail = tails.get(column)
                        if tail:
                            if tail > size - known:
                                tail = size - known
                            new += again - bits[end] + bits[end - tail]
                    else:
                        new = fixed
                        seen = emitted.get(spans[start][end])
                        if seen and column in seen:
                            new = -log2(seen[column] + 2.0**-new)
                    found = entered[column] + new
                    if found < cost[column]:
                        cost[column], where[column] = found, start
                for column, tail in tails.items():
                    if column not in heads:
                        if tail > size:
                            tail = size
                        found = entered[column] + fixed + again + bits[end - tail] - bits[start]
                        if found < cost[column]:
                            cost[column], where[column] = found, start
            left = [cost[column] + whole[column] for column in columns]
            leave[end], began[end] = left, where
            if end == length:
                break
            costs, origins = [], []
            limit = min(left) + hopeless
            likely = [(one, left[one], rows[one]) for one in columns if left[one] < limit]
            for column in columns:
                least, origin = FAR, 0
                for before, cheap, row in likely:
                    found = cheap + row[column]
                    if found < least:
                        least, origin = found, before
                if heat:
                    heard = (heard + 1) % len(noise)
                    least += heat * noise[heard]
                costs.append(least)
                origins.append(origin)
            enter[end], came[end] = costs, origins
        self._heard = (heard + 1) % len(noise)
        last = leave[length]
        column = min(columns, key=lambda one: last[one] + rows[one][count])
        end, cut = length, []
        while True:
            start = began[end][column]
            cut.append((column, start, end))
            if start == 0:
                return tuple(reversed(cut))
            column, end = came[start][column], start

    def _begins(self, spans: list[list[int]], start: int) -> dict[int, int]:
        """How many symbols from there on a column has at the beginning of a phrase."""
        found: dict[int, int] = {}
        for end in range(start + 1, min(start + self._all.longest, len(spans)) + 1):
            columns = self._begun.get(spans[start][end])
            if not columns:
                break
            for column in columns:
                found[column] = end - start
        return found

    def _ends(self, spans: list[list[int]], end: int) -> dict[int, int]:
        """How many symbols back from there a column has at the end of a phrase."""
        found: dict[int, int] = {}
        for start in range(end - 1, max(end - self._all.longest, 0) - 1, -1):
            columns = self._ended.get(spans[start][end])
            if not columns:
                break
            for column in columns:
                found[column] = end - start
        return found

    def length(self, weight: float) -> float:
        """The description length of what is counted, in bits: phrases written out with shared
        beginnings once, *weight* of them, and the templates through them."""
        bits = math.fsum(
            weight * self._all.last_bits[phrase] * len(columns)
            for phrase, columns in self._begun.items()
        )
        for columns in self._emitted.values():
            for seen in columns.values():
                bits += weight * self.END - log2(self.FIRST)
                bits -= math.lgamma(seen) / math.log(2)
        bits += math.fsum(_rising(self.FIRST, total) for total in self._total)
        share = self.NEXT / (self.count + 1)
        for row, left in zip(self._after, self._left, strict=True):
            bits += _rising(self.NEXT, left) - math.fsum(_rising(share, seen) for seen in row)
        return bits


def _add(held: dict[int, dict[int, int]], phrase: int, column: int, by: int) -> None:
    columns = held.setdefault(phrase, {})
    now = columns.get(column, 0) + by
    if now:
        columns[column] = now
    else:
        del columns[column]


def _rising(start: float, times: int) -> float:
    return (math.lgamma(start + times) - math.lgamma(start)) / math.log(2)
