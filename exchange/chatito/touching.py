"""Where definitions touch what stands beside them.

Chatito takes away the spaces at the ends of every definition: with `~[day]` being `~[this?] day`,
`to~[day]` is *today* or *tothis day*. In a `.gram` a space stays where its rule is used, so one
beside an optional part goes into its brackets where the definition touches something on that side.
"""

from __future__ import annotations

from collections.abc import Sequence

from .project import Entity
from .syntax import Use


def stripped(pieces: Sequence[str | Use]) -> list[str | Use]:
    """*pieces* without white space at their ends."""
    found = list(pieces)
    if found and isinstance(found[0], str):
        found[0] = found[0].lstrip()
    if found and isinstance(found[-1], str):
        found[-1] = found[-1].rstrip()
    return [p for p in found if p != ""]


def touched(roots: Sequence[Sequence[Entity]]) -> tuple[set[Entity], set[Entity]]:
    """The entities that touch something on their left side somewhere, and on their right one.
    *roots* hold entities behind those that they use."""
    left: set[Entity] = set()
    right: set[Entity] = set()
    for root in roots:
        for entity in reversed(root):
            for sentence, row in zip(entity.definition.sentences, entity.uses, strict=True):
                used = dict(zip(map(id, sentence.pieces), row, strict=True))
                pieces = stripped(sentence.pieces)
                _look(pieces, used, entity in left, left, -1)
                _look(pieces[::-1], used, entity in right, right, 0)
    return left, right


def _look(
    pieces: list[str | Use],
    used: dict[int, Entity | None],
    outside: bool,
    found: set[Entity],
    end: int,
) -> None:
    """Goes through *pieces*, from the side that is asked about; *end* is the end of a text that
    the next piece meets."""
    touches, begun = outside, False
    for piece in pieces:
        if isinstance(piece, str):
            if not piece.isspace():
                begun = True
            touches = not piece[end].isspace() or (not begun and outside)
            continue
        entity = used[id(piece)]
        if touches and entity is not None:
            found.add(entity)
        begun = begun or not piece.optional
        touches = True


def edges(pieces: Sequence[str | Use], end: int = -1) -> int:
    """How many of *pieces*, from the first, are optional uses each with a space behind it: two
    for each, where the last of the spaces may be the beginning of a text. With *end* 0 they stand
    in reverse, and the space is the end of a text."""
    at = 0
    while at + 1 < len(pieces):
        use, space = pieces[at], pieces[at + 1]
        if isinstance(use, str) or not use.optional or not isinstance(space, str):
            break
        if not space[0 if end else -1].isspace():
            break
        at += 2
        if not space.isspace():
            break
    return at
