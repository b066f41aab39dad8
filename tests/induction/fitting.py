"""What the tests of fitting share: grammars from text, corpora, and likelihoods by brute force."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from gramc.compiler.compile import Compilation, analyse, finish
from gramc.compiler.compiled import Compiled
from gramc.corpora import annotated
from gramc.corpora.utterance import Utterance
from gramc.dsl.parse import parse
from gramc.dsl.span import NOWHERE
from gramc.induction.fitting.fit import Corpus, Fitted, Settings, fit
from gramc.runtime.grammar import Grammar

from ..reference.brute import Brute


def opened(path: Path, text: str | None = None) -> tuple[Compilation, Compiled]:
    """The grammar at *path*, or of *text* as if it stood there."""
    state, findings = analyse(str(path), None if text is None else text.encode())
    compiled, findings = finish(state, findings)
    assert state is not None
    assert compiled is not None, findings
    return state, compiled


def corpus_of(utterances: Sequence[Utterance]) -> Corpus:
    return lambda: ((NOWHERE, utterance) for utterance in utterances)


def read(*lines: str, intent: str = "") -> list[Utterance]:
    """Utterances of annotated text; a line may begin with how often it comes."""
    found: list[Utterance] = []
    for line in lines:
        count, _, rest = line.partition(" × ")
        text, times = (rest, int(count)) if rest else (line, 1)
        utterance = annotated.read(text)
        assert isinstance(utterance, Utterance), utterance
        found += [Utterance(utterance.text, utterance.slots, utterance.constants, intent)] * times
    return found


def fitted(
    path: Path,
    utterances: Sequence[Utterance],
    prior: float = 1.0,
    rounds: int = 100,
    text: str | None = None,
) -> Fitted:
    """The grammar at *path* with weights from *utterances*."""
    state, compiled = opened(path, text)
    return fit(state, compiled, corpus_of(utterances), settings=Settings(prior, rounds))


def drawn(path: Path, count: int, seed: int) -> list[Utterance]:
    """Utterances of the grammar at *path*."""
    return list(Grammar(opened(path)[1]).sample(count, seed=seed))


def brute_bits(path: Path, text: str, utterances: Iterable[Utterance]) -> float:
    """−log2 of the probability of an utterance on average, by brute force from the tree."""
    file, findings = parse(text, str(path))
    assert not [f for f in findings if f.is_error]
    brute = Brute(file)
    weights = intents(text)
    whole = sum(weights.values(), Fraction(0))
    languages = {name: brute.language(name) for name in weights}
    found = []
    for utterance in utterances:
        share = weights[utterance.intent] / whole
        found.append(-math.log2(share * languages[utterance.intent][utterance]))
    return math.fsum(found) / len(found)


def intents(text: str) -> Mapping[str, Fraction]:
    """The intents of a file with their weights, but for those of weight 0."""
    from gramc.dsl.tree import Intent

    file, _ = parse(text, "intents.gram")
    found = {s.name: Fraction(s.weight or 1) for s in file.statements if isinstance(s, Intent)}
    return {name: weight for name, weight in found.items() if weight}
