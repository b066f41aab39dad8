"""What templates tell of three symbols in a row that none of them has."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from .prices import Prices

START, END = 0, 1
"""What stands before the first symbol of a template (twice) and behind its last; symbols proper
are numbered from 2."""

Numbers = tuple[int, ...]

_MOST_HALVES = 12
"""Kinds of halves of templates that are compared at a crossing, the most frequent of each side."""

_MOST_EXPECTED = 6.0


class Evidence:
    """Counts over distinct templates, which are sequences of numbers, each with how often it
    occurs. `price` tells what it costs that `b` follows `p a`."""

    def __init__(
        self, templates: Sequence[tuple[Numbers, int]], slots: frozenset[int], prices: Prices
    ) -> None:
        self.slots = slots
        self.prices = prices
        self.one: Counter[int] = Counter()
        self.two: Counter[tuple[int, int]] = Counter()
        self.three: Counter[Numbers] = Counter()
        self.follows: dict[tuple[int, int], set[int]] = {}
        self.leads: dict[tuple[int, int], set[int]] = {}
        self.after: dict[int, set[int]] = {}
        self.before: dict[int, set[int]] = {}
        self.between: dict[tuple[int, int], set[int]] = {}
        self.contexts: dict[int, set[tuple[int, int]]] = {}
        self.left_out: Counter[Numbers] = Counter()
        self.left_out_before: Counter[Numbers] = Counter()
        self.heads: dict[Numbers, Counter[int]] = {}
        self.tails: dict[Numbers, Counter[int]] = {}
        inside = Counter(symbol for row, _ in templates for symbol in set(row))
        twice = {symbol for row, _ in templates for symbol in row if row.count(symbol) > 1}
        whole = [symbol for symbol in sorted(inside) if inside[symbol] == len(templates)]
        once = [symbol for symbol in sorted(slots & inside.keys()) if symbol not in twice]
        self._bits = {symbol: 1 << at for at, symbol in enumerate(dict.fromkeys(once + whole))}
        self._once = sum(self._bits[symbol] for symbol in once)
        self._whole = sum(self._bits[symbol] for symbol in whole)
        self.whole = tuple(whole)
        self.once = tuple(sorted(once, key=lambda s: (-inside[s], s)))
        for symbols, count in templates:
            self._read((START, START, *symbols, END), count)
        self._halved: dict[tuple[bool, Numbers], list[tuple[int, int]]] = {}
        self._alike = lru_cache(None)(self._alike_of)
        self._prices: dict[Numbers, float] = {}

    def _read(self, row: Numbers, count: int) -> None:
        self.one[START] += 2 * count
        tails, tail = [0] * (len(row) + 1), 0
        for at in range(len(row) - 1, 0, -1):
            tail |= self._bits.get(row[at], 0)
            tails[at] = tail
        head = 0
        for at in range(2, len(row)):
            first, here, last = row[at - 2], row[at - 1], row[at]
            head |= self._bits.get(here, 0)
            self.one[last] += count
            self.two[here, last] += count
            self.three[first, here, last] += count
            self.after.setdefault(here, set()).add(last)
            self.before.setdefault(last, set()).add(here)
            self.follows.setdefault((first, here), set()).add(last)
            self.leads.setdefault((here, last), set()).add(first)
            if here != START:
                self.between.setdefault((first, last), set()).add(here)
                self.contexts.setdefault(here, set()).add((first, last))
            if at > 2:
                self.left_out[row[at - 3], first, last] += count
                self.left_out_before[row[at - 3], here, last] += count
            both = head | self._bits.get(last, 0)
            for key, at_head, at_tail in (((here, last), both, at), ((here,), head, at - 1)):
                self.heads.setdefault(key, Counter())[at_head] += 1
                self.tails.setdefault(key, Counter())[tails[at_tail]] += 1
        self.heads.setdefault((END,), Counter())[head] += 1
        self.tails.setdefault((END,), Counter())[0] += 1
        self.two[START, START] += count

    def alike(self, one: int, other: int) -> int:
        """How many pairs of neighbours two symbols have in common."""
        return self._alike(min(one, other), max(one, other))

    def _alike_of(self, one: int, other: int) -> int:
        return len(self.contexts.get(one, _NO_PAIRS) & self.contexts.get(other, _NO_PAIRS))

    def price(self, p: int, a: int, b: int) -> float:
        """The bits it costs that *b* follows `p a`: 0 where a template has the three, else what
        `prices` say, and never less than 0."""
        key = (p, a, b)
        if key in self.three:
            return 0.0
        known = self._prices.get(key)
        if known is None:
            known = self._prices[key] = max(0.0, self.amount(p, a, b))
        return known

    def amount(self, p: int, a: int, b: int) -> float:
        """What prices add up to for three symbols that no template has in a row; below 0 where
        what lowers it outweighs the rest."""
        by, key = self.prices, (p, a, b)
        first, second = self.two[p, a], self.two[a, b]
        alike = math.log1p(max((self.alike(a, m) for m in self.between.get((p, b), ())), default=0))
        put_in = math.log1p(self.two[p, b])
        bits = by.again * (b in (p, a))
        if first and second:
            here = self.one[a]
            twice, lacking = self._halves((p, a), (a, b))
            return bits + (
                by.cross
                + by.cross_expected * min(first * second / here, _MOST_EXPECTED)
                + by.cross_squares * math.log1p(self._squares(p, a, b))
                + by.cross_first * (p == START)
                + by.cross_slot * (a in self.slots)
                + by.cross_often * math.log(here)
                + by.cross_alike * alike
                + by.cross_left_out * math.log1p(self.left_out[key])
                + by.cross_left_out_before * math.log1p(self.left_out_before[key])
                + by.cross_turned * math.log1p(self.three[a, p, b] + self.three[p, b, a])
                + by.cross_twice * twice
                + by.cross_lacking * lacking
            )
        if second:
            return bits + (
                by.close
                + by.close_alike * alike
                + by.close_left_out * math.log1p(self.left_out_before[key])
                + by.close_put_in * put_in
            )
        if first:
            back = any(self.alike(a, m) for m in self.before.get(b, ()))
            on = any(self.alike(b, m) for m in self.after.get(a, ()))
            bits += (
                by.open_alike * alike
                + by.open_left_out * math.log1p(self.left_out[key])
                + by.open_put_in * put_in
                + by.open_turned * math.log1p(self.three[a, p, b] + self.three[p, b, a])
                + by.open_strange * (not back and not on)
                + by.open_known * (back and on)
            )
        else:
            bits += by.far + by.far_alike * alike + by.far_put_in * put_in
        twice, lacking = self._halves((a,), (b,))
        return bits + (
            by.open
            + by.open_often * math.log(self.one[a])
            + by.open_next_often * math.log(self.one[b])
            + by.open_slot * (a in self.slots)
            + by.open_next_slot * (b in self.slots)
            + by.open_slots * (a in self.slots and b in self.slots)
            + by.open_twice * twice
            + by.open_lacking * lacking
        )

    def _squares(self, p: int, a: int, b: int) -> int:
        """How many pairs of others there are, `p'` and `b'`, with `p' a b`, `p a b'` and `p' a b'`
        known: what comes after `a` is then free of what comes before."""
        others = self.follows[p, a]
        return sum(len(others & self.follows[other, a]) for other in self.leads[a, b])

    def _halves(self, left: Numbers, right: Numbers) -> tuple[float, float]:
        """Of the beginnings of templates up to *left* with the ends from *right* on, how few go
        together: without a slot twice that none has twice, and with all that every template has;
        as negated natural logarithms of shares."""
        pairs = good = full = 0
        once, whole = self._once, self._whole
        tails = self._frequent(self.tails, right)
        for head, times in self._frequent(self.heads, left):
            missing = whole & ~head
            head &= once
            for tail, more in tails:
                both = times * more
                pairs += both
                if not head & tail:
                    good += both
                if tail & missing == missing:
                    full += both
        return -math.log((good + 0.1) / (pairs + 0.1)), -math.log((full + 0.1) / (pairs + 0.1))

    def _frequent(self, halves: dict[Numbers, Counter[int]], key: Numbers) -> list[tuple[int, int]]:
        known = self._halved.get((halves is self.heads, key))
        if known is None:
            known = halves[key].most_common(_MOST_HALVES)
            self._halved[halves is self.heads, key] = known
        return known


_NO_PAIRS: set[tuple[int, int]] = set()
