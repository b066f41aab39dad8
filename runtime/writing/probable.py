"""Sentences with their probabilities before them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...corpora.formats import FORMATS
from ..engine import PlainEngine
from ..split import Split


class ProbableEngine(PlainEngine):
    """The plain engine; before each sentence stands the probability, within its intent, of how it
    was drawn, with 17 digits: `0.25<TAB>sentence`, or a comment in a format of several lines."""

    def lines(
        self, form: str, first: int, count: int, split: Split | None = None
    ) -> Sequence[bytes | memoryview]:
        """See `Engine`."""
        write = FORMATS[form].write
        lead = "# probability: {:.17g}\n" if form == "bio" else "{:.17g}\t"
        parts: list[list[str]] = [[] for _ in split.names] if split else [[]]
        for utterance, logprob in self._drawn(first, count):
            if logprob is None:
                raise ValueError("these sentences have no probabilities")
            part = split.part(utterance.text) if split else 0
            parts[part].append(lead.format(math.exp(logprob)) + write(utterance, logprob))
        return ["".join(lines).encode() for lines in parts]
