"""Joints: for the rows that alternatives share, the columns and sorted rows that parsing needs.

What is made once is kept, and goes into the artifact, so that a million rows open at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .keys import SelectionKey
from .network import Use
from .tables import Tables
from .validate_rows import misused

if TYPE_CHECKING:
    from ..catalogues.catalogue import Catalogue
    from ..catalogues.coded import Coded
    from ..catalogues.joint import Joint
    from ..catalogues.packing import Bytes
    from .stock import Stock

ColumnKey = tuple[str, str]
"""A catalogue, and a column as uses name it."""
JointKey = tuple[SelectionKey, tuple[str, ...]]
"""Rows, and the columns that they are sorted by."""


class Joints:
    """Columns and sorted rows by what they are of, each made when it is first asked for."""

    def __init__(self) -> None:
        self._columns: dict[ColumnKey, Coded] = {}
        self._joints: dict[JointKey, Joint] = {}
        self.sections: dict[ColumnKey | JointKey, Mapping[str, Bytes]] = {}

    def column(self, catalogue: Catalogue, key: ColumnKey) -> Coded:
        """That column of *catalogue*, which is the one of the key."""
        found = self._columns.get(key)
        if found is None:
            from ..catalogues.coded import Coded, pack_coded

            named = catalogue.named(key[1])
            assert named is not None  # seen to when it was bound
            if key not in self.sections:
                self.sections[key] = pack_coded(catalogue, named)
            found = self._columns[key] = Coded(catalogue, named, self.sections[key])
        return found

    def joint(self, stock: Stock, key: JointKey) -> Joint:
        """The rows of the key, which must be bound in *stock*."""
        found = self._joints.get(key)
        if found is None:
            from ..catalogues.joint import Joint, pack_joint

            selection = stock.selection(key[0])
            assert selection is not None
            name = key[0].catalogue
            columns = [self.column(selection.catalogue, (name, column)) for column in key[1]]
            if key not in self.sections:
                self.sections[key] = pack_joint(selection, columns)
            found = self._joints[key] = Joint(columns, self.sections[key])
        return found

    def without(self, catalogue: str) -> Joints:
        """All but what is of *catalogue*."""
        kept = Joints()
        kept._columns = {k: v for k, v in self._columns.items() if k[0] != catalogue}
        kept._joints = {k: v for k, v in self._joints.items() if k[0].catalogue != catalogue}
        kept.sections = {
            k: v for k, v in self.sections.items() if catalogue not in (k[0], _owner(k))
        }
        return kept


def _owner(key: ColumnKey | JointKey) -> str:
    return key[0] if isinstance(key[0], str) else key[0].catalogue


def column_keys(uses: Sequence[Use], selections: Sequence[SelectionKey]) -> list[ColumnKey]:
    """The columns that *uses* write, in order."""
    return list(dict.fromkeys((selections[use.selection].catalogue, use.column) for use in uses))


def sequences(uses: Sequence[Use]) -> dict[tuple[int, tuple[str, ...]], tuple[str, ...]]:
    """For each selection and set of columns (sorted) that ways have written of its rows, the
    columns by which the rows are to be sorted, this set being the first of them."""
    wanted: dict[int, set[tuple[str, ...]]] = {}
    for use in uses:
        found = wanted.setdefault(use.selection, set())
        if use.before:
            found.add(use.before)
        found.add(tuple(sorted({*use.before, use.column})))
    result: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = {}
    for selection, sets in sorted(wanted.items()):
        first: dict[tuple[str, ...], tuple[str, ...]] = {}
        for columns in sorted(sets, key=lambda c: (len(c), c)):
            inner = [c for c in first if set(c) < set(columns)]
            start = first[max(inner, key=lambda c: (len(c), c))] if inner else ()
            first[columns] = (*start, *(c for c in columns if c not in start))
        for columns, order in first.items():
            longer = [o for o in first.values() if o[: len(order)] == order]
            result[selection, columns] = max(longer, key=lambda o: (len(o), o))
    return result


def joint_keys(uses: Sequence[Use], selections: Sequence[SelectionKey]) -> list[JointKey]:
    """The sorted rows that *uses* need, each once, in order."""
    found = ((selections[s], order) for (s, _), order in sequences(uses).items())
    return list(dict.fromkeys(found))


def sections(stock: Stock, tables: Tables) -> dict[str, bytes]:
    """What an artifact keeps of the uses of *tables*: the columns and sorted rows of catalogues
    that are bound."""
    found: dict[str, bytes] = {}
    for number, column in enumerate(column_keys(tables.uses, tables.selections)):
        if stock.column(column) is not None:
            for part, data in stock.joints.sections[column].items():
                found[f"column/{number}/{part}"] = bytes(data)
    for number, joint in enumerate(joint_keys(tables.uses, tables.selections)):
        if stock.joint(*joint) is not None:
            for part, data in stock.joints.sections[joint].items():
                found[f"joint/{number}/{part}"] = bytes(data)
    return found


def opened(stock: Stock, tables: Tables, parts: Mapping[str, Bytes]) -> str | None:
    """Gives *stock* what `sections` kept; what is wrong with it, to be put behind a colon, or
    None."""
    if not tables.uses:
        return None
    from .shape_rows import column_wrong, joint_wrong

    wrong = misused(tables)
    if wrong is not None:
        return wrong
    groups: dict[str, dict[str, Bytes]] = {}
    for name, data in parts.items():
        group, _, part = name.rpartition("/")
        groups.setdefault(group, {})[part] = data
    for number, column in enumerate(column_keys(tables.uses, tables.selections)):
        catalogue = stock.catalogue(column[0])
        if catalogue is None:
            continue
        named = catalogue.named(column[1])
        own = groups.get(f"column/{number}", {})
        wrong = "a column is missing" if named is None else column_wrong(own, catalogue, named)
        if wrong is not None:
            return wrong
        stock.joints.sections[column] = own
    for number, joint in enumerate(joint_keys(tables.uses, tables.selections)):
        selection = stock.selection(joint[0])
        if selection is None:
            continue
        if any(selection.catalogue.named(column) is None for column in joint[1]):
            return "a column is missing"
        own = groups.get(f"joint/{number}", {})
        columns = [stock.column((joint[0].catalogue, c)) for c in joint[1]]
        wrong = joint_wrong(own, selection, [c for c in columns if c is not None])
        if wrong is not None:
            return wrong
        stock.joints.sections[joint] = own
    return None
