"""Words of scripts that are written without spaces, found in the data.

Reading makes a symbol of each letter there (`corpora/letters.py`), and rules over letters are
nobody's rules: 播 and 放 alone say nothing. Letters that keep together become one symbol here, as
far as that makes the data shorter: a list of words, and each text told by it, as in Morfessor
(Creutz & Lagus 2002, Unsupervised discovery of morphemes, section 3), begun from letters by joining
the pair that saves most, as byte pair encoding does. Words that are parted by spaces, slots and the
ends of a sentence stay parted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import log2

from .seen import Golden
from .symbols import Intent, Symbol, Symbols

LONGEST = 24
"""Letters of a word, at most."""
ROUNDS = 4
"""So often what was joined is looked at once more."""

_NOTHING = 1e-9

_Run = list[str]


class Segments:
    """The words that the runs of letters in *intents* consist of.

    Distinct templates count once, however often they are seen. Of pairs that save as much the
    one that comes first in the data is joined.
    """

    def __init__(self, intents: Iterable[Intent]) -> None:
        runs = [
            [one.text for one in run]
            for intent in intents
            for template in intent.templates
            for run in _runs(template.symbols)
            if len(run) > 1
        ]
        self._words: dict[str, int] = {}
        self._known: dict[str, _Run] = {}
        if runs:
            self._learn(runs)

    def symbols(self, symbols: Symbols) -> Symbols:
        """The same text, with words in the place of letters."""
        if not self._words:
            return symbols
        found: list[Symbol] = []
        for run in _runs(symbols):
            if len(run) == 1:
                found += run
                continue
            words = self._cut([one.text for one in run])
            found.append(replace(run[0], text=words[0]))
            found += [Symbol(word, False, True) for word in words[1:]]
        return tuple(found)

    def golden(self, golden: Golden) -> Golden:
        """The same data, with words in the place of letters."""
        if not self._words:
            return golden
        return replace(
            golden,
            intents=tuple(
                replace(
                    intent,
                    templates=tuple(
                        replace(template, symbols=self.symbols(template.symbols))
                        for template in intent.templates
                    ),
                )
                for intent in golden.intents
            ),
        )

    def _learn(self, letters: Sequence[_Run]) -> None:
        runs = [list(run) for run in letters]
        room = log2(1 + len({letter for run in runs for letter in run}))
        length, best = float("inf"), dict[str, int]()
        for _ in range(ROUNDS):
            _join(runs, room)
            self._words = _counts(runs)
            now = _length(self._words, room)
            if now >= length - _NOTHING:
                break
            length = now
            best = dict(self._words)
            self._known.clear()
            runs = [self._cut(list(run)) for run in letters]
        self._words = best
        self._known.clear()

    def _cut(self, letters: _Run) -> _Run:
        """The likeliest words of a run; a letter that is none costs more than any word."""
        text = "\n".join(letters)
        known = self._known.get(text)
        if known is not None:
            return known
        total = sum(self._words.values())
        worst = log2(total + 1) + 1
        # By place: bits to get there, words, where the last word begins.
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]
        for end in range(1, len(letters) + 1):
            ways = []
            word = ""
            for start in range(end - 1, max(-1, end - 1 - LONGEST), -1):
                word = letters[start] + word
                count = self._words.get(word, 0)
                if count or start == end - 1:
                    bits = log2(total / count) if count else worst
                    ways.append((best[start][0] + bits, best[start][1] + 1, start))
            best.append(min(ways))
        found: _Run = []
        at = len(letters)
        while at:
            start = best[at][2]
            found.append("".join(letters[start:at]))
            at = start
        self._known[text] = found[::-1]
        return self._known[text]


def _runs(symbols: Symbols) -> list[list[Symbol]]:
    """Symbols cut where a space or a slot stands; a slot is by itself."""
    found: list[list[Symbol]] = []
    for number, symbol in enumerate(symbols):
        if number and symbol.touches and not symbol.slot and not symbols[number - 1].slot:
            found[-1].append(symbol)
        else:
            found.append([symbol])
    return found


def _counts(runs: Sequence[_Run]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for run in runs:
        for word in run:
            counts[word] = counts.get(word, 0) + 1
    return counts


def _cost(word: str, room: float) -> float:
    """The bits of a word in the list of words: its letters and its end."""
    return (len(word) + 1) * room


def _length(counts: dict[str, int], room: float) -> float:
    total = sum(counts.values())
    told = total * log2(total) - sum(_much(count) for count in counts.values())
    return told + sum(_cost(word, room) for word in counts)


def _much(count: int) -> float:
    return count * log2(count) if count > 0 else 0.0


_Pair = tuple[str, str]


def _join(runs: list[_Run], room: float) -> None:
    """Joins pairs of neighbours in all runs as long as that saves bits.

    What a pair saves changes as others are joined: it is looked at again when its turn comes, and
    put back where it has become less.
    """
    counts = _counts(runs)
    total = sum(counts.values())
    where: dict[_Pair, dict[int, None]] = {}
    times: dict[_Pair, int] = {}
    for number, run in enumerate(runs):
        for pair in pairwise(run):
            where.setdefault(pair, {})[number] = None
            times[pair] = times.get(pair, 0) + 1
    first = {pair: number for number, pair in enumerate(where)}
    heap = [(-_saved(counts, total, pair, times[pair], room), first[pair], pair) for pair in where]
    heapify(heap)
    while heap:
        hoped, order, pair = heappop(heap)
        saved = _saved(counts, total, pair, times[pair], room)
        if saved <= _NOTHING:
            continue
        if heap and -saved > heap[0][0] and -saved > hoped:
            heappush(heap, (-saved, order, pair))
            continue
        changed: dict[_Pair, None] = {}
        for number in list(where[pair]):
            run = runs[number]
            for one in pairwise(run):
                times[one] -= 1
                where[one].pop(number, None)
            joined = _joined(run, pair)
            done = len(run) - len(joined)
            total -= done
            counts[pair[0]] -= done
            counts[pair[1]] -= done
            counts[pair[0] + pair[1]] = counts.get(pair[0] + pair[1], 0) + done
            run[:] = joined
            for one in pairwise(run):
                times[one] = times.get(one, 0) + 1
                where.setdefault(one, {})[number] = None
                changed[one] = None
        for one in changed:
            order = first.setdefault(one, len(first))
            heappush(heap, (-_saved(counts, total, one, times[one], room), order, one))


def _joined(run: _Run, pair: tuple[str, str]) -> _Run:
    found: _Run = []
    at = 0
    while at < len(run):
        if at < len(run) - 1 and (run[at], run[at + 1]) == pair:
            found.append(run[at] + run[at + 1])
            at += 1
        else:
            found.append(run[at])
        at += 1
    return found


def _saved(counts: dict[str, int], total: int, pair: _Pair, times: int, room: float) -> float:
    """The bits that are saved where *pair* is joined so often. What is seen once is joined only to
    what is seen nowhere else."""
    one, other = pair
    if one == other:
        times //= 2  # of three in a row, one pair is left
    if len(one) + len(other) > LONGEST or not times:
        return 0.0
    if times < 2 and not counts[one] == counts[other] == times:
        return 0.0
    before = dict.fromkeys((one, other, one + other))
    after = {word: counts.get(word, 0) for word in before}
    for word in (one, other):
        after[word] -= times
    after[one + other] += times
    told = _much(total) - _much(total - times)
    told -= sum(_much(counts.get(word, 0)) - _much(after[word]) for word in before)
    listed = sum(
        _cost(word, room) * ((counts.get(word, 0) > 0) - (after[word] > 0)) for word in before
    )
    return told + listed
