"""Parts of a corpus: which sentences are for training, and which for testing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..corpora.utterance import Utterance
from ..runtime.split import Split
from .made import Options


def shares(given: str) -> list[tuple[str, Fraction]] | str:
    """The parts that `train=.8,test=.2` names; a sentence on what is wrong with it."""
    found: list[tuple[str, Fraction]] = []
    for piece in given.split(","):
        name, _, share = (side.strip() for side in piece.partition("="))
        try:
            amount = Fraction(share)
        except (ValueError, ZeroDivisionError):
            return f"“{piece.strip()}” is no part: write train=.8,test=.2."
        if not name.isidentifier() or amount <= 0 or name in dict(found):
            return f"“{piece.strip()}” is no part: write train=.8,test=.2."
        found.append((name, amount))
    if sum(share for _, share in found) != 1:
        return f"The parts of {given} do not add up to 1."
    return found


def parts(
    utterances: Sequence[Utterance], options: Options
) -> list[tuple[str, list[Utterance]]] | str:
    """The sentences of each part, in order, as the setting `split` wants them; the same text is
    always in the same part. A sentence on what is wrong with the setting."""
    given = options.extra.get("split", "")
    if not given:
        return [("train", list(utterances))]
    named = shares(given)
    if isinstance(named, str):
        return named
    split = Split.of(tuple(named))
    found: list[list[Utterance]] = [[] for _ in named]
    for utterance in utterances:
        found[split.part(utterance.text)].append(utterance)
    return [(name, each) for (name, _), each in zip(named, found, strict=True)]
