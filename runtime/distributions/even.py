"""Even draws: every labelled text with the same probability, with or without coming again."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod

from ...corpora.utterance import Utterance
from ..numbers import GAMMA, MASK, mix, stream
from ..sample import UNITS
from ..source import Exhausted
from .permutation import Permutation
from .ranked import Ranked


class _Even(ABC):
    """What both sources share. The logarithm of a sentence is that of 1 by the number of texts of
    its intent, in whole units of 10^-12."""

    in_order = False

    def __init__(self, ranked: Ranked, seed: int = 0) -> None:
        self.ranked = ranked
        self.seed = seed
        self.intents = ranked.intents
        self.names = ranked.names
        self.logprobs = tuple(-round(math.log(n) * UNITS) / UNITS for n in ranked.sizes)
        """Of the sentences of each intent."""

    @abstractmethod
    def rank(self, index: int) -> int:
        """The rank of sentence *index*."""

    def __call__(self, index: int) -> tuple[Utterance, float]:
        """Sentence *index*, and ln of its probability within its intent."""
        rank = self.rank(index)
        return self.ranked.utterance(rank), self.logprobs[self.ranked.intent(rank)]


class Uniform(_Even):
    """Texts drawn evenly: a `Source` without an end.

    The rank of sentence i is made of the numbers of `stream(seed, i)`: with k the bits of the
    number of texts N, the lowest k of ceil(k / 64) numbers, the first being the most significant.
    Where that is N or more, as many numbers again are taken, so that the draw is exact.
    """

    size = None

    def rank(self, index: int) -> int:
        """See `_Even`."""
        size = self.ranked.size
        bits = size.bit_length()
        words, mask = -(-bits // 64), (1 << bits) - 1
        state = stream(self.seed, index)
        while True:
            rank = 0
            for _ in range(words):
                state = state + GAMMA & MASK
                rank = rank << 64 | mix(state)
            rank &= mask
            if rank < size:
                return rank


class DistinctUniform(_Even):
    """Every text once, in an order that the seed decides: a `Source` of as many sentences as there
    are texts, any of which can be had at once."""

    def __init__(self, ranked: Ranked, seed: int = 0) -> None:
        super().__init__(ranked, seed)
        self.permutation = Permutation(ranked.size, seed)

    @property
    def size(self) -> int:
        """The number of texts."""
        return self.ranked.size

    def rank(self, index: int) -> int:
        """See `_Even`."""
        if not 0 <= index < self.ranked.size:
            raise Exhausted(self.ranked.size)
        return self.permutation(index)
