"""Compression, a piece at a time: the pieces, one behind another, are one compressed file."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from .sink import Bytes

PACKINGS = ("gz", "zst")

Pack = Callable[[Bytes], Bytes]


def packer(packing: str) -> Pack:
    """What makes of some bytes a gzip member (`gz`) or a Zstandard frame (`zst`), or leaves them as
    they are (the empty text). Neither time nor name is in it: the same bytes give the same."""
    return {"gz": _gzip, "zst": _zstandard, "": _plain}[packing]


def _plain(data: Bytes) -> Bytes:
    return data


def _gzip(data: Bytes) -> Bytes:
    member = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return member.compress(data) + member.flush()


def _zstandard(data: Bytes) -> Bytes:
    import zstandard

    # A compressor of its own for each piece: it may not be shared by threads.
    return zstandard.ZstdCompressor(level=3).compress(data)
