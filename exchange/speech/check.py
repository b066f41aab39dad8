"""Recursion that a `.gram` can't have, found before it is written: by the compiler's check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from ...dsl.findings import Finding
from ...dsl.span import NOWHERE
from .tree import (
    Choice,
    Constant,
    Expansion,
    Gap,
    Garbage,
    Labelled,
    Null,
    Ref,
    Repeat,
    Rule,
    Sequence,
    Tag,
    Value,
    below,
)

if TYPE_CHECKING:
    from ...compiler import ir


def recursion(rules: dict[str, Rule]) -> list[Finding]:
    """E606 for each cycle that no `.gram` can have, at the place of the reference or rule."""
    from ...compiler.recursion import check_recursion

    shown: dict[str, str] = {}
    for key, rule in rules.items():
        shown[key] = key if rule.name in shown.values() else rule.name
    bodies = {shown[key]: _choice(rule.body, shown) for key, rule in rules.items()}
    spans = {shown[key]: rule.span for key, rule in rules.items()}
    return [replace(f, code="E606") for f in check_recursion(bodies, spans)[1]]


def left(rules: Mapping[str, Expansion]) -> dict[str, int]:
    """The rules that recur at their beginning, and how many rules are in each one's circle."""
    from ...compiler.recursion import check_recursion

    shown = {name: name for name in rules}
    bodies = {name: _choice(body, shown) for name, body in rules.items()}
    found, _ = check_recursion(bodies, dict.fromkeys(rules, NOWHERE))
    return {n: len(found.component[n]) for n, side in found.side.items() if side == "left"}


def _choice(node: Expansion, shown: dict[str, str]) -> ir.Choice:
    from ...compiler import ir

    made = _node(node, shown)
    return made if isinstance(made, ir.Choice) else ir.Choice((ir.Option(1, (made,)),))


def _node(node: Expansion, shown: dict[str, str]) -> ir.Node:
    from ...compiler import ir

    match node:
        case Ref(rule=rule):
            return ir.Call(shown[rule])
        case Null() | Constant() | Value() | Tag() | Gap():
            return ir.Choice((ir.Option(1, ()),))
        case Sequence(items=items):
            return ir.Choice((ir.Option(1, tuple(_node(i, shown) for i in items)),))
        case Choice(ways=ways):
            return ir.Choice(tuple(ir.Option(1, (_node(w.body, shown),)) for w in ways))
        case Repeat(body=body, low=0, high=1):
            return ir.Choice((ir.Option(1, (_node(body, shown),)), ir.Option(1, ())))
        case Repeat(body=body, low=low, high=high):
            return ir.Repeat(_node(body, shown), low, high)
        case Labelled(name=name, body=body):
            return ir.Slot(name, _node(body, shown))
        case Garbage():
            return ir.Text("x")
    inner = below(node)
    return _node(inner[0], shown) if inner else ir.Text("x")
