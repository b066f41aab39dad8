"""Mass: how much of an intent is shared.

The leader is followed together with the set of all its rivals, so that a text counts once however
many rivals read it (the subset construction, on the side of the rivals); that each leader comes to
each set, with which probability, is a sum, or, where there are loops, a linear system.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from ..counting.uses import add_uses
from .keys import Keys
from .pairs import Pairs, Ways
from .useful import Useful, counts

MOST_SETS = 400_000
"""So many leaders with their sets are followed."""

_Node = tuple[int, tuple[int, ...]]
"""The leader's state, and its rivals: useful pairs of that state, ascending."""


@dataclass(slots=True)
class _Found:
    """From a node, with probabilities: where the leader goes on, and which (leader's intent,
    rival's intent) end."""

    onward: dict[_Node, float] = field(default_factory=dict)
    ends: dict[tuple[int, int], float] = field(default_factory=dict)

    def add(self, node: _Node, share: float) -> None:
        self.onward[node] = self.onward.get(node, 0.0) + share


def masses(
    pairs: Pairs, useful: Useful, most: int = MOST_SETS
) -> tuple[dict[tuple[int, int], float], bool]:
    """By (intent, other): the probability, among all intents, of a sentence of the first whose
    text is also one of the other, or, where they are the same, has another labelling; and whether
    that is all of it, or, past *most* sets, a lower bound."""
    if not useful.states[0]:
        return {}, True
    numbers: dict[_Node, int] = {(0, ()): 0}
    order: list[_Node] = [(0, ())]
    leading: list[dict[int, float]] = []
    ends: list[dict[tuple[int, int], float]] = []
    whole = True
    for node in order:  # grows on the way
        found = _onward(pairs, useful, node)
        following: dict[int, float] = {}
        for target, share in found.onward.items():
            number = numbers.get(target)
            if number is None:
                if len(order) >= most:
                    whole = False
                    continue
                number = numbers[target] = len(order)
                order.append(target)
            following[number] = following.get(number, 0.0) + share
        leading.append(following)
        ends.append(found.ends)
    often = [0.0] * len(order)
    often[0] = 1.0
    add_uses(often, leading)
    result: dict[tuple[int, int], list[float]] = {}
    for here, found_ends in zip(often, ends, strict=True):
        for both, share in found_ends.items():
            result.setdefault(both, []).append(here * share)
    return {both: math.fsum(shares) for both, shares in sorted(result.items())}, whole


def _onward(pairs: Pairs, useful: Useful, node: _Node) -> _Found:
    state, rivals = node
    sources = [pairs.ways[rival] for rival in rivals]
    if state in pairs.splits:
        sources.append(pairs.splits[state])
    found = _Found()
    moves = pairs.machine.moves(state)
    by_move: dict[int, set[int]] = {}
    for ways in sources:
        for edge in ways.edges:
            if edge.choice.draw < 0 and useful.pairs[edge.target]:
                by_move.setdefault(edge.choice.move, set()).add(edge.target)
    for each in moves.characters.values():
        for number, _, cost, target in each:
            met = by_move.get(number)
            if met or useful.states[target]:
                found.add((target, tuple(sorted(met or ()))), math.exp(-cost))
    for number, (_, cost, draw, target) in enumerate(moves.draws):
        keys = pairs.machine.keys(draw)
        left = _drawn(found, useful, sources, number, keys, draw[1], target, math.exp(-cost))
        if left > 0 and useful.states[target]:
            found.add((target, ()), left * math.exp(-cost))
    for number, (_, cost, intent) in enumerate(moves.ends):
        others = {
            end.other for ways in sources for end in ways.ends if end.move == number and counts(end)
        }
        for other in others:
            both = (intent, other)
            found.ends[both] = found.ends.get(both, 0.0) + math.exp(-cost)
    return found


def _drawn(
    found: _Found,
    useful: Useful,
    sources: list[Ways],
    number: int,
    keys: Keys,
    valued: bool,
    target: int,
    share: float,
) -> float:
    """Adds the ways on behind the draw of that number, for all values that have rivals; the
    probability of the others."""
    single: dict[str, dict[int, set[int]]] = {}
    sets: list[tuple[frozenset[str], int]] = []
    for ways in sources:
        for edge in ways.edges:
            choice = edge.choice
            if choice.draw != number or not useful.pairs[edge.target]:
                continue
            if choice.texts is not None:
                sets.append((choice.texts, edge.target))
            else:
                single.setdefault(choice.value, {}).setdefault(choice.entry, set()).add(edge.target)
    handled, mass = 0, []
    for text, entries in single.items():
        shared = {goal for texts, goal in sets if text in texts}
        handled += 1
        for entry, (_, odds) in enumerate(keys.entries(text, valued)):
            met = shared | entries.get(entry, set())
            mass.append(odds)
            if met or useful.states[target]:
                found.add((target, tuple(sorted(met))), share * odds)
    for group, texts in _groups(sets, single):
        odds = keys.together(texts)
        handled += len(texts)
        mass.append(odds)
        found.add((target, group), share * odds)
    return 0.0 if handled == len(keys) and keys.whole else 1.0 - math.fsum(mass)


def _groups(
    sets: list[tuple[frozenset[str], int]], without: dict[str, dict[int, set[int]]]
) -> list[tuple[tuple[int, ...], frozenset[str]]]:
    """The texts of *sets*, but for those of *without*, by the pairs that they lead to."""
    distinct = list(dict.fromkeys(texts for texts, _ in sets))
    if len(distinct) == 1:
        left = distinct[0].difference(without) if without else distinct[0]
        return [(tuple(sorted({goal for _, goal in sets})), left)] if left else []
    of: dict[str, set[int]] = {}
    for texts, goal in sets:
        for text in sorted(texts):
            if text not in without:
                of.setdefault(text, set()).add(goal)
    found: dict[tuple[int, ...], list[str]] = {}
    for text, goals in of.items():
        found.setdefault(tuple(sorted(goals)), []).append(text)
    return [(group, frozenset(texts)) for group, texts in found.items()]
