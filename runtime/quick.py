"""The engine in Python that samples by blocks: the same bytes as the plain one, more quickly."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Blocks, Choice, Guide
from .columns import Columns
from .engine import PlainEngine
from .lanes import Batch
from .numbers import GAMMA, MASK, mix, stream
from .pens import BEGUN, Annotated, Spoken, Unusual, settled
from .sample import Sampler
from .split import Split

AT_FIRST, AT_ONCE = 64, 512
"""Sentences whose numbers are made together."""

LATE = 16
"""One sentence in so many may need more numbers than are made beforehand."""

PENS = {"text": Spoken, "annotated": Annotated}
"""The formats that are written by blocks."""


class QuickEngine:
    """Writes text and annotated text by blocks; everything else, and sentences that are unusual,
    as the plain engine does."""

    name = "Python"
    parallel = False

    def __init__(self, source: Sampler) -> None:
        self.source = source
        self._plain = PlainEngine(source)
        self._blocks: dict[str, Blocks] = {}
        self._each = 0  # numbers for a sentence; 0 as long as that is not known

    def columns(self, first: int, count: int, split: Split | None = None) -> Sequence[Columns]:
        """See `Engine`."""
        return self._plain.columns(first, count, split)

    def lines(
        self, form: str, first: int, count: int, split: Split | None = None
    ) -> Sequence[bytes | memoryview]:
        """See `Engine`."""
        if form not in PENS:
            return self._plain.lines(form, first, count, split)
        lines = self._lines(form, first, count)
        if split is None:
            return ["".join(lines).encode()]
        parts: list[list[str]] = [[] for _ in split.names]
        texts = lines if form == "text" else self._lines("text", first, count)
        for line, text in zip(lines, texts, strict=True):
            parts[split.part(text[:-1])].append(line)
        return ["".join(lines).encode() for lines in parts]

    def _lines(self, form: str, first: int, count: int) -> list[str]:
        """The lines, each with its end."""
        blocks = self._blocks.get(form)
        if blocks is None:
            blocks = self._blocks[form] = Blocks(self.source.walk, PENS[form])
        if blocks.start[0] is None:
            return [blocks.start[1]] * count
        found: list[str] = []
        while len(found) < count:
            most = AT_ONCE if self._each else AT_FIRST
            self._some(form, blocks, first + len(found), min(most, count - len(found)), found)
        return found

    def _some(self, form: str, blocks: Blocks, first: int, count: int, found: list[str]) -> None:
        each = self._each or AT_FIRST
        batch = Batch(self.source.seed, first, count, each)
        tops, number = batch.tops, batch.number
        start = blocks.start
        used: list[int] = []
        for sentence in range(count):
            guide, piece = start
            pieces = [piece]
            append = pieces.append
            try:
                # Each number gives one piece, so that their count says which number it is.
                for byte in tops[sentence * each : (sentence + 1) * each]:
                    guide, piece = guide[byte]
                    if guide is None:
                        if isinstance(piece, Choice):
                            guide, piece = piece.pair(number(sentence, len(pieces) - 1))
                        append(piece)
                        if guide is None:
                            break
                    else:
                        append(piece)
                else:
                    self._rest(guide, pieces, first + sentence)
                line = "".join(pieces)
                found.append(settled(line) if BEGUN in line else line)
            except Unusual:
                found.append(self._plain.line(form, first + sentence))
            used.append(len(pieces))
        if not self._each:
            used.sort()
            self._each = used[-1 - len(used) // LATE] + 1 & ~1

    def _rest(self, guide: Guide, pieces: list[str], index: int) -> None:
        """The pieces for which no numbers were made."""
        state = stream(self.source.seed, index) + (len(pieces) - 1) * GAMMA
        while guide is not None:
            state += GAMMA
            r = mix(state & MASK)
            guide, piece = guide[r >> 56]
            if isinstance(piece, Choice):
                guide, piece = piece.pair(r)
            pieces.append(piece)
