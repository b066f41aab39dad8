"""How many bits words cost if they are words and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log2

BEGIN, END = "^ ", "$ "
"""The ends of a sentence, which no word is."""
LETTER = 4.0
"""Bits a letter of a word that is new."""
BACKOFF = 3.0
"""The weight of all words against those seen behind one."""


class Plain:
    """A model of word pairs, counted over whole texts.

    Each use of a word is foretold from all others, itself left out (Ney, Essen and Kneser 1994, On
    structuring probabilistic dependences in stochastic language modelling): a word that is there
    once has to be spelled, and a word of every sentence is nearly free.
    """

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self.total = 0
        self.words: dict[str, int] = {}
        self.pairs: dict[tuple[str, str], int] = {}
        self._bits: dict[tuple[str, str], float] = {}
        for text in texts:
            before = BEGIN
            self.words[BEGIN] = self.words.get(BEGIN, 0) + 1
            for word in (*text, END):
                self.words[word] = self.words.get(word, 0) + 1
                self.pairs[before, word] = self.pairs.get((before, word), 0) + 1
                before = word
                self.total += 1

    def share(self, word: str) -> float:
        """How much of all other text is this word."""
        spelled = 0.1 if word == END else 2 ** (-LETTER * (min(len(word), 60) + 1))
        return (max(self.words.get(word, 0) - 1, 0) + spelled) / max(self.total, 1)

    def bits(self, before: str, word: str) -> float:
        """What *word* costs behind *before*."""
        known = self._bits.get((before, word))
        if known is None:
            pairs = max(self.pairs.get((before, word), 0) - 1, 0)
            all_pairs = max(self.words.get(before, 0) - 1, 0)
            known = -log2((pairs + BACKOFF * self.share(word)) / (all_pairs + BACKOFF))
            self._bits[before, word] = known
        return known
