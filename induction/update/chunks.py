"""Calls of rules that are there, for stretches of new alternatives that those rules say.

    polite = can you | could you | please       could you turn it up  ->  <polite> turn it up

A rule that a person wrote or keeps costs nothing, and saying its text again does; but the new
alternative then holds the rule's other texts, too. So a stretch of n words, of V that there are,
becomes a call of one of R rules, which says k texts, where n > 1 and n log2 V > log2 R + log2 k.
"""

from __future__ import annotations

import math
from dataclasses import replace

from ...dsl.tree import (
    Alternative,
    Body,
    File,
    Group,
    Maybe,
    Node,
    Postfix,
    Ref,
    Rule,
    Target,
    Unit,
    Word,
)
from .edits import alternatives
from .names import changed, named, nodes

MOST_TEXTS = 64
"""Rules that say more texts than these are not looked for in others."""

Units = tuple[Unit, ...]


class Chunks:
    """The rules of a grammar that say few texts, with those."""

    def __init__(self, file: File) -> None:
        self._rules = {n: s for n, s in named(file).items() if isinstance(s, Rule)}
        words = {one.text for one in nodes(file) if isinstance(one, Word)}
        self._word = math.log2(max(2, len(words)))
        self._call = math.log2(max(2, len(self._rules)))
        self._found: dict[Units, tuple[str, int]] = {}
        known: dict[str, tuple[Units, ...] | None] = {}
        for name in self._rules:
            texts = self._texts(name, known)
            for text in texts or ():
                old = self._found.get(text)
                if text and (old is None or len(texts or ()) < old[1]):
                    self._found[text] = name, len(texts or ())
        self._longest = max((len(text) for text in self._found), default=0)

    def shorten(self, alternative: Alternative) -> Alternative:
        """*alternative* with calls, the longest stretches first from the left, within brackets
        too; never a call alone in it."""

        def change(node: Node) -> Node:
            if not isinstance(node, Alternative):
                return node
            called = self._called(node.units)
            return node if called is node.units else replace(node, units=called)

        made = changed(alternative, change)
        assert isinstance(made, Alternative)
        return alternative if _alone(made) and not _alone(alternative) else made

    def _called(self, units: Units) -> Units:
        found: list[Unit] = []
        at = 0
        while at < len(units):
            for length in range(min(self._longest, len(units) - at), 1, -1):
                name, count = self._found.get(units[at : at + length], ("", 0))
                if name and length * self._word > self._call + math.log2(count):
                    found.append((Ref(Target(name)),))
                    at += length
                    break
            else:
                found.append(units[at])
                at += 1
        return units if tuple(found) == units else tuple(found)

    def _texts(
        self, name: str, known: dict[str, tuple[Units, ...] | None]
    ) -> tuple[Units, ...] | None:
        """What a rule says, as units; none where that is too much, or not made of whole words."""
        if name not in known:
            known[name] = None  # also what a circle comes to
            known[name] = self._body(self._rules[name].body, known)
        return known[name]

    def _body(
        self, body: Body, known: dict[str, tuple[Units, ...] | None]
    ) -> tuple[Units, ...] | None:
        found: dict[Units, None] = {}
        for one in alternatives(Rule("x", body)):
            if one.value is not None or one.tags or one.agree:
                return None
            texts: list[Units] = [()]
            for unit in one.units:
                inner = self._unit(unit, known)
                if inner is None or len(texts) * len(inner) > MOST_TEXTS:
                    return None
                texts = [(*text, *more) for text in texts for more in inner]
            found.update(dict.fromkeys(texts))
        return tuple(found) if len(found) <= MOST_TEXTS else None

    def _unit(
        self, unit: Unit, known: dict[str, tuple[Units, ...] | None]
    ) -> tuple[Units, ...] | None:
        if len(unit) > 1:
            return None
        match unit[0]:
            case Word():
                return ((unit,),)
            case Ref(target=Target(name=name, row=None, column=None, filters=())):
                return self._texts(name, known) if name in self._rules else None
            case Group(body=body):
                return self._body(body, known)
            case Maybe(body=body):
                texts = self._body(body, known)
                return None if texts is None else ((), *texts)
            case Postfix(part=part, mark="?"):
                texts = self._unit((part,), known)
                return None if texts is None else ((), *texts)
            case _:
                return None


def _alone(alternative: Alternative) -> bool:
    """Whether nothing but a call is in it."""
    units = alternative.units
    return len(units) == 1 and len(units[0]) == 1 and isinstance(units[0][0], Ref)
