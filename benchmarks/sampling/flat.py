"""A workload as the flat table that bare_walk.c walks."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from description import Item, Option, Ref, Word, Workload, spaced

Then = tuple[str, int]
"""What comes next: a text, and then the block of that number."""


def write_flat(workload: Workload, folder: Path) -> Path:
    """Blocks, the alias tables of all choices and catalogues, and the text. Every rule is written
    out where it is used, once for everything that can come behind it; so a walk is one block
    for each choice and each slot, and nothing is called."""
    blocks: list[tuple[int, int, int, int, int]] = [(0, 0, 0, 0, 0)]  # the end
    entries: list[tuple[int, int, int, int, int]] = []
    texts = bytearray()
    places: dict[str, tuple[int, int]] = {}
    slots: dict[str, tuple[int, int]] = {}
    made: dict[tuple[str, Then], Then] = {}

    def place(text: str) -> tuple[int, int]:
        if text not in places:
            data = text.encode()
            places[text] = len(texts), len(data)
            texts.extend(data)
        return places[text]

    def choice(weights: Sequence[float], thens: Sequence[Then]) -> Then:
        blocks.append((len(entries), len(thens), 0, 0, 0))
        for pair, (text, block) in zip(alias(weights), thens, strict=True):
            entries.append((*pair, *place(text), block))
        return "", len(blocks) - 1

    def slot(name: str, then: Then) -> Then:
        blocks.append((*slots[name], *place(then[0]), then[1]))
        return "", len(blocks) - 1

    def rule(name: str, then: Then) -> Then:
        if (name, then) not in made:
            found = workload.rules[name]
            thens = [sequence(one.items, then) for one in found]
            weights = [float(one.weight) for one in found]
            made[name, then] = choice(weights, thens) if len(thens) > 1 else thens[0]
        return made[name, then]

    def sequence(items: Sequence[Item], then: Then) -> Then:
        for before, item, behind in reversed(spaced(items)):
            away = then
            then = behind + then[0], then[1]
            if isinstance(item, Word):
                then = item.text + then[0], then[1]
            elif isinstance(item, Option):
                then = sequence(item.items, then)
            elif isinstance(item, Ref):
                then = rule(item.rule, then)
            else:
                then = slot(item.name, then)
            then = before + then[0], then[1]
            if isinstance(item, Option):
                then = choice([float(item.weight), 1.0], [then, away])
        return then

    for name, values in workload.values.items():
        slots[name] = (len(entries), len(values))
        pairs = alias([float(weight) for _, weight in values])
        for pair, (value, _) in zip(pairs, values, strict=True):
            entries.append((*pair, *place(value), -1))
    text, start = rule(workload.intent, ("", 0))
    path = folder / "flat.bin"
    with path.open("wb") as file:
        sizes = (len(blocks), len(entries), len(texts) + len(text.encode()))
        file.write(struct.pack("=6i", *sizes, start, len(texts), len(text.encode())))
        file.writelines(struct.pack("=5i", *block) for block in blocks)
        file.writelines(struct.pack("=I4i", *entry) for entry in entries)
        file.write(texts + text.encode())
    return path


def alias(weights: Sequence[float]) -> list[tuple[int, int]]:
    """(threshold of 32 bits, alias) for each of *weights* (Walker, 1977; Vose, 1991)."""
    mean = sum(weights) / len(weights)
    share = [weight / mean for weight in weights]
    small = [i for i, one in enumerate(share) if one < 1]
    large = [i for i, one in enumerate(share) if one >= 1]
    found = [(2**32 - 1, i) for i in range(len(weights))]
    while small and large:
        low, high = small.pop(), large[-1]
        found[low] = (min(2**32 - 1, int(share[low] * 2**32)), high)
        share[high] -= 1 - share[low]
        if share[high] < 1:
            small.append(large.pop())
    return found
