"""Which sentences of a corpus have the same text, and which of those the same labels.

Texts and labellings are held as hashes of 64 bits, 24 bytes a sentence. Past `MOST` sentences only
a share of all texts is kept, chosen by the text alone, so that all copies of a text are kept
or none; figures are then that share's, times the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from ..utterance import Utterance

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

MOST = 1 << 23
"""So many sentences are held."""


SHOWN = 8
"""So many sentences of a labelling are named."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Sentences with the same text and the same labels: how many, and the numbers of the first
    `SHOWN`."""

    count: int
    numbers: tuple[int, ...]


Group = tuple[Reading, ...]
"""Sentences with the same text, by their labels, in the order in which these come."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """What was found: how many different texts, labelled texts, and texts with two labellings or
    more there are; of the last the first `Group`s, and of texts that come more than once those
    that come most often. `exact` is false where it was worked out from a share of the texts."""

    texts: int
    labelled: int
    conflicting: int
    conflicts: tuple[Group, ...]
    copied: tuple[Group, ...]
    exact: bool


class Repeats:
    """The hashes of sentences, which are numbered from 0 in the order in which they come."""

    def __init__(self, most: int = MOST) -> None:
        self._held: list[Numbers] = []
        self._count = 0
        self._seen = 0
        self._bits = 0
        self._most = most

    def add(self, utterances: Sequence[Utterance]) -> None:
        """Takes further sentences."""
        import numpy as np

        texts = b"".join([digest(u.text) for u in utterances])
        rows = np.empty((len(utterances), 3), np.int64)
        rows[:, 0] = np.frombuffer(texts, np.int64)
        # Python's own hashes, other ones in each process, but quick: of labels only whether
        # two are the same is ever asked.
        rows[:, 1] = [hash(labelling(u)) for u in utterances]
        rows[:, 2] = np.arange(self._seen, self._seen + len(utterances))
        self._seen += len(utterances)
        self._held.append(self._share(rows))
        self._count += len(self._held[-1])
        while self._count > self._most:
            self._bits += 1
            self._held = [self._share(each) for each in self._held]
            self._count = sum(map(len, self._held))

    def _share(self, rows: Numbers) -> Numbers:
        if not self._bits:
            return rows
        kept: Numbers = rows[rows[:, 0] & ((1 << self._bits) - 1) == 0]
        return kept

    def rows(self) -> Numbers:
        """A row for each sentence held: the hash of its text, that of its labels, its number;
        sorted by these."""
        import numpy as np

        if not self._held:
            return np.empty((0, 3), np.int64)
        rows = np.concatenate(self._held)
        self._held = [rows]
        ordered: Numbers = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
        return ordered

    @property
    def exact(self) -> bool:
        """Whether all sentences are held."""
        return self._bits == 0

    @property
    def times(self) -> int:
        """So many sentences each one stands for."""
        return 1 << self._bits

    def found(self, groups: int) -> Repeated:
        """What is repeated, with at most so many groups of each kind."""
        import numpy as np

        rows = self.rows()
        if not len(rows):
            return Repeated(0, 0, 0, (), (), True)
        new_text = np.ones(len(rows), bool)
        new_text[1:] = rows[1:, 0] != rows[:-1, 0]
        new_label = new_text.copy()
        new_label[1:] |= rows[1:, 1] != rows[:-1, 1]
        starts = np.flatnonzero(new_text)
        sizes = np.diff(starts, append=len(rows))
        kinds = np.add.reduceat(new_label.astype(np.int64), starts)
        first = np.minimum.reduceat(rows[:, 2], starts)

        def made(which: Numbers) -> tuple[Group, ...]:
            return tuple(_group(rows[starts[at] : starts[at] + sizes[at]]) for at in which[:groups])

        torn = np.flatnonzero(kinds > 1)
        many = np.flatnonzero(sizes > 1)
        return Repeated(
            len(starts) * self.times,
            int(new_label.sum()) * self.times,
            len(torn) * self.times,
            made(torn[np.argsort(first[torn])]),
            made(many[np.lexsort((first[many], -sizes[many]))]),
            self.exact,
        )


def shared(rows: Numbers, counts: Sequence[int], times: int) -> list[tuple[int, int, int]]:
    """How many texts two files share, where some are: (file, other file, texts). The files have so
    many sentences each, in the order of their numbers; each text stands for *times*."""
    import numpy as np

    files = np.searchsorted(np.cumsum(counts), rows[:, 2], side="right")
    texts = [np.unique(rows[files == file, 0]) for file in range(len(counts))]
    found: list[tuple[int, int, int]] = []
    for one in range(len(counts)):
        for other in range(one + 1, len(counts)):
            both = len(np.intersect1d(texts[one], texts[other], assume_unique=True))
            if both:
                found.append((one, other, both * times))
    return found


def _group(rows: Numbers) -> Group:
    import numpy as np

    ends = [*(np.flatnonzero(np.diff(rows[:, 1])) + 1).tolist(), len(rows)]
    starts = [0, *ends[:-1]]
    found = [
        Reading(end - start, tuple(rows[start : min(end, start + SHOWN), 2].tolist()))
        for start, end in zip(starts, ends, strict=True)
    ]
    return tuple(sorted(found, key=lambda reading: reading.numbers))


def digest(text: str) -> bytes:
    """The hash of a text: eight bytes, the same everywhere."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def labelling(utterance: Utterance) -> tuple[object, ...]:
    """What is the same for two utterances where their intents, slots and constants are."""
    slots = utterance.slots
    if not slots:
        return utterance.intent, utterance.constants
    said = [(s.start, s.end, s.name, s.value, s.slots) for s in slots]
    return utterance.intent, utterance.constants, *said
