"""Transducer: the rewrites of a grammar as they are carried out, and kept in an artifact."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ...corpora.utterance import Span, Utterance
from .marks import BORDER, OTHER
from .sequential import Machine, classes

_BORDER_CLASS = 1


@dataclass(frozen=True)
class Transducer:
    """Arcs by state: those of state s are `offset[s]` to `offset[s + 1]`, each reading a class of
    character (0 any that is not in `alphabet`, 1 a border, then those of `alphabet`), writing
    `outputs[out]` and leading to `target`. `final` has 1 + the output at the end, 0 where the text
    can't end. State 0 is the start. In outputs `OTHER` is the character that is read."""

    alphabet: str
    outputs: tuple[str, ...]
    offset: array[int] | memoryview
    klass: array[int] | memoryview
    out: array[int] | memoryview
    target: array[int] | memoryview
    final: array[int] | memoryview

    @classmethod
    def of(cls, machine: Machine) -> Transducer:
        """The tables of *machine*."""
        numbers: dict[str, int] = {}
        offset, final = array("I", [0]), array("I")
        klass, out, target = array("I"), array("I"), array("I")
        for state, by_class in enumerate(machine.arcs):
            for number in sorted(by_class):
                for written, goal in by_class[number]:
                    klass.append(number)
                    out.append(numbers.setdefault(written, len(numbers)))
                    target.append(goal)
            offset.append(len(klass))
            ends = machine.finals.get(state, [])
            final.append(1 + numbers.setdefault(ends[0], len(numbers)) if ends else 0)
        return cls(machine.alphabet, tuple(numbers), offset, klass, out, target, final)

    @cached_property
    def class_of(self) -> dict[str, int]:
        """The classes of the characters that have one of their own."""
        return {c: i for i, c in enumerate(classes(self.alphabet)) if i > _BORDER_CLASS}

    @cached_property
    def steps(self) -> list[dict[int, list[tuple[str, int]]]]:
        """The arcs, by state and class, as (output, target)."""
        found: list[dict[int, list[tuple[str, int]]]] = []
        for state in range(len(self.offset) - 1):
            row: dict[int, list[tuple[str, int]]] = {}
            for at in range(self.offset[state], self.offset[state + 1]):
                arc = self.outputs[self.out[at]], self.target[at]
                row.setdefault(self.klass[at], []).append(arc)
            found.append(row)
        return found

    def end(self, state: int) -> str | None:
        """What is written where the text ends in *state*; None where it can't."""
        number = self.final[state]
        return self.outputs[number - 1] if number else None

    def run(self, tape: str) -> str | None:
        """The output for a text with `BORDER` wherever slots begin or end; None where there is
        none. All ways are followed at once: of a transducer that is not sequential one reaches the
        end."""
        ways: dict[int, tuple[str, object]] = {0: ("", None)}
        steps, class_of = self.steps, {**self.class_of, BORDER: _BORDER_CLASS}
        for character in tape:
            number = class_of.get(character, 0)
            following: dict[int, tuple[str, object]] = {}
            for state, before in ways.items():
                for out, target in steps[state].get(number, ()):
                    following[target] = (out.replace(OTHER, character), before)
            ways = following
        for state, way in ways.items():
            end = self.end(state)
            if end is not None:
                pieces = [end]
                last: object = way
                while isinstance(last, tuple):
                    pieces.append(last[0])
                    last = last[1]
                return "".join(reversed(pieces))
        return None


@dataclass(frozen=True)
class Rewriter:
    """All rewrites of a grammar: `quick` reads a text once, or is None where there is no such
    transducer, and is `partial` where it can't read some texts; `full` does all of them."""

    quick: Transducer | None
    full: Transducer
    partial: bool = False

    @cached_property
    def _rows(self) -> list[dict[str, tuple[str, int]]]:
        """The arcs of `quick`, by character."""
        assert self.quick is not None
        letters = dict(enumerate(classes(self.quick.alphabet)))
        return [
            {letters[number]: arcs[0] for number, arcs in row.items()} for row in self.quick.steps
        ]

    def text(self, text: str, borders: Sequence[int]) -> tuple[str, list[int]]:
        """*text* rewritten, and where the borders come to lie that stood before its characters
        *borders* (ascending, each once)."""
        cuts = itertools.pairwise([0, *borders, len(text)])
        tape = BORDER.join(text[a:b] for a, b in cuts)
        written = None if self.quick is None else self._quickly(tape)
        if written is None:
            written = self.full.run(tape)
        if written is None or written.count(BORDER) != len(borders):
            return text, list(borders)  # the artifact is none of ours: `full` does every text
        pieces = written.split(BORDER)
        places: list[int] = []
        at = 0
        for piece in pieces[:-1]:
            at += len(piece)
            places.append(at)
        return "".join(pieces), places

    def _quickly(self, tape: str) -> str | None:
        assert self.quick is not None
        rows, state = self._rows, 0
        pieces: list[str] = []
        for character in tape:
            row = rows[state]
            step = row.get(character)
            if step is not None:
                out, state = step
                pieces.append(out)
                continue
            step = row.get(OTHER)
            if step is None or character == BORDER:
                return None
            out, state = step
            pieces.append(out.replace(OTHER, character))
        end = self.quick.end(state)
        if end is None:
            return None
        pieces.append(end)
        return "".join(pieces)

    def utterance(self, before: Utterance) -> Utterance:
        """*before* rewritten. Slots keep what is left of them, without spaces at their ends; one
        of which nothing is left is gone."""
        borders: set[int] = set()
        _places(before.slots, borders)
        known = sorted(borders)
        text, places = self.text(before.text, known)
        if text == before.text and places == known:
            return before
        at = dict(zip(known, places, strict=True))
        slots = _moved(before.slots, at, text)
        return Utterance(text, slots, before.constants, before.intent)


def _places(slots: Sequence[Span], found: set[int]) -> None:
    for slot in slots:
        found.add(slot.start)
        found.add(slot.end)
        _places(slot.slots, found)


def _moved(slots: Sequence[Span], at: dict[int, int], text: str) -> tuple[Span, ...]:
    moved: list[Span] = []
    for slot in slots:
        start, end = at[slot.start], at[slot.end]
        while start < end and text[start] == " ":
            start += 1
        while start < end and text[end - 1] == " ":
            end -= 1
        if start < end:
            inner = _moved(slot.slots, at, text)
            moved.append(Span(slot.name, start, end, slot.value, inner))
    return tuple(moved)
