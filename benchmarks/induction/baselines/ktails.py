"""k-tails: states of the prefix tree that go on alike for k symbols are one.

Biermann & Feldman 1972, On the synthesis of finite-state machines from samples of their behaviour,
as used on traces (Cook & Wolf 1998): the tails of a state are all that can follow it for k symbols,
or to the end if that is nearer.
"""

from __future__ import annotations

from collections.abc import Sequence

from .automaton import Automaton, Template, prefix_tree, quotient


def k_tails(train: Sequence[Template], length: int) -> Automaton:
    """The quotient of the prefix tree, which may have several arcs of a symbol from one state."""
    tree = prefix_tree(train)
    tails: list[frozenset[Template]] = [frozenset([()])] * len(tree.arcs)
    for _ in range(length):
        tails = [
            frozenset(
                (symbol, *tail)
                for symbol, targets in arcs.items()
                for target in targets
                for tail in tails[target]
            )
            | (frozenset([("",)]) if end else frozenset())
            for arcs, end in zip(tree.arcs, tree.ends, strict=True)
        ]
    blocks: dict[frozenset[Template], int] = {}
    return quotient(tree, [blocks.setdefault(tail, len(blocks)) for tail in tails])
