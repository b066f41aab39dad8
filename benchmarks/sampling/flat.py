"""A workload as the flat table that bare_walk.c walks."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from description import Item, Option, Ref, Word, Workload, ordered, spaced

TEXT, CALL, CHOOSE, DRAW, RETURN = range(5)

Entry = tuple[int, int, int, int]


def write_flat(workload: Workload, folder: Path) -> Path:
    """Code, the alias tables of all choices and catalogues, and the text."""
    code: list[tuple[int, int, int]] = []
    entries: list[Entry] = []
    texts = bytearray()
    places: dict[bytes, int] = {}
    rules: dict[str, int] = {}
    slots: dict[str, tuple[int, int]] = {}

    def place(text: str) -> tuple[int, int]:
        data = text.encode()
        if data not in places:
            places[data] = len(texts)
            texts.extend(data)
        return places[data], len(data)

    def choose(weights: Sequence[float]) -> tuple[int, int]:
        """Room for a choice, its targets not yet known."""
        first = len(entries)
        entries.extend((*pair, 0, 0) for pair in alias(weights))
        code.append((CHOOSE, first, len(weights)))
        return first, len(weights)

    def aim(entry: int) -> None:
        entries[entry] = (*entries[entry][:2], len(code), 0)

    def sequence(items: Sequence[Item]) -> None:
        for before, item, behind in spaced(items):
            if isinstance(item, Option):
                first, _ = choose([float(item.weight), 1.0])
                aim(first)
            if before:
                code.append((TEXT, *place(before)))
            if isinstance(item, Word):
                code.append((TEXT, *place(item.text)))
            elif isinstance(item, Option):
                sequence(item.items)
            elif isinstance(item, Ref):
                code.append((CALL, rules[item.rule], 0))
            else:
                code.append((DRAW, *slots[item.name]))
            if behind:
                code.append((TEXT, *place(behind)))
            if isinstance(item, Option):
                aim(first + 1)

    for slot, values in workload.values.items():
        slots[slot] = (len(entries), len(values))
        pairs = alias([float(weight) for _, weight in values])
        for pair, (value, _) in zip(pairs, values, strict=True):
            entries.append((*pair, *place(value)))
    for rule in ordered(workload.rules, workload.intent):
        rules[rule] = len(code)
        found = workload.rules[rule]
        first, _ = choose([float(one.weight) for one in found])
        for i, one in enumerate(found):
            aim(first + i)
            sequence(one.items)
            code.append((RETURN, 0, 0))
    path = folder / "flat.bin"
    with path.open("wb") as file:
        file.write(struct.pack("=4i", len(code), len(entries), len(texts), rules[workload.intent]))
        file.writelines(struct.pack("=3i", *op) for op in code)
        file.writelines(struct.pack("=I3i", *entry) for entry in entries)
        file.write(texts)
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
