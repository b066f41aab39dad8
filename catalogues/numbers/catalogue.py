"""A range as a catalogue: everything that a catalogue can be asked, worked out row by row."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from ..catalogue import Catalogue
from ..index import Index, searchable
from ..packing import Bytes
from ..selection import Selection
from .averages import tractable, words_total
from .lengths import digits_total
from .notation import Range
from .progression import digits
from .reading import NumberIndex, WordIndex
from .rules import Rules, damaged

_MOST_ROWS = (1 << 63) - 1
MOST_CUT = 1_000_000
"""So many numbers there may be where some are taken out: the others are then listed."""


class Numbers(Catalogue):
    """The numbers of a range, each of them with the same weight.

    Row r is number `r % count` of the range, in its form `r // count`: form 0 is the one in which
    a number stands by itself, the others agree with a gender each, in the order of the range's.
    """

    __slots__ = ("_averages", "_numbers", "_times", "range", "rules")

    range: Range
    """What the grammar says."""

    rules: Rules | None
    """How the numbers are said; None where they are written in digits."""

    def __init__(self, range_: Range, rules: Rules | None = None) -> None:
        self.range = range_
        self.rules = rules
        self._averages: dict[int, tuple[Fraction, Fraction]] = {}
        self._numbers = range_.numbers
        self._times = range_.times
        self._header = ""
        self._index = None
        self._header = ""
        self.locale = ""
        self.total = len(self)
        self.features = ("gender",) if range_.genders else ()

    @classmethod
    def made(cls, range_: Range, rules: Rules | None) -> Numbers | None:
        """The range said by *rules*; None where these can't say all of its numbers, or can't be
        trusted."""
        if (rules is not None) != range_.words:
            return None
        numbers = range_.numbers
        if numbers.count * (1 + len(range_.genders)) > _MOST_ROWS:
            return None
        if rules is not None and (
            damaged(
                rules,
                max(abs(numbers.first), abs(numbers.last)) // 10**numbers.scale,
                numbers.first < 0,
                numbers.scale,
                1 + len(range_.genders),
            )
            or not tractable(numbers)
        ):
            return None
        return cls(range_, rules)

    def __len__(self) -> int:
        return self._numbers.count * (1 + len(self.range.genders))

    @property
    def sections(self) -> Mapping[str, Bytes]:
        """What an artifact must hold besides the range's name."""
        if self.rules is None:
            return {}
        return {"rules": json.dumps(self.rules.held, ensure_ascii=False).encode()}

    @property
    def columns(self) -> tuple[str, ...]:
        """See `Catalogue`."""
        return ("value", "id", *self.features)

    @property
    def weighted(self) -> bool:
        """See `Catalogue`: all numbers weigh the same."""
        return False

    @property
    def index(self) -> Index:
        """Finds the numbers in text."""
        if self._index is None:
            if self.rules is None:
                self._index = NumberIndex(self._numbers)
            else:
                self._index = WordIndex(self._numbers, self.rules, self.range.locale)
        return self._index

    def value(self, row: int) -> str:
        """See `Catalogue`."""
        form, place = divmod(row, self._numbers.count)
        units, scale = self._numbers[place], self._numbers.scale
        return digits(units, scale) if self.rules is None else self.rules.spell(form, units, scale)

    def identity(self, row: int) -> str:
        """The number, times the factor, in digits."""
        units = self._numbers[row % self._numbers.count] * self._times.units
        return digits(units, self._numbers.scale + self._times.scale)

    @property
    def empty(self) -> list[int]:
        """See `Catalogue`: none."""
        return []

    def weight(self, row: int) -> int:
        """See `Catalogue`: 1."""
        return 1

    def weights(self) -> Sequence[int] | None:
        """See `Catalogue`: all weigh the same."""
        return None

    def cell(self, row: int, column: str) -> str:
        """See `Catalogue`."""
        if column == "gender" and self.features:
            form = row // self._numbers.count
            return self.range.genders[form - 1] if form else ""
        return {"value": self.value, "id": self.identity}[column](row)

    def cells(self, column: str) -> list[str]:
        """See `Catalogue`; for values and ids only of ranges that are small."""
        if column == "gender" and self.features:
            return list(self.range.genders)
        return [self.cell(row, column) for row in range(len(self))]

    def codes(self, column: str) -> Sequence[int]:
        """See `Catalogue`."""
        raise KeyError(column)

    def select(
        self,
        conditions: Sequence[tuple[str, Collection[str]]],
        without: Collection[str] = (),
    ) -> Selection:
        """The rows that are drawn from: those of a gender where *conditions* name one, else the
        numbers as they stand by themselves; only those spelled in one of some ways where
        *conditions* say so, and none that are spelled like one of *without*. Of more than
        `MOST_CUT` numbers, nothing is left where some are taken out."""
        count = self._numbers.count
        rows = range(count)
        some: set[int] | None = None
        for column, values in conditions:
            if column == "gender" and self.features:
                forms = [1 + n for n, gender in enumerate(self.range.genders) if gender in values]
                first = forms[0] * count if len(forms) == 1 else 0
                rows = range(first, first + (count if len(forms) == 1 else 0))
            elif column == "value":
                some = self._rows(values) if some is None else some & self._rows(values)
            elif "" not in values:
                rows = range(0)
        kept: Sequence[int] = rows
        if some is not None:
            kept = array("I", sorted(some.intersection(rows)))
        if without and count > MOST_CUT:
            kept = ()
        elif without:
            gone = self._rows(without)
            kept = array("I", (row for row in kept if row not in gone))
        return Selection(self, kept, None)

    def _rows(self, texts: Collection[str]) -> set[int]:
        return {row for text in texts for row in self.spelled(text)}

    @property
    def parts(self) -> tuple[str, ...]:
        """What the spellings of the numbers are made of, one part behind the other."""
        return (
            tuple("-.0123456789") if self.rules is None else tuple(filter(None, self.rules.texts))
        )

    @property
    def characters(self) -> frozenset[str]:
        """All characters that the numbers are spelled with, and maybe some more."""
        return frozenset("".join(self.parts))

    def spelled(self, text: str) -> list[int]:
        """The rows that are spelled like *text*, letter for letter."""
        where = text if self.rules is None else searchable(text, self.range.locale)
        found = self.index.matches(where, 0)
        return [row for end, row in found if end == len(text) and self.value(row) == text]

    def apart(self, other: Numbers) -> bool:
        """Whether no number of this range is spelled like one of the other, as far as that can be
        told by their kinds and bounds."""
        if self.range.words != other.range.words:
            return not any(map(str.isdecimal, (self if self.range.words else other).characters))
        if self.range.locale != other.range.locale:
            return False
        scale = max(self._numbers.scale, other._numbers.scale)
        mine: int = 10 ** (scale - self._numbers.scale)
        its: int = 10 ** (scale - other._numbers.scale)
        return (
            self._numbers.last * mine < other._numbers.first * its
            or other._numbers.last * its < self._numbers.first * mine
        )

    def averages(self, row: int) -> tuple[Fraction, Fraction]:
        """The characters of a number in the form of *row*, and the spaces in it, on average over
        the whole range."""
        form, count = row // self._numbers.count, self._numbers.count
        if form not in self._averages:
            if self.rules is None:
                total, spaces = digits_total(self._numbers), 0
            else:
                total, spaces = words_total(self._numbers, self.rules, form)
            self._averages[form] = Fraction(total, count), Fraction(spaces, count)
        return self._averages[form]
