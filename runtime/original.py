"""Original: parsing a text that rewrites have made.

The texts that may have become it (`inverse.py`) are parsed, and each reading is rewritten: it
stands if that gives the text again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from ..compiler.rewriting.transducer import Rewriter
from ..corpora.utterance import Span, Utterance
from ..dsl.text import fold
from .beginnings import Beginnings
from .inverse import Inverse
from .prepare import Prepared, apostrophes, prepare
from .shared import Uses
from .ways import Way


class WayBack:
    """From a text to what it was before it was rewritten, and from a reading of that to one of the
    text."""

    def __init__(self, rewriter: Rewriter, locale: str, folded: bool) -> None:
        self._rewriter = rewriter
        self._locale = locale
        self._is_folded = folded

    @cached_property
    def _inverse(self) -> Inverse:
        return Inverse(self._rewriter.full, self._locale if self._is_folded else None)

    def originals(self, prepared: Prepared, beginnings: Beginnings | None) -> Iterator[Prepared]:
        """The texts that may have become *prepared*, prepared themselves; where there are many,
        such as *beginnings* knows of."""
        for text in self._inverse.originals(prepared.text, beginnings):
            if text == prepared.text:
                yield Prepared(prepared.exact, text, prepared.search, prepared.passes, None, None)
            else:
                yield prepare(text, self._locale, self._is_folded)

    def rewritten(
        self,
        before: Utterance,
        original: Prepared,
        way: Way,
        prepared: Prepared,
        typed: str,
        uses: Uses | None = None,
    ) -> Utterance | None:
        """*before*, a reading of *original* by *way*, as a reading of the text as typed; None where
        it would have become another text.

        Rewrites heed case, which the text need not have kept: that of catalogue values is known.
        """
        unsaid = _unsaid(original.text, way)
        texts = dict.fromkeys([original.text, original.exact])
        for text in texts:
            drawn = Utterance(self._with_rows(text, way, uses), before.slots)
            after = self._rewriter.utterance(drawn)
            if self._seen(after.text) != prepared.text:
                continue
            if any(unsaid):
                said = self._rewriter.utterance(_without(drawn, unsaid))
                if not _alike(self._seen(said.text), prepared.text):
                    continue
            slots = _mapped(after.slots, prepared.start, prepared.end)
            return Utterance(typed, slots, before.constants, before.intent)
        return None

    def _seen(self, text: str) -> str:
        return apostrophes(fold(text, self._locale) if self._is_folded else text)

    def _with_rows(self, text: str, way: Way, uses: Uses | None) -> str:
        """*text* with the values of catalogues that were found in it written as they are there."""
        characters = list(text)
        step: Any = way
        while step is not None:
            start, end, selection, row = step[7:11]
            if selection is not None:
                if isinstance(selection, tuple):
                    assert uses is not None
                    value = uses.coded(selection[0]).text(row)
                else:
                    value = selection.catalogue.value(max(row, ~row))
                folded = fold(value, self._locale)
                for at, (low, own) in enumerate(zip(folded, value, strict=True), start):
                    if at < end and characters[at] == low:
                        characters[at] = own
            step = step[5]
        return "".join(characters)


def _mapped(
    slots: tuple[Span, ...], start: Callable[[int], int], end: Callable[[int], int]
) -> tuple[Span, ...]:
    """Slots with their places in another text."""
    return tuple(
        Span(s.name, start(s.start), end(s.end), s.value, _mapped(s.slots, start, end))
        for s in slots
    )


def bare(utterance: Utterance) -> Utterance:
    """The utterance without the spaces at the borders of its slots."""
    borders: set[int] = set()
    spans = [*utterance.slots]
    for span in spans:
        borders |= {span.start, span.end}
        spans.extend(span.slots)
    text = utterance.text
    gone = [c == " " and not borders.isdisjoint((i, i + 1)) for i, c in enumerate(text)]
    return _without(utterance, gone)


def _without(utterance: Utterance, gone: Sequence[bool]) -> Utterance:
    """The utterance without some of its characters."""
    place = [0, *accumulate(not g for g in gone)].__getitem__
    kept = "".join(c for c, g in zip(utterance.text, gone, strict=True) if not g)
    slots = _mapped(utterance.slots, place, place)
    return Utterance(kept, slots, utterance.constants, utterance.intent)


def _unsaid(text: str, way: Way) -> list[bool]:
    """For each character whether it is a space at the border of a slot that the grammar does not
    have: one that stands between what was read, and was not read."""
    read = bytearray(len(text))
    step: Any = way
    while step is not None:
        start, end = step[7:9]
        for at in range(max(start, 0), end):
            read[at] = 1
        step = step[5]
    inner = range(1, len(text) - 1)
    return [
        c == " " and not read[i] and i in inner and bool(read[i - 1] and read[i + 1])
        for i, c in enumerate(text)
    ]


def _alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for spaces."""
    return one.replace(" ", "") == other.replace(" ", "")
