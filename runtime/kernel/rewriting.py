"""Rewrites as the kernel carries them out: a transducer over the bytes of UTF-8.

A character of several bytes is read through states of its own, until it is known to be one that
the rewrites name; of any other, the first bytes wait there and come out with the one that tells.
"""

from __future__ import annotations

from array import array
from itertools import accumulate
from typing import Any

from ...compiler.rewriting.marks import BORDER, OTHER
from ...compiler.rewriting.transducer import Rewriter, Transducer

MOST_STATES = 1 << 13
"""A transducer of more states than this, over bytes, is left to the definition."""

NO_STATE = (1 << 32) - 1
SAME = 0
COPY_BYTE, BORDER_BYTE = b"\xfe", b"\xff"
CONTINUED = range(0x80, 0xC0)
DEPTH = 4
"""So many bytes together tell whether the first of them is worth a look."""
MOST_READ = 1000

Image = tuple[Any, ...]


def fits(rewriter: Rewriter | None) -> bool:
    """Whether the kernel can carry this out (or there is nothing to carry out)."""
    if rewriter is None:
        return True
    quick = rewriter.quick
    if quick is None:
        return False
    heads = {c.encode()[:n] for c in quick.alphabet for n in range(1, len(c.encode()))}
    return len(quick.final) * (1 + len(heads)) <= MOST_STATES


def rewriting(rewriter: Rewriter | None) -> Image | None:
    """The image of *rewriter*, which must fit."""
    if rewriter is None:
        return None
    assert rewriter.quick is not None
    return (*_Bytes(rewriter.quick).image(), int(rewriter.partial))


class _Bytes:
    def __init__(self, transducer: Transducer) -> None:
        self.transducer = transducer
        self.steps = transducer.steps
        self.outputs: dict[bytes, int] = {COPY_BYTE: SAME}
        self.next: list[array[int]] = []
        self.out: list[array[int]] = []
        self.numbers: dict[tuple[int, bytes], int] = {}
        self.heads: dict[bytes, set[int]] = {b"": set()}
        """The bytes behind the first bytes of characters that have a class, and not those."""
        self.whole: dict[bytes, int] = {}
        for character, number in transducer.class_of.items():
            code = character.encode()
            self.whole[code] = number
            for length in range(len(code)):
                self.heads.setdefault(code[:length], set()).add(code[length])
        self.queue: list[tuple[int, bytes]] = []
        for state in range(len(transducer.final)):
            self.state(state, b"")

    def state(self, state: int, head: bytes) -> int:
        key = (state, head)
        if key not in self.numbers:
            self.numbers[key] = len(self.numbers)
            self.queue.append(key)
        return self.numbers[key]

    def output(self, written: bytes) -> int:
        return self.outputs.setdefault(written, len(self.outputs))

    def arc(self, state: int, number: int, copied: bytes) -> tuple[int, int]:
        """The target and output of an arc; *copied* stands for the character that is read."""
        arcs = self.steps[state].get(number)
        if not arcs:
            return NO_STATE, SAME
        ((out, target),) = arcs
        written = out.encode().replace(OTHER.encode(), copied).replace(BORDER.encode(), BORDER_BYTE)
        return target, self.output(written)

    def row(self, state: int, head: bytes) -> None:
        """The arcs of a state for all bytes."""
        other = self.arc(state, 0, head + COPY_BYTE)
        nexts, outs = array("I", [other[0]]) * 256, array("I", [other[1]]) * 256
        if not head:
            for byte in CONTINUED:  # of a character that has been copied
                nexts[byte], outs[byte] = state, SAME
        for byte in self.heads[head]:
            code = head + bytes([byte])
            if code in self.whole:
                nexts[byte], outs[byte] = self.arc(state, self.whole[code], code)
            else:
                nexts[byte], outs[byte] = self.state(state, code), self.output(b"")
        self.next.append(nexts)
        self.out.append(outs)

    def image(self) -> Image:
        """All tables, and where to look for places that may change."""
        transducer = self.transducer
        final, border_next, border_out = array("I"), array("I"), array("I")
        for state, head in self.queue:  # which grows
            self.row(state, head)
            end = None if head else transducer.end(state)
            final.append(NO_STATE if end is None else self.output(_coded(end)))
            target, out = (NO_STATE, SAME) if head else self.arc(state, 1, b"")
            border_next.append(target)
            border_out.append(out)
        texts = list(self.outputs)
        offsets = array("I", accumulate(map(len, texts), initial=0))
        neutral, flags = _Scan(self.next, self.out, final, texts).found()
        return (
            final,
            _joined(self.next),
            _joined(self.out),
            border_next,
            border_out,
            offsets,
            b"".join(texts),
            *flags,
            neutral,
        )


def _coded(text: str) -> bytes:
    return text.encode().replace(BORDER.encode(), BORDER_BYTE)


def _joined(rows: list[array[int]]) -> array[int]:
    whole = array("I")
    for row in rows:
        whole.extend(row)
    return whole


class _Scan:
    """From the neutral state, in which any text may be read that the rewrites don't name, some
    bytes lead to others. Such a byte need not be looked at where the few bytes behind it give the
    same state and, with what waited, the same text as without it before them."""

    def __init__(
        self,
        nexts: list[array[int]],
        outs: list[array[int]],
        final: array[int],
        texts: list[bytes],
    ) -> None:
        self.next, self.out, self.final, self.texts = nexts, outs, final, texts

    def read(self, state: int, read: bytes) -> tuple[int, bytes] | None:
        """The state behind some bytes, and what is written; None where no text has them."""
        whole = b""
        for byte in read:
            whole += self.texts[self.out[state][byte]].replace(COPY_BYTE, bytes([byte]))
            state = self.next[state][byte]
            if state == NO_STATE:
                return None
        return state, whole

    def matters(self, neutral: int, read: bytes) -> bool:
        """Whether the first of some bytes matters to what comes of the others."""
        before, last = read[-2:]
        if before < CONTINUED.start if last in CONTINUED else before >= CONTINUED.stop:
            return False  # no text has these bytes
        whole, rest = self.read(neutral, read), self.read(neutral, read[1:])
        if whole is None or rest is None:
            return whole is not None
        return whole != (rest[0], read[:1] + rest[1])

    def found(self) -> tuple[int, list[bytes]]:
        """The neutral state; for every byte its bits of `marks`, one table for each place, and of
        `begin` and `end`: those of one leading byte are the same at all places."""
        flags = [bytearray(256) for _ in range(DEPTH + 2)]
        neutral = self.neutral()
        if neutral is None:
            return NO_STATE, list(map(bytes, flags))
        *marks, begin, end = flags
        every = [bytes([byte]) for byte in range(256)]
        plain = [self.read(neutral, byte) for byte in every]
        leading = [byte for byte in every if plain[byte[0]] != (neutral, byte)]
        for place, lead in enumerate(leading):
            bit = 1 << place % 8
            reading = [lead]
            for mark in marks[1:]:
                reading = [
                    read + byte
                    for read in reading
                    for byte in every
                    if self.matters(neutral, read + byte)
                ]
                for read in reading:
                    mark[read[-1]] |= bit
                if len(reading) > MOST_READ:
                    for mark in marks[1:]:
                        mark[:] = bytes(each | bit for each in mark)
                    break
            marks[0][lead[0]] |= bit
            way = plain[lead[0]]
            at_end = NO_STATE if way is None else self.final[way[0]]
            end[lead[0]] = way is None or at_end == NO_STATE or way[1] + self.texts[at_end] != lead
        for byte in every:
            begin[byte[0]] = self.read(0, byte) != plain[byte[0]]
        return neutral, list(map(bytes, flags))

    def neutral(self) -> int | None:
        """The state behind a character that has no class, where that is one to stay in."""
        counts: dict[int, int] = {}
        plain = [bytes([byte]) for byte in range(1, 128)]
        for byte in plain:
            way = self.read(0, byte)
            if way is not None and way[1] == byte:
                counts[way[0]] = counts.get(way[0], 0) + 1
        for state in sorted(counts, key=lambda s: (-counts[s], s)):
            stays = sum(self.read(state, byte) == (state, byte) for byte in plain)
            last = self.final[state]
            if stays > len(plain) // 2 and last != NO_STATE and not self.texts[last]:
                return state
        return None
