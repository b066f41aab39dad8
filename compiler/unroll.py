"""Unroll: left recursion as loops, so that every call left is finite or the last of its network.

A rule that recurs on the left, `a = <a> x | y`, is read from the inside out: begin with any way of
a member that does not recur, and at its end go on behind any call of that member, with the
probability of getting to that call. Probabilities of whole paths stay what they were; those of the
arcs of one state no longer sum to 1.
"""

from __future__ import annotations

from fractions import Fraction

from .network import END, START, Arc, Network, Networks, Op


def unroll(networks: Networks) -> tuple[Network, ...]:
    """The table of networks with each left-recursive one replaced by a loop without calls of its
    own component."""
    table = list(networks.table)
    for index, side in networks.recursive.items():
        if side == "left":
            table[index] = _loop(networks, index)
    return tuple(table)


def _loop(networks: Networks, wanted: int) -> Network:
    members = sorted(networks.component[wanted])
    net = Network(networks.table[wanted].name)
    state_of: dict[tuple[int, int], int] = {}
    for member in members:
        for state in range(len(networks.table[member].arcs)):
            state_of[member, state] = net.state()
    for member in members:
        source = networks.table[member]
        net.arcs[START].append(Arc(Op.NONE, None, Fraction(1), state_of[member, START]))
        reach: dict[int, Fraction] = {START: Fraction(1)}
        queue = [START]
        for state in queue:  # only NONE arcs lead to a call that nothing stands before
            for arc in source.arcs[state]:
                if arc.op == Op.NONE:
                    reach[arc.target] = reach.get(arc.target, Fraction(0)) + (
                        reach[state] * arc.probability
                    )
                    queue.append(arc.target)
        for state, arcs in enumerate(source.arcs):
            for arc in arcs:
                if arc.op == Op.CALL and arc.arg in members:
                    assert isinstance(arc.arg, int)
                    share = reach.get(state, Fraction(0)) * arc.probability
                    net.arcs[state_of[arc.arg, END]].append(
                        Arc(Op.NONE, None, share, state_of[member, arc.target])
                    )
                else:
                    net.arcs[state_of[member, state]].append(
                        arc._replace(target=state_of[member, arc.target])
                    )
    net.arcs[state_of[wanted, END]].append(Arc(Op.NONE, None, Fraction(1), END))
    return net
