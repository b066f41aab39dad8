"""What any system of templates loses of a grammar."""

from __future__ import annotations

from collections.abc import Iterator

from ...compiler import ir
from ...compiler.compiled import Compiled
from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say


def losses(compiled: Compiled, system: str, place: Span) -> list[Finding]:
    """What is told once for a whole grammar: weights, constants, shared rows, skips, rewrites."""
    nodes = list(_nodes(compiled))
    found: list[Finding] = []
    choices = [n for n in nodes if isinstance(n, ir.Choice)]
    weighted = sum(len({option.weight for option in n.options}) > 1 for n in choices)
    if weighted:
        many = "choices have" if weighted > 1 else "choice has"
        found.append(say.lost(f"{weighted:,} {many} weights: {system} has none.", place))
    drawn = dict.fromkeys(n.catalogue for n in nodes if isinstance(n, ir.Draw))
    heavy = [name for name in drawn if _weighted(compiled, name)]
    if heavy:
        shown = ", ".join(f"“{name}”" for name in heavy)
        found.append(say.lost(f"The values of {shown} have weights: {system} has none.", place))
    constants = dict.fromkeys(
        f"{{{n.name} = {n.value if isinstance(n, ir.Constant) else '@' + n.key}}}"
        for n in nodes
        if isinstance(n, ir.Constant | ir.Context)
    )
    if constants:
        what = f"{system} has no slots without text: {_some(list(constants))}."
        found.append(say.lost(what, place))
    shared = dict.fromkeys(n.catalogue for n in nodes if isinstance(n, ir.Draw) and n.row >= 0)
    if shared:
        names = ", ".join(f"“{name}”" for name in shared)
        what = f"Slots that share a row of {names} have values of their own in {system}."
        found.append(say.lost(what, place))
    if compiled.program.skips:
        found.append(say.lost(f"What `skip` lets pass is not said in {system}.", place))
    if compiled.rewriter is not None:
        what = "Rewrites run over whole sentences: the phrases are those of sentences drawn."
        found.append(say.approximated(what, place))
    return found


def _nodes(compiled: Compiled) -> Iterator[ir.Node]:
    """All nodes but those of the standard library, whose rules other systems know by name."""
    program = compiled.program
    library = standard_modules(compiled)
    rules = (r for name, r in program.rules.items() if name.partition(".")[0] not in library)
    for body in (*(intent.body for intent in program.intents), *rules):
        yield from ir.walk(body)


def standard_modules(compiled: Compiled) -> frozenset[str]:
    """The names of the modules of the standard library that a grammar is made of."""
    paths = (path.partition("/")[2] for path in compiled.sources if path.startswith("std:"))
    return frozenset(path.removesuffix(".gram") for path in paths if path.endswith(".gram"))


def _weighted(compiled: Compiled, name: str) -> bool:
    catalogue = compiled.stock.catalogue(name)
    return catalogue is not None and catalogue.weighted


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3:,} more are lost" if len(names) > 3 else f"{shown} is lost"
