"""Rivals: the other readings of a text, followed character by character.

One reading, the leader, takes moves; a rival has to spell the same text by a way of its own, and
may stand between moves or within a value of a catalogue. Of a value only what has been spelled is
known: the keys are sorted, so that it is the number of the first key that begins with it.
"""

from __future__ import annotations

import math

from .keys import Keys
from .labels import DIFFERENT, Labels
from .moves import Draw, Machine, Marks

Place = int
"""Where a rival is: a state, or ~n for within a value (the nth of `Rivals.within`)."""
Member = tuple[Place, int]
"""A rival, and the lead of the labels of the leader and its own."""
Members = dict[Member, float]
"""Rivals, each with the cost of its cheapest way."""

ANY: Draw = (-1, False)
"""Stands for a wildcard where a place is within any words; the depth is then 0 behind a space,
else 1."""

_Step = tuple[Marks, Place, float, "str | None"]


class Rivals:
    """Steps of rivals."""

    def __init__(self, machine: Machine, labels: Labels) -> None:
        self.machine = machine
        self.labels = labels
        self.within: list[tuple[Draw, int, int, int]] = []
        """Places within values: the draw, the state behind it, the number of the first key that
        begins with what is spelled, and how many characters that is."""
        self._places: dict[tuple[Draw, int, int, int], Place] = {}
        self._known: dict[tuple[Place, str], list[_Step]] = {}

    def inside(self, draw: Draw, target: int, key: int, depth: int) -> Place:
        """The place within a value."""
        place = (draw, target, key, depth)
        found = self._places.get(place)
        if found is None:
            found = self._places[place] = ~len(self.within)
            self.within.append(place)
        return found

    def anywhere(self, target: int, character: str) -> Place:
        """The place within any words, behind *character*."""
        return self.inside(ANY, target, 0, int(character != " "))

    def any_words(self, place: Place) -> bool:
        """Whether the place is one within any words."""
        return place < 0 and self.within[~place][0] == ANY

    def step(self, members: Members, character: str, mine: Marks = ()) -> Members:
        """The rivals when the leader has passed the marks *mine* and the *character*."""
        found: Members = {}
        for (place, lead), cost in members.items():
            for marks, reached, more, value in self.steps(place, character):
                after = self.labels.after(lead, mine, marks)
                if value is not None:
                    after = self.labels.valued(after, None, value)
                add(found, (reached, after), cost + more)
        return found

    def spell(self, members: Members, text: str) -> Members:
        """The rivals when the leader has spelled *text*, without marks."""
        for character in text:
            members = self.step(members, character)
            if not members:
                break
        return members

    def steps(self, place: Place, character: str) -> list[_Step]:
        """The steps from a place by one character: marks passed before it, where they lead, their
        cost, and the canonical value of a row that ends there."""
        key = (place, character)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._steps(place, character)
        return found

    def _steps(self, place: Place, character: str) -> list[_Step]:
        found: list[_Step] = []
        if place >= 0:
            moves = self.machine.moves(place)
            for _, marks, cost, target in moves.characters.get(character, ()):
                found.append((marks, target, cost, None))
            if character != " ":
                for marks, cost, target in moves.wild:
                    found.append((marks, self.anywhere(target, character), cost, None))
                    found.append((marks, target, cost, None))
            for marks, cost, draw, target in moves.draws:
                keys = self.machine.keys(draw)
                at = keys.with_prefix(character)
                if at is not None:
                    self._along(found, marks, cost, draw, target, at, character)
            return found
        draw, target, key, depth = self.within[~place]
        if draw == ANY:
            if character != " ":
                found.append(((), target, 0.0, None))
            if character != " " or depth:
                found.append(((), self.anywhere(target, character), 0.0, None))
            return found
        keys = self.machine.keys(draw)
        prefix = keys.sorted[key][:depth] + character
        at = keys.with_prefix(prefix, key)
        if at is not None:
            self._along(found, (), 0.0, draw, target, at, prefix)
        return found

    def _along(
        self,
        found: list[_Step],
        marks: Marks,
        cost: float,
        draw: Draw,
        target: int,
        at: int,
        prefix: str,
    ) -> None:
        keys = self.machine.keys(draw)
        whole = len(keys.sorted[at]) == len(prefix)
        if not whole or self.goes_on(keys, at, prefix):
            found.append((marks, self.inside(draw, target, at, len(prefix)), cost, None))
        if whole:
            for value, share in keys.entries(prefix, draw[1]):
                found.append((marks, target, cost - math.log(share), value))

    def goes_on(self, keys: Keys, at: int, prefix: str) -> bool:
        """Whether a key behind the one of number *at*, which is *prefix*, begins with it too."""
        return at + 1 < len(keys.sorted) and keys.sorted[at + 1].startswith(prefix)

    def behind(self, draw: Draw, target: int, text: str, lead: int) -> Members:
        """The rivals that have drawn just *text* and stand behind it."""
        found: Members = {}
        for value, share in self.machine.keys(draw).entries(text, draw[1]):
            after = self.labels.valued(lead, None, value) if lead != DIFFERENT else lead
            add(found, (target, after), -math.log(share))
        return found


def add(members: Members, member: Member, cost: float) -> None:
    """Adds a rival, or makes it cheaper."""
    known = members.get(member)
    if known is None or cost < known:
        members[member] = cost
