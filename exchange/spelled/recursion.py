"""Recursion as repetition: what calls itself at its end, or at its beginning, says the same things
as what repeats something.

Rules that reach each other are a system of equations: `X = a X | b Y | c` has the solution
`X = a* (b Y | c)` (Arden, 1961), which is put into the other equations, one by one. Where calls
stand first, all is the other way round.
"""

from __future__ import annotations

from ...compiler.recursion import components
from ..plain.names import Names
from .expressions import EMPTY, Alt, Expr, Many, Ref, Seq, Spelled, alt, many, seq, walk

LARGE = 20
"""An expression of more nodes than this that stands in several places becomes a rule."""


def without_recursion(grammar: Spelled) -> Spelled:
    """The same texts, without a rule that calls itself."""
    graph = {name: _calls(expr) for name, expr in grammar.rules.items()}
    circles = [c for c in components(graph) if len(c) > 1 or c[0] in graph[c[0]]]
    if not circles:
        return grammar
    rules = dict(grammar.rules)
    names = Names(lambda _: True, lambda _: True, reserved=rules)
    for circle in circles:
        found = _Circle(circle, grammar.rules, names)
        rules.update(found.solved())
        rules.update(found.made)
    return Spelled(grammar.start, _reached(grammar.start, rules))


class _Circle:
    """Rules that reach each other, all at their ends, or all at their beginnings; `made` are
    further rules that the solution needs."""

    def __init__(self, circle: tuple[str, ...], rules: dict[str, Expr], names: Names) -> None:
        self._circle = circle
        self._members = frozenset(circle)
        self._names = names
        self.made: dict[str, Expr] = {}
        self._left = any(self._stands(rules[name], 0) for name in circle)
        self._calls: dict[str, dict[str, Expr]] = {}
        self._others: dict[str, Expr | None] = {}
        for name in circle:
            self._calls[name], self._others[name] = self._split(rules[name])

    def _stands(self, expr: Expr, end: int) -> bool:
        """Whether a call stands at that end (0 or -1) of a sequence, with something beside it."""
        return any(
            isinstance(one, Seq) and any(self._split_at(one.parts[end], end)[0])
            for one in walk(expr)
        )

    def _split(self, expr: Expr) -> tuple[dict[str, Expr], Expr | None]:
        return self._split_at(expr, 0 if self._left else -1)

    def _split_at(self, expr: Expr, end: int) -> tuple[dict[str, Expr], Expr | None]:
        """What stands beside a call of each rule at that end of *expr*, and what has no call."""
        if isinstance(expr, Ref) and expr.name in self._members:
            return {expr.name: EMPTY}, None
        if isinstance(expr, Seq):
            beside = seq(expr.parts[1:] if end == 0 else expr.parts[:-1])

            def join(inner: Expr) -> Expr:
                return seq([inner, beside] if end == 0 else [beside, inner])

            calls, others = self._split_at(expr.parts[end], end)
            found = {name: join(rest) for name, rest in calls.items()}
            return found, None if others is None else join(others)
        options: tuple[Expr, ...] = ()
        if isinstance(expr, Alt):
            options = expr.options
        elif isinstance(expr, Many) and expr.low == 0 and expr.high == 1:
            options = (expr.body, EMPTY)
        if not options:
            return {}, expr
        gathered: dict[str, list[Expr]] = {}
        kept: list[Expr] = []
        for option in options:
            calls, others = self._split_at(option, end)
            for name, rest in calls.items():
                gathered.setdefault(name, []).append(rest)
            if others is not None:
                kept.append(others)
        return {n: alt(rests) for n, rests in gathered.items()}, alt(kept) if kept else None

    def solved(self) -> dict[str, Expr]:
        """The rules without calls of each other."""
        for name in self._circle:
            self._solve(name)
        found: dict[str, Expr] = {}
        for name, others in self._others.items():
            assert others is not None  # it can stop: that was seen to
            found[name] = others
        return found

    def _solve(self, name: str) -> None:
        """Solves the equation of *name*, and puts it into the others."""
        own = self._calls[name].pop(name, None)
        if own is not None:
            again = many(self._named(own, name), 0, None)
            for other, rest in self._calls[name].items():
                self._calls[name][other] = self._side(again, rest)
            rest_ = self._others[name]
            self._others[name] = None if rest_ is None else self._side(again, rest_)
        for other, rest in self._calls[name].items():
            self._calls[name][other] = self._named(rest, name)
        base = self._others[name]
        if base is not None:
            base = self._others[name] = self._named(base, name)
        for row in self._circle:
            if row == name or name not in self._calls[row]:
                continue
            before = self._calls[row].pop(name)
            for other, rest in self._calls[name].items():
                joined = self._side(before, rest)
                known = self._calls[row].get(other)
                self._calls[row][other] = joined if known is None else alt([known, joined])
            if base is not None:
                joined = self._side(before, base)
                known = self._others[row]
                self._others[row] = joined if known is None else alt([known, joined])

    def _side(self, outer: Expr, inner: Expr) -> Expr:
        return seq([inner, outer] if self._left else [outer, inner])

    def _named(self, expr: Expr, name: str) -> Expr:
        """*expr*, or a rule for it where it is large."""
        if len(self._circle) == 1 or sum(1 for _ in walk(expr)) <= LARGE:
            return expr
        called = self._names.name(f"{name}-part")
        self.made[called] = expr
        return Ref(called)


def _calls(expr: Expr) -> list[str]:
    return list(dict.fromkeys(node.name for node in walk(expr) if isinstance(node, Ref)))


def _reached(start: str, rules: dict[str, Expr]) -> dict[str, Expr]:
    found = {start: None}
    queue = [start]
    for name in queue:
        for called in _calls(rules[name]):
            if called not in found:
                found[called] = None
                queue.append(called)
    return {name: expr for name, expr in rules.items() if name in found}
