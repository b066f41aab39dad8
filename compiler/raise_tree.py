"""Raise: from the IR back to the tree, so that parts of a compiled grammar can be printed.

An artifact holds the IR only. What is raised says the same as what was written: building it again
gives the same IR, places apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..catalogues.numbers.notation import is_range
from ..dsl import tree
from . import ir
from .ranges import written


def body(choice: ir.Choice) -> tree.Body:
    """The alternatives of a choice, with their weights where those are not 1."""
    return tree.Body(
        tuple(alternative(o, None if o.weight == 1 else str(o.weight)) for o in choice.options)
    )


def alternative(option: ir.Option, weight: str | None = None) -> tree.Alternative:
    """One alternative, with the weight that is to stand before it."""
    return tree.Alternative(
        units(option.parts),
        weight,
        option.value,
        tuple(tree.Tag(value) for _, value in option.tags),
        tree.Agree(option.agree) if option.agree else None,
    )


def units(parts: Sequence[ir.Node]) -> tuple[tree.Unit, ...]:
    """Parts with white space between them; a space at an end, or beside another, is a quote."""
    found: list[list[tree.Part]] = [[]]
    for number, node in enumerate(parts):
        unit = found[-1]
        if isinstance(node, ir.Space):
            following = parts[number + 1] if number + 1 < len(parts) else None
            if unit and following is not None and not isinstance(following, ir.Space):
                found.append([])
            else:
                unit.append(tree.Quote(" "))
        elif unit and isinstance(unit[-1], tree.Word):
            unit.append(_in_quotes(part(node)))
        else:
            unit.append(part(node))
    return tuple(tuple(unit) or (tree.Quote(""),) for unit in found)


def _in_quotes(node: tree.Part) -> tree.Part:
    """A word in quotes, for places where a bare one would run on or be a name."""
    if isinstance(node, tree.Word):
        return tree.Quote(node.text)
    if isinstance(node, tree.Postfix):
        return tree.Postfix(_in_quotes(node.part), node.mark, node.low, node.high)
    return node


def part(node: ir.Node) -> tree.Part:
    """One node as a part of an alternative."""
    if isinstance(node, ir.Text):
        return tree.Word(node.text)
    if isinstance(node, ir.Space):
        return tree.Quote(" ")
    if isinstance(node, ir.Draw) and is_range(node.catalogue):
        return written(node.catalogue)
    if isinstance(node, ir.Call | ir.Draw):
        return tree.Ref(_target(node))
    if isinstance(node, ir.Minus):
        return tree.Minus(_target(node.body), tuple(_less(p) for p in node.without))
    if isinstance(node, ir.Slot):
        return _slot(node)
    if isinstance(node, ir.Constant):
        return tree.Constant(node.name, node.value)
    if isinstance(node, ir.Context):
        return tree.Context(node.name, node.key)
    if isinstance(node, ir.Repeat):
        unbound = "*" if node.low == 0 else "+"
        mark = unbound if node.high is None else "{}"
        return tree.Postfix(part(node.body), mark, node.low, node.high)
    if isinstance(node, ir.Permute):
        return tree.Permutation(tuple(_bodies(b) for b in node.bodies))
    return _choice(node)


def _less(node: ir.Node) -> tree.Part:
    found = part(node)
    plain = isinstance(found, tree.Word) and found.text.isalnum()
    return found if plain else _in_quotes(found)


def _target(node: ir.Call | ir.Draw) -> tree.Target:
    if isinstance(node, ir.Call):
        return tree.Target(node.rule)
    filters = tuple(tree.Filter(column, cells) for column, cells in node.where)
    if node.column is None:
        return tree.Target(node.catalogue, filters=filters)
    if node.nth == 1:
        return tree.Target(f"{node.catalogue}.{node.column}", filters=filters)
    return tree.Target(node.catalogue, node.nth, node.column, filters)


def _slot(node: ir.Slot) -> tree.Slot:
    inner = node.body
    ranged = isinstance(inner, ir.Draw) and is_range(inner.catalogue)
    if isinstance(inner, ir.Call | ir.Draw) and not ranged:
        target = _target(inner)
        if target.name.rpartition(".")[2] == node.name:
            return tree.Slot(target.name, own=target if target.filters else None)
        if target.column is not None and target.column.rpartition(".")[2] == node.name:
            return tree.Slot(target.name, own=target)
        return tree.Slot(node.name, target if isinstance(inner, ir.Draw) else tree.Ref(target))
    return tree.Slot(node.name, _in_quotes(part(inner)))


def _bodies(node: ir.Node) -> tree.Body:
    if isinstance(node, ir.Choice):
        return body(node)
    return tree.Body((tree.Alternative(((part(node),),)),))


def _choice(choice: ir.Choice) -> tree.Part:
    """Brackets around alternatives, of the kind that was there."""
    absent = optional(choice)
    if absent is not None:
        present = choice.options[0]
        if present.place < 0 and len(present.parts) == 1 and absent == 1 and _plain(present):
            (inner,) = present.parts
            if isinstance(inner, ir.Choice) and not _quoted(inner):
                return tree.Maybe(body(inner))
            return tree.Postfix(part(inner), "?", 0, 1)
        weight = decimal(1 / absent)
        if weight is not None:
            shown = None if absent == 1 else weight
            return tree.Maybe(tree.Body((alternative(present, shown),)))
    if _quoted(choice):
        texts = (n.text if isinstance(n, ir.Text) else " " for n in choice.options[0].parts)
        return tree.Quote("".join(texts))
    return tree.Group(body(choice))


def optional(choice: ir.Choice) -> Fraction | None:
    """How much the empty side of a bracket weighs against the other; None for other choices."""
    if len(choice.options) != 2:
        return None
    present, absent = choice.options
    if absent.parts or absent.place >= 0 or not _plain(absent) or not present.weight:
        return None
    return Fraction(absent.weight, present.weight)


def _plain(option: ir.Option) -> bool:
    return option.value is None and not option.tags and not option.agree


def _quoted(choice: ir.Choice) -> bool:
    """Whether this is a quote of several words, or of none, that had to be one part."""
    if len(choice.options) != 1 or choice.options[0].place >= 0:
        return False
    only = choice.options[0]
    return _plain(only) and all(isinstance(n, ir.Text | ir.Space) for n in only.parts)


def decimal(value: Fraction) -> str | None:
    """A positive fraction as a weight is written, None where no decimal is equal to it."""
    digits, rest = 0, value.denominator
    while rest % 10 == 0:
        rest //= 10
        digits += 1
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
            digits += 1
    if rest != 1:
        return None
    whole = str(value.numerator * 10**digits // value.denominator).rjust(digits + 1, "0")
    if not digits:
        return whole
    return f"{whole[:-digits]}.{whole[-digits:]}".rstrip("0").rstrip(".")
