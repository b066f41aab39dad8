"""A permutation of the numbers below N that needs no memory, for any N."""

from __future__ import annotations

from ..numbers import GAMMA, MASK, mix, stream

ROUNDS = 12
LEAST_BITS = 6
"""Below this the halves would be too short to be shuffled well."""


class Permutation:
    """The numbers 0, 1, …, *size* - 1 in an order that *seed* decides, place by place.

    A Feistel network (Luby and Rackoff, 1988) permutes the numbers of k bits, and a number that
    comes out as *size* or more goes in again until one below comes out (cycle walking: Black and
    Rogaway, "Ciphers with arbitrary finite domains", 2002); at most every second does, from 33
    numbers on. Exactly:

    - k = max(6, bits of *size* - 1); x = L · 2^(k - k//2) + R, where L has k//2 bits.
    - Twelve rounds, r = 0, 1, …: L ^= F(r, R) where r is even, R ^= F(r, L) where it is odd, each
      cut to the bits it has.
    - The key of round r is number r of the stream `stream(seed, -1)`, which is no sentence's:
      mix(stream + (r + 1) · GAMMA).
    - F(r, x) of up to 64 bits is mix(key ^ x). A longer x is taken in words of 64 bits, the lowest
      first: h = mix(h ^ word), beginning with h = key; as many words as the half that is changed
      needs come out, the lowest first: h, mix(h + GAMMA), mix(h + 2 · GAMMA), …
    """

    __slots__ = ("_keys", "_left", "_right", "size")

    def __init__(self, size: int, seed: int) -> None:
        """*size* >= 1."""
        self.size = size
        bits = max(LEAST_BITS, (size - 1).bit_length())
        self._left = bits // 2
        self._right = bits - bits // 2
        state = stream(seed, -1)
        self._keys = [mix(state + (r + 1) * GAMMA & MASK) for r in range(ROUNDS)]

    def __call__(self, place: int) -> int:
        """The number at *place*, 0 <= place < `size`."""
        while True:
            place = self._once(place)
            if place < self.size:
                return place

    def _once(self, x: int) -> int:
        low = self._right
        left_mask, right_mask = (1 << self._left) - 1, (1 << low) - 1
        left, right = x >> low, x & right_mask
        if low <= 64:
            for r in range(0, ROUNDS, 2):
                left ^= mix(self._keys[r] ^ right) & left_mask
                right ^= mix(self._keys[r + 1] ^ left) & right_mask
        else:
            words = -(-low // 64)
            for r in range(0, ROUNDS, 2):
                left ^= _wide(self._keys[r], right, -(-low // 64), words) & left_mask
                right ^= _wide(self._keys[r + 1], left, -(-self._left // 64), words) & right_mask
        return left << low | right


def _wide(key: int, x: int, taken: int, given: int) -> int:
    """F of *taken* words, which gives so many."""
    h = key
    for word in range(taken):
        h = mix(h ^ x >> 64 * word & MASK)
    return sum(mix(h + word * GAMMA & MASK) << 64 * word if word else h for word in range(given))
