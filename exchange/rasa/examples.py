"""The examples of Rasa: a sentence with its entities marked, on one line.

    fly to [LA]{"entity": "city", "role": "to", "value": "Los Angeles"} on [monday](day)

What is a mark is told as Rasa's own reader tells it (`rasa/shared/nlu/training_data/
entities_parser.py`): a bracket, then without a space `(entity)`, `(entity:value)`, JSON in braces,
or several such in brackets. Everything else is text; nothing is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """What marks say of a stretch of text. `value` is None where none is written."""

    entity: str
    value: str | None = None
    role: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text with its entities, none for text without marks. `start` is where it
    begins in the line."""

    text: str
    start: int
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """A mark that can't be read: what is wrong from `start` to `end` of the line."""

    message: str
    start: int
    end: int


def read(line: str) -> list[Mark] | Wrong:
    """The text and marks of an example, in order."""
    found: list[Mark] = []
    at = 0
    for start, inner, end, entities in _marks(line):
        if isinstance(entities, Wrong):
            return entities
        if at < start:
            found.append(Mark(line[at:start], at))
        found.append(Mark(inner, start, entities))
        at = end
    if at < len(line):
        found.append(Mark(line[at:], at))
    return found


def _marks(line: str) -> Iterator[tuple[int, str, int, tuple[Entity, ...] | Wrong]]:
    """(start, text, end, entities) of each mark. Each closing sign is looked for once, so that
    the time is linear in the length of the line."""
    last = {sign: line.rfind(sign) for sign in ")}]"}
    at = line.find("[")
    while at >= 0:
        close = line.find("]", at + 1)
        if close < 0:
            return
        opened = line[close + 1 : close + 2]
        end = -1
        # All brackets up to this `]` have the same behind it.
        if close > at + 1 and opened and opened in "({[":
            sign = ")}]"["({[".index(opened)]
            if last[sign] > close + 1:
                end = line.find(sign, close + 2)
        entities = _entities(line, opened, close + 2, end) if end >= 0 else None
        if entities is None:
            at = line.find("[", close + 1)
        else:
            yield at, line[at + 1 : close], end + 1, entities
            at = line.find("[", end + 1)


def _entities(line: str, opened: str, start: int, end: int) -> tuple[Entity, ...] | Wrong | None:
    """What stands between the signs; None where it is no mark after all."""
    inner = line[start:end]
    if opened == "(":
        name, colon, value = inner.partition(":")
        if not name or (colon and not value):
            return None
        return (Entity(name, value if colon else None),)
    if opened == "{":
        if not inner:
            return None
        one = _entity(inner, start, end)
        return one if isinstance(one, Wrong) else (one,)
    several: list[Entity] = []
    at = inner.find("{")
    while at >= 0:
        close = inner.find("}", at + 2)
        if close < 0:
            break
        one = _entity(inner[at + 1 : close], start + at + 1, start + close)
        if isinstance(one, Wrong):
            return one
        several.append(one)
        at = inner.find("{", close + 1)
    return tuple(several)


def _entity(inner: str, start: int, end: int) -> Entity | Wrong:
    try:
        said = json.loads(f"{{{inner}}}")
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "it is nested too deep")
        return Wrong(f"This is not JSON: {reason[:1].lower()}{reason[1:]}.", start, end)
    members: dict[str, str | None] = {}
    for key in ("entity", "value", "role", "group"):
        member = said.get(key)
        if isinstance(member, (int, float)) and not isinstance(member, bool):
            member = str(member)
        if member is not None and not isinstance(member, str):
            return Wrong(f"“{key}” is a text.", start, end)
        members[key] = member
    if not members["entity"]:
        return Wrong("It does not say which “entity” this is.", start, end)
    return Entity(members["entity"], members["value"], members["role"], members["group"])


def write(marks: list[Mark]) -> str | None:
    """The line of *marks*; None where no line says this: the format escapes nothing."""
    out: list[str] = []
    for mark in marks:
        if not mark.entities:
            out.append(mark.text)
        elif len(mark.entities) == 1 and _is_short(mark.entities[0]):
            out.append(f"[{mark.text}]({mark.entities[0].entity})")
        else:
            several = ", ".join(_written(one) for one in mark.entities)
            out.append(f"[{mark.text}]{several if len(mark.entities) == 1 else f'[{several}]'}")
    line = "".join(out)
    again = read(line)
    if isinstance(again, Wrong) or _plain(again) != _plain(marks):
        return None
    return line


def _is_short(one: Entity) -> bool:
    plain = one.value is None and one.role is None and one.group is None
    return plain and not any(sign in one.entity for sign in ":)")


def _written(one: Entity) -> str:
    members = {
        "entity": one.entity,
        "role": one.role,
        "group": one.group,
        "value": one.value,
    }
    said = {key: member for key, member in members.items() if member is not None}
    inner = json.dumps(said, ensure_ascii=False)[1:-1]
    # The first closing sign would end it, even within quotes.
    return "{" + inner.replace("}", "\\u007d").replace("]", "\\u005d") + "}"


def _plain(marks: list[Mark]) -> list[tuple[str, tuple[Entity, ...]]]:
    found: list[tuple[str, tuple[Entity, ...]]] = []
    for mark in marks:
        if mark.entities or not found or found[-1][1]:
            found.append((mark.text, mark.entities))
        else:
            found[-1] = (found[-1][0] + mark.text, ())
    return [one for one in found if one[0]]
