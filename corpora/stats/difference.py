"""What two corpora differ in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from .divergence import jensen_shannon
from .gather import Gathered
from .repeats import Repeats
from .tally import ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

K = TypeVar("K", bound="tuple[str, ...]")


@dataclass(frozen=True, slots=True)
class Only:
    """Things that one corpus has and the other has not: how many, and the first of them with
    their counts, the most frequent first."""

    count: int
    top: tuple[tuple[tuple[str, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts that one corpus has and the other has not: how many, in how many sentences, and the
    numbers of the first sentences with the first of them."""

    count: int
    sentences: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A text that both corpora have, with other labellings: the numbers of a sentence for each
    labelling that only the first, or only the second has; where one side's are all in the other,
    of one that both have."""

    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """How the shares of something moved: the Jensen–Shannon divergence in bits, and those that
    moved most, as (name, count in the first, count in the second)."""

    name: str
    bits: float
    moved: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that two corpora differ in. `sentences` are those of each; `only` has, for each of
    intents, slots, patterns (with their intents) and values (with their slots), what the first
    has alone and what the second has alone; `same` says that both hold the same sentences with
    the same labels as often, in whatever order."""

    sentences: tuple[int, int]
    same: bool
    texts: tuple[Texts, Texts]
    changes: int
    changed: tuple[Changed, ...]
    only: dict[str, tuple[Only, Only]]
    shifts: tuple[Shift, ...]
    values: tuple[Shift, ...]
    exact: bool


def difference(one: Gathered, other: Gathered, most: int | None) -> Difference:
    """What *one* and *other* differ in, with at most so many examples of each kind."""
    first, second = _rows(one.repeats, other.repeats)
    changes, changed = _changed(first, second, most)
    slots = [_by_first(each.values.counts) for each in (one, other)]
    shared = sorted(set(slots[0]) & set(slots[1]))
    tallies = [
        tally
        for each in (one, other)
        for tally in (each.patterns, each.values, each.words, each.constants)
    ]
    return Difference(
        sentences=(one.count, other.count),
        same=one.count == other.count and _same(first, second),
        texts=(_texts(first, second, most), _texts(second, first, most)),
        changes=changes,
        changed=changed,
        only={
            "intents": _only_both(_named(one.sentences), _named(other.sentences), most),
            "slots": _only_both(_named(_uses(one)), _named(_uses(other)), most),
            "patterns": _only_both(one.patterns.counts, other.patterns.counts, most),
            "values": _only_both(one.values.counts, other.values.counts, most),
        },
        shifts=(
            _shift("intents", one.sentences, other.sentences, most),
            _shift("slots", _uses(one), _uses(other), most),
            _shift("patterns", _patterns(one), _patterns(other), most),
            _shift("words", one.words.counts, other.words.counts, most),
        ),
        values=tuple(
            sorted(
                (_shift(name, slots[0][name], slots[1][name], most) for name in shared),
                key=lambda shift: (-shift.bits, shift.name),
            )
        ),
        exact=one.repeats.exact and other.repeats.exact and all(t.exact for t in tallies),
    )


def _uses(found: Gathered) -> Counter[str]:
    added: Counter[str] = Counter()
    for (_, name), count in found.uses.items():
        added[name] += count
    return added


def _patterns(found: Gathered) -> Counter[str]:
    added: Counter[str] = Counter()
    for (_, pattern), count in found.patterns.counts.items():
        added[pattern] += count
    return added


def _by_first(counts: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (name, value), count in counts.items():
        found.setdefault(name, {})[value] = count
    return found


def _named(counts: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    return {(name,): count for name, count in counts.items()}


def _only_both(one: Mapping[K, int], other: Mapping[K, int], most: int | None) -> tuple[Only, Only]:
    return _only(one, other, most), _only(other, one, most)


def _only(one: Mapping[K, int], other: Mapping[K, int], most: int | None) -> Only:
    alone = {key: count for key, count in one.items() if key not in other}
    return Only(len(alone), tuple(ranked(alone)[:most]))


def _shift(name: str, one: Mapping[str, int], other: Mapping[str, int], most: int | None) -> Shift:
    total, total2 = sum(one.values()) or 1, sum(other.values()) or 1
    names = sorted({*one, *other})
    moved = sorted(
        ((abs(one.get(n, 0) / total - other.get(n, 0) / total2), n) for n in names),
        key=lambda pair: (-pair[0], pair[1]),
    )
    rows = tuple((n, one.get(n, 0), other.get(n, 0)) for share, n in moved[:most] if share)
    return Shift(name, jensen_shannon(one, other), rows)


# ------------------------------------------------------------------------- texts and labels


def _rows(one: Repeats, other: Repeats) -> tuple[Numbers, Numbers]:
    """The rows of both, of the same share of texts."""
    mask = max(one.times, other.times) - 1
    first, second = one.rows(), other.rows()
    return first[first[:, 0] & mask == 0], second[second[:, 0] & mask == 0]


def _same(first: Numbers, second: Numbers) -> bool:
    import numpy as np

    return len(first) == len(second) and bool(np.array_equal(first[:, :2], second[:, :2]))


def _texts(first: Numbers, second: Numbers, most: int | None) -> Texts:
    import numpy as np

    alone = first[~np.isin(first[:, 0], second[:, 0])]
    texts, at = np.unique(alone[:, 0], return_index=True)
    numbers = np.minimum.reduceat(alone[:, 2], at) if len(texts) else alone[:, 2]
    return Texts(len(texts), len(alone), tuple(np.sort(numbers)[:most].tolist()))


def _changed(first: Numbers, second: Numbers, most: int | None) -> tuple[int, tuple[Changed, ...]]:
    import numpy as np

    one, other = _labelled(first), _labelled(second)
    pairs = np.concatenate([one[:, :2], other[:, :2]])
    _, inverse, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(-1)
    single = counts[inverse] == 1
    in_both = np.intersect1d(one[:, 0], other[:, 0])
    alone = np.unique(pairs[single][:, 0])
    texts = np.intersect1d(alone, in_both)
    if not len(texts):
        return 0, ()
    alone_one, alone_other = one[single[: len(one)]], other[single[len(one) :]]
    order = np.argsort(_first_numbers(one, texts))
    found: list[Changed] = []
    for text in texts[order][:most]:
        before, after = _numbers(alone_one, text), _numbers(alone_other, text)
        before = before if len(before) else _numbers(one, text)[:1]
        after = after if len(after) else _numbers(other, text)[:1]
        found.append(Changed(tuple(np.sort(before).tolist()), tuple(np.sort(after).tolist())))
    return len(texts), tuple(found)


def _numbers(rows: Numbers, text: int) -> Numbers:
    """The numbers of the rows with a text, which rows are sorted by."""
    import numpy as np

    start, end = np.searchsorted(rows[:, 0], [text, text + 1])
    return rows[start:end, 2]


def _labelled(rows: Numbers) -> Numbers:
    """The first sentence of each labelled text; the rows are sorted."""
    import numpy as np

    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:, :2] != rows[:-1, :2]).any(axis=1)
    kept: Numbers = rows[new]
    return kept


def _first_numbers(rows: Numbers, texts: Numbers) -> Numbers:
    """The number of the first sentence with each of *texts*, which are sorted, as rows are."""
    import numpy as np

    there = rows[np.isin(rows[:, 0], texts)]
    _, at = np.unique(there[:, 0], return_index=True)
    found: Numbers = np.minimum.reduceat(there[:, 2], at)
    return found
