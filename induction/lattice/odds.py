"""How likely each step of a network is."""

from __future__ import annotations

from .evidence import END, Evidence
from .smallest import from_the_end
from .walks import UNIT, Walks

_PAIRS = 4.0
_ALONE = 0.05
_DEAR = 0.5
"""What speaks for a symbol behind two others: how often templates have the three, as if it came
`_PAIRS` times more as often as it follows the last of the two, and `_ALONE` times as often as it
is there at all. Each bit that the step costs takes `_DEAR` bits off its odds."""


def odds_of(
    walks: Walks, evidence: Evidence, became: list[int], states: int
) -> tuple[list[dict[int, float]], list[float]]:
    """The odds of symbols and of ending in each state of the smallest network.

    Steps of the walks have odds by what the templates tell of the last two symbols; those that
    lead nowhere have none, and so what is before them less. The odds of a state that several have
    become are those of all walks through them. Sums are in the order of states.
    """
    order = [state for state in from_the_end(walks.arcs) if became[state] >= 0]
    local: dict[int, dict[int, float]] = {}
    ahead = [0.0] * len(walks.arcs)
    for state in order:
        here = local[state] = _local(walks, evidence, state)
        for symbol, into in walks.arcs[state].items():
            here[symbol] *= ahead[into]
        ahead[state] = sum(here.values())
    through = [0.0] * len(walks.arcs)
    through[0] = 1.0
    odds: list[dict[int, float]] = [{} for _ in range(states)]
    for state in reversed(order):
        mine = odds[became[state]]
        for symbol, share in local[state].items():
            flow = through[state] * share / ahead[state]
            if symbol != END:
                into = walks.arcs[state][symbol]
                if became[into] < 0:
                    continue
                through[into] += flow
            mine[symbol] = mine.get(symbol, 0.0) + flow
    ends: list[float] = []
    for here in odds:
        whole = sum(here.values())
        for symbol in here:
            here[symbol] /= whole
        ends.append(here.get(END, 0.0))
    return odds, ends


def _local(walks: Walks, evidence: Evidence, state: int) -> dict[int, float]:
    found: dict[int, float] = {}
    walk = walks.walks[state]
    symbols = [*walks.arcs[state], *([END] if state in walks.ends else [])]
    for b in symbols:
        if walk is None:
            found[b] = 1.0
            continue
        p, a = walk[0], walk[1]
        units = walks.costs[state].get(b, 0)
        weight = (
            evidence.three[p, a, b]
            + _PAIRS * evidence.two[a, b] / max(evidence.one[a], 1)
            + _ALONE * evidence.one[b] / evidence.one[END]
        )
        found[b] = weight * 2 ** (-_DEAR * units * UNIT)
    whole = sum(found.values())
    return {symbol: weight / whole for symbol, weight in found.items()}
