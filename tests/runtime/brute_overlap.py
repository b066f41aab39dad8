"""What intents share, found by writing their languages out."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from gramc.compiler.compiled import Compiled
from gramc.corpora.utterance import Utterance
from gramc.dsl.text import fold
from gramc.runtime.enumerate import language

Labelled = dict[tuple[str, object], Fraction]
"""(folded text, its labels) with the probability."""


class Brute(NamedTuple):
    """What two intents share: both masses, the length of the shortest text, and the greatest
    product of two readings' probabilities."""

    shares: tuple[Fraction, Fraction]
    length: int
    product: Fraction


def labelled(compiled: Compiled, root: int) -> Labelled:
    found: Labelled = {}
    for utterance, odds in language(compiled, root).items():
        key = (fold(utterance.text, compiled.locale), labels(utterance))
        found[key] = found.get(key, Fraction(0)) + odds
    return found


def labels(utterance: Utterance) -> object:
    return utterance.slots, utterance.constants


def brute(compiled: Compiled) -> dict[tuple[str, str], Brute]:
    """By pairs of intents, in order."""
    texts: dict[str, dict[str, dict[object, Fraction]]] = {}
    names = [name for name, _, _ in compiled.networks.roots]
    for name, _, net in compiled.networks.roots:
        for (text, said), odds in labelled(compiled, net).items():
            texts.setdefault(text, {}).setdefault(name, {})[said] = odds
    found: dict[tuple[str, str], Brute] = {}
    for at, name in enumerate(names):
        for other in names[at:]:
            first = second = product = Fraction(0)
            lengths = []
            for text, by_intent in texts.items():
                mine, theirs = by_intent.get(name, {}), by_intent.get(other, {})
                both = [
                    (p, q)
                    for a, p in mine.items()
                    for b, q in theirs.items()
                    if name != other or a != b
                ]
                if both:
                    first += sum(mine.values())
                    second += sum(theirs.values())
                    lengths.append(len(text))
                    product = max(product, *(p * q for p, q in both))
            if lengths:
                found[name, other] = Brute((first, second), min(lengths), product)
    return found
