"""Recursion as rules within rules, to a depth, for targets that have none."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from ...compiler import ir
from ...compiler.recursion import calls, components
from ...dsl.findings import Finding
from ...dsl.span import Span
from ..plain.mapped import fresh
from ..plain.plain import Plain
from ..say import approximated

DEPTH = 5
"""So often a rule comes back to itself."""


def unrolled(plain: Plain, target: str, place: Span) -> tuple[Plain, list[Finding]]:
    """*plain* without recursion (W623 where there was any): the rules of a circle are written
    once for each depth, and what would go deeper is left out."""
    circles = _circles(plain)
    if not circles:
        return plain, []
    names = fresh(plain)
    rules = {name: body for name, body in plain.rules.items() if name not in circles}
    named = {(name, 0): name for name in circles}
    for depth in range(1, DEPTH):
        for name in circles:
            named[name, depth] = names.name(f"{name}_{depth + 1}")
    bodies: dict[str, ir.Choice | None] = {}
    for depth in range(DEPTH - 1, -1, -1):
        # Those that stop by themselves first: what is left of the others may need them.
        for name in circles:
            deeper = {n: named.get((n, depth + 1)) for n in circles if circles[n] == circles[name]}
            deeper = {n: m for n, m in deeper.items() if m is None or bodies.get(m) is not None}
            known = {n: deeper.get(n) for n in circles if circles[n] == circles[name]}
            bodies[named[name, depth]] = _without(plain.rules[name], known)
    rules.update({name: body for name, body in bodies.items() if body is not None})
    shown = ", ".join(list(circles)[:3]) + (" …" if len(circles) > 3 else "")
    said = f"{target} has no recursion: {shown} can be {DEPTH} deep at most."
    return replace(plain, rules=rules), [approximated(said, place)]


def _without(body: ir.Choice, names: dict[str, str | None]) -> ir.Choice | None:
    """*body* with calls of *names* as calls of what they map to; alternatives with a call that
    maps to nothing are left out, None where none is left."""
    options = []
    for option in body.options:
        parts = [_node(part, names) for part in option.parts]
        if all(part is not None for part in parts):
            kept = tuple(part for part in parts if part is not None)
            options.append(msgspec.structs.replace(option, parts=kept))
    return ir.Choice(tuple(options)) if options else None


def _node(node: ir.Node, names: dict[str, str | None]) -> ir.Node | None:
    if isinstance(node, ir.Call) and node.rule in names:
        name = names[node.rule]
        return None if name is None else ir.Call(name)
    if isinstance(node, ir.Choice):
        return _without(node, names)
    return node


def _circles(plain: Plain) -> dict[str, int]:
    """The rules that come back to themselves, and the number of the circle that each is in."""
    graph = {name: calls(body) for name, body in plain.rules.items()}
    return {
        name: number
        for number, members in enumerate(components(graph))
        for name in members
        if len(members) > 1 or name in graph[name]
    }
