"""Fit: the whole way from a grammar and a corpus to the same grammar with other weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...compiler.compile import Compilation
from ...compiler.compiled import Compiled
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.printer import print_file
from ...dsl.span import NOWHERE, Span
from ...runtime.grammar import too_large
from ..weights import TOLERANCE, readable, readable_optional, shares
from . import say
from .em import EM, Estimate, bits
from .marks import Marked, Site, mark
from .readings import Data, Labels, Reader
from .written import rewritten

Corpus = Callable[[], Iterable[tuple[Span, Utterance]]]
"""What goes through a corpus, with the place of each utterance; it is called several times."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`prior` is α of the Dirichlet prior, `rounds` the most rounds of EM; `sure` says that weights
    change only where the data gain more by it than it costs to say so; `corpus` is the place of the
    corpus as a whole."""

    prior: float = 1.0
    rounds: int = 100
    sure: bool = False
    corpus: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Measure:
    """A part of the corpus: how many utterances were used and how many do not parse, and −log2 of
    the probability of one on average, with the weights before and with those that are written."""

    used: int
    unparsed: int
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """`text` is the new file, None where there is none for the findings. `held_out` is None where
    nothing was held out; `choices` counts those that could have weights, `unmet` those of them
    that no utterance came by."""

    text: str | None
    findings: tuple[Finding, ...]
    training: Measure | None = None
    held_out: Measure | None = None
    rounds: int = 0
    choices: int = 0
    unmet: int = 0


def fit(
    state: Compilation,
    compiled: Compiled,
    training: Corpus,
    held_out: Corpus | None = None,
    settings: Settings | None = None,
    tell: Callable[[int], None] | None = None,
) -> Fitted:
    """The root file of *state* with weights that make *training* likely. *compiled* was made of
    *state*; its catalogues are bound. Deterministic.

    Of a corpus with labels only readings with just these labels count (constants where it has any
    at all), of one without any all readings; each utterance's intent is kept to where it has one.
    What is told of before and after is read with the weights as they stand and as they are written.
    """
    settings = settings or Settings()
    marked = mark(state, compiled)
    reader = Reader.of(marked)
    if reader is None:
        return Fitted(None, (too_large(compiled),))
    labels = Labels.of(utterance for _, utterance in training())
    data = reader.gather(training(), labels)
    doubts = say.of_data(data, [i.name for i in compiled.program.intents])
    if not data.read:
        return Fitted(None, (say.nothing_read(data, settings.corpus), *doubts))
    em = EM(marked, data)
    estimate = em(settings.prior, settings.rounds, tell)
    weights, chosen = _written(marked, em, estimate, settings)
    after = Reader.of(marked, marked.with_weights(chosen))
    assert after is not None  # other weights make it no larger
    training_measure = _measure(data, after.gather(training(), labels))
    held = None
    if held_out is not None:
        held = _measure(reader.gather(held_out(), labels), after.gather(held_out(), labels))
    unmet = [site for site in marked.sites if not em.used(estimate, site)]
    return Fitted(
        print_file(rewritten(marked.file, weights)),
        (*doubts, *say.of_grammar(state, marked, estimate, data)),
        training_measure,
        held,
        estimate.rounds,
        len(marked.sites),
        len(unmet),
    )


def _measure(before: Data, after: Data) -> Measure:
    strange = sum(count for count, _ in before.strange.values())
    return Measure(before.read, before.unparsed + strange, bits(before), bits(after))


def _written(
    marked: Marked, em: EM, estimate: Estimate, settings: Settings
) -> tuple[Mapping[int, tuple[str | None, ...]], dict[int, int]]:
    """The weights to be written, by the node that they stand in, and all weights by mark. A choice
    whose shares are nearly what they were keeps its weights, as one does that was never met."""
    written: dict[int, tuple[str | None, ...]] = {}
    chosen: dict[int, int] = {}
    for site in marked.sites:
        counts = [estimate.counts[number] for number in site.marks]
        weights: tuple[int, ...] = site.weights
        new = shares(counts, settings.prior)
        keep = _alike(site, new) or (settings.sure and not _pays(site, new, estimate))
        if em.used(estimate, site) and not keep:
            if site.optional:
                presence = readable_optional(counts[0], counts[1], settings.prior)
                written[id(site.node)] = (presence,)
                weights = _integers((presence, None))
            else:
                written[id(site.node)] = readable(counts, settings.prior)
                weights = _integers(written[id(site.node)])
        chosen.update(zip(site.marks, weights, strict=True))
    return written, chosen


def _alike(site: Site, new: Iterable[float]) -> bool:
    whole = sum(site.weights)
    return all(
        abs(weight / whole - share) <= TOLERANCE * share
        for weight, share in zip(site.weights, new, strict=True)
    )


def _pays(site: Site, new: Sequence[float], estimate: Estimate) -> bool:
    """Whether *new* shares save more bits than it costs to say them: ½·log2 n for each that is
    free, where n is how often the choice was made (Schwarz, Estimating the dimension of a model,
    Annals of Statistics 6, 1978)."""
    whole = sum(site.weights)
    counts = [estimate.used[number] for number in site.marks]
    saved = math.fsum(
        count * math.log2(share * whole / weight)
        for count, share, weight in zip(counts, new, site.weights, strict=True)
    )
    return saved > (len(counts) - 1) / 2 * math.log2(math.fsum(counts) + 1)


def _integers(weights: Iterable[str | None]) -> tuple[int, ...]:
    given = [Fraction(weight or 1) for weight in weights]
    scale = math.lcm(*(weight.denominator for weight in given))
    return tuple(int(weight * scale) for weight in given)
