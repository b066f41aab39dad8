"""What columns hold, as sequences of symbols with counts and examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..symbols import Symbols, Template
from .columns import Cut


@dataclass(slots=True)
class Held:
    """A phrase of a column: how much of the data has it, in how many distinct templates, and two
    examples."""

    count: float = 0.0
    templates: int = 0
    examples: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """The columns that are used, with their phrases, and the ways from column to column, the most
    frequent first."""

    phrases: dict[int, dict[Symbols, Held]]
    ways: list[tuple[tuple[int, ...], float]]


def table(templates: Sequence[Template], cuts: Sequence[Cut]) -> Table:
    """The columns of templates that are cut so."""
    phrases: dict[int, dict[Symbols, Held]] = {}
    ways: dict[tuple[int, ...], float] = {}
    for template, cut in zip(templates, cuts, strict=True):
        way = tuple(column for column, _, _ in cut)
        ways[way] = ways.get(way, 0.0) + template.count
        for column, start, end in cut:
            held = phrases.setdefault(column, {}).setdefault(template.symbols[start:end], Held())
            held.count += template.count
            held.templates += 1
            fresh = [one for one in template.examples if one not in held.examples]
            held.examples += fresh[: 2 - len(held.examples)]
    ranked = {
        column: dict(sorted(found.items(), key=lambda one: -one[1].count))
        for column, found in sorted(phrases.items())
    }
    return Table(ranked, sorted(ways.items(), key=lambda one: -one[1]))
