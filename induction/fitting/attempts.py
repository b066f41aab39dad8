"""Attempts: what choices were made in drawing parts that did not agree, and were thrown away.

Parts that must agree are drawn until they do. So data shows only what came out, and the share of an
alternative in what came out is not its weight: of two determiners, that which fits more nouns is
kept more often. The weights that make the data likeliest are shares in *all* draws, kept or
not; how many were thrown away before each that was kept, and what was in them, is known from the
weights of the round before (Cussens, Parameter estimation in stochastic logic programs, Machine
Learning 44, 2001: failure-adjusted maximisation). It is a step of EM, whose likelihood never falls.

Where an alternative with parts that must agree succeeds with probability Z, 1/Z draws are made for
one that is kept. What was chosen in all of these is what the parts choose by themselves, 1/Z times;
take from it what they choose given that they agree, and the rest was thrown away. Both are linear
in how often a rule is used under which features, which is handed down from callers to what they
call, once for all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...compiler import ir
from ...compiler.exclusion import Exclusions
from ...compiler.features import Assignment, Spreads, merge
from ...compiler.recursion import check_recursion
from ...dsl.span import NOWHERE
from .marks import Marked, marks_of

_Key = tuple[str, tuple[str, ...], Assignment]
"""A rule, and the assignment of features that it is used under."""

_NOTHING = 1e-12
"""Less than so many uses of a rule that calls itself are none."""


class Attempts:
    """The attempts of a marked grammar with certain weights. `success` are the probabilities, by
    number, that the parts of an alternative agree."""

    def __init__(self, marked: Marked, weights: Sequence[int]) -> None:
        self._marked = marked
        compiled = marked.with_weights(dict(enumerate(weights)))
        program = compiled.program
        rules = program.rules
        self._rules = rules
        recursion, _ = check_recursion(rules, dict.fromkeys(rules, NOWHERE))
        bodies = [intent.body for intent in program.intents]
        exclusions = Exclusions(rules, bodies, recursion, compiled.stock)
        self._spreads = Spreads(rules, recursion.component, exclusions.profile)
        self._backward: dict[tuple[int, tuple[str, ...], Assignment], list[_Column]] = {}
        # Callers first; the rules of a loop are one group.
        self._groups = [[o for body in bodies for o in _agreeing(body)]]
        rank: dict[str, int] = {}
        for name in reversed(recursion.order):
            loop = recursion.component.get(name, ())
            known = next((rank[other] for other in sorted(loop) if other in rank), None)
            if known is None:
                known = len(self._groups)
                self._groups.append([])
            rank[name] = known
            self._groups[known].extend(_agreeing(rules[name]))
        self._rank = rank
        self._marking = self._with_marks(recursion.order)
        self.success = [1.0] * marked.agreeing
        for options in self._groups:
            for option in options:
                _, number = marks_of(option)
                assert number is not None
                self.success[number] = float(self._spreads.trellis(option, ()).mass)

    def _with_marks(self, order: Sequence[str]) -> set[str]:
        """The rules in which something is marked, or in one that they call."""
        found: set[str] = set()
        before = -1
        while before < len(found):  # once more where rules call each other
            before = len(found)
            for name in order:
                if any(_marks(node, found) for node in ir.walk(self._rules[name])):
                    found.add(name)
        return found

    def complete(self, counts: Sequence[float]) -> list[float]:
        """*counts* by mark, with those of what was thrown away on the way."""
        base = self._marked.options
        self._counts = list(counts)
        self._kept = [counts[base + number] for number in range(self._marked.agreeing)]
        self._waiting: list[dict[_Key, float]] = [{} for _ in self._groups]
        for waiting, options in zip(self._waiting, self._groups, strict=True):
            self._hand_down(waiting)
            for option in options:
                self._thrown_away(option)
        return [max(0.0, count) for count in self._counts]

    def _hand_down(self, waiting: dict[_Key, float]) -> None:
        """All uses that wait for the rules of one group, which may call each other."""
        while waiting:
            for key in list(waiting):
                rule, features, values = key
                amount = waiting.pop(key)
                if abs(amount) > _NOTHING:
                    self._walk(self._rules[rule], features, values, amount)

    def _thrown_away(self, option: ir.Option) -> None:
        """What the failed attempts at *option* chose."""
        _, number = marks_of(option)
        assert number is not None
        kept, success = self._kept[number], self.success[number]
        if not kept or success >= 1:
            return
        for part in ir.features_parts(option):
            self._walk(part, (), (), kept / success)
        self._agreed(option, (), (), -kept)

    # ------------------------------------------------------------------ uses, handed down

    def _walk(
        self, node: ir.Node, features: tuple[str, ...], values: Assignment, amount: float
    ) -> None:
        """*amount* uses of *node*, given that it carries *values*."""
        if isinstance(node, ir.Choice):
            self._choice(node, features, values, amount)
        elif isinstance(node, ir.Call):
            if node.rule in self._marking:
                key = (node.rule, features, values)
                waiting = self._waiting[self._rank[node.rule]]
                waiting[key] = waiting.get(key, 0.0) + amount
        elif isinstance(node, ir.Slot | ir.Minus):
            self._walk(node.body, features, values, amount)
        elif isinstance(node, ir.Repeat):
            times = node.low + 1 if node.high is None else (node.low + node.high) / 2
            self._walk(node.body, (), (), amount * times)
        elif isinstance(node, ir.Permute):
            for body in node.bodies:
                self._walk(body, (), (), amount)

    def _choice(
        self, node: ir.Choice, features: tuple[str, ...], values: Assignment, amount: float
    ) -> None:
        masses = [float(option.weight) for option in node.options]
        if features:
            for number, option in enumerate(node.options):
                spread = self._spreads.option(option, features)
                masses[number] *= float(spread.get(values, 0))
        whole = math.fsum(masses)
        for option, mass in zip(node.options, masses, strict=True):
            if mass:
                self._option(option, features, values, amount * mass / whole)

    def _option(
        self, option: ir.Option, features: tuple[str, ...], values: Assignment, amount: float
    ) -> None:
        number, agreeing = marks_of(option)
        if number is not None:
            self._counts[number] += amount
        if agreeing is not None:
            self._kept[agreeing] += amount
        parts = ir.features_parts(option)
        if option.agree or (option.tags and len(parts) == 1):
            self._agreed(option, features, values, amount)
        elif len(parts) == 1:
            self._walk(parts[0], features, values, amount)
        else:
            for part in parts:
                self._walk(part, (), (), amount)

    def _agreed(
        self, option: ir.Option, features: tuple[str, ...], values: Assignment, amount: float
    ) -> None:
        """*amount* uses of parts that agree, and carry *values*."""
        trellis = self._spreads.trellis(option, features)
        columns = self._columns(option, features, values)
        for part, column in zip(trellis.parts, columns, strict=True):
            for carried, share in column.items():
                self._walk(part, trellis.work, carried, amount * share)

    def _columns(
        self, option: ir.Option, features: tuple[str, ...], values: Assignment
    ) -> list[_Column]:
        """For each part of *option* how likely it is to carry what, given that all agree."""
        key = (id(option), features, values)
        known = self._backward.get(key)
        if known is not None:
            return known
        trellis = self._spreads.trellis(option, features)
        backward = trellis.backward(values)
        states = {trellis.start: 1.0}
        found: list[_Column] = []
        for number, spread in enumerate(trellis.spreads):
            column: _Column = {}
            following: dict[Assignment, float] = {}
            for common, here in states.items():
                whole = backward[number][common]
                for carried, mass in spread.items():
                    merged = merge(common, carried)
                    if merged is None or merged not in backward[number + 1]:
                        continue
                    share = here * float(mass * backward[number + 1][merged] / whole)
                    column[carried] = column.get(carried, 0.0) + share
                    following[merged] = following.get(merged, 0.0) + share
            found.append(column)
            states = following
        self._backward[key] = found
        return found


_Column = dict[Assignment, float]


def _marks(node: ir.Node, rules: set[str]) -> bool:
    """Whether *node* is a choice with marks, or calls one of *rules*."""
    if isinstance(node, ir.Choice):
        return any(marks_of(option) != (None, None) for option in node.options)
    return isinstance(node, ir.Call) and node.rule in rules


def _agreeing(body: ir.Choice) -> list[ir.Option]:
    """The marked options of *body* whose parts must agree, the outer before the inner."""
    return [
        option
        for node in ir.walk(body)
        if isinstance(node, ir.Choice)
        for option in node.options
        if marks_of(option)[1] is not None
    ]
