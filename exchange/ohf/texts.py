"""The texts of a template without lists and rules."""

from __future__ import annotations

from itertools import permutations

from .template import AnyOrder, Choice, Gap, ListRef, RuleRef, Sequence, Text


def texts_of(items: Sequence, most: int) -> list[str] | None:
    """All texts, each once, in the order of the template; None where there are more than *most*, or
    where the template holds lists or rules."""
    found = _texts(items, most)
    if found is None:
        return None
    trimmed = (" ".join(text.split(" ")).strip() for text in map(_single, found))
    return [text for text in dict.fromkeys(trimmed) if text]


def _single(text: str) -> str:
    return " ".join(text.split())


def _texts(items: Sequence, most: int) -> list[str] | None:
    found = [""]
    for item in items:
        further: list[str] = []
        if isinstance(item, Text):
            further = [item.text]
        elif isinstance(item, Gap):
            further = [" "]
        elif isinstance(item, ListRef | RuleRef):
            return None
        elif isinstance(item, Choice):
            for option in item.options:
                inner = _texts(option, most)
                if inner is None:
                    return None
                further.extend(inner)
            if item.optional:
                further.append("")
        elif isinstance(item, AnyOrder):
            if len(item.items) > 5:
                return None
            for order in permutations(item.items):
                joined: list[str] | None = [""]
                for each in order:
                    inner = _texts(each, most)
                    if inner is None or joined is None:
                        return None
                    joined = [f"{a} {b}" for a in joined for b in inner]
                    if len(joined) > most:
                        return None
                further.extend(joined or [])
        found = [a + b for a in found for b in further]
        if len(found) > most:
            return None
    return list(dict.fromkeys(found))
