"""Slots as `.gram` has them: a constant stands outside of slots, a value within one.

A rule that gives values which no tag names (`<digit> = one {1} | two {2};`, or a literal tag
of SRGS) is a slot of its own name where it is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...dsl.findings import Finding
from .meaning import has_text
from .project import Project
from .tree import (
    Constant,
    Expansion,
    Labelled,
    Null,
    Ref,
    Sequence,
    Value,
    below,
    sequence,
    walk,
    with_below,
)


class Settling:
    """Works out which rules are within slots, then changes every rule."""

    def __init__(self, project: Project, wanted: dict[str, set[str]]) -> None:
        self._project = project
        self._wanted = wanted
        self._filling: dict[str, set[str]] = {}
        for rule in project.rules.values():
            for node in walk(rule.body):
                if isinstance(node, Labelled) and isinstance(node.body, Ref):
                    self._filling.setdefault(node.body.rule, set()).add(node.name)
        self._valued = {n for n, r in project.rules.items() if _gives(r.body)} - set(project.roots)
        self._inner = self._within()

    def run(self) -> None:
        """Changes the rules; W601 and W602 for what could not stay as it was."""
        for name, rule in self._project.rules.items():
            self._here = name
            body = self._settled(rule.body, name in self._inner, "")
            self._project.rules[name] = replace(rule, body=body)

    def _within(self) -> set[str]:
        """The rules that are used in slots, be it only in some places."""
        found = set(self._valued)
        fresh = list(self._project.rules)
        while fresh:
            name = fresh.pop()
            for ref, inside in _uses(self._project.rules[name].body, name in found):
                if inside and ref.rule not in found:
                    found.add(ref.rule)
                    fresh.append(ref.rule)
        return found

    def _settled(self, node: Expansion, inside: bool, slot: str) -> Expansion:
        if isinstance(node, Ref):
            if not inside and node.rule in self._valued:
                return Labelled(self._project.rules[node.rule].name, node, node.span)
            return node
        if isinstance(node, Labelled):
            if inside and node.name in self._wanted.get(self._here, ()):
                return self._settled(node.body, True, slot)
            return replace(node, body=self._settled(node.body, True, node.name))
        if isinstance(node, Value | Constant):
            node = Sequence((node,), node.span)
        if isinstance(node, Sequence):
            return self._sequence(node, inside, slot)
        return with_below(node, tuple(self._settled(p, inside, slot) for p in below(node)))

    def _sequence(self, node: Sequence, inside: bool, slot: str) -> Expansion:
        own = not inside and any(isinstance(item, Value) for item in node.items)
        name = self._project.rules[self._here].name
        items = [
            item
            if isinstance(item, Value | Constant)
            else self._settled(item, inside or own, name if own else slot)
            for item in node.items
        ]
        if own:
            constants = [item for item in items if isinstance(item, Constant)]
            others = tuple(item for item in items if not isinstance(item, Constant))
            if has_text(Sequence(others)):
                return Sequence(
                    (Labelled(name, Sequence(others), node.span), *constants), node.span
                )
            values = [item for item in others if isinstance(item, Value)]
            return Sequence((Constant(name, values[-1].text, node.span), *constants), node.span)
        if not inside:
            return Sequence(tuple(items), node.span)
        for constant in [item for item in items if isinstance(item, Constant)]:
            items = self._moved(items, constant, slot)
        return Sequence(tuple(items), node.span) if items else Null(node.span)

    def _moved(self, items: list[Expansion], constant: Constant, slot: str) -> list[Expansion]:
        """*items*, which stand in a slot, without *constant*."""
        rest = [item for item in items if item is not constant]
        mine = {slot, *self._wanted.get(self._here, ()), *self._filling.get(self._here, ())}
        if constant.name in mine:
            rest = [item for item in rest if not isinstance(item, Value)]
            return [*rest, Value(constant.value, constant.span)]
        text = [item for item in rest if not isinstance(item, Value | Constant)]
        other = [item for item in rest if isinstance(item, Value | Constant)]
        if not has_text(Sequence(tuple(text))):
            message = f"The slot {constant.name} has no text and stands in another slot: left out."
            self._project.findings.append(Finding("W601", message, constant.span))
            return rest
        message = (
            f"The slot {constant.name} stands in another slot, and so becomes one around the words."
        )
        self._project.findings.append(Finding("W602", message, constant.span))
        body = sequence((*text, Value(constant.value, constant.span)), constant.span)
        return [Labelled(constant.name, body, constant.span), *other]


def _gives(node: Expansion) -> bool:
    """Whether a value stands in *node* outside of the slots in it."""
    if isinstance(node, Labelled):
        return False
    return isinstance(node, Value) or any(_gives(part) for part in below(node))


def _uses(node: Expansion, inside: bool) -> Iterator[tuple[Ref, bool]]:
    """The references in *node*, and whether each is in a slot, or in a sequence with a value."""
    if isinstance(node, Ref):
        yield node, inside
    inside = inside or isinstance(node, Labelled)
    if isinstance(node, Sequence):
        inside = inside or any(isinstance(item, Value) for item in node.items)
    for part in below(node):
        yield from _uses(part, inside)
