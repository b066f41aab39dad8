"""Features: how the probability of a part is spread over the feature values it can carry.

A part's *spread* over some features is a table from assignments (a value or None for each, None
agreeing with all) to probabilities that sum to 1. Agreement multiplies the spreads of the parts
and keeps what is compatible; what is kept is renormalised within the alternative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from . import ir

Assignment = tuple[str | None, ...]
"""Values aligned with a sorted tuple of feature names."""
Spread = dict[Assignment, Fraction]
Profile = Callable[[ir.Draw, tuple[str, ...]], Spread]
"""The spread of a catalogue's rows over features, by weight."""
Profiles = Callable[["ir.Draw | ir.Minus", tuple[str, ...]], Spread]
"""The same, and the spread of what an exclusion leaves."""


def merge(one: Assignment, other: Assignment) -> Assignment | None:
    """The common assignment, or None where the two disagree."""
    merged = []
    for a, b in zip(one, other, strict=True):
        if a is not None and b is not None and a != b:
            return None
        merged.append(b if a is None else a)
    return tuple(merged)


def project(values: Assignment, features: tuple[str, ...], onto: tuple[str, ...]) -> Assignment:
    """*values* over *features*, seen through *onto*; features it lacks are None."""
    known = dict(zip(features, values, strict=True))
    return tuple(known.get(f) for f in onto)


class Spreads:
    """The spreads of all parts of a grammar, each worked out once."""

    def __init__(
        self,
        rules: Mapping[str, ir.Choice],
        components: Mapping[str, frozenset[str]],
        profile: Profiles,
    ) -> None:
        self._rules = rules
        self._components = components
        self._profile = profile
        self._known: dict[tuple[str, tuple[str, ...]], Spread] = {}
        self._trellises: dict[tuple[int, tuple[str, ...]], Trellis] = {}
        self._kept: list[ir.Option] = []  # keeps ids from being used again

    def of(self, node: ir.Node, features: tuple[str, ...]) -> Spread:
        """The spread of *node* over *features* (sorted)."""
        if not features:
            return {(): Fraction(1)}
        if isinstance(node, ir.Call):
            return self._rule(node.rule, features)
        if isinstance(node, ir.Slot):
            return self.of(node.body, features)
        if isinstance(node, ir.Draw | ir.Minus):
            return self._profile(node, features)
        if isinstance(node, ir.Choice):
            return self._choice(node, features)
        return {(None,) * len(features): Fraction(1)}

    def _choice(self, node: ir.Choice, features: tuple[str, ...]) -> Spread:
        total = sum(o.weight for o in node.options)
        spread: Spread = {}
        for option in node.options:
            share = Fraction(option.weight, total)
            for values, mass in self.option(option, features).items():
                spread[values] = spread.get(values, Fraction(0)) + share * mass
        return spread

    def _rule(self, rule: str, features: tuple[str, ...]) -> Spread:
        key = (rule, features)
        if key not in self._known:
            if rule in self._components:
                self._solve(sorted(self._components[rule]), features)
            else:
                self._known[key] = self._choice(self._rules[rule], features)
        return self._known[key]

    def _solve(self, members: list[str], features: tuple[str, ...]) -> None:
        """Spreads of rules that reach each other: a linear system, by elimination.

        Only an alternative with a single part passes features up, so a recursive call enters
        linearly, and with the same assignment.
        """
        size = len(members)
        at = {name: i for i, name in enumerate(members)}
        matrix = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
        fixed: list[Spread] = [{} for _ in members]

        def add(row: int, node: ir.Node, share: Fraction) -> None:
            if isinstance(node, ir.Call) and node.rule in at:
                matrix[row][at[node.rule]] -= share
                return
            if isinstance(node, ir.Choice):
                total = sum(o.weight for o in node.options)
                for option in node.options:
                    part = share * Fraction(option.weight, total)
                    inner = ir.features_parts(option)
                    if len(inner) == 1 and not option.tags and not option.agree:
                        add(row, inner[0], part)
                        continue
                    for values, mass in self.option(option, features).items():
                        old = fixed[row].get(values, Fraction(0))
                        fixed[row][values] = old + part * mass
                return
            for values, mass in self.of(node, features).items():
                fixed[row][values] = fixed[row].get(values, Fraction(0)) + share * mass

        for name in members:
            add(at[name], self._rules[name], Fraction(1))
        columns = list(dict.fromkeys(v for spread in fixed for v in spread))
        right = [[spread.get(v, Fraction(0)) for v in columns] for spread in fixed]
        for i in range(size):
            pivot = next(r for r in range(i, size) if matrix[r][i])
            matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
            right[i], right[pivot] = right[pivot], right[i]
            scale = matrix[i][i]
            matrix[i] = [x / scale for x in matrix[i]]
            right[i] = [x / scale for x in right[i]]
            for r in range(size):
                if r != i and matrix[r][i]:
                    factor = matrix[r][i]
                    matrix[r] = [x - factor * y for x, y in zip(matrix[r], matrix[i], strict=True)]
                    right[r] = [x - factor * y for x, y in zip(right[r], right[i], strict=True)]
        for name in members:
            row = right[at[name]]
            self._known[name, features] = {
                v: mass for v, mass in zip(columns, row, strict=True) if mass
            }

    def option(self, option: ir.Option, features: tuple[str, ...]) -> Spread:
        """The spread of one alternative; empty where its parts can never agree."""
        if option.agree or (option.tags and len(ir.features_parts(option)) == 1):
            return self.trellis(option, features).spread()
        parts = ir.features_parts(option)
        if len(parts) == 1:
            return self.of(parts[0], features)
        tags = dict(option.tags)
        return {tuple(tags.get(f) for f in features): Fraction(1)}

    def trellis(self, option: ir.Option, features: tuple[str, ...]) -> Trellis:
        """The ways in which the parts of *option* agree, seen through *features*."""
        key = (id(option), features)
        if key not in self._trellises:
            self._kept.append(option)
            self._trellises[key] = Trellis(self, option, features)
        return self._trellises[key]


class Trellis:
    """The joint assignments of an alternative whose parts depend on each other.

    `work` are the features that are tracked; column i holds the assignments that the first i
    parts can have in common. Probabilities are exact.
    """

    def __init__(self, spreads: Spreads, option: ir.Option, features: tuple[str, ...]) -> None:
        self.parts = ir.features_parts(option)
        self.features = features
        self.tags = dict(option.tags)
        single = len(self.parts) == 1
        names = {*option.agree}
        if single:
            names.update(features, self.tags)
        self.work = tuple(sorted(names))
        self.spreads = [spreads.of(part, self.work) for part in self.parts]
        self.start: Assignment = tuple(self.tags.get(f) for f in self.work)
        columns: list[dict[Assignment, Fraction]] = [{self.start: Fraction(1)}]
        for spread in self.spreads:
            column: dict[Assignment, Fraction] = {}
            for common, mass in columns[-1].items():
                for values, share in spread.items():
                    merged = merge(common, values)
                    if merged is not None:
                        column[merged] = column.get(merged, Fraction(0)) + mass * share
            columns.append(column)
        self.columns = columns

    def seen(self, common: Assignment) -> Assignment:
        """What a final assignment carries up, over `features`."""
        known = {**self.tags, **dict(zip(self.work, common, strict=True))}
        return tuple(known.get(f) for f in self.features)

    @property
    def mass(self) -> Fraction:
        """The probability that independent parts would agree; 0 where they never do."""
        return sum(self.columns[-1].values(), Fraction(0))

    def spread(self) -> Spread:
        """The conditional spread over `features`."""
        whole = self.mass
        spread: Spread = {}
        for common, mass in self.columns[-1].items():
            seen = self.seen(common)
            spread[seen] = spread.get(seen, Fraction(0)) + mass / whole
        return spread

    def backward(self, seen: Assignment) -> list[dict[Assignment, Fraction]]:
        """For each column, the mass from an assignment to the finals that carry *seen*."""
        last = {c: Fraction(1) for c in self.columns[-1] if self.seen(c) == seen}
        result = [last]
        for index in range(len(self.parts) - 1, -1, -1):
            column: dict[Assignment, Fraction] = {}
            for common in self.columns[index]:
                mass = Fraction(0)
                for values, share in self.spreads[index].items():
                    merged = merge(common, values)
                    if merged is not None and merged in result[0]:
                        mass += share * result[0][merged]
                if mass:
                    column[common] = mass
            result.insert(0, column)
        return result
