"""Permutations written out as choices."""

from __future__ import annotations

from itertools import permutations

from ...compiler import ir
from .mapped import choice, fresh, mapped, nodes
from .plain import Plain

MOST_WRITTEN = 3
"""Up to so many parts every order is written out; with more of them, there is a rule for each set
of parts that may still follow."""


def without_permutations(plain: Plain) -> Plain:
    """The same language with the same probabilities, without `Permute`."""
    if not any(isinstance(node, ir.Permute) for node in nodes(plain)):
        return plain
    names = fresh(plain)
    made: dict[str, ir.Choice] = {}
    known: dict[tuple[ir.Node, ...], ir.Node] = {}

    def following(parts: tuple[ir.Node, ...], owner: str) -> ir.Node:
        """All of *parts*, in any order."""
        if parts not in known:
            if len(parts) <= MOST_WRITTEN:
                known[parts] = orders(parts)
            else:
                name = names.name(f"{owner}_any_order")
                known[parts] = ir.Call(name)
                options = []
                for number, part in enumerate(parts):
                    rest = parts[:number] + parts[number + 1 :]
                    then = (part, ir.Space(), following(rest, owner))
                    options.append(ir.Option(1, then))
                made[name] = ir.Choice(tuple(options))
        return known[parts]

    def change(owner: str, body: ir.Choice) -> ir.Choice:
        def node(one: ir.Node) -> ir.Node:
            return following(one.bodies, owner) if isinstance(one, ir.Permute) else one

        return choice(body, node)

    return mapped(plain, change, lambda: made)


def orders(parts: tuple[ir.Node, ...]) -> ir.Choice:
    """All of *parts* in every order, one alternative each."""
    options = []
    for order in permutations(parts):
        spaced: list[ir.Node] = []
        for part in order:
            spaced += [ir.Space(), part] if spaced else [part]
        options.append(ir.Option(1, tuple(spaced)))
    return ir.Choice(tuple(options))
