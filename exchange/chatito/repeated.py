"""Repeats as choices within choices, for targets that have none."""

from __future__ import annotations

from ...compiler import ir

MOST_COPIES = 6
"""So many more copies at most are made of what is repeated without end."""


def within(node: ir.Repeat) -> ir.Node:
    """*node* as choices within choices, with the same odds; without end up to `MOST_COPIES`
    more than there must be."""
    high = node.high
    if high is None:
        high = node.low + MOST_COPIES
    found: ir.Node | None = None
    for count in range(high, 0, -1):
        # With this many or more: odds to go on are those of a count above this one.
        options = []
        if count >= node.low:
            options.append(ir.Option(1, (node.body,)))
        if found is not None:
            on = 1 if node.high is None else high - max(count, node.low - 1)
            weight = on if count >= node.low else 1
            options.append(ir.Option(weight, (node.body, ir.Space(), found)))
        found = ir.Choice(tuple(options))
    assert found is not None
    if node.low:
        return found
    on = 1 if node.high is None else high
    return ir.Choice((ir.Option(1, ()), ir.Option(on, (found,))))
