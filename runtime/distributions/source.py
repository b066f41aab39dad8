"""The source that a distribution asks for."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal

from ...compiler.compiled import Compiled
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from ..sample import Sampler
from ..source import Source
from ..walk import Walk, walk

Distribution = Literal["weights", "uniform", "patterns"]

DISTRIBUTIONS: tuple[Distribution, ...] = ("weights", "uniform", "patterns")

COUNTED = 200_000
"""The texts of languages of up to so many derivations are counted at once; those of larger ones
where it turns out to matter."""


def source(
    compiled: Compiled,
    intents: Sequence[str] | None = None,
    seed: int = 0,
    distribution: Distribution = "weights",
    distinct: bool = False,
    odds: bool = True,
    where: Span = NOWHERE,
) -> Source | Finding:
    """The sentences of *compiled*, of some *intents* or all, under a distribution; *distinct*: each
    labelled text once. *odds*: whether the logarithms are wanted.

    `weights` are those of the grammar; `uniform` gives every labelled text the same probability,
    `patterns` every slot pattern. A Finding at *where* says why a grammar has no such distribution
    (E332 to E334). The catalogues must be bound. The same arguments give the same sentences.
    """
    if distribution == "uniform":
        from .even import DistinctUniform, Uniform
        from .uniform import uniform

        ranked = uniform(compiled, intents, where)
        if isinstance(ranked, Finding):
            return ranked
        return DistinctUniform(ranked, seed) if distinct else Uniform(ranked, seed)
    drawn: Walk | Finding
    if distribution == "patterns":
        from .patterns import patterns

        drawn = patterns(compiled, intents, where)
        if isinstance(drawn, Finding):
            return drawn
    else:
        drawn = walk(compiled, intents)
    return _distinct(compiled, drawn, seed, odds) if distinct else Sampler(drawn, seed, odds=odds)


def _distinct(compiled: Compiled, drawn: Walk, seed: int, odds: bool) -> Source:
    from .once import DistinctWalk
    from .uniform import derived, uniform

    def texts() -> int | None:
        found = uniform(compiled, drawn.intents)
        return None if isinstance(found, Finding) else found.size

    _, counted = derived(compiled)
    nets = [net for name, _, net in compiled.networks.roots if name in drawn.intents]
    size: int | None = None
    single = False
    later: Callable[[], int | None] | None = None
    if not any(counted.endless[net] for net in nets) and _all_come(drawn):
        most = max(counted.log2[net] for net in nets)
        if most <= math.log2(COUNTED / len(nets)):
            size = texts()
            single = size == sum(round(2.0 ** counted.log2[net]) for net in nets)
        else:
            later = texts
    return DistinctWalk(drawn, seed, odds=odds, size=size, single=single, counted=later)


def _all_come(drawn: Walk) -> bool:
    """Whether no way of the tables is so rare that it has no share of 2^64 at all."""
    tables = drawn.tables
    return all(
        before < after
        for low, high in pairwise(tables.branch)
        for before, after in pairwise((0, *tables.threshold[low:high]))
    )
