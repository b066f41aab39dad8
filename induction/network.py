"""The rules of a draft written out as a network of states, with odds."""

from __future__ import annotations

from typing import NamedTuple

from .draft import Call, Choice, Draft, Expression, Optional, Repeat, Rule, Sequence
from .symbols import Symbol

END = 0
"""The state in which templates end."""


class Use(NamedTuple):
    """An alternative of a rule, by its place."""

    rule: str
    option: int


class Arc(NamedTuple):
    """A step to another state, with a symbol or none; `use`: it enters this alternative."""

    symbol: Symbol | None
    after: int
    odds: float
    use: Use | None = None


class Network:
    """The templates of one intent of a draft: `arcs` of each state, and where they `start`.

    A call that comes last goes on in the rule called, so that recursion on the right is a loop; any
    other call is a copy of the rule. The odds of an alternative are its count's share of those
    beside it, alike where nothing was counted; every number of repetitions is as likely as any
    other. A state has one arc with a symbol, or arcs without.
    """

    def __init__(self, draft: Draft, intent: str) -> None:
        self.arcs: list[list[Arc]] = [[]]
        self._rules = {rule.name: rule for rule in draft.rules}
        self._made: dict[tuple[str, int], int] = {}
        self._pending: list[tuple[Rule, int, int]] = []
        self.start = self._call(intent, END)
        while self._pending:
            rule, at, end = self._pending.pop()
            self._options(rule.choice, at, end, rule.name)

    def _state(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1

    def _call(self, name: str, end: int) -> int:
        at = self._made.get((name, end))
        if at is None:
            at = self._made[name, end] = self._state()
            self._pending.append((self._rules[name], at, end))
        return at

    def _options(self, choice: Choice, at: int, end: int, rule: str = "") -> None:
        total = sum(option.count for option in choice.options)
        for number, option in enumerate(choice.options):
            share = option.count / total if total > 0 else 1 / len(choice.options)
            into = self._expression(option.expression, end)
            self.arcs[at].append(Arc(None, into, share, Use(rule, number) if rule else None))

    def _expression(self, one: Expression, end: int) -> int:
        """The state from which *one* leads to *end*."""
        if isinstance(one, Call):
            return self._call(one.name, end)
        if isinstance(one, Sequence):
            for part in reversed(one.parts):
                end = self._expression(part, end)
            return end
        if isinstance(one, Repeat):
            return self._repeat(one, end)
        at = self._state()
        if isinstance(one, Symbol):
            self.arcs[at].append(Arc(one, end, 1.0))
        elif isinstance(one, Choice):
            self._options(one, at, end)
        elif isinstance(one, Optional):
            total = one.present + one.absent
            share = one.present / total if total > 0 else 0.5
            self.arcs[at].append(Arc(None, self._expression(one.expression, end), share))
            self.arcs[at].append(Arc(None, end, 1 - share))
        return at

    def _repeat(self, one: Repeat, end: int) -> int:
        if one.high is None:
            at = self._state()
            inner = self._expression(one.expression, at)
            self.arcs[at] += [Arc(None, inner, 0.5), Arc(None, end, 0.5)]
        else:
            # From the last time backwards.
            at = end
            for left in range(one.high - one.low):
                before = self._state()
                more = (left + 1) / (left + 2)
                inner = self._expression(one.expression, at)
                self.arcs[before] += [Arc(None, inner, more), Arc(None, end, 1 - more)]
                at = before
        for _ in range(one.low):
            at = self._expression(one.expression, at)
        return at
