"""The order in which a network is worked through: what is needed first comes first.

Rules that reach each other, and states that lie on a loop, are taken together. Nothing here calls
itself, because a grammar may chain more rules than Python can nest calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...compiler.network import Network, Op


@dataclass(frozen=True, slots=True)
class Block:
    """Members that reach each other; a single member without a loop is not `cyclic`."""

    members: tuple[int, ...]
    cyclic: bool


def blocks(successors: Sequence[Sequence[int]]) -> list[Block]:
    """The strongly connected components of a graph on 0, 1, …, successors before predecessors
    (Tarjan, 1972, with a stack of its own). Members ascend; the same graph gives the same list."""
    size = len(successors)
    number = [-1] * size
    low = [0] * size
    on_path = [False] * size
    path: list[int] = []
    found: list[Block] = []
    count = 0
    for root in range(size):
        if number[root] >= 0:
            continue
        work = [(root, 0)]
        while work:
            node, at = work.pop()
            if at == 0:
                number[node] = low[node] = count
                count += 1
                path.append(node)
                on_path[node] = True
            following = successors[node]
            while at < len(following):
                other = following[at]
                at += 1
                if number[other] < 0:
                    work.append((node, at))
                    work.append((other, 0))
                    break
                if on_path[other]:
                    low[node] = min(low[node], number[other])
            else:
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == number[node]:
                    members = []
                    while True:
                        member = path.pop()
                        on_path[member] = False
                        members.append(member)
                        if member == node:
                            break
                    members.sort()
                    cyclic = len(members) > 1 or node in following
                    found.append(Block(tuple(members), cyclic))
    return found


@dataclass(frozen=True, slots=True)
class Order:
    """`networks`: the blocks of networks, callees first; `states`: for each network the blocks of
    its states, those nearest to the end first."""

    networks: tuple[Block, ...]
    states: tuple[tuple[Block, ...], ...]


def order(table: Sequence[Network]) -> Order:
    """The order of a whole table of networks."""
    calls = [
        list(dict.fromkeys(_called(a.arg) for arcs in n.arcs for a in arcs if a.op == Op.CALL))
        for n in table
    ]
    states = tuple(tuple(blocks([[a.target for a in arcs] for arcs in n.arcs])) for n in table)
    return Order(tuple(blocks(calls)), states)


def _called(arg: object) -> int:
    assert isinstance(arg, int)
    return arg
