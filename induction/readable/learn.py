"""Learning in the readable style: from templates to rules."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...dsl.naming import Names
from ..draft import Draft
from ..settings import Settings, Step, Tell
from ..symbols import Intent, Symbol, Symbols, Template
from .drafting import Part, drafted
from .leads import leads, led
from .outliers import outliers
from .phrases import Phrases
from .searching import search
from .slips import slips
from .table import table
from .vetoes import vetoed

BOLDNESS = 1.4
"""λ of the columns for `generalise` 1."""
LONGEST = 40
"""Words and slots of the longest template that anything is learned from."""
SHYEST = 0.3
"""The least λ: with less, a column costs too little for phrases to be kept apart."""


def learn(intents: Sequence[Intent], settings: Settings, tell: Tell) -> Draft:
    """Rules for the intents, each behind the first that uses it.

    Every template given is in the language, save one of `settings.rejected`, of which none ever
    is; an intent without any other has no rule. Templates with a slip of the pen stand alone, and
    so do those of more than `LONGEST` symbols. The same templates give the same draft.
    """
    rejected = frozenset(settings.rejected)
    kept = [
        [template for template in intent.templates if template.symbols not in rejected]
        for intent in intents
    ]
    wrong = slips((one.symbols, one.count) for templates in kept for one in templates)
    sound = [[one for one in templates if _sound(one.symbols, wrong)] for templates in kept]
    known = frozenset(leads([[one.symbols for one in templates] for templates in sound]))
    parts = []
    for intent, all_of, of in zip(intents, kept, sound, strict=True):
        if not all_of:
            continue
        alone = [one for one in all_of if not _sound(one.symbols, wrong)]
        part = _part(intent.name, of, known, settings, tell)
        if part is None:
            part = _part(intent.name, of, frozenset(), settings, tell)
        assert part is not None
        part.alone += alone
        parts.append(part)
    taken = [intent.name for intent in intents]
    slots = {symbol.text for of in kept for one in of for symbol in one.symbols if symbol.slot}
    names = Names((*taken, *sorted(slots)))
    return drafted(parts, names, frozenset(slots), generous=not rejected)


def _sound(symbols: Symbols, wrong: frozenset[Symbol]) -> bool:
    return 0 < len(symbols) <= LONGEST and wrong.isdisjoint(symbols)


def _part(
    name: str, templates: list[Template], known: frozenset[Symbols], settings: Settings, tell: Tell
) -> Part | None:
    """One intent; none if with the leads known a rejected template would be in its language."""
    bare: dict[Symbols, Template] = {}
    whole: dict[Symbols, list[Template]] = {}
    before: dict[Symbols, float] = {}
    for one in templates:
        size = led(one.symbols, known)
        rest = one.symbols[size:]
        same = bare.get(rest)
        examples = (*(same.examples if same else ()), *one.examples)
        bare[rest] = Template(rest, (same.count if same else 0) + one.count, examples[:2])
        whole.setdefault(rest, []).append(one)
        if size:
            lead = one.symbols[:size]
            before[lead] = before.get(lead, 0.0) + one.count
    left = sorted(bare.values(), key=lambda one: -one.count)
    done = 0
    least = math.inf

    def hear(length: float, what: str) -> None:
        nonlocal done, least
        done += 1
        least = min(least, length)
        tell(Step(name, done, least, what))

    numbers: dict[Symbol, int] = {}
    words = [tuple(numbers.setdefault(one, len(numbers)) for one in t.symbols) for t in left]
    slots = frozenset(number for symbol, number in numbers.items() if symbol.slot)
    phrases = Phrases(words, [one.count for one in left], slots)
    cuts = search(phrases, max(BOLDNESS * settings.generalise, SHYEST), hear)
    alone = outliers(words, [one.count for one in left], cuts)
    within = [at for at in range(len(left)) if at not in set(alone)]
    refused: list[tuple[int, ...]] = []
    for text in settings.rejected:
        sizes = [size for size in range(1, len(text)) if before and text[:size] in known]
        if any(text[size:] in bare for size in sizes):
            return None
        refused += [tuple(numbers.get(one, -1) for one in text[size:]) for size in (0, *sizes)]
    alone += vetoed(refused, words, cuts, within)
    within = [at for at in within if at not in set(alone)]
    return Part(
        name,
        table([left[at] for at in within], [cuts[at] for at in within]),
        [one for at in sorted(alone) for one in whole[left[at].symbols]],
        before,
        float(sum(one.count for one in templates)),
    )
