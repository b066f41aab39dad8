"""The lattice of an intent: the smallest network of its walks, with the odds of each step."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..settings import Settings
from ..symbols import Intent, Symbol, Symbols
from .evidence import Evidence
from .odds import odds_of
from .prices import PRICES, Prices
from .smallest import smallest
from .walks import Walks


@dataclass(frozen=True, slots=True)
class Arc:
    """From a state to another by a symbol; `odds` is its share of all that leaves the state."""

    symbol: Symbol
    into: int
    odds: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """`arcs[state]` are in order of first appearance of their symbols in the data; `ends[state]` is
    the share of walks in the state that end there, 0 where none may. Walks begin in state 0; there
    are no loops."""

    intent: str
    arcs: tuple[tuple[Arc, ...], ...]
    ends: tuple[float, ...]

    @property
    def size(self) -> int:
        """How many arcs there are."""
        return sum(map(len, self.arcs))

    def accepts(self, symbols: Iterable[Symbol]) -> bool:
        """Whether the template is in the language."""
        at = 0
        for symbol in symbols:
            for arc in self.arcs[at]:
                if arc.symbol == symbol:
                    at = arc.into
                    break
            else:
                return False
        return self.ends[at] > 0

    def sample(self, rng: random.Random) -> Symbols:
        """A template drawn by the odds."""
        at = 0
        found: list[Symbol] = []
        while True:
            left = rng.random() - self.ends[at]
            if (left < 0 and self.ends[at] > 0) or not self.arcs[at]:
                return tuple(found)
            for arc in self.arcs[at]:
                left -= arc.odds
                if left < 0:
                    break
            found.append(arc.symbol)
            at = arc.into

    def count(self) -> int:
        """How many templates there are."""
        counts = [0] * len(self.arcs)
        for state in reversed(range(len(self.arcs))):
            counts[state] = (self.ends[state] > 0) + sum(
                counts[arc.into] for arc in self.arcs[state]
            )
        return counts[0]


def lattice_of(
    intent: Intent,
    settings: Settings | None = None,
    prices: Prices = PRICES,
) -> Lattice:
    """The lattice learned from an intent's templates.

    Every template of the intent is in its language but those that `settings` reject, which never
    are. `generalise` multiplies what walks may spend: at 0 they cross only where two symbols are
    shared, which costs nothing. The same templates in the same order give the same lattice.
    """
    settings = settings or Settings()
    barred = frozenset(settings.rejected)
    kept = [one for one in intent.templates if one.symbols not in barred and one.symbols]
    if not kept:
        return Lattice(intent.name, ((),), (0.0,))
    symbols = _symbols(one.symbols for one in kept)
    numbers = {symbol: at for at, symbol in enumerate(symbols, 2)}
    rows = [(tuple(numbers[one] for one in each.symbols), each.count) for each in kept]
    slots = frozenset(number for symbol, number in numbers.items() if symbol.slot)
    evidence = Evidence(rows, slots, prices)
    without = [
        tuple(numbers[one] for one in template)
        for template in settings.rejected
        if template and all(one in numbers for one in template)
    ]
    walks = Walks(evidence, [row for row, _ in rows], without, settings.generalise)
    arcs, _, became = smallest(walks.arcs, walks.ends)
    odds, ending = odds_of(walks, evidence, became, len(arcs))
    last = len(arcs) - 1  # the start is the last of the smallest network, 0 here
    return Lattice(
        intent.name,
        tuple(
            tuple(Arc(symbols[s - 2], last - into, odds[state][s]) for s, into in here.items())
            for state, here in reversed(list(enumerate(arcs)))
        ),
        tuple(reversed(ending)),
    )


def _symbols(templates: Iterable[Sequence[Symbol]]) -> list[Symbol]:
    found: dict[Symbol, None] = {}
    for template in templates:
        found.update(dict.fromkeys(template))
    return list(found)
