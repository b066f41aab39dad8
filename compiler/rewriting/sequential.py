"""Sequential: a transducer that reads a text once, from left to right, and always knows what to do.

Subset construction with what is not written yet (Mohri, 1997, section 3): a state is the set of
states that the text so far may have led to, each with the output it has waiting; what all have in
common is written.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .marks import BORDER, OTHER

MOST_STATES = 8_000
MOST_WAITING = 200
"""Characters of output that wait; a transducer that waits for ever is not sequential."""
MOST_BORDERS = (4, 2, 1)
"""So many borders wait, or fewer where that takes too many states: they may stand anywhere in what
is waited for. A text where more of them meet is left to the transducer that is not sequential."""

Arcs = list[dict[int, list[tuple[str, int]]]]
"""By state and class: outputs and targets."""


class Ambiguous(Exception):
    """Some text has two results."""


class Machine(NamedTuple):
    """A transducer without empty inputs. Classes are `OTHER`, `BORDER`, then the characters
    of `alphabet`; `finals` has what is written there. State 0 is the start, and nothing is written
    before something is read."""

    alphabet: str
    arcs: Arcs
    finals: dict[int, list[str]]
    partial: bool = False
    """Whether arcs are left out that some text would take."""


def classes(alphabet: str) -> str:
    """The characters that stand for the classes, in order."""
    return OTHER + BORDER + alphabet


def is_final(machine: Any, state: int) -> bool:
    """Whether a text may end in this state of an OpenFst machine."""
    return str(machine.final(state)) != "Infinity"


def without_empty(machine: Any, alphabet: str) -> Machine:
    """The OpenFst transducer *machine* with arcs that each read one character."""
    number = {ord(c): i for i, c in enumerate(classes(alphabet))}
    empty: list[list[tuple[str, int]]] = []
    reading: list[list[tuple[int, str, int]]] = []
    final: list[bool] = []
    for state in machine.states():
        empty.append([])
        reading.append([])
        final.append(is_final(machine, state))
        for arc in machine.arcs(state):
            out = chr(arc.olabel) if arc.olabel else ""
            if arc.ilabel:
                reading[state].append((number[arc.ilabel], out, arc.nextstate))
            else:
                empty[state].append((out, arc.nextstate))

    def closure(state: int) -> list[tuple[str, int]]:
        """What empty arcs lead to: they form no circle, or one text would have endless results."""
        found = [("", state)]
        for out, here in found:
            found.extend((out + more, target) for more, target in empty[here])
        return found

    start = machine.start()
    order = [start, *(state for state in range(len(empty)) if state != start)]
    place = {state: at for at, state in enumerate(order)}
    arcs: Arcs = []
    finals: dict[int, list[str]] = {}
    for state in order:
        by_class: dict[int, list[tuple[str, int]]] = {}
        for before, here in closure(state):
            for klass, out, target in reading[here]:
                by_class.setdefault(klass, []).append((before + out, place[target]))
            if final[here]:
                finals.setdefault(place[state], []).append(before)
        arcs.append(by_class)
    return Machine(alphabet, arcs, finals)


def _common(texts: list[str]) -> str:
    """The longest text that all of *texts* begin with."""
    low, high = min(texts), max(texts)
    for at, character in enumerate(low):
        if character != high[at]:
            return low[:at]
    return low


def sequential(machine: Machine) -> Machine | None:
    """The sequential transducer that does what *machine* does, or None where there is none (that
    is small enough). It may lack arcs, for texts in which many borders wait: then it is `partial`.
    `Ambiguous` where some text has two results; all states must lead to an end."""
    for most in MOST_BORDERS:
        found = _sequential(machine, most)
        if found is not None:
            return minimal(found)
    return None


def _sequential(machine: Machine, most_borders: int) -> Machine | None:
    State = tuple[tuple[int, str], ...]

    def state_of(reached: dict[int, str]) -> tuple[str, State]:
        common = _common(list(reached.values()))
        return common, tuple((q, out[len(common) :]) for q, out in sorted(reached.items()))

    def merged(ways: list[tuple[int, str]]) -> dict[int, str]:
        reached: dict[int, str] = {}
        for target, out in ways:
            if reached.setdefault(target, out) != out:
                raise Ambiguous
        return reached

    start: State = ((0, ""),)
    known = {start: 0}
    queue = [start]
    arcs: Arcs = []
    finals: dict[int, list[str]] = {}
    partial = False
    for state in queue:
        ways: dict[int, list[tuple[int, str]]] = {}
        ends: set[str] = set()
        for q, waiting in state:
            for klass, steps in machine.arcs[q].items():
                ways.setdefault(klass, []).extend((target, waiting + out) for out, target in steps)
            ends.update(waiting + out for out in machine.finals.get(q, ()))
        if len(ends) > 1:
            raise Ambiguous
        if ends:
            finals[known[state]] = list(ends)
        by_class: dict[int, list[tuple[str, int]]] = {}
        for klass in sorted(ways):
            written, following = state_of(merged(ways[klass]))
            if any(out.count(BORDER) > most_borders for _, out in following):
                partial = True
                continue
            if following not in known:
                if any(OTHER in out or len(out) > MOST_WAITING for _, out in following):
                    return None
                if len(known) == MOST_STATES:
                    return None
                known[following] = len(known)
                queue.append(following)
            by_class[klass] = [(written, known[following])]
        arcs.append(by_class)
    return Machine(machine.alphabet, arcs, finals, partial)


def minimal(machine: Machine) -> Machine:
    """The same sequential transducer with as few states: those from which the same is written
    for every text are one (Moore, 1956; outputs stand as early as they can already)."""
    block = [0] * len(machine.arcs)
    count = 0
    while True:
        numbers: dict[tuple[object, ...], int] = {}
        following = []
        for state, by_class in enumerate(machine.arcs):
            arcs = tuple((k, out, block[t]) for k, ((out, t),) in sorted(by_class.items()))
            key = (block[state], arcs, tuple(machine.finals.get(state, ())))
            following.append(numbers.setdefault(key, len(numbers)))
        block = following
        if len(numbers) == count:
            break
        count = len(numbers)
    # the start keeps its number, 0, because states are numbered as they are first met
    first: dict[int, int] = {}
    for state, number in enumerate(block):
        first.setdefault(number, state)
    least: Arcs = [
        {k: [(out, block[t]) for out, t in ways] for k, ways in machine.arcs[first[n]].items()}
        for n in range(count)
    ]
    finals = {n: machine.finals[first[n]] for n in range(count) if first[n] in machine.finals}
    return machine._replace(arcs=least, finals=finals)
