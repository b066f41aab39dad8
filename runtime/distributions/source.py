"""The source that a distribution asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ...compiler.compiled import Compiled
from ...dsl.findings import Finding
from ..sample import Sampler
from ..source import Source
from ..walk import walk

Distribution = Literal["weights", "uniform", "patterns"]

DISTRIBUTIONS: tuple[Distribution, ...] = ("weights", "uniform", "patterns")


def source(
    compiled: Compiled,
    intents: Sequence[str] | None = None,
    seed: int = 0,
    distribution: Distribution = "weights",
    distinct: bool = False,
    odds: bool = True,
) -> Source | Finding:
    """The sentences of *compiled*, of some *intents* or all, under a distribution; *distinct*: each
    labelled text once. *odds*: whether the logarithms are wanted.

    `weights` are those of the grammar; `uniform` gives every labelled text the same probability,
    `patterns` every slot pattern. The Finding says why a grammar has no such distribution. The
    catalogues must be bound. The same arguments give the same sentences.
    """
    return Sampler(walk(compiled, intents), seed, odds=odds)
