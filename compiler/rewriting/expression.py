"""Expression: from the IR of a rewrite's side to an acceptor of its texts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from .. import ir
from ..stock import Stock
from .marks import BEGIN, END

MOST_VALUES = 10_000
"""So many values of a catalogue may stand in a rewrite."""

ENDS = {ord(BEGIN): 0xF8FE, ord(END): 0xF8FF}
"""The labels that `cdrewrite` knows as `[BOS]` and `[EOS]`."""


MOST_PERMUTED = 5


class Unfit(Exception):
    """What can't be part of a rewrite; the message is said after “This rewrite”."""


class Expressions:
    """Makes acceptors over characters (labels are code points), `^` and `$` as `cdrewrite` has
    them. Runs of spaces are one space; one beside `^` or `$` is none."""

    def __init__(self, rules: Mapping[str, ir.Choice], stock: Stock) -> None:
        self._rules = rules
        self._stock = stock
        self._known: dict[str, Any] = {}
        self._open: list[str] = []

    def acceptor(self, body: ir.Choice) -> Any:
        """The texts of *body*; `Unfit` says what can't be one."""
        return _squeezed(self._node(body))

    def _node(self, node: ir.Node) -> Any:
        import pynini

        if isinstance(node, ir.Text):
            return text(node.text)
        if isinstance(node, ir.Space):
            return text(" ")
        if isinstance(node, ir.Call):
            return self._rule(node.rule)
        if isinstance(node, ir.Draw):
            return self._draw(node)
        if isinstance(node, ir.Minus):
            less = _squeezed(union(self._node(part) for part in node.without)).optimize()
            return pynini.difference(_squeezed(self._node(node.body)), less)
        if isinstance(node, ir.Slot):
            return self._node(node.body)
        if isinstance(node, ir.Choice):
            return union(self._sequence([self._node(p) for p in o.parts]) for o in node.options)
        if isinstance(node, ir.Repeat):
            return self._repeat(node)
        if isinstance(node, ir.Permute):
            if len(node.bodies) > MOST_PERMUTED:
                raise Unfit(f"puts more than {MOST_PERMUTED} parts in any order")
            bodies = [self._node(body) for body in node.bodies]
            spaced = [
                self._sequence([x for b in order for x in (text(" "), b)][1:])
                for order in itertools.permutations(bodies)
            ]
            return union(spaced)
        return pynini.accep("")

    def _repeat(self, node: ir.Repeat) -> Any:
        import pynini

        body = self._node(node.body)
        again = pynini.concat(text(" "), body)
        low = max(node.low, 1)
        more = again.closure() if node.high is None else pynini.closure(again, 0, node.high - low)
        whole = self._sequence([body, *[again.copy() for _ in range(low - 1)], more])
        return union([whole, pynini.accep("")]) if node.low == 0 else whole

    def _rule(self, name: str) -> Any:
        if name in self._open:
            raise Unfit(f"uses the rule “{name}”, which is recursive")
        if name not in self._known:
            self._open.append(name)
            self._known[name] = self._node(self._rules[name]).optimize()
            self._open.pop()
        return self._known[name].copy()

    def _draw(self, node: ir.Draw) -> Any:
        if node.column is not None:
            raise Unfit(f"uses the column “{node.column}” of a row of “{node.catalogue}”")
        selection = self._stock.selection(ir.selection_key(node))
        if selection is None:
            raise Unfit(f"uses the catalogue “{node.catalogue}”, which is open")
        if len(selection) > MOST_VALUES:
            raise Unfit(
                f"uses the catalogue “{node.catalogue}”, which has more than {MOST_VALUES:,} values"
            )
        value = selection.catalogue.value
        return union(text(value(row)) for row in selection.rows())

    def _sequence(self, parts: list[Any]) -> Any:
        import pynini

        whole = pynini.accep("")
        for part in parts:
            whole = pynini.concat(whole, part)
        return whole


def text(written: str) -> Any:
    """The acceptor of one text."""
    import pynini

    return pynini.accep(pynini.escape(written), token_type="utf8")


def union(machines: Iterable[Any]) -> Any:
    """The union of some acceptors."""
    import pynini

    return pynini.union(*machines).optimize()


def _squeezed(machine: Any) -> Any:
    """The same texts with single spaces, and none beside the ends."""
    import pynini

    labels = {arc.ilabel for state in machine.states() for arc in machine.arcs(state)} - {0}
    if 32 in labels:
        everything = union(text(chr(label)) for label in sorted(labels)).closure().optimize()
        gone = pynini.cross(text(" "), "")
        rules = [pynini.cdrewrite(gone, text(" "), "", everything)]
        if ord(BEGIN) in labels:
            rules.append(pynini.cdrewrite(gone, text(BEGIN), "", everything))
        if ord(END) in labels:
            rules.append(pynini.cdrewrite(gone, "", text(END), everything))
        for rule in rules:
            machine = pynini.compose(machine, rule).project("output").rmepsilon().optimize()
    pairs = list(ENDS.items())
    machine.relabel_pairs(ipairs=pairs, opairs=pairs)
    return machine
