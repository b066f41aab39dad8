"""Factors: what it is in a grammar that multiplies its derivations.

If every derivation is taken to be equally likely, the entropy of the whole is log2 of their number,
and by the chain rule it is the sum of the entropies of the single choices, each as often as it is
met. So the number of derivations is, exactly, a product with one factor for each rule (the choices
that the rule itself makes) and one for each catalogue.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...compiler.network import START, Network, Op
from .patterns import Draw
from .tally import NEVER, Tally, drawn, logarithms

WHOLE = "*"
"""The name of the network that chooses among the intents; its factor is of the kind `grammar`."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: `kind` is `intent`, `rule`, `catalogue` or `grammar` (the choice of the intent);
    `log2` its size; `times` how often a derivation comes by on average (all derivations counted
    alike)."""

    kind: str
    name: str
    log2: float
    times: float


@dataclass(slots=True)
class _Local:
    """A network by itself: the entropy of its own choices, and how often it calls and draws."""

    bits: float = 0.0
    calls: dict[int, float] = field(default_factory=dict)
    draws: dict[Draw, float] = field(default_factory=dict)


def owners(table: Sequence[Network]) -> list[str]:
    """The rule or intent that each network stems from. A part that is used several times within a
    rule has a network of its own, which belongs to that rule."""
    found = [net.name.partition("@")[0] for net in table]
    pending = list(range(len(table)))
    while pending:
        net = pending.pop()
        if found[net].startswith("#"):
            continue
        for arcs in table[net].arcs:
            for arc in arcs:
                if arc.op == Op.CALL and isinstance(arc.arg, int) and found[arc.arg][0] == "#":
                    found[arc.arg] = found[net]
                    pending.append(arc.arg)
    return found


class Factors:
    """The factors of networks that have finitely many derivations."""

    def __init__(
        self,
        tally: Tally,
        owner: Sequence[str],
        intents: frozenset[str],
        catalogue_of: Sequence[str],
    ) -> None:
        """*owner* names the rule or intent of each network, *catalogue_of* the catalogue of each
        selection."""
        self._tally = tally
        self._owner = owner
        self._intents = intents
        self._catalogue_of = catalogue_of
        self._known: dict[int, _Local] = {}

    def of(self, root: int) -> list[Factor]:
        """The factors of the network *root*, largest first and without those of 1."""
        tally = self._tally
        if tally.endless[root] or math.isinf(tally.log2[root]):
            return []
        times = {root: 1.0}
        own: dict[str, list[float]] = {}
        drawn_from: dict[str, list[float]] = {}
        for block in reversed(tally.order.networks):
            net = block.members[0]
            here = times.get(net)
            if here is None:
                continue
            local = self._local(net)
            entry = own.setdefault(self._owner[net], [0.0, 0.0])
            entry[0] += here * local.bits
            entry[1] += 0.0 if tally.table[net].name.startswith("#") else here
            for called, often in local.calls.items():
                times[called] = times.get(called, 0.0) + here * often
            for draw, often in local.draws.items():
                entry = drawn_from.setdefault(self._catalogue_of[draw[0]], [0.0, 0.0])
                entry[0] += here * often * math.log2(tally.rows[draw])
                entry[1] += here * often
        found = [Factor(self._kind(name), name, bits, often) for name, (bits, often) in own.items()]
        found.extend(Factor("catalogue", n, bits, often) for n, (bits, often) in drawn_from.items())
        return sorted((f for f in found if f.log2 > 1e-9), key=lambda f: (-f.log2, f.kind, f.name))

    def _kind(self, name: str) -> str:
        if name == WHOLE:
            return "grammar"
        return "intent" if name in self._intents else "rule"

    def _local(self, net: int) -> _Local:
        known = self._known.get(net)
        if known is not None:
            return known
        tally, states = self._tally, self._tally.order.states[net]
        arcs_of = tally.table[net].arcs
        ways = logarithms(tally.table[net], states, tally.log2_factor)
        visits = [0.0] * len(arcs_of)
        visits[START] = 1.0
        local = self._known[net] = _Local()
        for block in reversed(states):
            (state,) = block.members
            here = visits[state]
            if not here or ways[state] == NEVER:
                continue
            for arc in arcs_of[state]:
                cost = ways[state] - tally.log2_factor(arc) - ways[arc.target]
                often = here * 2.0**-cost
                if not often:
                    continue
                local.bits += often * max(0.0, cost)
                visits[arc.target] += often
                draw = drawn(arc)
                if draw is not None:
                    local.draws[draw] = local.draws.get(draw, 0.0) + often
                elif arc.op == Op.CALL:
                    assert isinstance(arc.arg, int)
                    local.calls[arc.arg] = local.calls.get(arc.arg, 0.0) + often
        return local
