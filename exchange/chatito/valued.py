"""What fills a slot, with the canonical value that each way has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from ...compiler import ir
from ..plain.mapped import nodes
from ..plain.plain import Plain

Way = tuple[Fraction, "str | None", tuple[ir.Node, ...]]
Rows = Callable[[str], list[tuple[str, "str | None", int]]]

MOST = 2_000
"""So many ways are written apart for their values, besides those of lists."""


class Valued:
    """Takes fillers apart as far as canonical values need it, and no further."""

    def __init__(self, plain: Plain, rows: Rows) -> None:
        self._plain = plain
        self._rows = rows
        self._known: dict[str, bool] = {}
        self.cut: dict[str, None] = {}

    def all(self) -> Iterator[str]:
        """All canonical values of the grammar, in order."""
        for node in nodes(self._plain):
            if isinstance(node, ir.Choice):
                yield from (o.value for o in node.options if o.value is not None)
        for name in self._plain.catalogues:
            made = self._plain.catalogues[name]
            if made.valued and made.range is None and made.selection is not None:
                yield from (r.value for r in made.rows() if r.value is not None)

    def of(self, node: ir.Node) -> list[Way]:
        """The ways of *node*: probability, canonical value where there is one, parts."""
        if isinstance(node, ir.Call) and self._has(node):
            return self.of(self._plain.rules[node.rule])
        if isinstance(node, ir.Choice):
            total = sum(o.weight for o in node.options)
            found: list[Way] = []
            for option in node.options:
                share = Fraction(option.weight, total)
                if option.value is not None:
                    found.append((share, option.value, option.parts))
                    continue
                found += [(share * m, v, p) for m, v, p in self._parts(option.parts)]
            return found
        if isinstance(node, ir.Draw) and self._has(node):
            rows = self._rows(node.catalogue)
            whole = sum(w for _, _, w in rows)
            return [(Fraction(w, whole), v, _words(t)) for t, v, w in rows]
        return [(Fraction(1), None, (node,))]

    def _parts(self, parts: tuple[ir.Node, ...]) -> list[Way]:
        found: list[Way] = [(Fraction(1), None, ())]
        for part in parts:
            ways = self.of(part) if self._has(part) else [(Fraction(1), None, (part,))]
            if len(parts) > 1 and len(found) * len(ways) > MOST:
                self.cut.setdefault(getattr(part, "rule", "") or getattr(part, "catalogue", "…"))
                ways = [(Fraction(1), None, (part,))]
            found = [
                (m * n, _joined(v, w), before + own) for m, v, before in found for n, w, own in ways
            ]
        return found

    def _has(self, node: ir.Node) -> bool:
        """Whether canonical values are given in *node*, not within a slot in it."""
        if isinstance(node, ir.Call):
            if node.rule not in self._known:
                self._known[node.rule] = False
                self._known[node.rule] = self._has(self._plain.rules[node.rule])
            return self._known[node.rule]
        if isinstance(node, ir.Choice):
            return any(o.value is not None or any(map(self._has, o.parts)) for o in node.options)
        if isinstance(node, ir.Draw):
            return any(v is not None for _, v, _ in self._rows(node.catalogue))
        return False


def _joined(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one if other is None else other
    return f"{one} {other}"


def _words(text: str) -> tuple[ir.Node, ...]:
    found: list[ir.Node] = []
    for word in text.split(" "):
        found += [ir.Space(), ir.Text(word)] if found else [ir.Text(word)]
    return tuple(found)
