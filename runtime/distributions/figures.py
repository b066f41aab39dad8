"""Figures: what sampling under a distribution gives on average."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...compiler.compiled import Compiled
from ...compiler.network import Networks
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from ..counting.flow import sizes
from ..counting.order import order
from ..counting.plain import counted, plain
from .ends import weighed
from .lengths import lengths
from .patterns import networks, slot_patterns_of, too_large
from .uniform import uniform


@dataclass(frozen=True, slots=True)
class Figures:
    """An intent under a distribution, or all of them (`name` is empty): its `share` of the
    sentences; the entropy in `bits` of what is drawn, a text under `uniform` and a derivation under
    `patterns`; the expected length of the text, where words are what stands between spaces."""

    name: str
    share: Fraction
    bits: float
    words: float
    characters: float


def figures(
    compiled: Compiled,
    distribution: str,
    where: Span = NOWHERE,
    intents: Sequence[str] | None = None,
) -> tuple[Figures, ...] | Finding:
    """The figures of each intent under `uniform` or `patterns`, in order, then those of all; or the
    Finding that says why there is no such distribution. The catalogues must be bound."""
    if distribution == "uniform":
        ranked = uniform(compiled, intents, where)
        if isinstance(ranked, Finding):
            return ranked
        names = (*ranked.intents, "")
        return tuple(
            Figures(
                name,
                Fraction(one.count, ranked.size),
                math.log2(one.count),
                one.words,
                one.characters,
            )
            for name, one in zip(names, lengths(ranked), strict=True)
        )
    assert distribution == "patterns"
    found = networks(compiled, intents, where)
    return found if isinstance(found, Finding) else _of_patterns(compiled, found)


def shares(
    compiled: Compiled, distribution: str, where: Span = NOWHERE
) -> tuple[tuple[str, Fraction], ...] | Finding:
    """The probability of each intent under `uniform` or `patterns`, in the order of the file."""
    sizes_of: list[tuple[str, int]]
    if distribution == "uniform":
        ranked = uniform(compiled, None, where)
        if isinstance(ranked, Finding):
            return ranked
        sizes_of = list(zip(ranked.intents, ranked.sizes, strict=True))
    else:
        found = slot_patterns_of(compiled, None, where)
        if isinstance(found, Finding):
            return found
        sizes_of = [(name, size) for name, _, size in found]
    total = sum(size for _, size in sizes_of)
    return tuple((name, Fraction(size, total)) for name, size in sizes_of)


@dataclass(frozen=True, slots=True)
class PatternOdds:
    """One slot pattern of an intent: its `slots` as `{to {City}} {day}`, and its probability within
    the intent by the weights of the grammar."""

    slots: str
    by_weights: float


def pattern_odds(
    compiled: Compiled, intent: str, where: Span = NOWHERE
) -> tuple[PatternOdds, ...] | Finding:
    """The slot patterns of an intent, the likeliest by weights first; of those that are equally
    likely, the one that the file comes to first."""
    found = slot_patterns_of(compiled, [intent], where)
    if isinstance(found, Finding):
        return found
    ((_, patterns, size),) = found
    ends = weighed(patterns)
    if ends is None:
        return too_large(intent, size, where)
    made = [PatternOdds(ends.shown(end), ends.inside[0, end]) for end in ends.whole]
    return tuple(sorted(made, key=lambda one: -one.by_weights))


def _of_patterns(compiled: Compiled, found: Networks) -> tuple[Figures, ...]:
    table = plain(found).table
    each = sizes(table, order(table), counted(found, compiled.stock).averages)
    total = sum(weight for _, weight, _ in found.roots)
    made = [
        Figures(name, Fraction(weight, total), size.bits, size.words, size.characters)
        for name, weight, net in found.roots
        for size in [each[net]]
    ]
    parts = [(float(one.share), one) for one in made]
    whole = Figures(
        "",
        Fraction(1),
        math.fsum(p * (one.bits - math.log2(p)) for p, one in parts),
        math.fsum(p * one.words for p, one in parts),
        math.fsum(p * one.characters for p, one in parts),
    )
    return (*made, whole)
