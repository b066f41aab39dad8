"""Groups as rules, where llama.cpp would make too many rules of them.

Its parser makes a rule of each pair of brackets. Where a group is repeated, it multiplies the rules
made of it by how often, and refuses what comes to 2,000; a rule that is called counts as one.
"""

from __future__ import annotations

from ..plain.names import Names
from ..spelled.expressions import Alt, Chars, Expr, Many, Ref, Seq, Spelled, walk

MOST_NODES = 500
"""A group that is optional, or repeated without bound, may be made of so many."""


def with_small_groups(grammar: Spelled) -> Spelled:
    """The same texts; what is repeated a number of times is one rule, as are large groups."""
    names = Names(lambda _: True, lambda _: True, reserved=grammar.rules)
    rules: dict[str, Expr] = {}
    made: dict[Expr, Ref] = {}

    def small(expr: Expr, owner: str) -> Expr:
        if isinstance(expr, Seq):
            return Seq(tuple(small(part, owner) for part in expr.parts))
        if isinstance(expr, Alt):
            return Alt(tuple(small(option, owner) for option in expr.options))
        if not isinstance(expr, Many):
            return expr
        body = small(expr.body, owner)
        counted = expr.low > 1 or (expr.high is not None and expr.high > 1)
        large = counted or sum(1 for _ in walk(body)) > MOST_NODES
        if large and not isinstance(body, Ref | Chars):
            if body not in made:
                made[body] = Ref(names.name(f"{owner}-once"))
                rules[made[body].name] = body
            body = made[body]
        return Many(body, expr.low, expr.high)

    for name, expr in grammar.rules.items():
        rules[name] = small(expr, name)
    order = dict.fromkeys([*grammar.rules, *rules])
    return Spelled(grammar.start, {name: rules[name] for name in order})
