"""Stock: the catalogues of a grammar in use, and the selections of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from ..catalogues.numbers.notation import is_range
from ..catalogues.rows import Rows
from ..dsl.findings import Finding
from ..dsl.span import Span
from .joints import ColumnKey, Joints
from .keys import SelectionKey

if TYPE_CHECKING:
    from ..catalogues.catalogue import Catalogue
    from ..catalogues.coded import Coded
    from ..catalogues.joint import Joint
    from ..catalogues.selection import Selection
    from . import ir
    from .features import Assignment, Spread


def missing_column(name: str, column: str, there: Iterable[str], place: Span) -> Finding:
    """E404 at *place* for a column that the catalogue *name* has not."""
    known = list(there)
    close = get_close_matches(column, known, n=1, cutoff=0.6)
    return Finding(
        "E404",
        f"The catalogue “{name}” has no column “{column}”.",
        place,
        f"Did you mean “{close[0]}”?" if close else f"Its columns are {', '.join(known)}.",
    )


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The rows of a catalogue that nobody has drawn from yet, and the locale they are in."""

    rows: Rows
    locale: str


class Stock:
    """Catalogues by name; one that is open and not bound is None. Those of `wildcards` hold the
    examples that these are sampled from: what they stand for in a text is any words."""

    def __init__(
        self,
        catalogues: Mapping[str, Catalogue | Unpacked | None],
        wildcards: Iterable[str] = (),
    ) -> None:
        self._catalogues = dict(catalogues)
        self.wildcards = tuple(wildcards)
        self._selections: dict[SelectionKey, Selection] = {}
        self.joints = Joints()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all catalogues, in order."""
        return tuple(self._catalogues)

    def catalogue(self, name: str) -> Catalogue | None:
        """The catalogue of that name; packed when it is first asked for."""
        found = self._catalogues[name]
        if isinstance(found, Unpacked):
            from ..catalogues.catalogue import Catalogue

            found = self._catalogues[name] = Catalogue.of(found.rows, found.locale)
        return found

    def is_bound(self, name: str) -> bool:
        """Whether that catalogue has rows."""
        return self._catalogues[name] is not None

    def selection(self, key: SelectionKey) -> Selection | None:
        """The rows that *key* stands for, or None while its catalogue is not bound."""
        if key not in self._selections:
            found = self.select(key)
            if found is None:
                return None
            self._selections[key] = found
        return self._selections[key]

    def select(self, key: SelectionKey) -> Selection | None:
        """What `selection` gives, without keeping it."""
        catalogue = self.catalogue(key.catalogue)
        if catalogue is None:
            return None
        conditions: list[tuple[str, frozenset[str]]] = []
        for column, cells in key.conditions:
            named = catalogue.named(column)
            if named is not None:
                conditions.append((named, frozenset(cells)))
            elif "" not in cells:  # every row is without a value there
                conditions.append(("value", frozenset()))
        if is_range(key.catalogue):
            from ..catalogues.numbers.catalogue import Numbers

            assert isinstance(catalogue, Numbers)
            return catalogue.select(conditions, key.without)
        from ..catalogues.selection import select

        filled = [catalogue.named(c) or c for c in key.filled]
        return select(catalogue, conditions, filled=filled, without=key.without)

    def column(self, key: ColumnKey) -> Coded | None:
        """A column that uses of rows write; None while its catalogue is not bound."""
        catalogue = self.catalogue(key[0])
        return None if catalogue is None else self.joints.column(catalogue, key)

    def joint(self, key: SelectionKey, columns: tuple[str, ...]) -> Joint | None:
        """The rows of *key* sorted by *columns*; None while their catalogue is not bound."""
        return self.joints.joint(self, (key, columns)) if self.is_bound(key.catalogue) else None

    def misses(self, node: ir.Draw, place: Span) -> Finding | None:
        """E404 at *place* for a column that the catalogue of *node* has not, E311 where no row
        passes its filters or holds something in all columns that must be filled."""
        catalogue = self.catalogue(node.catalogue) if node.where or node.filled else None
        if catalogue is None:
            return None
        lacking = [column for column in node.filled if catalogue.named(column) is None]
        if lacking:
            return missing_column(node.catalogue, lacking[0], catalogue.columns, place)
        from .ir import selection_key  # which a walk through tables does not need

        selection = self.selection(selection_key(node))
        if selection is None or selection.mass:
            return None
        if not node.where:
            return Finding(
                "E311",
                f"No row of the catalogue “{node.catalogue}” has something in each of the columns "
                f"{', '.join(node.filled)}.",
                place,
                "Rows with an empty cell in a column that is used are left out.",
            )
        shown = ", ".join(f"{column}={'|'.join(cells)}" for column, cells in node.where)
        return Finding(
            "E311",
            f"No row of the catalogue “{node.catalogue}” passes the filter [{shown}].",
            place,
            "Cells are compared letter for letter; look at the column's values.",
        )

    def keep(self, key: SelectionKey, selection: Selection) -> None:
        """Uses a selection that has been worked out before."""
        self._selections[key] = selection

    def with_catalogue(self, name: str, catalogue: Catalogue) -> Stock:
        """The same stock with another catalogue under *name*."""
        stock = Stock({**self._catalogues, name: catalogue}, self.wildcards)
        stock._selections = {k: s for k, s in self._selections.items() if k.catalogue != name}
        stock.joints = self.joints.without(name)
        return stock

    def profile(self, node: ir.Draw, features: tuple[str, ...]) -> Spread:
        """The spread of the rows that *node* draws from over *features*, by weight.

        Features that are no columns of the catalogue, and all of an unbound one, are None.
        """
        from .ir import selection_key

        catalogue = self.catalogue(node.catalogue)
        nothing: Assignment = (None,) * len(features)
        if catalogue is None:
            return {nothing: Fraction(1)}
        if node.column is not None and catalogue.named(node.column) != "value":
            return {nothing: Fraction(1)}
        columns = [f for f in features if f in catalogue.columns]
        if not columns:
            return {nothing: Fraction(1)}
        masses: dict[Assignment, int] = {}
        for cells in product(*(sorted(catalogue.cells(c)) for c in columns)):
            known = dict(zip(columns, cells, strict=True))
            conditions = [*node.where, *((f, (known.get(f, ""),)) for f in columns)]
            key = selection_key(node)._replace(conditions=tuple(conditions))
            selection = self.selection(key)
            if selection is not None and selection.mass:
                masses[tuple(known.get(f) or None for f in features)] = selection.mass
        total = sum(masses.values())
        return {values: Fraction(mass, total) for values, mass in masses.items()}
