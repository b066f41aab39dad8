"""Settle: the features of rows that are shared, before anything asks for them.

The values of a row carry its features, and whatever else is written of it belongs to a row with
these. So an alternative that uses such a row becomes several, one for each assignment of features,
in which all uses are of rows that have it. Each weighs as much of the whole as rows have these
features and its parts then agree: the row is drawn for the alternative, given that the alternative
agrees. Alternatives further in go by the row that is drawn; where it leaves them no way to agree,
they weigh nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import product

import msgspec

from . import ir
from .features import Assignment, Profiles, Spreads
from .recursion import Recursion

Bodies = Sequence[tuple[str, int, ir.Choice]]
"""Intents: name, weight and body."""


def settled(
    rules: Mapping[str, ir.Choice], bodies: Bodies, recursion: Recursion, profile: Profiles
) -> tuple[Mapping[str, ir.Choice], list[tuple[str, int, ir.Choice]]]:
    """*rules* and *bodies* with the features of their rows settled; as they are where no row has
    any that agreement asks for. Exact and deterministic."""
    settling = Settling(rules, [body for _, _, body in bodies], recursion, profile)
    named = [(n, w, body) for (n, w, _), body in zip(bodies, settling.bodies, strict=True)]
    return settling.rules, named


class Settling:
    """`rules` and `bodies` are settled; `never` are the places of alternatives that agree with no
    row; `variants` has for a body (by its id) that was changed what each of its alternatives
    became, of the same shape all of them."""

    def __init__(
        self,
        rules: Mapping[str, ir.Choice],
        bodies: Sequence[ir.Choice],
        recursion: Recursion,
        profile: Profiles,
    ) -> None:
        self.rules: Mapping[str, ir.Choice] = rules
        self.bodies = list(bodies)
        self.never: list[int] = []
        self.variants: dict[int, list[list[ir.Option]]] = {}
        self._profile = profile
        whole = [*rules.values(), *bodies]
        self._features = _features(whole) if any(map(_shares, whole)) else ()
        if not self._features:
            return
        made = dict(rules)
        self._spreads = Spreads(made, recursion.component, profile)
        for name in recursion.order:  # what is called comes first
            made[name] = self._choice(rules[name])
        self.rules = made
        self.bodies = [self._choice(body) for body in bodies]

    def _choice(self, choice: ir.Choice) -> ir.Choice:
        """The body of a rule or an intent."""
        if not _shares(choice):
            return choice
        each = [self._split(option) for option in choice.options]
        weighed = [one for variants in each for one in variants]
        if not weighed:
            return choice  # told by `never`
        scale = math.lcm(*(weight.denominator for _, weight in weighed))
        counts = [int(weight * scale) for _, weight in weighed]
        shared = math.gcd(*counts)
        made = iter(
            msgspec.structs.replace(option, weight=count // shared)
            for (option, _), count in zip(weighed, counts, strict=True)
        )
        found = [[next(made) for _ in variants] for variants in each]
        self.variants[id(choice)] = found
        return ir.Choice(tuple(option for variants in found for option in variants))

    def _split(self, option: ir.Option) -> list[tuple[ir.Option, Fraction]]:
        """What an alternative becomes, with weights that sum to its own."""
        rows = self._rows(option)
        if not rows:
            return [(option, Fraction(option.weight))]
        found: list[tuple[ir.Option, Fraction]] = []
        met: dict[int, bool] = {}
        for spread in product(*(row.items() for row in rows.values())):
            given = dict(zip(rows, (values for values, _ in spread), strict=True))
            share = math.prod((mass for _, mass in spread), start=Fraction(1))
            made = ir.with_parts(option, partial(self._under, given))
            kept = self._option(made, frozenset(rows), met)
            if kept is not None:
                found.append((kept, share * self._mass(kept)))
        self.never.extend(place for place, agrees in met.items() if not agrees)
        whole = sum((weight for _, weight in found), Fraction(0))
        return [(kept, option.weight * weight / whole) for kept, weight in found]

    def _rows(self, option: ir.Option) -> dict[int, dict[Assignment, Fraction]]:
        """The spreads of the rows of *option* that have features, by their numbers."""
        found: dict[int, dict[Assignment, Fraction]] = {}
        for node in _uses(option):
            spread = self._profile(node, self._features)
            if any(value is not None for values in spread for value in values):
                found.setdefault(node.row, spread)
        return found

    def _under(self, given: Mapping[int, Assignment], node: ir.Node) -> ir.Node:
        if not isinstance(node, ir.Draw) or node.row not in given:
            return node
        values = zip(self._features, given[node.row], strict=True)
        where = (*node.where, *((f, (v or "",)) for f, v in values))
        return msgspec.structs.replace(node, where=where)

    def _mass(self, option: ir.Option) -> Fraction:
        """The probability that the parts of *option* agree."""
        if option.agree or (option.tags and len(ir.features_parts(option)) == 1):
            return self._spreads.trellis(option, ()).mass
        return Fraction(1)

    def _option(
        self, option: ir.Option, rows: frozenset[int], met: dict[int, bool]
    ) -> ir.Option | None:
        """*option*, in which what can't agree weighs nothing; None where it can't itself. *met*
        gathers by place whether an alternative could agree with some row."""
        parts = [self._node(part, rows, met) for part in option.parts]
        kept = [part for part in parts if part is not None]
        if len(kept) < len(parts):
            return None
        option = msgspec.structs.replace(option, parts=tuple(kept))
        agrees = bool(self._mass(option))
        if option.place >= 0:
            met[option.place] = met.get(option.place, False) or agrees
        return option if agrees else None

    def _node(self, node: ir.Node, rows: frozenset[int], met: dict[int, bool]) -> ir.Node | None:
        if not any(isinstance(n, ir.Draw) and n.row in rows for n in ir.walk(node)):
            return node
        if isinstance(node, ir.Choice):
            options = [self._option(option, rows, met) for option in node.options]
            if not any(options):
                return None
            return ir.Choice(
                tuple(
                    msgspec.structs.replace(before, weight=0) if option is None else option
                    for before, option in zip(node.options, options, strict=True)
                )
            )
        if isinstance(node, ir.Slot):
            body = self._node(node.body, rows, met)
            return None if body is None else ir.Slot(node.name, body)
        if isinstance(node, ir.Repeat):
            body = self._node(node.body, rows, met)
            if body is None:
                return None if node.low else msgspec.structs.replace(node, high=0)
            return msgspec.structs.replace(node, body=body)
        if isinstance(node, ir.Permute):
            bodies = [self._node(body, rows, met) for body in node.bodies]
            kept = tuple(body for body in bodies if body is not None)
            return ir.Permute(kept) if len(kept) == len(bodies) else None
        return node


def _uses(option: ir.Option) -> Iterator[ir.Draw]:
    for part in option.parts:
        for node in ir.walk(part):
            if isinstance(node, ir.Draw) and node.row >= 0:
                yield node


def _shares(body: ir.Choice) -> bool:
    return any(isinstance(node, ir.Draw) and node.row >= 0 for node in ir.walk(body))


def _features(bodies: Sequence[ir.Choice]) -> tuple[str, ...]:
    """The features that something agrees in or carries."""
    options = [
        option
        for body in bodies
        for node in ir.walk(body)
        if isinstance(node, ir.Choice)
        for option in node.options
    ]
    asked = {f for option in options for f in option.agree}
    return tuple(sorted(asked | {f for option in options for f, _ in option.tags}))
