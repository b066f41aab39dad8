"""Rewrites of a labelled text: every letter knows the slots around it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gramc.corpora.utterance import Span, Utterance

from .texts import BEGIN, END

Path = tuple[int, ...]
Letters = list[tuple[str, Path]]
"""Every letter of a text with the numbers of the slots that hold it, outermost first."""


@dataclass(frozen=True)
class Change:
    """A rewrite: all texts that it replaces, and all that its contexts can be."""

    old: Collection[str]
    new: str
    left: Collection[str]
    right: Collection[str]


def rewritten(utterance: Utterance, changes: list[Change]) -> Utterance:
    """The utterance after all *changes*, one after another."""
    slots: list[Span] = []
    letters: Letters = [(c, ()) for c in utterance.text]

    def number(spans: tuple[Span, ...]) -> None:
        for span in spans:
            slots.append(span)
            for i in range(span.start, span.end):
                letters[i] = (letters[i][0], (*letters[i][1], len(slots) - 1))
            number(span.slots)

    number(utterance.slots)
    for change in changes:
        letters = spaced(applied(letters, change))
    text = "".join(c for c, _ in letters)

    def spans(depth: int, start: int, end: int) -> tuple[Span, ...]:
        found = []
        at = start
        while at < end:
            path = letters[at][1]
            stop = at + 1
            if len(path) > depth:
                while stop < end and letters[stop][1][: depth + 1] == path[: depth + 1]:
                    stop += 1
                slot = slots[path[depth]]
                inner = spans(depth + 1, at, stop)
                found.append(Span(slot.name, at, stop, slot.value, inner))
            at = stop
        return tuple(found)

    return Utterance(text, spans(0, 0, len(text)), utterance.constants, utterance.intent)


def applied(letters: Letters, change: Change) -> Letters:
    """One change, from left to right: what is before is rewritten already, what is behind not.
    Of several texts that could be replaced at one place, the longest is."""
    text = "".join(c for c, _ in letters)
    done: Letters = []
    at = 0
    while at < len(text):
        before = BEGIN + "".join(c for c, _ in done)
        for old in sorted(change.old, key=len, reverse=True):
            end = at + len(old)
            if (
                old
                and text.startswith(old, at)
                and len({path for _, path in letters[at:end]}) == 1
                and any(before.endswith(left) for left in change.left)
                and any((text[end:] + END).startswith(right) for right in change.right)
            ):
                done += [(c, letters[at][1]) for c in change.new]
                at = end
                break
        else:
            done.append(letters[at])
            at += 1
    return done


def spaced(letters: Letters) -> Letters:
    """Spaces single, none at the ends; one at the border of a slot stands outside it."""
    found: Letters = []
    for i, (c, path) in enumerate(letters):
        if c != " ":
            found.append((c, path))
            continue
        behind = [p for c, p in letters[i:] if c != " "]
        if found and behind and found[-1][0] != " ":
            inside = [a for a, b in zip(found[-1][1], behind[0], strict=False) if a == b]
            found.append((" ", tuple(inside)))
    return found
