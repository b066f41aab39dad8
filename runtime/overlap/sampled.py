"""Sampled: texts that are shared, looked for by chance where a grammar has no acceptor, or columns
that share more rows than can be spelled out.

What is found is shared for sure; what is not found may still be.
"""

from __future__ import annotations

import math

from ...compiler.compiled import Compiled
from ...corpora.utterance import Utterance
from ...dsl.text import fold
from ..sample import Sampler
from ..walk import walk
from .overlap import Example, Overlaps, Shared, labels
from .readings import Reading

SENTENCES = 60_000
"""So many sentences are drawn, of all intents together."""

_Read = dict[object, tuple[Reading, int]]
"""The readings of a text in one intent by their labels, and how often each was drawn."""


def sampled(compiled: Compiled, sentences: int = SENTENCES, seed: int = 0) -> Overlaps:
    """What is shared among the sentences of a seed, the same number of each intent. Shares are
    those of the sentences drawn."""
    names = [name for name, _, _ in compiled.tables.roots]
    each = max(1000, sentences // len(names))
    texts: dict[str, dict[int, _Read]] = {}
    for number, name in enumerate(names):
        sampler = Sampler(walk(compiled, (name,)), seed)
        for index in range(each):
            utterance, logprob = sampler(index)
            _note(texts, number, utterance, logprob, compiled.locale)
    both: dict[tuple[int, int], list[str]] = {}
    for text, by_intent in texts.items():
        for one, read in by_intent.items():
            for other in by_intent:
                if one < other or (one == other and len(read) > 1):
                    both.setdefault((one, other), []).append(text)
    found = []
    for (one, other), shared in sorted(both.items()):
        counts = [0, 0]
        for text in shared:
            for side, intent in enumerate((one, other)):
                counts[side] += sum(often for _, often in texts[text][intent].values())
        pairs = [_pair(texts[text], one, other) for text in shared]
        short = min(pairs, key=lambda p: (len(p.one.utterance.text), -_product(p)))
        likely = max(pairs, key=_product)
        shares = (counts[0] / each, counts[1] / each)
        found.append(Shared(names[one], names[other], shares, False, short, likely))
    return Overlaps(tuple(found), False, each)


def _note(
    texts: dict[str, dict[int, _Read]],
    number: int,
    utterance: Utterance,
    logprob: float | None,
    locale: str,
) -> None:
    odds = math.exp(logprob) if logprob is not None else 0.0
    reading = Reading(utterance, odds, False, utterance)
    read = texts.setdefault(fold(utterance.text, locale), {}).setdefault(number, {})
    said = labels(reading, locale)
    known, often = read.get(said, (reading, 0))
    read[said] = (max(known, reading, key=lambda r: r.probability), often + 1)


def _product(example: Example) -> float:
    return example.one.probability * example.other.probability


def _pair(by_intent: dict[int, _Read], one: int, other: int) -> Example:
    def ordered(intent: int) -> list[Reading]:
        return sorted((r for r, _ in by_intent[intent].values()), key=lambda r: -r.probability)

    if one == other:
        first, second, *_ = ordered(one)
        return Example(first, second)
    return Example(ordered(one)[0], ordered(other)[0])
