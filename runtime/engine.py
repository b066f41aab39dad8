"""Engines: sentences by the batch, as the bytes of a format or as columns.

The plain engine makes them one by one, as the source gives them; any other gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from ..corpora.formats import FORMATS
from ..corpora.utterance import Utterance
from .columns import Columns, columns
from .source import Exhausted, Source
from .split import Split


class Engine(Protocol):
    """Makes batches of the sentences of one source."""

    @property
    def name(self) -> str:
        """`C` or `Python`."""

    @property
    def source(self) -> Source:
        """What the sentences come from."""

    @property
    def parallel(self) -> bool:
        """Whether several threads, each with a batch of its own, are quicker than one."""

    def lines(
        self, form: str, first: int, count: int, split: Split | None = None
    ) -> Sequence[bytes | memoryview]:
        """Sentences *first* to *first* + *count*, or the last there is, in the format *form*: one
        piece for every part of *split*, or a single one. A piece is good until the same thread
        asks again."""

    def columns(self, first: int, count: int, split: Split | None = None) -> Sequence[Columns]:
        """The same as columns."""


class PlainEngine:
    """The engine that always works, by which every other is measured."""

    name = "Python"
    parallel = False

    def __init__(self, source: Source) -> None:
        self.source = source

    def lines(
        self, form: str, first: int, count: int, split: Split | None = None
    ) -> Sequence[bytes | memoryview]:
        """See `Engine`."""
        write = FORMATS[form].write
        parts: list[list[str]] = [[] for _ in split.names] if split else [[]]
        for utterance, logprob in self._drawn(first, count):
            part = split.part(utterance.text) if split else 0
            parts[part].append(write(utterance, logprob))
        return ["".join(lines).encode() for lines in parts]

    def columns(self, first: int, count: int, split: Split | None = None) -> Sequence[Columns]:
        """See `Engine`."""
        return divided(self.source, list(self._drawn(first, count)), split)

    def _drawn(self, first: int, count: int) -> Iterator[tuple[Utterance, float | None]]:
        for index in range(first, first + count):
            try:
                yield self.source(index)
            except Exhausted:
                return


def divided(
    source: Source, drawn: Sequence[tuple[Utterance, float | None]], split: Split | None
) -> Sequence[Columns]:
    """The columns of sentences of *source*, for every part of *split*, or for all together."""
    if split is None:
        return [columns(source.intents, source.names, drawn)]
    parts: list[list[tuple[Utterance, float | None]]] = [[] for _ in split.names]
    for one in drawn:
        parts[split.part(one[0].text)].append(one)
    return [columns(source.intents, source.names, part) for part in parts]
