"""Cells brought to NFC and single spaces, a column at a time."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ..dsl.text import nfc, squeeze

# What squeeze() would touch: every White_Space but the space, which is looked for doubled and
# at the ends of cells. Plain searches run at the speed of memory, so that a column in good order,
# as nearly all are, costs nothing.
_ODD = (
    *"\t\x0b\x0c\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000",
    *map(chr, range(0x2000, 0x200B)),
)


def clean(cells: Sequence[str]) -> tuple[Sequence[str], list[int]]:
    """The cells in NFC, with runs of white space as one space and none at their ends, and the
    indexes of those that had to be changed."""
    text = "\n".join(cells)
    if _in_order(text, len(cells)):
        return cells, []
    cleaned = [squeeze(nfc(cell)) for cell in cells]
    return cleaned, [i for i, cell in enumerate(cells) if cell != cleaned[i]]


def _in_order(text: str, count: int) -> bool:
    return (
        text.count("\n") < max(count, 1)
        and "  " not in text
        and " \n" not in text
        and "\n " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and not any(space in text for space in _ODD)
        and (text.isascii() or unicodedata.is_normalized("NFC", text))
    )
