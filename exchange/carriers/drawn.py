"""Carrier phrases of sentences drawn, for grammars whose rewrites reach over slot borders."""

from __future__ import annotations

from collections import Counter

from ...compiler.compiled import Compiled
from ...corpora.utterance import Span, Utterance
from ...runtime.sample import Sampler
from ...runtime.walk import walk
from .carriers import Hole, IntentPhrases, Phrase, Seen

DRAWS = 10_000
"""So many sentences of each intent are drawn."""
SEED = 1


def drawn(compiled: Compiled, most: int) -> tuple[tuple[IntentPhrases, ...], Seen]:
    """The phrases of sentences of each intent, the most frequent first (of equals the first), and
    the texts and values of their slots. The same for the same grammar."""
    intents: list[IntentPhrases] = []
    seen: Seen = {}
    for name in dict.fromkeys(name for name, _, _ in compiled.networks.roots):
        sampler = Sampler(walk(compiled, (name,)), SEED, odds=False)
        counts: Counter[Phrase] = Counter()
        for number in range(DRAWS):
            utterance = sampler(number)[0]
            leaves = [leaf for slot in utterance.slots for leaf in _leaves(slot)]
            for leaf in leaves:
                text = utterance.text[leaf.start : leaf.end]
                seen.setdefault(leaf.name, {})[text, leaf.value] = None
            counts[_phrase(utterance, leaves)] += 1
        found = [phrase for phrase, _ in counts.most_common()]
        intents.append(IntentPhrases(name, tuple(found[:most]), len(found) > most))
    return tuple(intents), seen


def _leaves(slot: Span) -> list[Span]:
    return [leaf for inner in slot.slots for leaf in _leaves(inner)] or [slot]


def _phrase(utterance: Utterance, leaves: list[Span]) -> Phrase:
    pieces: list[str | Hole] = []
    at = 0
    for leaf in leaves:
        if leaf.start > at:
            pieces.append(utterance.text[at : leaf.start])
        pieces.append(Hole(leaf.name))
        at = leaf.end
    if at < len(utterance.text):
        pieces.append(utterance.text[at:])
    return tuple(pieces)
