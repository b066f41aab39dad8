"""The engine in Python that samples by blocks: the same bytes as the plain one, more quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import repeat
from typing import Any

from ..corpora.formats import FORMATS
from ..corpora.utterance import Utterance
from .blocks import Blocks, Choice, Guide, Pens
from .columns import Columns
from .engine import divided
from .lanes import Batch
from .marked import Marked, json_line, utterance
from .numbers import GAMMA, MASK, mix, stream
from .pens import BEGUN, Annotated, Spoken, Unusual, settled
from .sample import UNITS, Sampler
from .split import Split

AT_FIRST, AT_ONCE = 64, 512
"""Sentences whose numbers are made together."""

LATE = 16
"""One sentence in so many may need more numbers than are made beforehand."""


class QuickEngine:
    """Samples by blocks, and leaves what is unusual to the definition."""

    name = "Python"
    parallel = False

    def __init__(self, source: Sampler) -> None:
        self.source = source
        self._blocks: dict[Pens, Blocks] = {}
        self._each = 0  # numbers for a sentence; 0 as long as that is not known

    def lines(
        self, form: str, first: int, count: int, split: Split | None = None
    ) -> Sequence[bytes | memoryview]:
        """See `Engine`."""
        lines = self._lines(form, first, count)
        if split is None:
            return ["".join(lines).encode()]
        parts: list[list[str]] = [[] for _ in split.names]
        texts = lines if form == "text" else self._lines("text", first, count)
        for line, text in zip(lines, texts, strict=True):
            parts[split.part(text[:-1])].append(line)
        return ["".join(lines).encode() for lines in parts]

    def columns(self, first: int, count: int, split: Split | None = None) -> Sequence[Columns]:
        """See `Engine`."""
        return divided(self.source, self._utterances(first, count), split)

    def _utterances(self, first: int, count: int) -> list[tuple[Utterance, float]]:
        """The sentences as the definition gives them."""
        return [
            self.source(first + at) if pieces is None else self._rewritten(*_drawn(pieces))
            for at, pieces in enumerate(self._pieces(Marked, first, count))
        ]

    def _rewritten(self, drawn: Utterance, logprob: float) -> tuple[Utterance, float]:
        rewriter = self.source.walk.rewriter
        return drawn if rewriter is None else rewriter.utterance(drawn), logprob

    def _lines(self, form: str, first: int, count: int) -> list[str]:
        """The lines, each with its end."""
        if self.source.walk.rewriter is not None:
            to_line = FORMATS[form].write
            return [to_line(*drawn) for drawn in self._utterances(first, count)]
        pen, line = WRITERS.get(form) or (Marked, _written(form))
        write = FORMATS[form].write
        return [
            write(*self.source(first + at)) if pieces is None else line(pieces)
            for at, pieces in enumerate(self._pieces(pen, first, count))
        ]

    def _pieces(self, pen: Pens, first: int, count: int) -> Iterator[list[Any] | None]:
        """The pieces of each sentence; None where the definition must make it."""
        blocks = self._blocks.get(pen)
        if blocks is None:
            odds = self.source.odds if pen is Marked else None
            blocks = self._blocks[pen] = Blocks(self.source.walk, pen, odds)
        if blocks.start[0] is None:
            yield from repeat([blocks.start[1]], count)
            return
        done = 0
        while done < count:
            some = min(AT_ONCE if self._each else AT_FIRST, count - done)
            yield from self._some(blocks, first + done, some)
            done += some

    def _some(self, blocks: Blocks, first: int, count: int) -> Iterator[list[Any] | None]:
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
                yield pieces
            except Unusual:
                yield None
            used.append(len(pieces))
        if not self._each:
            used.sort()
            self._each = used[-1 - len(used) // LATE] + 1 & ~1

    def _rest(self, guide: Guide, pieces: list[Any], index: int) -> None:
        """The pieces for which no numbers were made."""
        state = stream(self.source.seed, index) + (len(pieces) - 1) * GAMMA
        while guide is not None:
            state += GAMMA
            r = mix(state & MASK)
            guide, piece = guide[r >> 56]
            if isinstance(piece, Choice):
                guide, piece = piece.pair(r)
            pieces.append(piece)


def _annotated(pieces: list[str]) -> str:
    line = "".join(pieces)
    return settled(line) if BEGUN in line else line


def _drawn(pieces: list[tuple[str, int]]) -> tuple[Utterance, float]:
    fragments, shares = zip(*pieces, strict=True)
    return utterance("".join(fragments)), sum(shares) / UNITS


def _json(pieces: list[tuple[str, int]]) -> str:
    fragments, shares = zip(*pieces, strict=True)
    return json_line("".join(fragments), sum(shares) / UNITS) + "\n"


def _written(form: str) -> Callable[[list[Any]], str]:
    write = FORMATS[form].write
    return lambda pieces: write(*_drawn(pieces))


WRITERS: dict[str, tuple[Pens, Callable[[list[Any]], str]]] = {
    "text": (Spoken, "".join),
    "annotated": (Annotated, _annotated),
    "jsonl": (Marked, _json),
}
"""The pen of a format, and how its pieces are a line; every other goes by utterances."""
