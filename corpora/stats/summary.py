"""The figures of a corpus, from what was counted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .gather import Gathered
from .repeats import Group
from .tally import entropy, top

TOP = 10
"""So many of the most frequent patterns, words and values are named."""
GROUPS = 1000
"""So many conflicts and copied texts are told."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
COVERED = (0.5, 0.8, 0.9, 0.95)
RANKS = 60
"""So many ranks stand for the curve of a slot's values."""

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent: its sentences, how many patterns they follow and the entropy of these in bits,
    words in a sentence on average, and the slots that it has."""

    name: str
    sentences: int
    share: float
    patterns: int
    bits: float
    words: float
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot: how often it comes, in how many sentences as an outermost one, how often within
    another; its different values, how many of them come once, their entropy in bits, different
    canonical values; the most frequent values; the curve of (rank, count), ranks being spread
    evenly over their logarithms."""

    name: str
    uses: int
    sentences: int
    nested: int
    values: int
    once: int
    bits: float
    canonical: int
    intents: tuple[str, ...]
    top: Counts
    curve: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths of sentences: the mean, the lengths below which the shares `QUANTILES` lie, and how
    many sentences have each length."""

    least: int
    most: int
    mean: float
    quantiles: tuple[int, ...]
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """Texts with their outermost slots cut out: how many, their entropy in bits; the most frequent
    with their intents; (how many of the most frequent, the share of sentences that follow
    them); and how many it takes for the shares `COVERED`."""

    count: int
    once: int
    bits: float
    top: tuple[tuple[str, tuple[str, ...], int], ...]
    curve: tuple[tuple[int, float], ...]
    needed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words (what stands between spaces): how many there are, how many different ones, those that
    come once, their entropy in bits, the most frequent."""

    count: int
    different: int
    once: int
    bits: float
    top: Counts

    @property
    def ratio(self) -> float:
        """Different words for each word: types by tokens."""
        return self.different / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures. `texts` and `labelled` count different texts, and different ones with their
    labels; `conflicting` texts have more than one labelling, of which `conflicts` are the first;
    `copied` are texts that come most often. `exact` is false where some counts are near, not
    exact, because there was more than is held at once."""

    sentences: int
    texts: int
    labelled: int
    conflicting: int
    intent_bits: float
    slot_bits: float
    intents: tuple[Intent, ...]
    slots: tuple[Slot, ...]
    constants: tuple[tuple[str, str, int], ...]
    patterns: Patterns
    words: Words
    lengths: Lengths
    characters: Lengths
    conflicts: tuple[Group, ...]
    copied: tuple[Group, ...]
    exact: bool


def summary(found: Gathered) -> Summary:
    """The figures of what was counted."""
    repeated = found.repeats.found(GROUPS)
    sentences = found.sentences.total()
    return Summary(
        sentences=sentences,
        texts=repeated.texts,
        labelled=repeated.labelled,
        conflicting=repeated.conflicting,
        intent_bits=entropy(found.sentences.values()),
        slot_bits=entropy(_by_second(found.uses).values()),
        intents=tuple(_intents(found, sentences)),
        slots=tuple(_slots(found)),
        constants=tuple((n, v, k) for (n, v), k in top(dict(found.constants.pairs()), None)),
        patterns=_patterns(found, sentences),
        words=_words(found),
        lengths=_lengths(found.lengths),
        characters=_lengths(found.characters),
        conflicts=repeated.conflicts,
        copied=repeated.copied[:TOP],
        exact=found.exact,
    )


def _intents(found: Gathered, sentences: int) -> list[Intent]:
    slots: dict[str, list[str]] = {}
    for intent, slot in sorted(found.uses):
        slots.setdefault(intent, []).append(slot)
    return [
        Intent(
            name,
            count,
            count / sentences,
            len(found.patterns.of(name)),
            entropy(found.patterns.of(name).values()),
            found.words_of[name] / count,
            tuple(slots.get(name, ())),
        )
        for name, count in top(found.sentences, None)
    ]


def _by_second(counts: Mapping[tuple[str, str], int]) -> Counter[str]:
    added: Counter[str] = Counter()
    for (_, name), count in counts.items():
        added[name] += count
    return added


def _slots(found: Gathered) -> list[Slot]:
    intents: dict[str, list[str]] = {}
    for intent, name in sorted(found.uses):
        intents.setdefault(name, []).append(intent)
    made: list[Slot] = []
    for name, uses in top(_by_second(found.uses), None):
        counts = found.values.of(name)
        ordered = sorted(counts.values(), reverse=True)
        made.append(
            Slot(
                name,
                uses,
                found.holding[name],
                found.nested[name],
                len(counts),
                sum(count == 1 for count in counts.values()),
                entropy(counts.values()),
                len(found.canonical.of(name)),
                tuple(intents[name]),
                tuple(top(counts, TOP)),
                tuple((rank, ordered[rank - 1]) for rank in _spread(len(ordered))),
            )
        )
    return made


def _spread(count: int) -> list[int]:
    """Ranks from 1 to *count*: all of few, else `RANKS` of them, evenly by their logarithms."""
    if count <= RANKS:
        return list(range(1, count + 1))
    step = count ** (1 / (RANKS - 1))
    return sorted({min(count, round(step**n)) for n in range(RANKS)} | {count})


def _patterns(found: Gathered, sentences: int) -> Patterns:
    counts = found.patterns.together()
    ordered = sorted(counts.values(), reverse=True)
    marks = set(_spread(len(ordered)))
    curve: list[tuple[int, float]] = []
    needed: list[int] = []
    covered = 0
    for rank, count in enumerate(ordered, 1):
        covered += count
        share = covered / sentences
        while len(needed) < len(COVERED) and share >= COVERED[len(needed)]:
            needed.append(rank)
        if rank in marks:
            curve.append((rank, share))
    first = tuple(
        (text, tuple(sorted(i for i, each in found.patterns.counts.items() if text in each)), count)
        for text, count in top(counts, TOP)
    )
    once = ordered.count(1)
    return Patterns(len(counts), once, entropy(ordered), first, tuple(curve), tuple(needed))


def _words(found: Gathered) -> Words:
    counts = found.words.together()
    return Words(
        found.words.total,
        len(counts),
        sum(count == 1 for count in counts.values()),
        entropy(counts.values()),
        tuple(top(counts, TOP)),
    )


def _lengths(counts: Mapping[int, int]) -> Lengths:
    total = sum(counts.values())
    if not total:
        return Lengths(0, 0, 0.0, (0,) * len(QUANTILES), ())
    ordered = sorted(counts.items())
    mean = sum(length * count for length, count in ordered) / total
    return Lengths(ordered[0][0], ordered[-1][0], mean, _quantiles(ordered, total), tuple(ordered))


def _quantiles(ordered: Sequence[tuple[int, int]], total: int) -> tuple[int, ...]:
    found: list[int] = []
    below = 0
    for length, count in ordered:
        below += count
        while len(found) < len(QUANTILES) and below >= QUANTILES[len(found)] * total:
            found.append(length)
    return tuple(found)
