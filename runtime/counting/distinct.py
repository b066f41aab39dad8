"""Distinct: how many different labelled texts an intent or rule has.

Different derivations may give the same labelled text. The patterns are deterministic, so that each
path counts once; where paths (and rows of catalogues) are shown to spell different texts, the
number of paths is the number of texts. Where that cannot be shown, a small language is written
out, and for a large one the number of paths is an upper bound.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ...compiler.network import Networks
from ...compiler.rewriting.transducer import Rewriter
from ...compiler.stock import Stock
from ..enumerate import derivations
from .amount import Amount, Polynomial
from .atoms import Values
from .large import values
from .order import Order
from .patterns import Draw, Patterns, alone, patterns, spelled_out
from .plain import Cells, plain
from .tally import MOST_BITS, Tally, tally
from .unambiguous import unambiguous

MOST_ARCS = 200_000
"""Patterns of more arcs than this are not made, …"""
ALL_ARCS = 500_000
"""… nor more than this for all intents and rules together."""
MOST_WRITTEN = 200_000
"""Languages of more derivations than this are not written out, …"""
ALL_WRITTEN = 400_000
"""… nor more than this for all together."""


class Texts:
    """Counts the labelled texts of one network after another."""

    def __init__(
        self,
        networks: Networks,
        stock: Stock,
        order: Order,
        counted: Tally,
        open_names: Mapping[int, str],
        rewriter: Rewriter | None = None,
    ) -> None:
        """*order* and *counted* are of the plain networks; *rewriter*: what the sentences of
        intents go through, so that different ones may become the same."""
        self._networks = networks
        self._plain = plain(networks)
        self._cells = Cells(networks, stock)
        self._stock = stock
        self._counted = counted
        self._open = open_names
        self._rewriter = rewriter
        self._intents = frozenset(net for _, _, net in networks.roots)
        self.size = spelled_out(networks.table, order)
        """About how large the patterns of each network are."""
        self._arcs_left = ALL_ARCS
        self._written_left = ALL_WRITTEN
        self._order = order
        self._bounds: Sequence[Amount] | None = None
        self._values: dict[Draw, Values] = {}

    def amount(self, net: int) -> Amount:
        """The number of different labelled texts of a network, or an upper bound of it."""
        if self._counted.endless[net]:
            return Amount(None, math.inf, infinite=True)
        paths: Amount | None = None
        if self.size[net] <= min(MOST_ARCS, self._arcs_left):
            self._arcs_left -= self.size[net]
            found = patterns(self._plain, net, MOST_ARCS, self.values)
            if found is not None and self._countable(found):
                paths = self.paths(found)
                if not found.open and not self._rewritten(net) and unambiguous(found):
                    return paths
        bound = self._bound(net)
        if paths is not None and (paths.open or paths.log2 < bound.log2):
            bound = paths
        derived = self._counted.log2[net]
        if not bound.open and derived <= math.log2(MOST_WRITTEN):
            count = round(2.0**derived)
            if count <= self._written_left:
                self._written_left -= count
                return self._written(net)
        return replace(bound, exact=False)

    def _rewritten(self, net: int) -> bool:
        """Whether different texts of a network may become the same."""
        return self._rewriter is not None and net in self._intents

    def values(self, draw: Draw) -> Values | None:
        """The values of a draw; None where nothing is bound."""
        if draw not in self._values:
            if self._cells.use(draw[0]) is not None:
                cells = self._cells.values(*draw)
                if cells is not None:
                    self._values[draw] = cells
                return cells
            selection = self._stock.selection(self._networks.selections[draw[0]])
            if selection is None:
                return None
            self._values[draw] = values(selection, draw[1])
        return self._values[draw]

    def _bound(self, net: int) -> Amount:
        """The derivations, equal rows counted once."""
        if self._bounds is None:
            table = self._plain.table
            rows: dict[Draw, int | Fraction] = {**self._counted.rows}
            for draw in rows:
                if self.bound(draw):
                    rows[draw] = self.factor(draw)
            same = rows == self._counted.rows
            counted = self._counted if same else tally(table, self._order, rows)
            self._bounds = counted.amounts(self._open)
        return self._bounds[net]

    def bound(self, draw: Draw) -> bool:
        """Whether the catalogue of a draw is bound."""
        return self._stock.is_bound(self._plain.selections[draw[0]].catalogue)

    def factor(self, draw: Draw) -> int | Fraction:
        """How many different values a draw has, where those before are given."""
        if self._cells.use(draw[0]) is not None:
            return self._cells.ratio(*draw)
        values = self.values(draw)
        return 1 if values is None else values.size

    def _countable(self, found: Patterns) -> bool:
        """Whether every use of a row has a label of its own: only then is it known on each path
        what of the row was written before."""
        draws = [*found.origin.values(), *((n, False) for n in found.open.values())]
        uses = [draw for draw in draws if self._cells.use(draw[0]) is not None]
        if not uses:
            return True
        return not found.open and len(set(uses)) == len(uses) and found.shared.isdisjoint(uses)

    def paths(self, found: Patterns) -> Amount:
        """The number of paths, rows of catalogues counted."""
        counts: list[int | Fraction] = [0] * len(found.arcs)
        for state in found.sequence:
            total: int | Fraction = int(state in found.final)
            for label, target in found.arcs[state]:
                rows = found.rows.get(label)
                if rows is None:
                    total += counts[target]
                elif self._cells.use(found.origin[label][0]) is None:
                    total += rows.size * counts[target]
                else:
                    total += self._cells.ratio(*found.origin[label]) * counts[target]
            counts[state] = total
        value = int(counts[0])
        return Amount(
            value if value.bit_length() <= MOST_BITS else None,
            math.log2(value) if value else -math.inf,
            open=bool(found.open),
            formula=self._formula(found) if found.open else "",
        )

    def _formula(self, found: Patterns) -> str:
        """The number of paths in terms of the sizes of open catalogues."""
        counts = [Polynomial.number(0)] * len(found.arcs)
        for state in found.sequence:
            total = Polynomial.number(int(state in found.final))
            for label, target in found.arcs[state]:
                factor = counts[target]
                if label in found.rows:
                    factor = Polynomial.number(found.rows[label].size) * factor
                elif label in found.open:
                    factor = Polynomial.variable(self._open[found.open[label]]) * factor
                total = total + factor
            counts[state] = total
        return counts[0].shown()

    def _written(self, net: int) -> Amount:
        """Writes the whole language out."""
        networks = alone(self._networks, net)
        rewriter = self._rewriter if self._rewritten(net) else None
        count = len({u for u, _ in derivations(networks, self._stock, 0, rewriter=rewriter)})
        return Amount(count, math.log2(count) if count else -math.inf)
