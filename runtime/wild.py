"""Wildcards in a text: where each may begin and end, and which of its readings are kept.

A wildcard takes whole words, one or more: it begins where a word does, or where it touches a text
of the grammar, and ends where a word does, before the punctuation behind it, or where a text of the
grammar touches it. It goes on word by word, and readings that go on to the same state are ranked
where they meet and only the best few kept: so the time is linear in the text, however many
wildcards there are (the dynamic programming of Viterbi, 1967).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from .graph import TOUCHING, Free, Graph
from .prepare import Prepared
from .ways import Agenda, Held, Way, rank

if TYPE_CHECKING:
    from .lookups import Lookups


class Words:
    """The words of a text, without the punctuation at their ends; a word that is all punctuation is
    none. `end` gives for each place within a word where that ends, elsewhere -1; `following`, for
    the end of a word, where the next begins; `number`, for each place, how many words begin before
    it."""

    __slots__ = ("end", "following", "number")

    def __init__(self, prepared: Prepared) -> None:
        text, passes = prepared.text, prepared.passes
        self.end = [-1] * (len(text) + 1)
        self.following: dict[int, int] = {}
        self.number = [0] * (len(text) + 1)
        place = count = 0
        before = -1
        while place < len(text):
            space = text.find(" ", place)
            stop = len(text) if space < 0 else space
            left, right = place, stop
            while left < stop and left in passes:
                left += 1
            while right > left and right - 1 in passes:
                right -= 1
            if left < right:
                self.end[left:right] = [right] * (right - left)
                if before >= 0:
                    self.following[before] = left
                before = right
            for at in range(place, min(stop + 1, len(text))):
                self.number[at] = count + (at > left and left < right)
            count += left < right
            place = stop + 1
        self.number[len(text)] = count

    def between(self, start: int, end: int) -> int:
        """How many words stand there, in part or in whole; 1 for punctuation alone."""
        first = self.number[start] - (self.number[start] > 0 and self.end[start - 1] > start)
        return max(1, self.number[end] - first)


class Wild:
    """The wildcards that have begun in one text."""

    def __init__(
        self,
        prepared: Prepared,
        graph: Graph,
        lookups: Lookups,
        missing: Collection[int],
        passed: int = 0,
    ) -> None:
        """*passed* is how many words may be passed over at the beginning of the text."""
        self._prepared = prepared
        self._graph = graph
        self._lookups = lookups
        self._missing = frozenset(missing)
        self._passed = passed
        self._words = Words(prepared)
        self._inside: dict[int, dict[int, list[tuple[Way, Collection[int]]]]] = {}

    def begin(
        self, arcs: list[Free], place: int, ways: list[Way], agenda: Agenda, order: int
    ) -> int:
        """Begins the wildcards of *arcs* at *place*, behind each of *ways*; *order* is the number
        of the last way that was made before, and what comes back that of the last made here.

        One of the examples that stands there is read as that example, with its canonical value, and
        its characters count as covered by a catalogue's value. Words at the beginning of the text
        that may be passed over count as passed over where a wildcard takes them, too: else it
        would take “please play” for a name rather than pass over “please”.
        """
        words, text = self._words, self._prepared.text
        end = words.end[place]
        for arc in arcs:
            if self._missing and not self._missing.isdisjoint(arc.marks):
                continue
            examples = self._lookups.examples(arc.draw, self._prepared, place)
            touching = self._graph.touching(arc.target)
            first = place + 1 if touching else end
            known = {}
            for stop, row in examples.items():
                if self._ends(stop) or text[stop] in touching:
                    known[stop] = row
            identified = self._lookups.selection(arc.draw) if arc.valued else None
            for w in ways:
                order += 1
                for stop, row in known.items():
                    covered = w[2] + place - stop
                    head = (
                        w[0],
                        w[1] + words.between(place, stop),
                        covered,
                        w[3] + arc.cost,
                        order,
                    )
                    way = (*head, w, arc.marks, place, stop, identified, row, w[11])
                    self._leave(way, stop, arc.target, agenda.setdefault(stop, {}))
                if end >= 0:
                    # Until it ends, a wildcard's characters count from where it began.
                    passed = w[0] if w[5] is not None else max(w[0], self._passed)
                    head = (passed, w[1] + 1, w[2] - place, w[3] + arc.cost, order)
                    way = (*head, w, arc.marks, place, first, None, 0, w[11])
                    self._go(way, known, arc.target, agenda)
        return order

    def arrive(self, place: int, agenda: Agenda, keep: int) -> int:
        """Ends the wildcards that may end at *place*, and has the best *keep* of those with one
        state behind them go on; how many were looked at."""
        found = self._inside.pop(place, {})
        words = self._words
        here = agenda.setdefault(place, {})
        looked = 0
        for target, inside in found.items():
            if len(inside) > 1:
                inside.sort(key=_rank)
                inside = _best(inside, keep)
            looked += len(inside)
            touching = self._graph.touching(target)
            stop = words.end[place - 1]
            for way, known in inside:
                if place not in known:
                    self._leave((*way[:2], way[2] + place, *way[3:]), place, target, here)
                if place < stop:
                    self._go((*way[:8], place + 1, None, 0, way[11]), known, target, agenda)
                elif place in words.following:
                    begin = words.following[place]
                    following = begin + 1 if touching else words.end[begin]
                    head = (way[0], way[1] + 1)
                    way = (*head, *way[2:8], following, None, 0, way[11])
                    self._go(way, known, target, agenda)
        return looked

    def _go(self, way: Way, known: Collection[int], target: int, agenda: Agenda) -> None:
        place = way[8]
        agenda.setdefault(place, {})
        self._inside.setdefault(place, {}).setdefault(target, []).append((way, known))

    def _leave(self, way: Way, place: int, target: int, here: dict[int, list[Way]]) -> None:
        text = self._prepared.text
        if self._ends(place):
            here.setdefault(target, []).append(way)
        elif text[place] in self._graph.touching(target):
            here.setdefault(target + TOUCHING, []).append(way)

    def _ends(self, place: int) -> bool:
        """Whether a word ends at *place*, with or without punctuation."""
        text = self._prepared.text
        if place == len(text) or text[place] == " ":
            return True
        return self._words.end[place] < 0 and place in self._prepared.passes


def _rank(inside: tuple[Way, Collection[int]]) -> tuple[int, ...]:
    return rank(inside[0])


def _best(
    inside: list[tuple[Way, Collection[int]]], keep: int
) -> list[tuple[Way, Collection[int]]]:
    counts: dict[Held, int] = {}
    kept = []
    for one in inside:
        held = one[0][11]
        counts[held] = counts.get(held, 0) + 1
        if counts[held] <= keep:
            kept.append(one)
    return kept
