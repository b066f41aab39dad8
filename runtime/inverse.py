"""Inverse: the texts that rewrites may have made a text of.

A text is followed backwards through the transducer of the rewrites: from its left to its right,
with all places of the text and states that go with what is known of the original. Borders of
slots, which keep a rewrite from being carried out, are thought wherever they help; whoever parses
the original must see whether rewriting it gives the text again.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from ..compiler.rewriting.marks import BORDER, OTHER
from ..compiler.rewriting.sequential import classes
from ..compiler.rewriting.transducer import Transducer
from ..dsl.text import fold
from .beginnings import Beginnings

MOST = 256
"""So many originals of a text are looked at: where a text is taken out by a rewrite, it may have
stood anywhere any number of times."""
FEW = 8
"""So many are looked at without asking whether any sentence begins as they do."""
MOST_LOOKS = 20_000
"""So many beginnings of originals are gone on from."""
MOST_LONGER = 40
"""An original is at most so many characters longer."""

_Config = tuple[int, int]
"""A place of the text and a state."""


class Inverse:
    """The way back through a transducer; *locale* folds the case of texts, None leaves it."""

    def __init__(self, transducer: Transducer, locale: str | None) -> None:
        self._final = [
            None if (end := transducer.end(state)) is None else self._folded(end, locale)
            for state in range(len(transducer.final))
        ]
        letters = classes(transducer.alphabet)
        alphabet = frozenset(transducer.alphabet)
        self._named = {c for c in alphabet if locale is None or c.upper() in alphabet}
        self._steps: list[list[tuple[str, str, int]]] = []
        self._borders: list[list[tuple[str, int]]] = []
        for row in transducer.steps:
            steps: list[tuple[str, str, int]] = []
            borders: list[tuple[str, int]] = []
            for number, arcs in row.items():
                for out, target in arcs:
                    written = self._folded(out, locale)
                    if letters[number] == BORDER:
                        borders.append((written, target))
                    else:
                        steps.append((self._folded(letters[number], locale), written, target))
            self._steps.append(steps)
            self._borders.append(borders)
        self._others = [{step for step in steps if step[0] == OTHER} for steps in self._steps]

    @staticmethod
    def _folded(text: str, locale: str | None) -> str:
        text = text.replace(BORDER, "")
        return text if locale is None else fold(text, locale)

    def _after(self, text: str, place: int, state: int) -> Iterator[tuple[str, int, int]]:
        """One character of the original: (character, place, state) behind it."""
        here = text[place : place + 1]
        for character, written, target in self._steps[state]:
            if character == OTHER:
                # a character of no class of its own comes as itself, behind what waited for it
                at = place + len(written) - 1
                unnamed = at < len(text) and text[at] not in self._named
                if unnamed and text.startswith(written[:-1], place):
                    yield text[at], at + 1, target
            elif written == here:
                if here:
                    yield character, place + 1, target
                else:
                    yield character, place, target
            elif text.startswith(written, place):
                yield character, place + len(written), target

    def _closure(self, text: str, configs: set[_Config]) -> set[_Config]:
        """With what borders lead to."""
        queue = list(configs)
        while queue:
            place, state = queue.pop()
            for written, target in self._borders[state]:
                config = (place + len(written), target)
                if config not in configs and text.startswith(written, place):
                    configs.add(config)
                    queue.append(config)
        return configs

    def _ends(self, text: str, config: _Config) -> bool:
        place, state = config
        end = self._final[state]
        return end is not None and text[place:] == end

    def originals(self, text: str, beginnings: Beginnings | None = None) -> list[str]:
        """At most `MOST` texts that may have become *text*: first those that are
        hardly longer, and of these those like it. Where there are many, only such as *beginnings*
        knows of."""
        found = self._some(text, None, FEW if beginnings is not None else MOST)
        if len(found) < FEW or beginnings is None:
            return found
        return self._some(text, beginnings, MOST)

    def _some(self, text: str, beginnings: Beginnings | None, most: int) -> list[str]:
        alive = self._alive(text)
        found: list[str] = []
        start = self._closure(text, {(0, 0)}) & alive
        # By how much longer a beginning is than what became of it; then the longest beginning,
        # and of these the one that was met last.
        first = 0 if beginnings is None else beginnings.start
        queue = [(0, 0, 0, "", start, first)] if start else []
        met = looks = 0
        while queue and len(found) < most and looks < MOST_LOOKS:
            before, _, _, made, configs, begun = heappop(queue)
            looks += 1
            if any(self._ends(text, config) for config in configs):
                found.append(made)
            if len(made) >= len(text) + MOST_LONGER:
                continue
            following: dict[str, set[_Config]] = {}
            for place, state in configs:
                for character, at, target in self._after(text, place, state):
                    if (at, target) in alive:
                        following.setdefault(character, set()).add((at, target))
            typed = text[len(made) : len(made) + 1]
            for character in sorted(following, key=lambda c: (c == typed, c)):
                reached = self._closure(text, following[character]) & alive
                longer = len(made) + 1 - max(place for place, _ in reached)
                goes_on: int | None = 0
                if beginnings is not None:
                    goes_on = beginnings.step(begun, character, longer <= before)
                if goes_on is None:
                    continue
                met += 1
                more = made + character
                heappush(queue, (longer, -len(made), -met, more, reached, goes_on))
        return found

    def _alive(self, text: str) -> set[_Config]:
        """The configurations that are reached and lead to the end."""
        before: dict[_Config, list[_Config]] = {}
        queue: list[_Config] = [(0, 0)]
        seen = {(0, 0)}
        ends: list[_Config] = []
        for config in queue:
            place, state = config
            if self._ends(text, config):
                ends.append(config)
            following = [(at, target) for _, at, target in self._after(text, place, state)]
            for written, target in self._borders[state]:
                if text.startswith(written, place):
                    following.append((place + len(written), target))
            for other in following:
                before.setdefault(other, []).append(config)
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        alive = set(ends)
        queue = ends
        for config in queue:
            for other in before.get(config, ()):
                if other not in alive:
                    alive.add(other)
                    queue.append(other)
        return alive
