"""Lists: the catalogues of a plain grammar, each a whole catalogue or some rows of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ...catalogues.numbers.notation import Range, is_range, parse
from ...catalogues.numbers.progression import ONE
from ...catalogues.selection import Selection
from ...compiler import ir
from ...compiler.keys import SelectionKey
from ...compiler.stock import Stock
from .names import Names


class Row(NamedTuple):
    """A row of a list: its text, the canonical value where it has one, and its weight, an integer
    in proportion to those of the others."""

    text: str
    value: str | None
    weight: int


@dataclass(frozen=True, slots=True)
class PlainList:
    """A list to draw from: `of` is the name that the grammar has for the catalogue.

    `selection` holds its rows, None while nothing is bound to an open catalogue, and for a
    wildcard without examples; `wild` says that it is a wildcard, whose rows are but examples.
    `range` says that these are all numbers of a range, in the form for `gender` where that is not
    empty. `column` is the one that the list writes; with `valued` its rows give canonical values.
    """

    name: str
    of: str
    selection: Selection | None
    wild: bool = False
    range: Range | None = None
    gender: str = ""
    column: str = "value"
    valued: bool = True

    def __len__(self) -> int:
        """How many rows `rows` gives; 0 for an open one."""
        if self.selection is None:
            return 0
        if self.column != "value":
            return len(set(self._codes()))
        return len(self.selection)

    @property
    def open(self) -> bool:
        """Whether nothing is bound to it; a wildcard is never open."""
        return self.selection is None and not self.wild

    def rows(self) -> Iterator[Row]:
        """The rows in order, read one by one; those with the same text and value stay apart, but
        for those of a column other than the values'."""
        if self.selection is None:
            return
        catalogue = self.selection.catalogue
        if self.column != "value":
            texts = catalogue.cells(self.column)
            masses: Counter[int] = Counter()
            codes = catalogue.codes(self.column)
            for row in self.selection.rows():
                masses[codes[row]] += catalogue.weight(row)
            yield from (Row(texts[code], None, mass) for code, mass in masses.items())
            return
        for row in self.selection.rows():
            value = catalogue.identity(row) if self.valued else None
            yield Row(catalogue.value(row), value, catalogue.weight(row))

    def merged(self) -> list[Row]:
        """The rows in order, those with the same text and value as one."""
        masses: dict[tuple[str, str | None], int] = {}
        for text, value, weight in self.rows():
            masses[text, value] = masses.get((text, value), 0) + weight
        return [Row(text, value, weight) for (text, value), weight in masses.items()]

    def _codes(self) -> Iterator[int]:
        assert self.selection is not None
        codes = self.selection.catalogue.codes(self.column)
        return (codes[row] for row in self.selection.rows())


class Lists:
    """The lists of a grammar, made as they are asked for; `made` has them by name."""

    def __init__(self, stock: Stock, names: Names, features: Collection[str] = ()) -> None:
        """*features* are the columns of which a list's name says the value only."""
        self._stock = stock
        self._features = features
        self._names = names
        self._known: dict[tuple[SelectionKey, str, bool], str] = {}
        self.made: dict[str, PlainList] = {}

    def draw(self, key: SelectionKey, column: str = "value", valued: bool = True) -> ir.Draw:
        """A draw from the list of the rows of *key*, which writes *column*."""
        key = self._reduced(key)
        catalogue = self._stock.catalogue(key.catalogue)
        valued = valued or catalogue is None or "id" not in catalogue.columns
        if catalogue is not None:
            column = catalogue.named(column) or column
        known = (key, column, valued)
        if known not in self._known:
            # the names of whole catalogues have been put aside; a range has none
            whole = key == SelectionKey(key.catalogue, ()) and column == "value" and valued
            whole = whole and not is_range(key.catalogue)
            wanted = self._wanted(key, column, valued)
            made = self._names.of(wanted) if whole else self._names.name(wanted)
            name = self._known[known] = made
            range_ = gender = None
            if is_range(key.catalogue):
                range_, gender = self._range(key)
            self.made[name] = PlainList(
                name,
                key.catalogue,
                self._stock.selection(key),
                key.catalogue in self._stock.wildcards,
                range_,
                gender or "",
                column,
                valued,
            )
        return ir.Draw(self._known[known])

    def _reduced(self, key: SelectionKey) -> SelectionKey:
        """The key of the whole catalogue, where nothing is left out."""
        bare = SelectionKey(key.catalogue, ())
        catalogue = self._stock.catalogue(key.catalogue)
        # where there is no such column, every row is without a value there
        key = key._replace(
            conditions=tuple(
                (column, cells)
                for column, cells in key.conditions
                if "" not in cells or (catalogue is not None and catalogue.named(column))
            )
        )
        if key == bare or catalogue is None:
            return key
        some, whole = self._stock.selection(key), self._stock.selection(bare)
        assert some is not None
        assert whole is not None
        # some of the whole; but a range in a form for a gender is another one, of the same length
        same = len(some) == len(whole) and next(some.rows(), -1) == next(whole.rows(), -1)
        return bare if same else key

    def _range(self, key: SelectionKey) -> tuple[Range | None, str]:
        """The range that these are all numbers of, and the gender of their form."""
        gender = ""
        for column, cells in key.conditions:
            if column != "gender":
                return None, ""
            gender = cells[0] if len(cells) == 1 else ""
        return (None if key.without else parse(key.catalogue)), gender

    def _wanted(self, key: SelectionKey, column: str, valued: bool) -> str:
        """A name that says which rows these are."""
        words = [key.catalogue]
        range_ = parse(key.catalogue) if is_range(key.catalogue) else None
        if range_ is not None:
            words = ["number", str(range_.low), str(range_.high)]
            words += [f"step_{range_.step}"] if range_.step != ONE else []
            words += ["words"] if range_.words else []
            words += [f"times_{range_.times}"] if range_.times != ONE else []
            words = [word.replace("-", "minus_") for word in words]
        carried: list[str] | None = None
        for name, cells in key.conditions:
            shown = [cell for cell in cells if cell][:2]
            if name in self._features:
                carried = [*(carried or ()), *shown]
            else:
                words += [name, *(shown or ["none"])]
        if carried is not None:
            words += carried or ["none"]
        if column != "value":
            words.append(column)
        if key.without:
            words += ["but", *key.without[:1]]
        if not valued:
            words.append("text")
        joined = "_".join(words)
        return joined if len(joined) <= 60 else joined[:60]
