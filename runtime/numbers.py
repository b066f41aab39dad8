"""The random numbers of a sentence: a pure function of the seed and the sentence's index.

SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), whose state for sentence i is a mix of the mixed
seed and the mixed index: seeds and indices that follow each other are far apart. Every engine
draws the same numbers in the same order.
"""

from __future__ import annotations

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z: int) -> int:
    """The output function of SplitMix64, a bijection of 64-bit integers."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def stream(seed: int, index: int) -> int:
    """The state before the first number of sentence *index*; each further number adds `GAMMA` to
    the state and is `mix` of it. Seeds count modulo 2^64."""
    return mix(mix(seed + GAMMA & MASK) ^ mix((index + 1) * GAMMA & MASK))
