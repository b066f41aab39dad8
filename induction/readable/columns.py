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
    END = 2.0
    """Bits for a phrase to end, whether its words are new at its beginning or at its end."""

    def __init__(self, phrases: Phrases, count: int, weight: float, seed: int) -> None:
        self._all = phrases
        self._weight = weight
        self.count = count
        self.emitted: list[dict[int, int]] = [{} for _ in range(count)]
        self._begun: list[dict[int, int]] = [{} for _ in range(count)]
        self._ended: list[dict[int, int]] = [{} for _ in range(count)]
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
            _add(self.emitted[column], spans[start][end], by)
            for at in range(start + 1, end + 1):
                _add(self._begun[column], spans[start][at], by)
            for at in range(start, end):
                _add(self._ended[column], spans[at][end], by)
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
        return row

    def best(self, which: int, heat: float) -> Cut:
        """The cut of a template that is drawn at that heat; at 0 the cheapest one.

        Perturb and maximise (Papandreou and Yuille 2011): Gumbel noise on each place and column.
        """
        count, longest = self.count, self._all.longest
        spans, bits = self._all.spans[which], self._all.bits[which]
        hanging = self._all.hanging[which]
        length = len(bits) - 1
        rows = [self._row(column) for column in range(count + 1)]
        begun = [self._shared(self._begun, spans, start, 1) for start in range(length)]
        ended = [self._shared(self._ended, spans, end, -1) for end in range(length + 1)]
        emitted, weight, first = self.emitted, self._weight, self.FIRST
        whole = [log2(total + first) for total in self._total]
        columns = range(count)
        noise, heard = self._noise, self._heard
        enter: list[list[float]] = [[]] * length
        came: list[list[int]] = [[]] * length
        leave: list[list[float]] = [[]] * (length + 1)
        began: list[list[int]] = [[]] * (length + 1)
        enter[0] = rows[count][:count]
        for end in range(1, length + 1):
            cost, where = [FAR] * count, [0] * count
            tails = ended[end]
            for start in range(max(0, end - longest), end):
                phrase, entered, heads = spans[start][end], enter[start], begun[start]
                size = end - start
                fixed = self.END + (self.OPEN if hanging[end] > start else 0.0)
                for column in columns:
                    known = heads[column]
                    if known >= size:
                        new = fixed
                    else:
                        tail = tails[column]
                        if tail > size - known:
                            tail = size - known
                        new = fixed + bits[end - tail] - bits[start + known]
                        if tail:
                            new += self.END
                    found = entered[column] - log2(
                        emitted[column].get(phrase, 0) + first * 2.0 ** (-weight * new)
                    )
                    if found < cost[column]:
                        cost[column], where[column] = found, start
            left = [cost[column] + whole[column] for column in columns]
            leave[end], began[end] = left, where
            if end == length:
                break
            costs, origins = [], []
            for column in columns:
                least, origin = FAR, 0
                for before in range(column + 1):
                    found = left[before] + rows[before][column]
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

    def _shared(
        self, held: list[dict[int, int]], spans: list[list[int]], at: int, way: int
    ) -> list[int]:
        """How many symbols from *at* on (or back) each column has at a phrase's beginning (end)."""
        limit = self._all.longest
        most = min(limit, len(spans) - at if way > 0 else at)
        found = []
        for phrases in held:
            size = 0
            if way > 0:
                while size < most and spans[at][at + size + 1] in phrases:
                    size += 1
            else:
                while size < most and spans[at - size - 1][at] in phrases:
                    size += 1
            found.append(size)
        return found

    def length(self) -> float:
        """The description length of what is counted, in bits: phrases written out with shared
        beginnings once, and the templates through them."""
        bits = 0.0
        for column in range(self.count):
            emitted, total = self.emitted[column], self._total[column]
            grammar = sum(self._all.last_bits[phrase] for phrase in sorted(self._begun[column]))
            bits += self._weight * (grammar + self.END * len(emitted))
            bits += _rising(self.FIRST, total) - len(emitted) * log2(self.FIRST)
            bits -= sum(math.lgamma(seen) for seen in emitted.values()) / math.log(2)
        share = self.NEXT / (self.count + 1)
        for row, left in zip(self._after, self._left, strict=True):
            bits += _rising(self.NEXT, left) - math.fsum(_rising(share, seen) for seen in row)
        return bits


def _add(counts: dict[int, int], key: int, by: int) -> None:
    now = counts.get(key, 0) + by
    if now:
        counts[key] = now
    else:
        del counts[key]


def _rising(start: float, times: int) -> float:
    return (math.lgamma(start + times) - math.lgamma(start)) / math.log(2)
