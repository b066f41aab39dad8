"""What two corpora differ in."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .divergence import jensen_shannon
from .gather import Gathered
from .repeats import Repeats
from .tally import Tally, top

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]


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
    shared = sorted(set(one.values.counts) & set(other.values.counts))
    return Difference(
        sentences=(one.count, other.count),
        same=one.count == other.count and _same(first, second),
        texts=(_texts(first, second, most), _texts(second, first, most)),
        changes=changes,
        changed=changed,
        only={
            "intents": _only_both(_named(one.sentences), _named(other.sentences), most),
            "slots": _only_both(_named(_uses(one)), _named(_uses(other)), most),
            "patterns": _alone(one.patterns, other.patterns, most),
            "values": _alone(one.values, other.values, most),
        },
        shifts=(
            _shift("intents", one.sentences, other.sentences, most),
            _shift("slots", _uses(one), _uses(other), most),
            _shift("patterns", one.patterns.together(), other.patterns.together(), most),
            _shift("words", one.words.together(), other.words.together(), most),
        ),
        values=tuple(
            sorted(
                (_shift(n, one.values.of(n), other.values.of(n), most) for n in shared),
                key=lambda shift: (-shift.bits, shift.name),
            )
        ),
        exact=one.exact and other.exact,
    )


def _uses(found: Gathered) -> Counter[str]:
    added: Counter[str] = Counter()
    for (_, name), count in found.uses.items():
        added[name] += count
    return added


def _named(counts: Mapping[str, int]) -> dict[tuple[str, ...], int]:
    return {(name,): count for name, count in counts.items()}


def _only_both(
    one: Mapping[tuple[str, ...], int], other: Mapping[tuple[str, ...], int], most: int | None
) -> tuple[Only, Only]:
    return _only(one, other, most), _only(other, one, most)


def _only(
    one: Mapping[tuple[str, ...], int], other: Mapping[tuple[str, ...], int], most: int | None
) -> Only:
    alone = {key: count for key, count in one.items() if key not in other}
    return Only(len(alone), tuple(top(alone, most)))


def _alone(one: Tally, other: Tally, most: int | None) -> tuple[Only, Only]:
    """What one tally has alone, and the other."""
    first: dict[tuple[str, ...], int] = {}
    second: dict[tuple[str, ...], int] = {}
    for here, there, found in ((one, other, first), (other, one, second)):
        for name, counts in here.counts.items():
            known = there.of(name)
            found.update({(name, text): n for text, n in counts.items() if text not in known})
    return tuple(Only(len(each), tuple(top(each, most))) for each in (first, second))  # type: ignore[return-value]


def _shift(name: str, one: Mapping[str, int], other: Mapping[str, int], most: int | None) -> Shift:
    total, total2 = sum(one.values()) or 1, sum(other.values()) or 1
    apart = {n: abs(k / total - other.get(n, 0) / total2) for n, k in one.items()}
    apart |= {n: k / total2 for n, k in other.items() if n not in one}
    # The sign turns the order round; those that moved as far go by name.
    moved = heapq.nsmallest(
        len(apart) if most is None else most, ((-s, n) for n, s in apart.items())
    )
    rows = tuple((n, one.get(n, 0), other.get(n, 0)) for share, n in moved if share)
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
    # Both sides have each pair once: one that is not next to its like stands alone.
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    like = (pairs[order[1:]] == pairs[order[:-1]]).all(axis=1)
    single = np.ones(len(pairs), bool)
    single[order[1:][like]] = False
    single[order[:-1][like]] = False
    in_both = np.intersect1d(one[:, 0], other[:, 0])
    alone = np.unique(pairs[single][:, 0])
    texts = np.intersect1d(alone, in_both)
    if not len(texts):
        return 0, ()
    alone_one, alone_other = one[single[: len(one)]], other[single[len(one) :]]
    found: list[Changed] = []
    for text in texts[np.argsort(_first_numbers(one, texts))][:most]:
        before, after = _numbers(alone_one, text), _numbers(alone_other, text)
        before = before if len(before) else _numbers(one, text)[:1]
        after = after if len(after) else _numbers(other, text)[:1]
        found.append(Changed(tuple(np.sort(before).tolist()), tuple(np.sort(after).tolist())))
    return len(texts), tuple(found)


def _numbers(rows: Numbers, text: int) -> Numbers:
    """The numbers of the rows with a text, which rows are sorted by."""
    import numpy as np

    texts = rows[:, 0]
    return rows[np.searchsorted(texts, text) : np.searchsorted(texts, text, side="right"), 2]


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
