"""Whole words: what touches within a word becomes one, for targets that are made of tokens.

`light[s]` becomes `(light | lights)`. A slot that touches a word can't become one with it: a space
comes between them, which is told.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

import msgspec

from ...compiler import ir
from .mapped import mapped
from .plain import Plain
from .shared import words
from .weights import choice_of

MOST_WORDS = 1_000
"""What would become more words than this stays as it is."""

Parts = tuple[ir.Node, ...]
Ways = list[tuple[Fraction, Parts, tuple[str, ...]]]
"""Odds, parts, and the canonical values that they give."""


def whole_words(plain: Plain, most: int = MOST_WORDS) -> tuple[Plain, tuple[str, ...]]:
    """*plain*, in which nothing touches within a word, and the owners (rules, intents) in which
    something still does. Exact but for the spaces there."""
    writing = _Words(plain, most)
    made = mapped(plain, writing.body)
    return made, tuple(writing.touching)


class _Words:
    def __init__(self, plain: Plain, most: int) -> None:
        self._plain = plain
        self._most = most
        self._owner = ""
        self.touching: dict[str, None] = {}

    def body(self, owner: str, choice: ir.Choice) -> ir.Choice:
        self._owner = owner
        return self._choice(choice)

    def _choice(self, choice: ir.Choice) -> ir.Choice:
        return ir.Choice(
            tuple(
                msgspec.structs.replace(option, parts=self._parts(option.parts))
                for option in choice.options
            )
        )

    def _parts(self, parts: Parts) -> Parts:
        found: list[ir.Node] = []
        unit: list[ir.Node] = []
        for part in (*parts, ir.Space()):
            if not isinstance(part, ir.Space):
                unit.append(part)
                continue
            found.extend(self._unit(unit))
            found.append(part)
            unit = []
        return tuple(found[:-1])

    def _unit(self, unit: list[ir.Node]) -> Sequence[ir.Node]:
        """What stands between two spaces."""
        said = [node for node in unit if not isinstance(node, ir.Constant | ir.Context)]
        if len(said) < 2:
            return [self._inside(node) for node in unit]
        ways = self._ways(unit)
        if ways is None or any(_touches(parts) for _, parts, _ in ways):
            self.touching[self._owner] = None
            spaced: list[ir.Node] = []
            for node in unit:
                spaced += [ir.Space(), self._inside(node)] if spaced else [self._inside(node)]
            return spaced
        options = [
            (odds, ir.Option(1, parts, " ".join(values) if values else None))
            for odds, parts, values in ways
        ]
        made = choice_of(options)
        only = made.options[0]
        return only.parts if len(made.options) == 1 and only.value is None else [made]

    def _inside(self, node: ir.Node) -> ir.Node:
        if isinstance(node, ir.Choice):
            return self._choice(node)
        if isinstance(node, ir.Slot):
            return ir.Slot(node.name, self._inside(node.body))
        if isinstance(node, ir.Repeat):
            return msgspec.structs.replace(node, body=self._inside(node.body))
        if isinstance(node, ir.Permute):
            return ir.Permute(tuple(map(self._inside, node.bodies)))
        return node

    def _ways(self, unit: Sequence[ir.Node], depth: int = 0) -> Ways | None:
        """All ways that these may be said, side by side; None where they are too many."""
        found: Ways = [(Fraction(1), (), ())]
        for node in unit:
            each = self._each(node, depth)
            if each is None or len(found) * len(each) > self._most:
                return None
            found = [
                (p * q, _merged(one, other), (*u, *v))
                for p, one, u in found
                for q, other, v in each
            ]
        return found

    def _each(self, node: ir.Node, depth: int) -> Ways | None:
        if depth > 20:
            return None
        if isinstance(node, ir.Call):
            return self._each(self._plain.rules[node.rule], depth + 1)
        if isinstance(node, ir.Draw):
            held = self._plain.catalogues[node.catalogue]
            if held.open or held.wild or len(held) > self._most:
                return None
            rows = list(held.rows())
            total = sum(row.weight for row in rows)
            return [
                (
                    Fraction(row.weight, total),
                    words(row.text),
                    () if row.value is None else (row.value,),
                )
                for row in rows
            ]
        if isinstance(node, ir.Choice):
            total = sum(option.weight for option in node.options)
            found: Ways = []
            for option in node.options:
                ways = self._ways(option.parts, depth + 1)
                if ways is None or len(found) + len(ways) > self._most:
                    return None
                for odds, parts, values in ways:
                    given = values if option.value is None else (option.value,)
                    found.append((odds * Fraction(option.weight, total), parts, given))
            return found
        if isinstance(node, ir.Slot):
            return [(Fraction(1), (ir.Slot(node.name, self._inside(node.body)),), ())]
        if isinstance(node, ir.Repeat | ir.Permute):
            return None
        return [(Fraction(1), (node,), ())]


def _merged(one: Parts, other: Parts) -> Parts:
    if one and other and isinstance(one[-1], ir.Text) and isinstance(other[0], ir.Text):
        return (*one[:-1], ir.Text(one[-1].text + other[0].text), *other[1:])
    return one + other


def _touches(parts: Parts) -> bool:
    said = [node for node in parts if not isinstance(node, ir.Constant | ir.Context)]
    return any(
        not isinstance(a, ir.Space) and not isinstance(b, ir.Space)
        for a, b in itertools.pairwise(said)
    )
