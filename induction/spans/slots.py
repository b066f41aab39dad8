"""How many bits values cost if they fill slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2

from .lattice import Kind
from .plain import BEGIN, END, Plain

CONTEXT = 3.0
"""The weight of slots anywhere against those seen beside a word or slot."""
PRIOR = 8.0
"""Bits by which a catalogue's value is rather a slot than words: somebody gave the catalogue."""
AT_MOST = 5.0
"""By so many bits more than its value takes, so that short catalogues don't swallow words."""
ALONE = 0.5
"""A slot of fewer other values than that has none."""
STEADY = 1.5
"""How much it counts for a use of a value whether its other uses are taken for that."""
ANY = 0.9
"""How much its catalogue says of how often a value comes; the rest is what was seen."""
SLOTS = 0.5
"""How much of a text, before any was seen, is slots."""

Counts = dict[tuple[str, ...], float]


class Slots:
    """How often slots stand beside which words and slots, with which values.

    What a value tells is left out where it is weighed itself, so that only other values can show
    that a slot may stand in a place: *in*, of a catalogue of states, stands behind *weather* a
    hundred times, and no other state does. Of a catalogue with few values some of it stays: with
    one value, all.
    """

    def __init__(self, plain: Plain, slots: int, chances: Mapping[Kind, int]) -> None:
        self._plain = plain
        self._chances = chances
        self._slots = max(slots, 1)
        self._counts: Counts = {}
        self._bits: dict[tuple[Kind, Kind], float] = {}

    def count(self, way: Sequence[Kind]) -> None:
        """Counts a text that is read as these words and values."""
        for number, kind in enumerate(way):
            if kind.slot:
                before = way[number - 1] if number else None
                behind = way[number + 1] if number + 1 < len(way) else None
                self.see(kind, name(before, BEGIN), name(behind, END), 1.0)

    def see(self, kind: Kind, before: str, behind: str, times: float) -> None:
        """Counts one use of a value."""
        slot, counts = kind.slot, self._counts
        for key in (
            ("slot", slot),
            ("value", slot, kind.text),
            ("before", before, slot),
            ("before", before, slot, kind.text),
            ("behind", behind, slot),
            ("behind", behind, slot, kind.text),
        ):
            counts[key] = counts.get(key, 0.0) + times

    def spread(
        self,
        kind: Kind,
        befores: Sequence[Kind | None],
        behinds: Sequence[Kind | None],
        times: float,
    ) -> None:
        """Counts one use of a value between neighbours of which each is as likely."""
        part = times / (len(befores) * len(behinds))
        for before in befores:
            for behind in behinds:
                self.see(kind, name(before, BEGIN), name(behind, END), part)

    def bits(self, before: Kind | None, kind: Kind | None) -> float:
        """The bits of *kind* behind *before*, None being the ends of the text."""
        if before is not None and kind is not None:
            known = self._bits.get((before, kind))
            if known is None:
                known = self._bits[before, kind] = self._between(before, kind)
            return known
        return self._between(before, kind)

    def _between(self, before: Kind | None, kind: Kind | None) -> float:
        if kind is not None and kind.slot:
            return self._value(before, kind)
        word = kind.text if kind else END
        if before is None or not before.slot:
            return self._plain.bits(before.text if before else BEGIN, word)
        others = self._others(before, ("behind", word, before.slot))
        every = self._others(before, ("slot", before.slot))
        return -log2((others + CONTEXT * self._plain.share(word)) / (every + CONTEXT))

    def _value(self, before: Kind | None, kind: Kind) -> float:
        """The bits of a value behind a word, a slot or nothing."""
        context = name(before, BEGIN)
        others = self._others(kind, ("before", context, kind.slot))
        if before is not None and before.slot:
            every = self._others(before, ("slot", before.slot))
            seen = self._counts.get(("behind", name(kind, END), before.slot, before.text), 0.0)
            all_seen = self._counts.get(("before", context, kind.slot), 0.0)
            others = max(min(others, all_seen - self._left_out(before) * seen), 0.0)
        else:
            same = self._plain.pairs.get((context, kind.head), 0)
            words = self._plain.words.get(context, 0)
            every = max(words - self._left_out(kind) * same, 0.0)
        anywhere = (self._others(kind, ("slot", kind.slot)) + SLOTS / self._slots) / (
            self._plain.total + 1
        )
        share = (min(others, every) + CONTEXT * anywhere) / (every + CONTEXT)
        return -log2(share) + self._which(kind) - self._prior(kind) + self._often(kind)

    def _prior(self, kind: Kind) -> float:
        """What speaks for a value before it is weighed. Where its slot has no other, it is shared
        by all uses: whoever says *play* in every sentence does not mean the film."""
        prior = min(PRIOR, kind.bits + AT_MOST)
        if self._others(kind, ("slot", kind.slot)) >= ALONE:
            return prior
        return prior / max(self._chances.get(kind, 0), 1)

    def _often(self, kind: Kind) -> float:
        """The bits for a value that mostly is none where it stands."""
        uses = self._counts.get(("value", kind.slot, kind.text), 0.0)
        return -STEADY * log2(min((uses + 1) / (self._chances.get(kind, 0) + 1), 1.0))

    def _which(self, kind: Kind) -> float:
        """The bits to say which value it is, its own use left out."""
        listed = 2**-kind.bits
        seen = max(self._counts.get(("value", kind.slot, kind.text), 0.0) - 1, 0.0)
        every = max(self._counts.get(("slot", kind.slot), 0.0) - 1, 0.0)
        return -log2(ANY * listed + (1 - ANY) * (seen + listed) / (every + 1))

    def _others(self, kind: Kind, key: tuple[str, ...]) -> float:
        """A count without what this very value gives to it."""
        own = ("value", kind.slot) if key[0] == "slot" else key
        counts = self._counts
        return max(
            counts.get(key, 0.0) - self._left_out(kind) * counts.get((*own, kind.text), 0.0), 0.0
        )

    @staticmethod
    def _left_out(kind: Kind) -> float:
        return 1 - 1 / kind.size**2 if kind.size else 1.0


def name(kind: Kind | None, nothing: str) -> str:
    """A word or slot as a context."""
    if kind is None:
        return nothing
    return f"{{{kind.slot}}} " if kind.slot else kind.text


def counted(
    ways: Iterable[Sequence[Kind]], plain: Plain, slots: int, chances: Mapping[Kind, int]
) -> Slots:
    """The slots of texts that are read so."""
    found = Slots(plain, slots, chances)
    for way in ways:
        found.count(way)
    return found
