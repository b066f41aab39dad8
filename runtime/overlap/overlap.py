"""Overlap: the texts that two intents share, or that one intent labels in two ways.

A text that two intents share is parsed as one of them only, and one that has two labellings with
only one of them. Texts are compared in folded case, as parsing compares them; its other leniencies
(punctuation, hyphens, spaces at the borders of slots) are left aside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...catalogues.selection import Selection
from ...compiler.acceptor import Acceptor
from ...compiler.compiled import Compiled
from ...dsl.text import fold
from .examples import Both, examples
from .mass import masses
from .moves import Machine
from .pairs import Pairs
from .readings import Reading, digits, readings
from .useful import Useful

MOST_ROWS = 10_000
"""So many rows of catalogues whose columns share rows are spelled out."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text with two readings; where they are of one intent, the two likeliest."""

    one: Reading
    other: Reading


@dataclass(frozen=True, slots=True)
class Shared:
    """What the intents `one` and `other` share (they are the same where one intent labels texts
    in two ways). `shares` are the probabilities that a sentence of either has a text that the
    other has too (or that has another labelling); `exact` is False where these are lower bounds.
    `shortest` is a shortest such text, `likeliest` the one for which the product of the
    probabilities of both readings is greatest."""

    one: str
    other: str
    shares: tuple[float, float]
    exact: bool
    shortest: Example
    likeliest: Example


@dataclass(frozen=True, slots=True)
class Overlaps:
    """All that is shared in a grammar, in the order of its intents. `whole` is False where the
    search was given up before the end, so that there may be more; `sampled` is the number of
    sentences of each intent that were drawn where the grammar has no acceptor, or columns that
    share very many rows, else 0. `through` is what is shared where wildcards count as the words
    that they may be parsed as: in `found` they are left out, since a reading without one is always
    preferred. Where the grammar is `rewritten`
    texts are compared before its rewrites, so that what only these make alike is not found."""

    found: tuple[Shared, ...]
    whole: bool
    sampled: int = 0
    through: tuple[Shared, ...] = ()
    rewritten: bool = False


def overlaps(compiled: Compiled) -> Overlaps:
    """What the intents of a grammar share. All catalogues must be bound.

    Exact, to the seven digits that sums of the acceptor's weights keep. Deterministic.
    """
    acceptor = compiled.acceptor
    if acceptor is None or not _can_be_spelled(compiled):
        from .sampled import sampled

        return sampled(compiled)
    return _exact(compiled, acceptor)


def _can_be_spelled(compiled: Compiled) -> bool:
    """Whether the catalogues with shared rows are small enough to be spelled out row by row."""
    rows = 0
    for number in {use.selection for use in compiled.tables.uses}:
        selection = compiled.stock.selection(compiled.tables.selections[number])
        rows += 0 if selection is None else len(selection)
    return rows <= MOST_ROWS


def _exact(compiled: Compiled, acceptor: Acceptor) -> Overlaps:
    keys = compiled.tables.selections
    selections = [compiled.stock.selection(key) for key in keys]
    wild = frozenset(n for n, key in enumerate(keys) if key.catalogue in compiled.stock.wildcards)
    machine = _machine(compiled, acceptor, selections, wild, through=False)
    found, whole = _compare(compiled, machine)
    more: list[Shared] = []
    if wild:
        machine = _machine(compiled, acceptor, selections, wild, through=True)
        known = {(s.one, s.other): s for s in found}
        more, all_more = _compare(compiled, machine)
        more = [s for s in more if _greater(s, known.get((s.one, s.other)))]
        whole = whole and all_more
    rewritten = compiled.rewriter is not None
    return Overlaps(tuple(found), whole and not rewritten, 0, tuple(more), rewritten)


def _machine(
    compiled: Compiled,
    acceptor: Acceptor,
    selections: list[Selection | None],
    wild: frozenset[int],
    *,
    through: bool,
) -> Machine:
    machine = Machine(acceptor, selections, compiled.locale, wild, through=through)
    if compiled.tables.uses:
        from .rows import Spelled

        return Spelled(machine, compiled.tables.uses)
    return machine


def _greater(shared: Shared, known: Shared | None) -> bool:
    """Whether more is shared than is known."""
    if known is None:
        return True
    pairs = zip(shared.shares, known.shares, strict=True)
    return any(more > less * (1 + 1e-6) for more, less in pairs)


def _compare(compiled: Compiled, machine: Machine) -> tuple[list[Shared], bool]:
    """What is shared, and whether that is all."""
    intents = shares_of(compiled)
    pairs = Pairs(machine)
    useful = Useful(pairs)
    short = examples(pairs, useful, likeliest=False)
    likely = examples(pairs, useful, likeliest=True)
    mass, whole = masses(pairs, useful)
    found = []
    for both in short:
        one, other = both
        texts = dict.fromkeys((short[both], likely[both]))
        made = [_example(machine, intents, both, text, compiled) for text in texts]
        shown = [example for example in made if example is not None]
        if shown:
            shares = (
                digits(mass.get((one, other), 0.0) / intents[one][1]),
                digits(mass.get((other, one), 0.0) / intents[other][1]),
            )
            exact = whole and pairs.whole and compiled.rewriter is None
            names = intents[one][0], intents[other][0]
            found.append(Shared(*names, shares, exact, shown[0], shown[-1]))
    return found, pairs.whole


def shares_of(compiled: Compiled) -> list[tuple[str, float]]:
    """The intents and their probabilities."""
    roots = compiled.tables.roots
    total = sum(weight for _, weight, _ in roots)
    return [(name, weight / total) for name, weight, _ in roots]


def _example(
    machine: Machine,
    intents: list[tuple[str, float]],
    both: Both,
    text: str,
    compiled: Compiled,
) -> Example | None:
    """The likeliest readings of a text, as two intents, or the two likeliest that differ; None
    where rewrites make different texts of them, which depend on the borders of slots."""
    found = readings(machine, intents, text)
    one = next(r for r in found if r.utterance.intent == intents[both[0]][0])
    mine = labels(one, compiled.locale)
    other = next(
        r
        for r in found
        if r.utterance.intent == intents[both[1]][0]
        and (both[0] != both[1] or labels(r, compiled.locale) != mine)
    )
    if compiled.rewriter is None:
        return Example(one, other)
    rewrite = compiled.rewriter.utterance
    one, other = (replace(r, utterance=rewrite(r.before)) for r in (one, other))
    same = fold(one.utterance.text, compiled.locale) == fold(other.utterance.text, compiled.locale)
    return Example(one, other) if same else None


def labels(reading: Reading, locale: str) -> object:
    """What makes a reading another one: all but the case of its text."""
    utterance = reading.utterance
    return fold(utterance.text, locale), utterance.slots, utterance.constants
