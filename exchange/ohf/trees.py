"""Templates to trees."""

from __future__ import annotations

from collections.abc import Callable

from ...dsl.tree import (
    Alternative,
    Body,
    Group,
    Maybe,
    Part,
    Permutation,
    Quote,
    Unit,
    Word,
)
from .template import AnyOrder, Choice, Gap, Item, Sequence, Text

Refer = Callable[[Item], Part]
"""Makes the part of a list or a rule."""

_SPACE = Quote(" ")


def alternatives(items: Sequence, refer: Refer) -> tuple[Alternative, ...]:
    """The alternatives of a template: those of the choice that it is, or one."""
    if len(items) == 1 and isinstance(items[0], Choice) and not items[0].optional:
        return tuple(Alternative(units(option, refer)) for option in items[0].options)
    return (Alternative(units(items, refer)),)


def units(items: Sequence, refer: Refer) -> tuple[Unit, ...]:
    """What stands between spaces. A space at an end is one that must be there."""
    found: list[list[Part]] = [[]]
    last = len(items) - 1
    for index, item in enumerate(items):
        if isinstance(item, Gap):
            if index in (0, last):
                found[-1].append(_SPACE)
            elif found[-1] != [_SPACE] and items[index + 1 : index + 2] != (Gap(),):
                found.append([])
            continue
        found[-1].append(_part(item, refer))
    return tuple(tuple(unit) for unit in found if unit) or ((Quote(""),),)


def _part(item: Item, refer: Refer) -> Part:
    if isinstance(item, Text):
        return Word(item.text)
    if isinstance(item, Choice):
        made: list[Alternative] = []
        for option in item.options:
            made.extend(alternatives(option, refer) if len(option) == 1 else _one(option, refer))
        body = Body(tuple(made))
        return Maybe(body) if item.optional else Group(body)
    if isinstance(item, AnyOrder):
        return Permutation(tuple(Body(alternatives(each, refer)) for each in item.items))
    return refer(item)


def _one(option: Sequence, refer: Refer) -> tuple[Alternative, ...]:
    return (Alternative(units(option, refer)),)
