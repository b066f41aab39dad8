"""Numbers and texts as flat bytes that can be read where they lie, in a file mapped to memory.

Numbers are little-endian, unsigned, of 4 or 8 bytes. Texts are UTF-8, joined by line feeds (which
no text of a catalogue holds), so that all of them can be split apart in one stroke; beside them
stand their offsets, so that one of them can be read alone.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import overload

Bytes = bytes | memoryview
"""What a section may be: read or mapped."""

_BIG_ENDIAN = sys.byteorder == "big"
_LIMIT = 1 << 32


def code_for(largest: int) -> str:
    """The `array` type code that holds every number up to *largest*."""
    return "I" if largest < _LIMIT else "Q"


def pack_numbers(numbers: array[int]) -> bytes:
    """The bytes of an array of code `I` or `Q`."""
    if _BIG_ENDIAN:
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def open_numbers(data: Bytes, code: str) -> Sequence[int]:
    """The numbers that `pack_numbers` made into bytes; *data* is not copied where the machine
    is little-endian."""
    if _BIG_ENDIAN:
        numbers = array(code)
        numbers.frombytes(bytes(data))
        numbers.byteswap()
        return numbers
    return memoryview(data).cast("B").cast(code)  # type: ignore[call-overload, no-any-return]


def pack_texts(texts: Sequence[str]) -> tuple[bytes, bytes]:
    """The blob and the offsets of *texts*; the offsets do not count the line feeds."""
    if not isinstance(texts, Texts):
        gathered = Gathered()
        gathered.extend(texts)
        texts = gathered.texts()
    return bytes(texts.blob), bytes(texts.offsets)


class Texts(Sequence[str]):
    """Texts that lie in a blob, decoded one by one when they are asked for."""

    __slots__ = ("_length", "_places", "blob", "offsets")

    def __init__(self, blob: Bytes, offsets: Bytes, length: int) -> None:
        self.blob = memoryview(blob)
        self.offsets = offsets
        self._places = open_numbers(offsets, "I" if len(offsets) == 4 * (length + 1) else "Q")
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self._length))]
        if index < 0:
            raise IndexError(index)
        places = self._places  # behind the last of them lies an IndexError
        return str(self.blob[places[index] + index : places[index + 1] + index], "utf-8")

    def joined(self, start: int, end: int) -> str:
        """The texts from *start* up to *end* (more than none), with line feeds between them."""
        places = self._places
        return str(self.blob[places[start] + start : places[end] + end - 1], "utf-8")

    def all(self) -> list[str]:
        """Every text, in order: many times quicker than one by one."""
        return str(self.blob, "utf-8").split("\n") if self._length else []


class Gathered:
    """Texts on their way into a blob, a block at a time: they are not held as strings."""

    __slots__ = ("_blobs", "_lengths")

    def __init__(self) -> None:
        self._blobs: list[bytes] = []
        self._lengths = array("I")

    def extend(self, texts: Sequence[str]) -> None:
        """Adds texts behind those that are there."""
        if texts:
            blob = "\n".join(texts).encode()
            self._blobs.append(blob)
            self._lengths.extend(map(len, texts if blob.isascii() else map(str.encode, texts)))

    def texts(self) -> Texts:
        """All of them."""
        blob = b"\n".join(self._blobs)
        offsets = array(code_for(len(blob)), accumulate(self._lengths, initial=0))
        return Texts(blob, pack_numbers(offsets), len(self._lengths))
