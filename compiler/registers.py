"""Registers: where on its ways a network draws the rows that it uses, and where it has them.

Lowering writes every use of a row as COLUMN. Here each network that has any is walked with the
columns of each row that were written so far: the first use on a way becomes ROW, which draws. So
what a walk does at a place never depends on the way there. A row is forgotten where no way leads
on to a use of it, so that no more states are made than there are things to remember.
"""

from __future__ import annotations

from collections.abc import Sequence

from .network import END, ROWS, START, Arc, Network, Op, Use

_Held = tuple[tuple[int, tuple[str, ...]], ...]
"""The registers that hold a row, ascending, and the columns of it that were written, sorted."""


def settle(net: Network, given: Sequence[Use], uses: dict[Use, int]) -> Network:
    """*net*, in which all uses stand as COLUMN with their number in *given*, with ROW where a row
    is drawn; uses are numbered in *uses*, which grows. A network without any stays as it is."""
    if not any(arc.op in ROWS for arcs in net.arcs for arc in arcs):
        return net
    ahead = _ahead(net, given)
    made = Network(net.name)
    number: dict[tuple[int, _Held], int] = {(START, ()): START, (END, ()): END}
    queue: list[tuple[int, _Held]] = [(START, ())]
    for state, held in queue:
        here = number[state, held]
        for arc in net.arcs[state]:
            after = dict(held)
            if arc.op in ROWS:
                assert isinstance(arc.arg, int)
                use = given[arc.arg]
                before = after.get(use.register)
                after[use.register] = tuple(sorted({*(before or ()), use.column}))
                use = use._replace(before=before or (), last=use.register not in ahead[arc.target])
                op = arc.op if before is not None else _DRAWING[arc.op]
                arc = arc._replace(op=op, arg=uses.setdefault(use, len(uses)))
            kept = tuple(sorted((r, c) for r, c in after.items() if r in ahead[arc.target]))
            key = (arc.target, kept)
            if key not in number:
                number[key] = made.state()
                queue.append(key)
            made.arcs[here].append(arc._replace(target=number[key]))
    return made


_DRAWING = {Op.COLUMN: Op.ROW, Op.COLUMN_VALUE: Op.ROW_VALUE}


def _ahead(net: Network, given: Sequence[Use]) -> list[set[int]]:
    """For each state the registers that some way from there uses."""
    ahead: list[set[int]] = [set() for _ in net.arcs]
    leading: list[list[tuple[int, Arc]]] = [[] for _ in net.arcs]
    for state, arcs in enumerate(net.arcs):
        for arc in arcs:
            leading[arc.target].append((state, arc))
            if arc.op in ROWS:
                assert isinstance(arc.arg, int)
                ahead[state].add(given[arc.arg].register)
    queue = list(range(len(net.arcs)))
    while queue:
        here = queue.pop()
        for state, _ in leading[here]:
            if not ahead[here] <= ahead[state]:
                ahead[state] |= ahead[here]
                queue.append(state)
    return ahead
