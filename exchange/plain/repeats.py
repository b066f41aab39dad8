"""Repeats written out as choices."""

from __future__ import annotations

from ...compiler import ir
from .mapped import choice, mapped
from .plain import Plain

MOST_COPIES = 50
"""So many copies of what is repeated are written at most."""


def written_out(node: ir.Repeat) -> ir.Node:
    """A repeat that has an end as a choice of how often, every count alike; as it is where it has
    none, or would take more than `MOST_COPIES` copies."""
    high = node.high
    if high is None or (node.low + high) * (high - node.low + 1) > 2 * MOST_COPIES:
        return node
    options = []
    for count in range(node.low, high + 1):
        parts: list[ir.Node] = []
        for _ in range(count):
            parts += [ir.Space(), node.body] if parts else [node.body]
        options.append(ir.Option(1, tuple(parts)))
    return ir.Choice(tuple(options))


def without_repeats(plain: Plain) -> Plain:
    """The same language with the same probabilities; what `Repeat` is left has no end, or too
    many copies."""

    def node(one: ir.Node) -> ir.Node:
        return written_out(one) if isinstance(one, ir.Repeat) else one

    return mapped(plain, lambda _, body: choice(body, node))
