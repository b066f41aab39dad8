"""How often every alternative comes, by writing out all ways through the IR, agreement and all."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations, product

from gramc.compiler import ir
from gramc.compiler.compiled import Compiled
from gramc.compiler.ir import selection_key

Way = tuple[Fraction, dict[str, str], tuple[object, ...]]
"""Probability, features carried, and what was come by: options (by id) and rules (by name)."""


class Ways:
    def __init__(self, compiled: Compiled) -> None:
        self.program = compiled.program
        self.stock = compiled.stock
        self.known: dict[int, list[Way]] = {}

    def of(self, node: ir.Node) -> list[Way]:
        if id(node) not in self.known:
            self.known[id(node)] = self._of(node)
        return self.known[id(node)]

    def _of(self, node: ir.Node) -> list[Way]:
        if isinstance(node, ir.Call):
            return [(p, f, (node.rule, *m)) for p, f, m in self.of(self.program.rules[node.rule])]
        if isinstance(node, ir.Slot):
            return self.of(node.body)
        if isinstance(node, ir.Draw):
            return self._draw(node)
        if isinstance(node, ir.Repeat):
            assert node.high is not None
            counts = range(node.low, node.high + 1)
            return [
                (p / len(counts), {}, marks)
                for n in counts
                for p, marks in joined([self.of(node.body)] * n)
            ]
        if isinstance(node, ir.Permute):
            orders = list(permutations(node.bodies))
            return [
                (p / len(orders), {}, marks)
                for o in orders
                for p, marks in joined([self.of(b) for b in o])
            ]
        if isinstance(node, ir.Choice):
            total = sum(o.weight for o in node.options)
            return [
                (p * o.weight / total, f, (id(o), *m))
                for o in node.options
                for p, f, m in self._option(o)
            ]
        return [(Fraction(1), {}, ())]

    def _draw(self, node: ir.Draw) -> list[Way]:
        selection = self.stock.selection(selection_key(node))
        assert selection is not None
        catalogue = selection.catalogue
        return [
            (
                selection.probability(row),
                {f: v for f in catalogue.features if (v := catalogue.cell(row, f))},
                (),
            )
            for row in selection.rows()
        ]

    def _option(self, option: ir.Option) -> list[Way]:
        parts = ir.features_parts(option)
        tags = dict(option.tags)
        ways: list[Way] = []
        for choice in product(*(self.of(part) for part in parts)):
            p = Fraction(1)
            marks: tuple[object, ...] = ()
            up = set(option.agree)
            for share, carried, more in choice:
                p *= share
                marks += more
                if len(parts) == 1:
                    up.update(carried, tags)
            common = {f: v for f, v in tags.items() if f in up}
            fits = True
            for _, carried, _ in choice:
                for feature, value in carried.items():
                    if feature in up and common.setdefault(feature, value) != value:
                        fits = False
            if fits:
                ways.append((p, {**tags, **common}, marks))
        total = sum((p for p, _, _ in ways), Fraction(0))
        return [(p / total, f, m) for p, f, m in ways]


def joined(parts: list[list[Way]]) -> list[tuple[Fraction, tuple[object, ...]]]:
    found: list[tuple[Fraction, tuple[object, ...]]] = []
    for choice in product(*parts):
        p = Fraction(1)
        marks: tuple[object, ...] = ()
        for share, _, more in choice:
            p *= share
            marks += more
        found.append((p, marks))
    return found


def times(ways: list[Way]) -> dict[object, Fraction]:
    """How often each mark comes on average."""
    found: dict[object, Fraction] = {}
    for p, _, marks in ways:
        for mark, count in Counter(marks).items():
            found[mark] = found.get(mark, Fraction(0)) + p * count
    return found


def at_all(ways: list[Way], mark: object) -> Fraction:
    """The probability that a mark comes at all."""
    return sum((p for p, _, marks in ways if mark in marks), Fraction(0))
