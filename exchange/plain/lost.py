"""What a target that has no place for it loses, counted."""

from __future__ import annotations

from ...compiler import ir
from ...dsl.findings import Finding
from ...dsl.span import Span
from ..say import lost
from .mapped import nodes
from .plain import Plain


def weights(plain: Plain) -> int:
    """How many choices, lists, and groups of intents have unequal weights."""
    groups = [[i.weight for i in plain.intents]]
    groups += [
        [option.weight for option in node.options]
        for node in nodes(plain)
        if isinstance(node, ir.Choice)
    ]
    count = sum(len(set(group)) > 1 for group in groups)
    return count + sum(
        made.selection is not None and made.selection.catalogue.weighted
        for made in plain.catalogues.values()
    )


def values(plain: Plain) -> int:
    """How many alternatives and lists give canonical values."""
    count = sum(
        option.value is not None
        for node in nodes(plain)
        if isinstance(node, ir.Choice)
        for option in node.options
    )
    return count + sum(
        made.valued
        and made.range is None
        and made.selection is not None
        and "id" in made.selection.catalogue.columns
        for made in plain.catalogues.values()
    )


def constants(plain: Plain) -> int:
    """How many slots without text there are."""
    return sum(isinstance(node, ir.Constant | ir.Context) for node in nodes(plain))


def without_weights(plain: Plain, target: str, place: Span) -> list[Finding]:
    """W621 where weights are lost."""
    count = weights(plain)
    if not count:
        return []
    what = "Weights are" if count > 1 else "A weight is"
    return [
        lost(
            f"{what} lost, as {target} has none: in {count} "
            f"{'places' if count > 1 else 'place'} alternatives come with unequal odds.",
            place,
        )
    ]
