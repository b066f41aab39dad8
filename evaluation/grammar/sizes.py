"""Sizes: how much a person has to read who edits a grammar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...compiler import ir
from ...compiler.program import Program


@dataclass(frozen=True, slots=True)
class Sizes:
    """`rules` counts the intent and the rules that it reaches; `symbols` their words, slots and
    references; `alternatives` are those of the choice that has most, a part that may be left out
    counting as one; `nesting` tells how deep brackets stand in one another."""

    rules: int
    symbols: int
    alternatives: int
    nesting: int


def sizes(program: Program, intent: str) -> Sizes:
    """Those of one intent. A rule of another module that is used counts as one's own."""
    body = next(root.body for root in program.intents if root.name == intent)
    bodies = [body, *(program.rules[name] for name in reached(body, program.rules))]
    return Sizes(
        len(bodies),
        sum(_symbols(option.parts) for body in bodies for option in body.options),
        max(_alternatives(body) for body in bodies),
        max((_nesting(p) for body in bodies for o in body.options for p in o.parts), default=0),
    )


def reached(body: ir.Node, rules: Mapping[str, ir.Choice]) -> list[str]:
    """The rules that are called from *body*, and from those, the first first."""
    found: dict[str, None] = {}
    pending: list[ir.Node] = [body]
    for at in pending:
        for node in ir.walk(at):
            if isinstance(node, ir.Call) and node.rule not in found:
                found[node.rule] = None
                pending.append(rules[node.rule])
    return list(found)


def _symbols(parts: tuple[ir.Node, ...]) -> int:
    """Pieces of one word count once; so does a slot together with the one catalogue that fills
    it."""
    count, within = 0, False
    for part in parts:
        count += isinstance(part, ir.Text) and not within
        within = isinstance(part, ir.Text)
        if isinstance(part, ir.Call | ir.Draw | ir.Constant | ir.Context):
            count += 1
        elif isinstance(part, ir.Slot):
            inner = _symbols((part.body,))
            count += 1 + (0 if isinstance(part.body, ir.Draw) else inner)
        elif isinstance(part, ir.Choice):
            count += sum(_symbols(option.parts) for option in part.options)
        elif isinstance(part, ir.Minus):
            count += 1 + sum(_symbols((one,)) for one in part.without)
        else:
            count += sum(_symbols((one,)) for one in ir.children(part))
    return count


def _alternatives(body: ir.Choice) -> int:
    choices = (node for node in ir.walk(body) if isinstance(node, ir.Choice))
    return max(sum(bool(option.parts) for option in choice.options) for choice in choices)


def _nesting(node: ir.Node) -> int:
    inner = max(map(_nesting, ir.children(node)), default=0)
    # What a repetition repeats stands in brackets already, or needs none; those of a slot are its
    # own.
    return inner + (isinstance(node, ir.Choice | ir.Permute))
