"""Sums over all ways through the networks, exact but for rounding: expectations and probabilities.

A quantity is a short vector at every state, summed over the ways from there to the end. What an arc
does to the vector behind it is linear, and in a recursive rule linear in the rule's own vector too,
because no way through a rule meets more than one recursive call (the language stays regular).
So loops and recursion are linear systems.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...catalogues.numbers.catalogue import Numbers
from ...catalogues.selection import Selection
from ...compiler.network import END, START, Arc, Network, Op
from .linear import fixed_point
from .order import Block, Order

Vector = list[float]
Step = Callable[[Arc, Sequence[float], Sequence[float]], Sequence[float]]
"""(arc, vector behind it, vector of the network it calls or none) to the vector before it, the
arc's probability included; linear in both vectors."""


def path_sums(
    table: Sequence[Network], order: Order, end: Sequence[float], step: Step
) -> list[Vector]:
    """The vector of every network: the sum over all ways through it, which end with *end*."""
    return _Sums(table, order, end, step).run()


class _Sums:
    def __init__(
        self, table: Sequence[Network], order: Order, end: Sequence[float], step: Step
    ) -> None:
        self.table = table
        self.order = order
        self.end = end
        self.step = step
        self.size = len(end)
        self.known: list[Sequence[float]] = [[0.0] * self.size for _ in table]

    def run(self) -> list[Vector]:
        for block in self.order.networks:
            if block.cyclic:
                self.recursive(block)
            else:
                (net,) = block.members
                self.known[net] = self.network(net)
        return [list(v) for v in self.known]

    def network(self, net: int) -> Sequence[float]:
        """The vector of a network, those of the networks it calls being known."""
        arcs_of = self.table[net].arcs
        values: list[Sequence[float]] = [[0.0] * self.size for _ in arcs_of]
        values[END] = self.end
        for block in self.order.states[net]:
            if block.cyclic:
                self.loop(arcs_of, block, values)
                continue
            (state,) = block.members
            arcs = arcs_of[state]
            if len(arcs) == 1:
                values[state] = self.before(arcs[0], values[arcs[0].target])
            elif arcs:
                each = [self.before(arc, values[arc.target]) for arc in arcs]
                values[state] = [math.fsum(column) for column in zip(*each, strict=True)]
        return values[START]

    def before(self, arc: Arc, behind: Sequence[float]) -> Sequence[float]:
        called: Sequence[float] = ()
        if arc.op == Op.CALL:
            assert isinstance(arc.arg, int)
            called = self.known[arc.arg]
        return self.step(arc, behind, called)

    def loop(self, arcs_of: list[list[Arc]], block: Block, values: list[Sequence[float]]) -> None:
        """The states of a loop, which depend on each other."""
        size = self.size
        at = {state: size * i for i, state in enumerate(block.members)}
        matrix: list[dict[int, float]] = [{} for _ in range(size * len(at))]
        constant = [0.0] * (size * len(at))
        for state, row in at.items():
            for arc in arcs_of[state]:
                column = at.get(arc.target)
                if column is None:
                    for i, x in enumerate(self.before(arc, values[arc.target])):
                        constant[row + i] += x
                    continue
                for k in range(size):
                    _add(matrix, row, column + k, self.before(arc, self.unit(k)))
        solved = fixed_point(matrix, constant)
        for state, row in at.items():
            values[state] = solved[row : row + size]

    def recursive(self, block: Block) -> None:
        """Networks that reach each other: each is tried out with every unit vector in the place
        of every other, which gives the coefficients."""
        size = self.size
        at = {net: size * i for i, net in enumerate(block.members)}
        matrix: list[dict[int, float]] = [{} for _ in range(size * len(at))]
        constant = [0.0] * (size * len(at))
        nothing = [0.0] * size
        for net, row in at.items():
            base = self.network(net)
            constant[row : row + size] = base
            called = {a.arg: None for arcs in self.table[net].arcs for a in arcs if a.op == Op.CALL}
            for other in called:
                assert isinstance(other, int)
                if other not in at:
                    continue
                for k in range(size):
                    self.known[other] = self.unit(k)
                    tried = self.network(net)
                    change = [x - y for x, y in zip(tried, base, strict=True)]
                    _add(matrix, row, at[other] + k, change)
                self.known[other] = nothing
        solved = fixed_point(matrix, constant)
        for net, row in at.items():
            self.known[net] = solved[row : row + size]

    def unit(self, k: int) -> Vector:
        vector = [0.0] * self.size
        vector[k] = 1.0
        return vector


def _add(matrix: list[dict[int, float]], row: int, column: int, entries: Sequence[float]) -> None:
    for i, entry in enumerate(entries):
        if entry:
            matrix[row + i][column] = matrix[row + i].get(column, 0.0) + entry


def bits(probability: Fraction) -> float:
    """-log2 of a probability, however small."""
    return math.log2(probability.denominator) - math.log2(probability.numerator)


# --------------------------------------------------------------------------- entropy and length


@dataclass(frozen=True, slots=True)
class Draws:
    """What a draw from a selection gives on average: entropy in bits, characters, spaces inside."""

    bits: float
    characters: float
    spaces: float


UNKNOWN = Draws(0.0, 0.0, 0.0)
"""Stands for the draw from a catalogue that nothing is bound to."""


def draws(selection: Selection | None) -> Draws:
    """The averages of a selection, by weight."""
    if selection is None or not selection.mass:
        return UNKNOWN
    catalogue = selection.catalogue
    if isinstance(catalogue, Numbers) and selection.unbroken:
        characters, spaces = map(float, catalogue.averages(next(selection.rows())))
        return Draws(math.log2(selection.mass), characters, spaces)
    rows = list(selection.rows())
    values: list[str] = catalogue.cells("value")
    if len(rows) < len(values):
        values = [values[row] for row in rows]
    weights = catalogue.weights()
    if weights is None:
        mass = len(rows)
        characters = sum(map(len, values))
        spaces = sum(value.count(" ") for value in values)
        return Draws(math.log2(mass), characters / mass, spaces / mass)
    if len(rows) < len(weights):
        weights = [weights[row] for row in rows]
    mass = selection.mass
    heavy: dict[int, int] = {}
    for weight in weights:
        heavy[weight] = heavy.get(weight, 0) + 1
    shared = math.fsum(n * w / mass * math.log2(w) for w, n in heavy.items())
    characters = sum(w * len(v) for w, v in zip(weights, values, strict=True))
    spaces = sum(w * v.count(" ") for w, v in zip(weights, values, strict=True))
    return Draws(math.log2(mass) - shared, characters / mass, spaces / mass)


@dataclass(frozen=True, slots=True)
class Size:
    """What a network writes on average: entropy of the choice of derivation in bits, words (what
    stands between spaces) and characters of the text, spaces between words included."""

    bits: float
    words: float
    characters: float


# A stretch of text is of one of six kinds, by what matters to what is beside it: whether it is
# empty, and whether a space is due before its first and behind its last text. The product of two
# kinds is the kind of the two stretches side by side, and says whether a space is written between.
_EMPTY, _SPACE, _BARE, _BEHIND, _BEFORE, _BOTH = range(6)
_BITS, _CHARACTERS, _SPACES, _DIMENSION = 6, 7, 8, 9
_KINDS = range(6)


def _beside(a: int, b: int) -> tuple[int, bool]:
    if a == _EMPTY:
        return b, False
    if b == _EMPTY:
        return a, False
    if a == _SPACE:
        return (_SPACE, False) if b == _SPACE else (2 + (b - 2 | 2), False)
    if b == _SPACE:
        return 2 + (a - 2 | 1), False
    joined = 2 + ((a - 2 & 2) | (b - 2 & 1))
    return joined, bool(a - 2 & 1 or b - 2 & 2)


_PRODUCT = tuple(tuple(_beside(a, b) for b in _KINDS) for a in _KINDS)


def _step(averages: Mapping[int, Draws]) -> Step:
    def text(x: Sequence[float], p: float, cost: float, average: Draws) -> Vector:
        """Before *x* stands a text, with no space of its own around it."""
        due = x[_BEFORE] + x[_BOTH]
        mass = x[0] + x[1] + x[2] + x[3] + due
        return [
            0.0,
            0.0,
            p * (x[_EMPTY] + x[_BARE] + x[_BEFORE]),
            p * (x[_SPACE] + x[_BEHIND] + x[_BOTH]),
            0.0,
            0.0,
            p * (x[_BITS] + (cost + average.bits) * mass),
            p * (x[_CHARACTERS] + average.characters * mass + due),
            p * (x[_SPACES] + average.spaces * mass + due),
        ]

    def step(arc: Arc, x: Sequence[float], y: Sequence[float]) -> Sequence[float]:
        op, arg, probability, _ = arc
        sure = probability == 1
        p = 1.0 if sure else float(probability)
        cost = 0.0 if sure else bits(probability)
        if op == Op.TEXT:
            assert isinstance(arg, str)
            return text(x, p, cost, Draws(0.0, len(arg), arg.count(" ")))
        if op in (Op.DRAW, Op.DRAW_VALUE):
            assert isinstance(arg, int)
            return text(x, p, cost, averages[arg])
        if op == Op.CALL:
            return _times(y, x, p, cost)
        if op == Op.SPACE:
            before = [0.0, x[0] + x[1], 0.0, 0.0, x[2] + x[4], x[3] + x[5], *x[6:]]
            x = before
        if sure:
            return x
        mass = x[0] + x[1] + x[2] + x[3] + x[4] + x[5]
        scaled = [p * each for each in x]
        scaled[_BITS] += p * cost * mass
        return scaled

    return step


def _times(a: Sequence[float], b: Sequence[float], p: float, cost: float) -> Vector:
    """The ways of *a* followed by those of *b*."""
    result = [0.0] * _DIMENSION
    mass_a = mass_b = joined = 0.0
    for j in _KINDS:
        mass_b += b[j]
    for i in _KINDS:
        if not a[i]:
            continue
        mass_a += a[i]
        row = _PRODUCT[i]
        for j in _KINDS:
            if b[j]:
                kind, space = row[j]
                both = a[i] * b[j]
                result[kind] += p * both
                if space:
                    joined += both
    result[_BITS] = p * (a[_BITS] * mass_b + mass_a * (b[_BITS] + cost * mass_b))
    for k in (_CHARACTERS, _SPACES):
        result[k] = p * (a[k] * mass_b + mass_a * b[k] + joined)
    return result


def sizes(table: Sequence[Network], order: Order, averages: Mapping[int, Draws]) -> list[Size]:
    """Entropy and expected length of every network; *averages* are those of the selections.

    Exact expectations (no sampling), by the chain rule of entropy and linearity; finite for
    recursive rules too, because every way round ends with probability 1.
    """
    end = [1.0, *[0.0] * (_DIMENSION - 1)]
    found = []
    for x in path_sums(table, order, end, _step(averages)):
        texts = x[_BARE] + x[_BEHIND] + x[_BEFORE] + x[_BOTH]
        found.append(Size(max(0.0, x[_BITS]), x[_SPACES] + texts, x[_CHARACTERS]))
    return found


# --------------------------------------------------------------------------- uses of a rule


@dataclass(frozen=True, slots=True)
class Used:
    """How often a network goes through another: on average, and the probability of once or more."""

    times: float
    probability: float


def uses(table: Sequence[Network], order: Order, chosen: frozenset[int]) -> list[Used]:
    """For every network how often a way through it goes through one of *chosen*, itself
    included."""

    def step(arc: Arc, x: Sequence[float], y: Sequence[float]) -> Sequence[float]:
        p = 1.0 if arc.probability == 1 else float(arc.probability)
        mass, times, once = x
        if arc.op != Op.CALL:
            return [p * mass, p * times, p * once]
        called, inner, met = y
        if arc.arg in chosen:
            inner, met = inner + called, called
        return [
            p * called * mass,
            p * (inner * mass + called * times),
            p * (met * mass + (called - met) * once),
        ]

    found = []
    for net, (mass, times, once) in enumerate(path_sums(table, order, (1.0, 0.0, 0.0), step)):
        if net in chosen:
            found.append(Used(times + mass, 1.0))
        else:
            found.append(Used(times, min(1.0, once)))
    return found
