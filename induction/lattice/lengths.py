"""Description lengths in bits: what it takes to write a grammar down, and the data given it.

    λ · Σ_q [ ½·|out(q)|·log2 Q0 + Σ_{w on arcs from q} c(w) + 1 ]  +  Σ_q DM(counts; α = 1)

`c(w) = −log2 (f_w / (N + V))`, `Q0` is how many states the templates have as they are, and DM the
Dirichlet-multinomial of how often the data takes each way out of a state.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from ..settings import Settings
from ..symbols import Symbol, Template
from .lattice import Lattice


def template_bits(templates: Sequence[Template], settings: Settings) -> float:
    """Each template a way of its own, from one state to one state."""
    words = _words(templates)
    states = _states(templates)
    bits = math.fsum(
        len(one.symbols) * (0.5 * math.log2(states) + 1) + sum(words[s] for s in one.symbols)
        for one in templates
    )
    return settings.generalise * bits + _data(one.count for one in templates)


def lattice_bits(lattice: Lattice, templates: Sequence[Template], settings: Settings) -> float:
    """The lattice, with the templates taken through it."""
    words = _words(templates)
    half = 0.5 * math.log2(_states(templates))
    taken: list[Counter[int]] = [Counter() for _ in lattice.arcs]
    for one in templates:
        at = 0
        for symbol in one.symbols:
            way = next(i for i, arc in enumerate(lattice.arcs[at]) if arc.symbol == symbol)
            taken[at][way] += one.count
            at = lattice.arcs[at][way].into
        taken[at][-1] += one.count
    structure = data = 0.0
    for state, arcs in enumerate(lattice.arcs):
        structure += 1 + math.fsum(half + words[arc.symbol] for arc in arcs)
        ways = [taken[state][way] for way in range(len(arcs))]
        data += _data(ways + [taken[state][-1]] * (lattice.ends[state] > 0))
    return settings.generalise * structure + data


def _data(counts: Iterable[int]) -> float:
    ways = list(counts)
    found = math.lgamma(len(ways) + sum(ways)) - math.lgamma(len(ways))
    return (found - math.fsum(math.lgamma(1 + count) for count in ways)) / math.log(2)


def _states(templates: Sequence[Template]) -> int:
    return 2 + sum(len(one.symbols) for one in templates)


def _words(templates: Sequence[Template]) -> dict[Symbol, float]:
    counts: Counter[Symbol] = Counter()
    for one in templates:
        for symbol in one.symbols:
            counts[symbol] += one.count
    whole = counts.total() + len(counts)
    return {symbol: -math.log2(count / whole) for symbol, count in counts.items()}
