"""Rasa's entities with their roles and groups, and the names of slots.

{"entity": "city"}                   {city}
{"entity": "city", "role": "to"}     {to:city}
{"entity": "order", "group": "2"}    {order_2:order}
"""

from __future__ import annotations

from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say
from .examples import Entity

_Triple = tuple[str, str | None, str | None]


class Slots:
    """Names slots by the roles and groups of their entities, each its own."""

    def __init__(self) -> None:
        self._names: dict[_Triple, str] = {}
        self._taken: set[str] = set()
        self.findings: list[Finding] = []

    def name(self, one: Entity, span: Span) -> str:
        """The name of the slot, the same for the same entity, role and group: the role, else the
        entity, a group behind it. Where another has that name, the entity is put before."""
        triple = (one.entity, one.role, one.group)
        known = self._names.get(triple)
        if known is not None:
            return known
        wanted = one.role or one.entity
        ways = [f"{wanted}_{one.group}"] if one.group else [wanted]
        ways.append("_".join(part for part in triple if part))
        number = 2
        while ways[0] in self._taken:
            if len(ways) == 1:
                ways.append(f"{wanted}_{number}")
                number += 1
            ways.pop(0)
        name = ways[0]
        if one.role and name != one.role:
            said = f"The role “{one.role}” of “{one.entity}” is the slot “{name}”."
            self.findings.append(say.changed(said, span))
        self._taken.add(name)
        self._names[triple] = name
        return name

    @property
    def lists_of(self) -> tuple[tuple[str, str], ...]:
        """The entity of each slot whose name is another."""
        return tuple(
            (name, entity) for (entity, _, _), name in self._names.items() if name != entity
        )


def entity_of(slot: str, entity: str, value: str | None) -> Entity:
    """What is written of a slot that takes its values from the list *entity*."""
    if slot == entity:
        return Entity(entity, value)
    behind = slot.removeprefix(f"{entity}_")
    if behind != slot and behind.isdigit():
        return Entity(entity, value, group=behind)
    return Entity(entity, value, role=slot)
