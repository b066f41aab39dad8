"""Expand: the networks as one automaton over characters, catalogues and marks.

Calls are followed with a stack (calls that end their network leave none behind), and spacing is
settled on the way: a space stands only between texts, outside the slots it borders on, and a slot
without text is gone. So each path of the result spells one labelled text, as a class: catalogues
are single symbols.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, field

from .network import END, ROWS, START, Arc, Network, Networks, Op
from .unroll import unroll

FIRST_MARK = 0x110000
"""Labels below are characters (0 is none); this and those above stand for `marks`."""

Mark = tuple[int, str | int | tuple[str, str] | None]
"""(operation, argument); an `END_INTENT` has the number of its intent."""
END_INTENT = 32

MOST_ARCS = 1_500_000
"""Beyond this the automaton is not built: rules that double each other can ask for any size."""


@dataclass(slots=True)
class Automaton:
    """Arcs as parallel arrays: from `source` to `target` on `label`, with its `probability`, and
    at `cost` (−ln probability). State 0 is the start, state 1 the only final one."""

    source: array[int] = field(default_factory=lambda: array("I"))
    label: array[int] = field(default_factory=lambda: array("I"))
    cost: array[float] = field(default_factory=lambda: array("d"))
    probability: array[float] = field(default_factory=lambda: array("d"))
    target: array[int] = field(default_factory=lambda: array("I"))
    states: int = 2
    marks: list[Mark] = field(default_factory=list)


_Odds = tuple[float, float]
"""−ln probability, and the probability."""
_SURE: _Odds = (0.0, 1.0)

_Mode = tuple[bool, bool, tuple[Mark, ...]]
"""Whether there is text, whether a space is due, and the marks that wait for text."""


def _tails(net: Network) -> set[int]:
    """The states from which only sure empty arcs lead, and lead to the end."""
    tails = {END}
    before: dict[int, list[int]] = {}
    for state, arcs in enumerate(net.arcs):
        if len(arcs) == 1 and arcs[0].op == Op.NONE and arcs[0].probability == 1:
            before.setdefault(arcs[0].target, []).append(state)
    queue = [END]
    for state in queue:
        for other in before.get(state, ()):
            if other not in tails:
                tails.add(other)
                queue.append(other)
    return tails


class _Expansion:
    def __init__(self, networks: Networks) -> None:
        self.networks = networks
        self.table = unroll(networks)
        self.tails = [_tails(net) for net in self.table]
        self.out = Automaton()
        self.mark_ids: dict[Mark, int] = {}
        self.stacks: dict[tuple[int, int, int], int] = {}  # (net, state, below) to its number
        self.stack_list: list[tuple[int, int, int]] = []
        self.known: dict[tuple[int, int, int, _Mode], int] = {}
        self.queue: list[tuple[int, int, int, _Mode]] = []
        self.known_odds: dict[object, _Odds] = {}

    def mark(self, op: int, arg: str | int | tuple[str, str] | None) -> int:
        key = (op, arg)
        if key not in self.mark_ids:
            self.mark_ids[key] = FIRST_MARK + len(self.mark_ids)
            self.out.marks.append(key)
        return self.mark_ids[key]

    def state(self, net: int, state: int, stack: int, mode: _Mode) -> int:
        key = (net, state, stack, mode)
        number = self.known.get(key)
        if number is None:
            number = self.known[key] = self.out.states
            self.out.states += 1
            self.queue.append(key)
        return number

    def arc(self, source: int, label: int, odds: _Odds, target: int) -> None:
        out = self.out
        out.source.append(source)
        out.label.append(label)
        out.cost.append(odds[0])
        out.probability.append(odds[1])
        out.target.append(target)

    def spell(self, source: int, labels: list[int], odds: _Odds, target: int) -> None:
        """A chain of arcs; the odds are on the first."""
        if not labels:
            labels = [0]
        for label in labels[:-1]:
            middle = self.out.states
            self.out.states += 1
            self.arc(source, label, odds, middle)
            source, odds = middle, _SURE
        self.arc(source, labels[-1], odds, target)

    def text_labels(self, mode: _Mode) -> list[int]:
        """What must be said before a text: the due space, then the marks that waited."""
        has_text, due, waiting = mode
        labels = [32] if has_text and due else []
        labels.extend(self.mark(*mark) for mark in waiting)
        return labels

    def run(self) -> Automaton | None:
        total = sum(weight for _, weight, _ in self.networks.roots)
        for number, (_, weight, net) in enumerate(self.networks.roots):
            stack = self.push(-1 - number, 0, -1)
            first = self.state(net, START, stack, (False, False, ()))
            self.arc(0, 0, (-math.log(weight / total), weight / total), first)
        for key in self.queue:  # breadth first, so that marks are numbered as in the file
            if len(self.out.source) > MOST_ARCS:
                return None
            net, state, stack, mode = key
            here = self.known[key]
            if state == END:
                self.end(here, stack, mode)
                continue
            for arc in self.table[net].arcs[state]:
                self.follow(here, net, arc, stack, mode)
        return self.out

    def push(self, net: int, state: int, below: int) -> int:
        key = (net, state, below)
        if key not in self.stacks:
            self.stacks[key] = len(self.stack_list)
            self.stack_list.append(key)
        return self.stacks[key]

    def end(self, here: int, stack: int, mode: _Mode) -> None:
        net, state, below = self.stack_list[stack]
        if net < 0:
            self.arc(here, self.mark(END_INTENT, -1 - net), _SURE, 1)
        else:
            self.arc(here, 0, _SURE, self.state(net, state, below, mode))

    def odds(self, arc: Arc) -> _Odds:
        if arc.probability == 1:
            return _SURE
        odds = self.known_odds.get(arc.probability)
        if odds is None:
            p = arc.probability
            cost = math.log(p.denominator) - math.log(p.numerator)
            odds = self.known_odds[p] = (cost, float(p))
        return odds

    def follow(self, here: int, net: int, arc: Arc, stack: int, mode: _Mode) -> None:
        op, arg, _, target = arc
        odds = self.odds(arc)
        has_text, due, waiting = mode
        labels: list[int] = []
        if op == Op.CALL:
            assert isinstance(arg, int)
            if target not in self.tails[net]:
                stack = self.push(net, target, stack)
            net, target = arg, START
        elif op == Op.TEXT:
            assert isinstance(arg, str)
            labels = self.text_labels(mode) + [ord(c) for c in arg]
            mode = (True, False, ())
        elif op in (Op.DRAW, Op.DRAW_VALUE) or op in ROWS:
            labels = [*self.text_labels(mode), self.mark(op, arg)]
            mode = (True, False, ())
        elif op == Op.SPACE:
            mode = (has_text, has_text, waiting)
        elif op == Op.OPEN:
            mode = (has_text, due, (*waiting, (op, arg)))
        elif op == Op.VALUE:
            if waiting:
                mode = (has_text, due, (*waiting, (op, arg)))
            else:
                labels = [self.mark(op, arg)]
        elif op == Op.CLOSE:
            if waiting:  # no text since it was opened: the slot is gone, with its values
                last = max(i for i, mark in enumerate(waiting) if mark[0] == Op.OPEN)
                mode = (has_text, due, waiting[:last])
            else:
                labels = [self.mark(op, None)]
        elif op in (Op.CONSTANT, Op.CONTEXT):
            labels = [self.mark(op, arg)]
        self.spell(here, labels, odds, self.state(net, target, stack, mode))


def expand(networks: Networks) -> Automaton | None:
    """The automaton of all intents, or None where it would have more than `MOST_ARCS` arcs.

    Path costs are exact sums of −ln; the start chooses the intent by its weight. Deterministic.
    """
    return _Expansion(networks).run()
