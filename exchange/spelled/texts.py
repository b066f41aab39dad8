"""A set of texts as expressions: by the smallest automaton that has them.

Beginnings and ends that texts share are written once, so that no step has to look at them all. The
automaton is built text by text, in their order (Daciuk and others, 2000).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .expressions import EMPTY, Chars, Expr, Lit, Ref, alt, many, seq

FEW = 40
"""Up to so many texts are simply written one beside the other."""

LARGE = 100
"""What has so many states is a rule of its own."""


@dataclass(slots=True)
class _State:
    final: bool = False
    arcs: dict[str, int] = field(default_factory=dict)


class _Automaton:
    """`states[0]` is the start; made of texts in ascending order."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.states = [_State()]
        self._known: dict[tuple[bool, tuple[tuple[str, int], ...]], int] = {}
        self._path = [0]
        before = ""
        for text in texts:
            shared = 0
            while shared < min(len(text), len(before)) and text[shared] == before[shared]:
                shared += 1
            self._settle(before, shared)
            for character in text[shared:]:
                self.states.append(_State())
                self.states[self._path[-1]].arcs[character] = len(self.states) - 1
                self._path.append(len(self.states) - 1)
            self.states[self._path[-1]].final = True
            before = text
        self._settle(before, 0)

    def _settle(self, text: str, down_to: int) -> None:
        """Joins what comes behind the first characters of the last text with what is the same."""
        while len(self._path) - 1 > down_to:
            number = self._path.pop()
            state = self.states[number]
            key = (state.final, tuple(state.arcs.items()))
            known = self._known.setdefault(key, number)
            if known != number:
                self.states[self._path[-1]].arcs[text[len(self._path) - 1]] = known
                if number == len(self.states) - 1:
                    self.states.pop()


def expression(texts: Iterable[str], name: str, rules: dict[str, Expr], shown: int = FEW) -> Expr:
    """One of *texts*; what more than one of them goes on with becomes a rule of *rules*, called
    like *name* with a number. Up to *shown* texts are written out in their order."""
    given = list(dict.fromkeys(texts))
    if len(given) <= shown:
        return alt(Lit(text) for text in given)
    automaton = _Automaton(sorted(given))
    states = automaton.states
    entered = [0] * len(states)
    order = _last_first(states)
    for number in order:
        for target in states[number].arcs.values():
            entered[target] += 1
    made: dict[int, Expr] = {}
    sizes: dict[int, int] = {}
    count = 0
    for number in order:
        state = states[number]
        by_target: dict[int, list[str]] = {}
        for character, target in state.arcs.items():
            by_target.setdefault(target, []).append(character)
        options: list[Expr] = [EMPTY] if state.final else []
        for target, characters in by_target.items():
            first: Expr = Chars("".join(characters))
            if len(characters) == 1:
                first = Lit(characters[0])
            options.append(seq([first, made[target]]))
        found = alt(options)
        size = 1 + sum(sizes[target] for target in by_target)
        shared = entered[number] > 1 and not isinstance(found, Lit | Chars)
        if number and (shared or size > LARGE):
            count += 1
            called = f"{name}-{count}"
            rules[called] = found
            found, size = Ref(called), 1
        made[number], sizes[number] = found, size
    return made[0]


def _last_first(states: list[_State]) -> list[int]:
    """The states that can be reached, each behind all that it leads to."""
    found: dict[int, None] = {}
    stack = [(0, False)]
    seen: set[int] = set()
    while stack:
        number, done = stack.pop()
        if done:
            found[number] = None
        elif number not in seen:
            seen.add(number)
            stack.append((number, True))
            stack.extend((t, False) for t in states[number].arcs.values() if t not in seen)
    return list(found)


def digits(low: int, high: int) -> Expr:
    """The whole numbers from *low* to *high*, in digits without leading zeros."""
    if low < 0:
        negative = seq([Lit("-"), digits(max(1, -high), -low)])
        return negative if high < 0 else alt([negative, digits(0, high)])
    options: list[Expr] = []
    while low <= high:
        width = len(str(low))
        last = min(high, 10**width - 1)
        options.append(_same_width(str(low), str(last)))
        low = last + 1
    return alt(options)


def _same_width(low: str, high: str) -> Expr:
    if not low:
        return EMPTY
    if low[0] == high[0]:
        return seq([Lit(low[0]), _same_width(low[1:], high[1:])])
    rest = len(low) - 1
    zeros, nines = "0" * rest, "9" * rest
    first, last = int(low[0]), int(high[0])
    options: list[Expr] = []
    if low[1:] != zeros:
        options.append(seq([Lit(low[0]), _same_width(low[1:], nines)]))
        first += 1
    above = high[1:] != nines
    if above:
        last -= 1
    if first <= last:
        options.append(seq([_digit(first, last), many(_digit(0, 9), rest, rest)]))
    if above:
        options.append(seq([Lit(high[0]), _same_width(zeros, high[1:])]))
    return alt(options)


def _digit(first: int, last: int) -> Expr:
    found = "".join(map(str, range(first, last + 1)))
    return Lit(found) if len(found) == 1 else Chars(found)
