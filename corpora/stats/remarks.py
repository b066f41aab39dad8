"""What is worth a second look in a corpus: things out of balance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .summary import Summary

ENOUGH = 20
"""Of fewer sentences, or uses, nothing is said."""
FEW = 10
"""An intent with fewer sentences is rare."""
RARE = 5
"""A slot that comes fewer times is rare."""
NAMED = 10
"""So many rare things are named."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing: its `kind` for programs, and a sentence on it."""

    kind: str
    message: str


def remarks(found: Summary) -> list[Remark]:
    """What stands out, by kind, in the order of the tables."""
    return [*_repeated(found), *_intents(found), *_slots(found)]


def _repeated(found: Summary) -> Iterator[Remark]:
    if found.conflicting:
        texts = "text has" if found.conflicting == 1 else "texts have"
        yield Remark("conflict", f"{found.conflicting:,} {texts} more than one labelling.")
    copies = found.sentences - found.texts
    if found.sentences >= ENOUGH and copies * 5 > found.sentences:
        share = min(copies / found.sentences, 0.99)
        yield Remark("copies", f"{share:.0%} of the sentences repeat the text of another.")
    most = found.lengths.most
    if found.sentences >= ENOUGH and most > 4 * max(found.lengths.quantiles[-1], 5):
        yield Remark("length", f"The longest sentence has {most:,} words; one in twenty has more "
                     f"than {found.lengths.quantiles[-1]}.")  # fmt: skip


def _intents(found: Summary) -> Iterator[Remark]:
    if not found.intents:
        return
    first, last = found.intents[0], found.intents[-1]
    if len(found.intents) > 1 and first.sentences >= 10 * last.sentences >= 10:
        times = first.sentences / last.sentences
        yield Remark(
            "intents",
            f"{_named(first.name)} has {times:,.0f} times the sentences of {_named(last.name)}.",
        )
    rare = [(_named(i.name), i.sentences) for i in found.intents if i.sentences < FEW]
    if rare and found.sentences >= ENOUGH:
        what = "1 intent has" if len(rare) == 1 else f"{len(rare)} intents have"
        yield Remark("rare intents", f"{what} fewer than {FEW} sentences: {_listed(rare)}.")
    tops: dict[str, tuple[str, int]] = {}
    for text, intents, count in found.patterns.top:
        if len(intents) == 1:
            tops.setdefault(intents[0], (text, count))
    for intent in found.intents:
        text, count = tops.get(intent.name, ("", 0))
        if intent.sentences >= ENOUGH and intent.patterns > 1 and count * 3 > intent.sentences:
            share = count / intent.sentences
            yield Remark(
                "pattern", f"{share:.0%} of {_named(intent.name)} follow one pattern: {text}"
            )


def _slots(found: Summary) -> Iterator[Remark]:
    rare = [(slot.name, slot.uses) for slot in found.slots if slot.uses < RARE]
    if rare and found.sentences >= ENOUGH:
        what = "1 slot comes" if len(rare) == 1 else f"{len(rare)} slots come"
        yield Remark("rare slots", f"{what} fewer than {RARE} times: {_listed(rare)}.")
    for slot in found.slots:
        if slot.uses < ENOUGH or not slot.top:
            continue
        value, count = slot.top[0]
        if slot.values == 1:
            yield Remark("one value", f"{slot.name} has one value only: {value}")
        elif count * 2 > slot.uses:
            share = count / slot.uses
            yield Remark("value", f"{share:.0%} of {slot.name} are one value: {value}")


def _listed(rare: list[tuple[str, int]]) -> str:
    """The rarest first."""
    ordered = sorted(rare, key=lambda pair: (pair[1], pair[0]))
    said = ", ".join(f"{name} ({count})" for name, count in ordered[:NAMED])
    return said if len(rare) <= NAMED else f"{said} and {len(rare) - NAMED} more"


def _named(intent: str) -> str:
    return intent or "“no intent”"
