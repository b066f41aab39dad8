"""Determinise: weighted subset construction in the log semiring, with a bound.

As Mohri (1997), but it gives up where it gets too large: weighted determinisation of a cyclic
automaton need not end, that of an acyclic one can take exponential space, and a parser walks an
automaton that is not deterministic just as well, only slower. OpenFst's own has no such bound.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from .epsilons import Arc, add

QUANTUM = 1e-9
"""Residual costs nearer than this are the same."""


MOST_LOOKS = 5_000_000
"""So many arcs are looked at, all subsets together, before it is given up."""


def determinise(arcs: Sequence[Sequence[Arc]], most: int) -> list[list[Arc]] | None:
    """The deterministic equivalent of an automaton without empty arcs, or None where it has more
    than *most* states, or takes too long. State 0 is the start; a state without arcs is final, with
    cost 0, and is reached only by labels of its own. Costs of equal paths are summed as
    probabilities."""
    # There may be millions of members: subsets are known by bytes, and forgotten when done with.
    subsets: dict[bytes, int] = {array("q", (0, 0)).tobytes(): 0}
    members: list[list[tuple[int, float]]] = [[(0, 0.0)]]
    result: list[list[Arc]] = []
    looks = 0
    for number in range(most):
        if number == len(members):
            return result
        gathered: dict[int, dict[int, float]] = {}
        subset, members[number] = members[number], []
        looks += sum(len(arcs[state]) for state, _ in subset)
        if looks > MOST_LOOKS:
            return None
        for state, residual in subset:
            for label, cost, target in arcs[state]:
                goals = gathered.setdefault(label, {})
                known = goals.get(target)
                cost += residual
                goals[target] = cost if known is None else add(known, cost)
        out: list[Arc] = []
        for label in sorted(gathered):
            goals = gathered[label]
            if len(goals) == 1:
                ((target, total),) = goals.items()
                key = array("q", (target, 0))
                following = [(target, 0.0)]
            else:
                costs = iter(goals.values())
                total = next(costs)
                for cost in costs:
                    total = add(total, cost)
                following = [(t, goals[t] - total) for t in sorted(goals)]
                key = array("q")
                for target, cost in following:
                    key.append(target)
                    key.append(round(cost / QUANTUM))
            name = key.tobytes()
            index = subsets.get(name)
            if index is None:
                index = subsets[name] = len(members)
                members.append(following)
            out.append((label, total, index))
        result.append(out)
    return None
