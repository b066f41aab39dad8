"""A lattice as rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from ...dsl.naming import Names
from ..draft import Call, Choice, Expression, Note, Option, Optional, Rule
from ..draft import Sequence as Parts
from ..symbols import Symbol, Template
from .lattice import Arc, Lattice

_NESTED = 2
"""How deep brackets may lie in one another in a rule."""


class Writing:
    """The rules of a lattice: the intent first, each other behind the first that calls it.

    A state that several ways lead to is a rule, if more than a symbol or two come from it; what
    lies between is written out. Counts are how many of the utterances take each way, by the odds.
    """

    def __init__(self, lattice: Lattice, templates: Sequence[Template], names: Names) -> None:
        self._lattice = lattice
        self._names = names
        self._whole = float(sum(one.count for one in templates))
        self._through = self._flow()
        self._seen, self._examples = self._data(templates)
        entered = Counter(into for arcs in lattice.arcs for into, _ in _ways(arcs))
        self._shared = {
            state
            for state, times in entered.items()
            if times > 1 and lattice.arcs[state] and not self._short(state)
        }
        self._calls: dict[int, str] = {}

    def rules(self) -> list[Rule]:
        """The rules. What the odds of a state are does not depend on the way to it."""
        found = [Rule(self._lattice.intent, self._choice(0, 0), True, self._note(0))]
        pending = list(reversed(self._calls.items()))
        known = len(self._calls)
        while pending:
            state, name = pending.pop()
            found.append(Rule(name, self._choice(state, 0), False, self._note(state)))
            # Names are given in the order of calls: what this rule called first comes next.
            pending += reversed(list(islice(self._calls.items(), known, None)))
            known = len(self._calls)
        return found

    def _choice(self, state: int, depth: int) -> Choice:
        """What comes from a state that goes on; that a walk may end in it is its callers' to say,
        but for the start, which has no walk of no symbols."""
        options: list[Option] = []
        for into, arcs in _ways(self._lattice.arcs[state]):
            count = sum(arc.odds for arc in arcs) * self._through[state]
            first: Expression = arcs[0].symbol
            inner = depth
            if len(arcs) > 1:
                first = Choice(
                    tuple(Option(arc.symbol, arc.odds * self._through[state]) for arc in arcs)
                )
                inner = depth + 1
            options.append(Option(_joined([first, *self._rest(into, inner)]), count))
        return Choice(tuple(options))

    def _rest(self, state: int, depth: int) -> list[Expression]:
        """What follows when a walk has come to a state."""
        found: list[Expression] = []
        while self._lattice.arcs[state]:
            arcs = self._lattice.arcs[state]
            ending = self._lattice.ends[state]
            if state in self._shared or (depth >= _NESTED and (len(arcs) > 1 or ending)):
                onward: Expression = Call(self._name(state))
            elif len(arcs) == 1 and not ending:
                found.append(arcs[0].symbol)
                state = arcs[0].into
                continue
            else:
                choice = self._choice(state, depth + 1)
                single = len(choice.options) == 1
                onward = choice.options[0].expression if single else choice
            if ending:
                count = self._through[state]
                onward = Optional(onward, (1 - ending) * count, ending * count)
            found.append(onward)
            break
        return found

    def _short(self, state: int) -> bool:
        """Whether all that comes from a state is a symbol or two."""
        for _ in range(2):
            arcs = self._lattice.arcs[state]
            if len(arcs) != 1 or self._lattice.ends[state]:
                return not arcs
            state = arcs[0].into
        return not self._lattice.arcs[state]

    def _name(self, state: int) -> str:
        known = self._calls.get(state)
        if known is None:
            first = max(self._lattice.arcs[state], key=lambda arc: arc.odds)
            words = [first.symbol.text]
            onward = self._lattice.arcs[first.into]
            if onward:
                words.append(max(onward, key=lambda arc: arc.odds).symbol.text)
            wanted = "_".join(words).lower()
            known = self._names.name(wanted, f"{self._lattice.intent} {state}")
            self._calls[state] = known
        return known

    def _note(self, state: int) -> Note:
        return Note(float(self._seen[state]), tuple(self._examples.get(state, ())))

    def _flow(self) -> list[float]:
        """How many of the utterances come through each state, by the odds."""
        through = [0.0] * len(self._lattice.arcs)
        through[0] = self._whole
        for state, arcs in enumerate(self._lattice.arcs):
            for arc in arcs:
                through[arc.into] += through[state] * arc.odds
        return through

    def _data(self, templates: Sequence[Template]) -> tuple[Counter[int], dict[int, list[str]]]:
        """How many utterances come through each state, and two of them."""
        seen: Counter[int] = Counter()
        examples: dict[int, list[str]] = {}
        for one in templates:
            at = 0
            for place in range(len(one.symbols) + 1):
                seen[at] += one.count
                said = examples.setdefault(at, [])
                if at == 0:
                    said += [text for text in one.examples[:1] if len(said) < 2]
                elif len(said) < 2:
                    text = _said(one.symbols[place:])
                    if text and text not in said:
                        said.append(text)
                if place < len(one.symbols):
                    symbol = one.symbols[place]
                    at = next(arc.into for arc in self._lattice.arcs[at] if arc.symbol == symbol)
        return seen, examples


def _ways(arcs: Sequence[Arc]) -> list[tuple[int, list[Arc]]]:
    """Arcs to one state together, in the order of the first of each."""
    found: dict[int, list[Arc]] = {}
    for arc in arcs:
        found.setdefault(arc.into, []).append(arc)
    return list(found.items())


def _joined(parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Parts(tuple(parts))


def _said(symbols: Sequence[Symbol]) -> str:
    """Symbols as text: `on {service}`."""
    text = "".join(
        ("" if one.touches else " ") + (f"{{{one.text}}}" if one.slot else one.text)
        for one in symbols
    )
    return text.strip()
