"""Rows of a catalogue in memory: from a file, from a statement, or from a program."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..dsl.text import nfc, squeeze
from . import weights as weighing


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as a program gives it: `weight` is a decimal ≥ 0, `id` the canonical value (`None`
    where there is none), `cells` what stands in its other columns."""

    value: str
    id: str | None = None
    weight: str | int = 1
    cells: Mapping[str, str] = field(default_factory=dict)


class Cells:
    """One column whose cells repeat: each distinct cell once, in the order of first appearance,
    and for every row the number of its cell."""

    __slots__ = ("_numbers", "codes")

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self.codes: array[int] = array("I")

    def extend(self, cells: Iterable[str]) -> None:
        """Adds the cells of further rows."""
        self.codes.extend(map(self._numbers.__getitem__, cells))

    @property
    def distinct(self) -> list[str]:
        """The distinct cells, by number."""
        return list(self._numbers)


class _Numbers(dict[str, int]):
    def __missing__(self, cell: str) -> int:
        self[cell] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a catalogue, a column at a time, ready to be packed.

    `ids` holds canonical values, `""` where a row has none, but for the rows in `empty`, whose
    canonical value is the empty text; it is `None` where no row has any. `weights` are exact
    integers in proportion, `None` where all rows weigh the same; `columns` holds the other
    columns, of which `features` are declared features; `lines` says where each row begins in its
    file. `header` is what the file calls the column of the values.
    """

    values: Sequence[str]
    ids: Sequence[str] | None = None
    empty: tuple[int, ...] = ()
    weights: array[int] | None = None
    columns: Mapping[str, Cells] = field(default_factory=dict)
    features: tuple[str, ...] = ()
    lines: Sequence[int] = ()
    header: str = ""

    def __len__(self) -> int:
        return len(self.values)

    @classmethod
    def of(cls, entries: Iterable[str | Entry], features: Iterable[str] = ()) -> Rows:
        """Rows from texts and entries, in their order. Texts are brought to NFC and single spaces;
        a weight that is no decimal ≥ 0 is a `ValueError`. Equal rows stay apart: they weigh as
        much together as one row with the sum of their weights."""
        given = [entry if isinstance(entry, Entry) else Entry(entry) for entry in entries]
        written = [str(entry.weight) or "?" for entry in given]
        numbers, _, bad = weighing.parse(written)
        if bad:
            raise ValueError(f"{given[bad[0]].weight!r} is no weight: weights are decimals ≥ 0")
        ids = [None if entry.id is None else _clean(entry.id) for entry in given]
        columns: dict[str, Cells] = {}
        for name in dict.fromkeys(name for entry in given for name in entry.cells):
            columns[name] = Cells()
            columns[name].extend(_clean(entry.cells.get(name, "")) for entry in given)
        return cls(
            values=[_clean(entry.value) for entry in given],
            ids=None if all(i is None for i in ids) else [i or "" for i in ids],
            empty=tuple(row for row, i in enumerate(ids) if i == ""),
            weights=weighing.reduced(numbers),
            columns=columns,
            features=tuple(name for name in features if name in columns),
            lines=range(1, len(given) + 1),
        )


def _clean(text: str) -> str:
    return squeeze(nfc(text))
