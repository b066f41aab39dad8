"""Mapped: a plain grammar with all its bodies changed in one way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec

from ...compiler import ir
from .names import Names
from .plain import Plain

Change = Callable[[str, ir.Choice], ir.Choice]
"""The body of that owner (a rule, an intent, `skip`) as it is to be."""


def bodies(plain: Plain) -> Iterator[tuple[str, ir.Choice]]:
    """All bodies with their owners: intents, rules, skips, in order."""
    yield from ((intent.name, intent.body) for intent in plain.intents)
    yield from plain.rules.items()
    yield from (("skip", body) for body in plain.skips)


def nodes(plain: Plain) -> Iterator[ir.Node]:
    """All nodes of all bodies, in order."""
    for _, body in bodies(plain):
        yield from ir.walk(body)


def mapped(plain: Plain, change: Change, more: Callable[[], dict[str, ir.Choice]] = dict) -> Plain:
    """*plain* with each body changed; the rules of *more* are added when all are."""
    intents = tuple(replace(i, body=change(i.name, i.body)) for i in plain.intents)
    rules = {name: change(name, body) for name, body in plain.rules.items()}
    skips = tuple(change("skip", body) for body in plain.skips)
    rules.update(more())
    return replace(plain, intents=intents, rules=rules, skips=skips)


def rewritten(node: ir.Node, change: Callable[[ir.Node], ir.Node]) -> ir.Node:
    """*node* with every node in it changed by *change*, those inside first."""
    if isinstance(node, ir.Choice):
        return change(choice(node, change))
    if isinstance(node, ir.Slot):
        return change(ir.Slot(node.name, rewritten(node.body, change)))
    if isinstance(node, ir.Repeat):
        return change(msgspec.structs.replace(node, body=rewritten(node.body, change)))
    if isinstance(node, ir.Permute):
        return change(ir.Permute(tuple(rewritten(body, change) for body in node.bodies)))
    return change(node)


def choice(body: ir.Choice, change: Callable[[ir.Node], ir.Node]) -> ir.Choice:
    """*body*, itself not changed, with every node below it changed by *change*."""
    return ir.Choice(
        tuple(
            msgspec.structs.replace(
                option, parts=tuple(rewritten(part, change) for part in option.parts)
            )
            for option in body.options
        )
    )


def fresh(plain: Plain) -> Names:
    """Gives names that nothing in *plain* has."""
    taken = (*plain.rules, *plain.catalogues, *(intent.name for intent in plain.intents))
    return Names(lambda _: True, lambda _: True, reserved=taken)
