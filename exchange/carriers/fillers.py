"""Fillers: what the slots of a grammar take, as systems with slot types need it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ...catalogues.numbers.notation import is_range
from ...compiler.compiled import Compiled
from ...compiler.keys import SelectionKey
from ...compiler.network import END, START, Op
from .layout import Region
from .losses import standard_modules
from .search import Search

_STANDARD = {
    "date.date": "date",
    "date.month": "month",
    "date.weekday": "weekday",
    "duration.duration": "duration",
    "duration.short_duration": "duration",
    "number.cardinal": "number",
    "number.ordinal": "ordinal",
    "number.small": "number",
    "time.clock_time": "time",
    "time.digital_time": "time",
    "time.time": "time",
}
"""The rules of the standard library that other systems have types of their own for."""
_MOST_ATOMS = 64
_MOST_DEPTH = 30


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot: its canonical value, None where it has none, and its texts, of which
    the first is its name."""

    id: str | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """What a slot takes. `kind` is `values`, `wildcard` (any words; the values are examples), or
    one of `number`, `date`, `time`, `duration`, `ordinal`, `weekday`, `month`, whose values are
    listed by `listed` only. `name` is that of the catalogue that holds just these values, empty
    where there is none; `ranges` are those of a number as a grammar writes them. `even` says that
    all places of the slot take the same, `cut` that it takes more values than there are here."""

    kind: str
    name: str = ""
    values: tuple[Value, ...] = ()
    ranges: tuple[str, ...] = ()
    even: bool = True
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    """All that one place of a slot takes: a kind, or the rows of a selection."""

    kind: str
    key: SelectionKey | None = None


class Fillers:
    """Looks at the slots of one grammar; at most *most* values are listed of each."""

    def __init__(self, compiled: Compiled, search: Search, most: int) -> None:
        self.stock = compiled.stock
        self.search = search
        self.most = most
        self.modules = standard_modules(compiled)

    def filler(self, regions: Iterable[Region], listed: bool = False) -> Filler:
        """What the slot takes that is filled in these places; *listed* asks for values, whatever
        the kind is."""
        places = dict.fromkeys(regions)
        if not places:
            return Filler("values")
        found = [self._atoms(region) for region in places]
        even = all(atoms == found[0] for atoms in found) and (
            found[0] is not None or len(places) == 1 or self._alike(places)
        )
        atoms = [atom for one in found for atom in one or ()]
        kinds = dict.fromkeys(atom.kind for atom in atoms)
        kind = next(iter(kinds)) if len(kinds) == 1 and None not in found else "values"
        ranges = tuple(
            dict.fromkeys(a.key.catalogue for a in atoms if a.key and a.kind == "number")
        )
        if kind not in ("values", "wildcard") and not listed:
            return Filler(kind, ranges=ranges, even=even)
        keys = dict.fromkeys(atom.key for atom in atoms)
        name = ""
        if len(keys) == 1 and None not in found:
            (key,) = keys
            if key is not None and key == SelectionKey(key.catalogue, ()):
                name = "" if is_range(key.catalogue) else key.catalogue
        values, cut = self._values(places, found)
        return Filler(kind, name, values, ranges, even, cut)

    # ------------------------------------------------------------------ values

    def _alike(self, places: Iterable[Region]) -> bool:
        """Whether places that are more than draws have the same texts and values."""
        sets = [
            frozenset((f.text, f.value) for f in islice(self.search.values(region), self.most))
            for region in places
        ]
        return all(one == sets[0] for one in sets)

    def _values(
        self, places: Iterable[Region], found: list[tuple[_Atom, ...] | None]
    ) -> tuple[tuple[Value, ...], bool]:
        """The values of all places, rows of one canonical value together."""
        texts: dict[tuple[str | None, str], dict[str, None]] = {}
        cut = False
        for region, atoms in zip(places, found, strict=True):
            keys = [atom.key for atom in atoms or ()]
            rows: Iterator[tuple[str, str | None]]
            if atoms and None not in keys:
                rows = (row for key in keys if key is not None for row in self._rows(key))
            else:
                rows = ((f.text, f.value) for f in self.search.values(region))
            for number, (text, value) in enumerate(rows):
                if number == self.most:
                    cut = True
                    break
                if text:
                    texts.setdefault((value, text if value is None else ""), {})[text] = None
            cut = cut or ((None in keys or not atoms) and self.search.cut)
        return tuple(Value(key[0], tuple(ways)) for key, ways in texts.items()), cut

    def _rows(self, key: SelectionKey) -> Iterator[tuple[str, str | None]]:
        selection = self.stock.selection(key)
        if selection is None:
            return
        catalogue = selection.catalogue
        for row in selection.rows():
            yield catalogue.value(row), catalogue.identity(row)

    # ------------------------------------------------------------------ shapes

    def _atoms(self, region: Region) -> tuple[_Atom, ...] | None:
        """The draws and standard rules that a place consists of, one at a time; None where there
        is more to it."""
        found: dict[_Atom, None] = {}
        if not self._collect(region.net, region.inside, region.after, found, 0):
            return None
        return tuple(found) if len(found) <= _MOST_ATOMS else None

    def _collect(
        self, net: int, state: int, end: int, found: dict[_Atom, None], depth: int
    ) -> bool:
        if state == end or depth > _MOST_DEPTH or len(found) > _MOST_ATOMS:
            return False
        table = self.search.networks.table
        for op, arg, _, target in table[net].arcs[state]:
            if op == Op.NONE:
                if not self._collect(net, target, end, found, depth + 1):
                    return False
                continue
            if not self._quiet(net, target, end):
                return False
            if op == Op.CALL:
                assert isinstance(arg, int)
                kind = self._standard(table[arg].name)
                if kind:
                    found[_Atom(kind)] = None
                elif not self._collect(arg, START, END, found, depth + 1):
                    return False
            elif op == Op.DRAW_VALUE:
                assert isinstance(arg, int)
                key = self.search.networks.selections[arg]
                found[_Atom(self._kind(key), key)] = None
            else:
                return False
        return True

    def _kind(self, key: SelectionKey) -> str:
        if is_range(key.catalogue):
            return "number"
        return "wildcard" if key.catalogue in self.stock.wildcards else "values"

    def _quiet(self, net: int, state: int, end: int) -> bool:
        """Whether nothing is written from here to the end."""
        arcs = self.search.networks.table[net].arcs
        for _ in range(_MOST_DEPTH):
            if state == end:
                return True
            if len(arcs[state]) != 1 or arcs[state][0].op != Op.NONE:
                return False
            state = arcs[state][0].target
        return False

    def _standard(self, rule: str) -> str:
        """The kind of a rule of the standard library, imported under its own name."""
        name = rule.partition("@")[0]
        kind = _STANDARD.get(name, "")
        return kind if name.partition(".")[0] in self.modules else ""
