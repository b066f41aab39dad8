"""Meeting: what a rival does while the leader draws a value from a catalogue.

Catalogues may have a million rows, so that values are not tried one by one. Values that both draw
from catalogues, from one place to one place, are the intersection of two sets; those of which one
begins another are found by looking up beginnings, and only where what follows can go on so; what a
rival spells out is followed through the sorted keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .keys import Keys
from .moves import Draw, Marks
from .rivals import Members, Place, Rivals, add

MOST_VALUES = 200_000
"""So many values are spelled out for one meeting; beyond that it is not exact."""


@dataclass(frozen=True, slots=True)
class Equal:
    """Values that the rival draws too, whole: the set, the rival's draw (None: they are among any
    words), the place behind it, the lead before the values' canonical ones, and the rival's cost
    without that of the row."""

    texts: frozenset[str]
    draw: Draw | None
    target: Place
    lead: int
    cost: float


@dataclass(slots=True)
class Outcome:
    """`single`: where rivals are behind values that they do not simply draw too, by value;
    `equal`: those that they do."""

    single: dict[str, Members] = field(default_factory=dict)
    equal: list[Equal] = field(default_factory=list)

    def put(self, text: str, members: Members) -> None:
        """Adds rivals behind the value *text*."""
        if members:
            into = self.single.setdefault(text, {})
            for member, cost in members.items():
                add(into, member, cost)


class Meetings:
    """Meetings of draws with rivals, each worked out once."""

    def __init__(self, rivals: Rivals) -> None:
        self._rivals = rivals
        self._machine = rivals.machine
        self._labels = rivals.labels
        self._known: dict[tuple[Draw, int, Marks, Place, int], Outcome] = {}
        self._shared: dict[tuple[Draw, Draw], frozenset[str]] = {}
        self._begun: dict[tuple[Draw, Draw, frozenset[str] | None], list[tuple[str, int]]] = {}
        self._every: dict[Draw, frozenset[str]] = {}
        self.exact = True
        """False once `MOST_VALUES` was passed."""

    def meet(self, draw: Draw, target: int, mine: Marks, place: Place, lead: int) -> Outcome:
        """What a rival at *place* does while the leader passes the marks *mine* and draws, to
        *target*. The canonical value of the leader's row is not yet counted."""
        key = (draw, target, mine, place, lead)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Outcome()
            if place >= 0:
                self._from_state(found, draw, target, mine, place, lead)
            else:
                self._from_within(found, draw, target, mine, place, lead)
        return found

    # ------------------------------------------------------------------ the rival between moves

    def _from_state(
        self, found: Outcome, draw: Draw, target: int, mine: Marks, place: int, lead: int
    ) -> None:
        keys = self._machine.keys(draw)
        moves = self._machine.moves(place)
        for marks, cost, behind in moves.wild:
            after = self._labels.after(lead, mine, marks)
            self._any_words(found, draw, behind, after, cost)
        for marks, cost, other, behind in moves.draws:
            after = self._labels.after(lead, mine, marks)
            shared = self.shared(draw, other)
            if shared:
                found.equal.append(Equal(shared, other, behind, after, cost))
            for text, at in self._beginnings(draw, other, self._machine.ahead(behind)):
                members = self._rivals.behind(other, behind, text[:at], after)
                members = {member: more + cost for member, more in members.items()}
                found.put(text, self._rivals.spell(members, text[at:]))
            there = self._machine.keys(other)
            for text, at in self._beginnings(other, draw, self._machine.ahead(target)):
                first = there.with_prefix(text[:at])
                assert first is not None
                inside = self._rivals.inside(other, behind, first, at)
                found.put(text[:at], {(inside, after): cost})
        for character, ways in moves.characters.items():
            begins = keys.with_prefix(character)
            if begins is None:
                continue
            reached: Members = {}
            for _, marks, cost, goal in ways:
                add(reached, (goal, self._labels.after(lead, mine, marks)), cost)
            self._along(found, keys, begins, character, reached)

    def _along(self, found: Outcome, keys: Keys, first: int, prefix: str, members: Members) -> None:
        """Follows rivals through all keys that begin with *prefix*, the first of number *first*."""
        stack = [(first, prefix, members)]
        while stack:
            at, prefix, members = stack.pop()
            if len(keys.sorted[at]) == len(prefix):
                found.put(prefix, members)
                if not self._rivals.goes_on(keys, at, prefix):
                    continue
            following: dict[str, None] = {}
            for place, _ in members:
                beyond = None if place < 0 else self._machine.moves(place)
                if beyond is None or beyond.draws or beyond.wild:
                    self._one_by_one(found, keys, at, prefix, members)
                    break
                following.update(dict.fromkeys(beyond.characters))
            else:
                for character in following:
                    longer = prefix + character
                    begins = keys.with_prefix(longer, at)
                    if begins is not None:
                        onward = self._rivals.step(members, character)
                        if onward:
                            stack.append((begins, longer, onward))

    def _one_by_one(
        self, found: Outcome, keys: Keys, at: int, prefix: str, members: Members
    ) -> None:
        """Spells out all keys that are longer than *prefix*."""
        end = keys.end(prefix, at)
        if end - at > MOST_VALUES:
            self.exact = False
            return
        for text in keys.sorted[at:end]:
            if len(text) > len(prefix):
                found.put(text, self._rivals.spell(members, text[len(prefix) :]))

    def shared(self, draw: Draw, other: Draw) -> frozenset[str]:
        """The keys that two draws have in common."""
        key = (draw, other) if draw <= other else (other, draw)
        if key not in self._shared:
            first, second = self._machine.keys(key[0]), self._machine.keys(key[1])
            if len(first) > len(second):
                first, second = second, first
            self._shared[key] = frozenset(text for text in first.sorted if text in second)
        return self._shared[key]

    def _any_words(self, found: Outcome, draw: Draw, behind: int, lead: int, cost: float) -> None:
        """The rival reads any words, at least from the beginning of the value on."""
        keys = self._machine.keys(draw)
        every = self._every.setdefault(draw, frozenset(keys.sorted))
        found.equal.append(Equal(every, None, behind, lead, cost))
        found.equal.append(Equal(every, None, self._rivals.anywhere(behind, "x"), lead, cost))
        following = self._machine.ahead(behind)
        for text in keys.sorted:
            for at in _cuts(text, following):
                if text[at - 1] != " ":
                    found.put(text, self._rivals.spell({(behind, lead): cost}, text[at:]))

    def _beginnings(
        self, longer: Draw, shorter: Draw, following: frozenset[str] | None
    ) -> list[tuple[str, int]]:
        """The keys of *longer* that begin with a shorter key of *shorter*, with the length of that,
        where the next character is one of *following*."""
        if following is not None and not following:
            return []
        key = (longer, shorter, following)
        if key not in self._begun:
            others = self._machine.keys(shorter)
            self._begun[key] = list(_begun(self._machine.keys(longer).sorted, others, following))
        return self._begun[key]

    # ------------------------------------------------------------------ the rival within a value

    def _from_within(
        self, found: Outcome, draw: Draw, target: int, mine: Marks, place: Place, lead: int
    ) -> None:
        other, behind, key, depth = self._rivals.within[~place]
        if self._rivals.any_words(place):
            self._any_words(found, draw, behind, self._labels.after(lead, mine, ()), 0.0)
            return
        keys, others = self._machine.keys(draw), self._machine.keys(other)
        after = self._labels.after(lead, mine, ())
        prefix = others.sorted[key][:depth]
        end = others.end(prefix, key)
        if end - key > MOST_VALUES:
            self.exact = False
            return
        rests = {text[depth:]: text for text in others.sorted[key:end] if len(text) > depth}
        for rest, whole in rests.items():
            if rest in keys:
                found.put(rest, self._rivals.behind(other, behind, whole, after))
        following = self._machine.ahead(target)
        for rest, at in _begun(rests, keys, following):
            first = others.with_prefix(prefix + rest[:at], key)
            assert first is not None
            inside = self._rivals.inside(other, behind, first, depth + at)
            found.put(rest[:at], {(inside, after): 0.0})
        following = self._machine.ahead(behind)
        for rest, whole in rests.items():
            start = keys.with_prefix(rest)
            while start is not None and start < len(keys) and keys.sorted[start].startswith(rest):
                text = keys.sorted[start]
                goes_on = len(text) > len(rest)
                if goes_on and (following is None or text[len(rest)] in following):
                    members = self._rivals.behind(other, behind, whole, after)
                    found.put(text, self._rivals.spell(members, text[len(rest) :]))
                start += 1


def _begun(
    texts: Iterable[str], others: Keys, following: frozenset[str] | None
) -> Iterator[tuple[str, int]]:
    """The *texts* that begin with a shorter one of *others*, with the length of that."""
    for text in texts:
        for at in _cuts(text, following):
            if text[:at] in others:
                yield text, at


def _cuts(text: str, following: frozenset[str] | None) -> Iterator[int]:
    """The places within *text* behind which one of the characters stands."""
    if following is None:
        yield from range(1, len(text))
        return
    for character in sorted(following.intersection(text)):
        at = text.find(character, 1)
        while at > 0:
            yield at
            at = text.find(character, at + 1)
