"""What fills the slots of an induced grammar: the values seen, or a whole catalogue.

Two values of a catalogue in one place show that any of its values may stand there (Stolcke and
Omohundro 1994, cmp-lg/9409010, merge states on the same ground). Where no place has two, the
shorter description decides: all of the catalogue at log2 of its length for each use, or the values
seen, each spelled out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from ..dsl.findings import Finding
from ..dsl.naming import Names
from ..dsl.span import Span
from .lexicon import Lexicon, Listed
from .seen import Filler, Golden, Seen, Value
from .symbols import Symbol

INLINE = 12
"""More values than these are a table beside the grammar."""
LETTER = 5.0
"""Bits that a letter of a value costs."""


@dataclass(frozen=True, slots=True)
class SlotCatalogue:
    """What fills a slot.

    `name` is the catalogue or rule that the slot refers to: that of the slot itself, unless
    something else has it. `rows` are values of the data that are written out, in a `table` beside
    the grammar or in it; `path` is the file of a whole catalogue, empty where there is none. Where
    there are both, `listed` and `seen` name the two catalogues, and `name` is a rule that takes
    either, as often as `odds` says. With `fillers`, `name` is a rule of those.
    """

    slot: str
    name: str
    rows: tuple[Value, ...] = ()
    table: bool = False
    path: str = ""
    listed: str = ""
    seen: str = ""
    odds: tuple[int, int] = (1, 1)
    fillers: tuple[Filler, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it takes up in the grammar."""
        return tuple(dict.fromkeys(name for name in (self.name, self.listed, self.seen) if name))


@dataclass(frozen=True, slots=True)
class Generalisation:
    """Why a slot is filled as it is: how many values are seen, how many of them its catalogue (the
    file `catalogue`, empty where there is none) has, the contexts that at least two of these share,
    and whether the whole catalogue is allowed. `words` are values of the catalogue that stand as
    plain words in the data, with how often. `why` is a sentence for a comment."""

    slot: str
    catalogue: str
    seen: int
    in_catalogue: int
    contexts: tuple[str, ...]
    decided: bool
    why: str
    words: tuple[tuple[str, int], ...] = ()


def catalogues_of(
    golden: Golden, lexicon: Lexicon, taken: Sequence[str] = ()
) -> tuple[tuple[SlotCatalogue, ...], tuple[Generalisation, ...], list[Finding]]:
    """For each slot of *golden*, in its order, what fills it and why; W707 for a catalogue that has
    none of the values seen. No name is one of an intent or of *taken*."""
    intents = tuple(intent.name for intent in golden.intents)
    slots = tuple(slot.name for slot in golden.slots)
    names = Names((*intents, *taken))
    words = _words(golden)
    own = {slot: names.name(slot, "slot") for slot in slots}
    found: list[SlotCatalogue] = []
    reasons: list[Generalisation] = []
    findings: list[Finding] = []
    for slot in golden.slots:
        listed = lexicon.get(slot.name)
        one, reason = _decided(slot, own[slot.name], listed, names, words)
        found.append(one)
        reasons.append(reason)
        if listed and listed.catalogue and not reason.in_catalogue and not slot.fillers:
            said = f"None of the values of {slot.name} is in {listed.path}, so it is not used."
            hint = "Is it the catalogue of another slot? It is taken by its name."
            findings.append(Finding("W707", said, Span(listed.path, 0, 0, 0, 0), hint))
    return tuple(found), tuple(reasons), [*lexicon.findings, *findings]


def _decided(
    slot: Seen, name: str, listed: Listed | None, names: Names, words: dict[str, int]
) -> tuple[SlotCatalogue, Generalisation]:
    if slot.fillers:
        reason = f"{_many(len(slot.fillers), 'way')} to fill it, some with slots in it"
        one = SlotCatalogue(slot.name, name, fillers=slot.fillers)
        return one, Generalisation(slot.name, "", len(slot.values), 0, (), False, reason)
    catalogue = listed.catalogue if listed else None
    if listed is None or catalogue is None:
        reason = f"{_many(len(slot.values), 'value')} seen"
        one = _written(slot, name)
        return one, Generalisation(slot.name, "", len(slot.values), 0, (), False, reason)
    there = [value for value in slot.values if _has(listed, value)]
    inside = {value.text for value in there}
    contexts = tuple(
        context for context, texts in slot.contexts if sum(text in inside for text in texts) > 1
    )
    whole, bits = _lengths(there, len(catalogue))
    decided = bool(contexts) or bool(there and whole <= bits)
    literal = tuple((word, count) for word, count in words.items() if listed.holds(word))[:3]
    reason = _why(len(slot.values), len(there), contexts, (whole, bits), literal)
    result = Generalisation(
        slot.name, listed.path, len(slot.values), len(there), contexts, decided, reason, literal
    )
    if not decided:
        return _written(slot, name), result
    rest = tuple(value for value in slot.values if value.text not in inside)
    if not rest:
        return SlotCatalogue(slot.name, name, path=listed.path), result
    odds = (sum(value.count for value in there), sum(value.count for value in rest))
    return (
        SlotCatalogue(
            slot.name,
            name,
            rest,
            len(rest) > INLINE,
            listed.path,
            names.name(f"{name}_list", f"list {slot.name}"),
            names.name(f"{name}_seen", f"seen {slot.name}"),
            odds,
        ),
        result,
    )


def _why(
    seen: int,
    there: int,
    contexts: Sequence[str],
    bits: tuple[float, float],
    literal: Sequence[tuple[str, int]],
) -> str:
    """Why a catalogue is taken or not, as a sentence for a comment."""
    every = "all" if there == seen > 1 else "and" if there == seen else f"{there:,}"
    counted = f"{_many(seen, 'value')} seen, {every if there else 'none'} in the catalogue"
    if not there:
        return counted
    if contexts:
        reason = f"{counted}, interchangeable in {_places(contexts)}"
    else:
        which = "any value" if bits[0] <= bits[1] else "only these"
        reason = f"{counted}, never two in one place: {which}, for {min(bits):.0f} bits"
        reason += f" instead of {max(bits):.0f}"
    if literal:
        shown = ", ".join(f"“{word}” ({count:,})" for word, count in literal)
        reason += f"; also as {'a plain word' if len(literal) == 1 else 'plain words'}: {shown}"
    return reason


def _written(slot: Seen, name: str) -> SlotCatalogue:
    return SlotCatalogue(slot.name, name, slot.values, len(slot.values) > INLINE)


def _has(listed: Listed, value: Value) -> bool:
    """Whether a catalogue has this value, with the canonical value that the data gives it."""
    rows = listed.rows(value.text)
    catalogue = listed.catalogue
    if value.canonical is None or catalogue is None:
        return bool(rows)
    return any(catalogue.identity(row) == value.canonical for row in rows)


def _lengths(there: Sequence[Value], size: int) -> tuple[float, float]:
    """The bits of these uses if any value of the catalogue may stand there, and if only these."""
    uses = sum(value.count for value in there)
    spelled = sum(LETTER * (len(value.text) + 1) for value in there)
    told = sum(value.count * log2(uses / value.count) for value in there)
    return uses * log2(max(size, 1)), spelled + told


def _words(golden: Golden) -> dict[str, int]:
    """How often each word stands in templates, the most frequent first."""
    counts: dict[str, int] = {}
    for symbol, count in _uses(golden):
        if not symbol.slot:
            counts[symbol.text] = counts.get(symbol.text, 0) + count
    return dict(sorted(counts.items(), key=lambda each: -each[1]))


def _uses(golden: Golden) -> Iterator[tuple[Symbol, int]]:
    for intent in golden.intents:
        for template in intent.templates:
            for symbol in template.symbols:
                yield symbol, template.count


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _places(contexts: Sequence[str]) -> str:
    shown = ", ".join(f"“{context}”" for context in contexts[:2])
    return f"{shown} and {_many(len(contexts) - 2, 'more place')}" if len(contexts) > 2 else shown
