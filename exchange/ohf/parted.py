"""Constants taken out of sentences: hassil gives them to whole blocks of sentences.

`turn on (the light {domain = light} | the fan {domain = fan})` becomes two blocks, each with its
own fixed slots.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ...compiler import ir
from ..plain.mapped import nodes
from ..plain.plain import Plain

MOST = 5_000
"""A grammar comes apart into no more pieces."""

Given = ir.Constant | ir.Context
Piece = tuple[tuple[Given, ...], tuple[ir.Node, ...]]


class TooMany(Exception):
    """There are more pieces than `MOST`, or a constant stands where it may come again and again."""


class Parting:
    """Takes the constants out of the bodies of *plain*."""

    def __init__(self, plain: Plain) -> None:
        self._rules = plain.rules
        self._holds = _holding(plain)

    def choice(self, body: ir.Choice) -> list[tuple[tuple[Given, ...], ir.Choice]]:
        """*body* by the constants that its texts have, in the order of the file."""
        found: dict[tuple[Given, ...], list[ir.Option]] = {}
        for option in body.options:
            for given, parts in self._parts(option.parts):
                kept = ir.Option(option.weight, parts, option.value)
                found.setdefault(given, []).append(kept)
        return [(given, ir.Choice(tuple(options))) for given, options in found.items()]

    def _parts(self, parts: tuple[ir.Node, ...]) -> list[Piece]:
        found: list[Piece] = [((), ())]
        for part in parts:
            further = list(self._node(part))
            if len(found) * len(further) > MOST:
                raise TooMany
            found = [(a + c, b + d) for a, b in found for c, d in further]
        return found

    def _node(self, node: ir.Node) -> Iterator[Piece]:
        if isinstance(node, ir.Constant | ir.Context):
            yield (node,), ()
        elif not self._held(node):
            yield (), (node,)
        elif isinstance(node, ir.Call):
            yield from self._node(self._rules[node.rule])
        elif isinstance(node, ir.Choice):
            for given, body in self.choice(node):
                yield given, (body,)
        elif isinstance(node, ir.Permute):
            bodies = [self._parts((body,)) for body in node.bodies]
            for pieces in product(*bodies):
                inner = tuple(ir.Choice((ir.Option(1, parts),)) for _, parts in pieces)
                yield tuple(g for given, _ in pieces for g in given), (ir.Permute(inner),)
        else:
            raise TooMany

    def _held(self, node: ir.Node) -> bool:
        return any(
            isinstance(n, ir.Constant | ir.Context)
            or (isinstance(n, ir.Call) and n.rule in self._holds)
            for n in ir.walk(node)
        )


def _holding(plain: Plain) -> frozenset[str]:
    """The rules in which constants stand, or rules in which constants stand."""
    found: set[str] = set()
    while True:
        more = {
            name
            for name, body in plain.rules.items()
            if name not in found
            and any(
                isinstance(n, ir.Constant | ir.Context)
                or (isinstance(n, ir.Call) and n.rule in found)
                for n in ir.walk(body)
            )
        }
        if not more:
            return frozenset(found)
        found |= more


def uses(plain: Plain) -> dict[str, int]:
    """How often each rule is called."""
    found: dict[str, int] = {}
    for node in nodes(plain):
        if isinstance(node, ir.Call):
            found[node.rule] = found.get(node.rule, 0) + 1
    return found
