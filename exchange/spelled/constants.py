"""Constants stand at the end of an annotated text, so a grammar has to remember them until then:
possible where a sentence has few ways to end in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from ...compiler import ir
from ...compiler.recursion import calls, components
from ..plain.mapped import mapped
from ..plain.plain import Plain
from .ends import constant

MOST_WAYS = 64
"""A grammar with more ways than this to end a sentence in constants is written without any."""
MOST_TIMES = 3
"""In what may be repeated more often, constants are left out."""


def countable(plain: Plain) -> Plain:
    """*plain* without the constants that can't be remembered."""
    if not any(map(_holds, _bodies(plain))):
        return plain
    silent = _endless(plain)
    made = mapped(plain, lambda owner, body: _without(body, owner in silent))
    if not _few(made):
        made = mapped(plain, lambda _, body: _without(body, True))
    return made


def _bodies(plain: Plain) -> Iterator[ir.Choice]:
    yield from (intent.body for intent in plain.intents)
    yield from plain.rules.values()


def _holds(node: ir.Node) -> bool:
    return any(isinstance(n, ir.Constant | ir.Context) for n in ir.walk(node))


def recursive(plain: Plain) -> set[str]:
    """The rules that come back to themselves."""
    graph = {name: list(calls(body)) for name, body in plain.rules.items()}
    circles = [name for group in components(graph) if len(group) > 1 for name in group]
    return {*circles, *(name for name, called in graph.items() if name in called)}


def _endless(plain: Plain) -> set[str]:
    """The rules that come back to themselves or stand in what is repeated often, and all that
    these call."""
    queue = sorted(recursive(plain))
    for body in _bodies(plain):
        for node in ir.walk(body):
            if _often(node):
                queue += [n.rule for n in ir.walk(node) if isinstance(n, ir.Call)]
    found: set[str] = set()
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += calls(plain.rules[name])
    return found


def _often(node: ir.Node) -> bool:
    return isinstance(node, ir.Repeat) and (node.high is None or node.high > MOST_TIMES)


def _without(body: ir.Choice, silent: bool) -> ir.Choice:
    """*body* without constants, all or those in what is repeated often."""
    made = _node(body, silent)
    assert isinstance(made, ir.Choice)
    return made


def _node(node: ir.Node, silent: bool) -> ir.Node:
    if isinstance(node, ir.Choice):
        options = []
        for option in node.options:
            kept = [
                part
                for part in option.parts
                if not (silent and isinstance(part, ir.Constant | ir.Context))
            ]
            parts = tuple(_node(part, silent) for part in kept)
            options.append(msgspec.structs.replace(option, parts=parts))
        return ir.Choice(tuple(options))
    if isinstance(node, ir.Repeat):
        inside = _node(node.body, silent or _often(node))
        return msgspec.structs.replace(node, body=inside)
    if isinstance(node, ir.Constant | ir.Context) and silent:
        return ir.Choice((ir.Option(1, ()),))
    if isinstance(node, ir.Slot):
        return ir.Slot(node.name, _node(node.body, silent))
    return node


class _Many(Exception):
    """There are too many ways; never leaves this file."""


Endings = dict[tuple[tuple[str, str], ...], None]
"""What constants there may be, in their order."""


def _few(plain: Plain) -> bool:
    """Whether each body ends in constants in few ways."""
    known: dict[str, Endings] = {}

    def of(node: ir.Node) -> Endings:
        if isinstance(node, ir.Constant | ir.Context):
            return {(constant(node),): None}
        if isinstance(node, ir.Call):
            if node.rule not in known:
                known[node.rule] = {(): None}  # stands where a rule without constants recurs
                known[node.rule] = of(plain.rules[node.rule])
            return known[node.rule]
        if isinstance(node, ir.Choice):
            return {end: None for option in node.options for end in together(option.parts)}
        if isinstance(node, ir.Repeat):
            counts = range(node.low, (node.low if node.high is None else node.high) + 1)
            return {end: None for count in counts for end in together((node.body,) * count)}
        return {(): None}

    def together(parts: Sequence[ir.Node]) -> Endings:
        found: Endings = {(): None}
        for part in parts:
            found = {(*one, *two): None for one in found for two in of(part)}
            if len(found) > MOST_WAYS:
                raise _Many
        return found

    try:
        return all(len(of(body)) <= MOST_WAYS for body in _bodies(plain))
    except _Many:
        return False
