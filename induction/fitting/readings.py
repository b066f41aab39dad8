"""Readings: the derivations of utterances, gathered from a corpus of any size.

What counts of a derivation is how often it chose which option. Utterances whose derivations choose
alike and stand in the same proportions are one class with a count, so that what is held grows
with the variety of the data and not with its size.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

from ...compiler.compiled import Compiled
from ...corpora.utterance import Span, Utterance
from ...dsl.span import Span as Place
from ...runtime.intests import same_labels
from ...runtime.parse import Parse, Parser
from .marks import AGREES, MARK, WILD, Marked

FIRST_LOOK, LAST_LOOK = 32, 1024
"""So many derivations of an utterance are asked for, and where there are more, so many at most."""

MOST_KEPT = 100_000
"""So many distinct utterances are remembered; of those seen after them each is read again."""

_ELIDED = re.compile(r"['’](?=\w)")
_MOST_ELIDED = 4

_NEAR = 9
"""Digits after the point that proportions of derivations are compared by."""

Uses = tuple[tuple[int, int], ...]
"""Marks with how often they were met, by mark."""

Class = tuple[tuple[float, Uses], ...]
"""The derivations of an utterance, the likeliest first: ln of the probability of each as a share of
that of the first, and what it chose."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Which labels a corpus has: `slots`, and then each utterance has all of its own, and
    `constants`, which many corpora leave out."""

    slots: bool
    constants: bool

    @classmethod
    def of(cls, utterances: Iterable[Utterance]) -> Labels:
        """Those of a corpus, which is read as far as it takes to know."""
        slots = False
        for utterance in utterances:
            if utterance.constants:
                return cls(True, True)
            slots = slots or bool(utterance.slots)
        return cls(slots, False)


@dataclass(slots=True)
class Data:
    """What is known of a corpus. `classes` has counts; `known` is the sum of ln of the probability
    of the likeliest derivation of each utterance that was read.

    `unparsed` are utterances that have no derivation with their labels, and `first` the first of
    them; `strange` those of intents that the grammar does not have, by intent, with the place
    of the first. `cut` is how many distinct ones have more than `LAST_LOOK` derivations, and
    `first_cut` the first of them.
    """

    classes: dict[Class, int] = field(default_factory=dict)
    read: int = 0
    known: float = 0.0
    unparsed: int = 0
    cut: int = 0
    strange: dict[str, tuple[int, Place]] = field(default_factory=dict)
    first: list[tuple[Place, Utterance]] = field(default_factory=list)

    first_cut: tuple[Place, Utterance] | None = None

    @property
    def whole(self) -> int:
        """The number of utterances."""
        return self.read + self.unparsed + sum(count for count, _ in self.strange.values())


_MOST_FIRST = 3


class Reader:
    """Reads utterances by a marked grammar, all of whose catalogues are bound; *compiled* stands
    for that of *marked* where it has other weights. `of` is None where the grammar is too large to
    parse with. Deterministic."""

    def __init__(self, marked: Marked, parser: Parser) -> None:
        self._parser = parser
        self._options = marked.options
        program = marked.compiled.program
        self._intents = {intent.name: number for number, intent in enumerate(program.intents)}
        weights = [intent.weight for intent in program.intents]
        self._first = None if marked.intents is None else marked.intents.first
        self._costs = [math.log(weight / sum(weights)) for weight in weights]
        self._given = {name: f"@{key}" for name, key in marked.contexts}

    @classmethod
    def of(cls, marked: Marked, compiled: Compiled | None = None) -> Reader | None:
        """A reader, if the grammar is not too large for one."""
        chosen = compiled or marked.compiled
        acceptor = chosen.acceptor
        if acceptor is None:
            return None
        context = {key: f"@{key}" for _, key in marked.contexts}
        return cls(replace(marked, compiled=chosen), Parser(chosen, acceptor, context=context))

    def gather(self, utterances: Iterable[tuple[Place, Utterance]], labels: Labels) -> Data:
        """The derivations of all *utterances*. Where they have *labels* only readings with just
        these count (canonical values are compared where they are given), else all readings; of
        their intent, where they have one."""
        data = Data()
        seen: dict[Utterance, tuple[Class, float] | None] = {}
        for place, utterance in utterances:
            intent = utterance.intent
            if intent and intent not in self._intents:
                count, first = data.strange.get(intent, (0, place))
                data.strange[intent] = (count + 1, first)
                continue
            if utterance in seen:
                found = seen[utterance]
            else:
                found = self._class(place, utterance, labels, data)
                if len(seen) < MOST_KEPT:
                    seen[utterance] = found
            if found is None:
                data.unparsed += 1
                if len(data.first) < _MOST_FIRST:
                    data.first.append((place, utterance))
                continue
            one, known = found
            data.classes[one] = data.classes.get(one, 0) + 1
            data.known += known
            data.read += 1
        return data

    def _class(
        self, place: Place, utterance: Utterance, labels: Labels, data: Data
    ) -> tuple[Class, float] | None:
        derivations = self.derivations(utterance, labels)
        spaced = iter(()) if derivations else _spaced(utterance)
        while not derivations:
            other = next(spaced, None)
            if other is None:
                return None
            derivations = self.derivations(other, labels)
        if len(derivations) >= LAST_LOOK:
            data.cut += 1
            data.first_cut = data.first_cut or (place, utterance)
        known = derivations[0][0]
        return tuple((round(ln - known, _NEAR), uses) for ln, uses in derivations), known

    def derivations(self, utterance: Utterance, labels: Labels) -> list[tuple[float, Uses]]:
        """All derivations of *utterance*, likeliest first: ln of the probability of each, that of
        its intent counted in, and what it chose."""
        wanted = utterance.intent or None
        parses = self._parser(utterance.text, FIRST_LOOK, wanted)
        if len(parses) >= FIRST_LOOK:
            parses = self._parser(utterance.text, LAST_LOOK, wanted)
        if labels.slots:
            bare = self._bare(utterance, labels)
            parses = [p for p in parses if same_labels(bare, self._bare(p.utterance, labels))]
        found: dict[Uses, float] = {}
        best = None
        for parse in parses:
            uses, wild = self._uses(parse)
            # The text of a wildcard has no probability: readings that need fewer are not weighed
            # against those that need more, and so with words that are passed over.
            rank = (parse.skipped, wild)
            if best is None or rank < best:
                best, found = rank, {}
            if rank == best:
                ln = parse.logprob + self._costs[self._intents[parse.intent]]
                found[uses] = ln if uses not in found else _sum(found[uses], ln)
        return sorted(((ln, uses) for uses, ln in found.items()), key=lambda d: (-d[0], d[1]))

    def _uses(self, parse: Parse) -> tuple[Uses, int]:
        counts: dict[int, int] = {}
        wild = 0
        if self._first is not None:
            counts[self._first + self._intents[parse.intent]] = 1
        for name, value in parse.utterance.constants:
            if name != MARK:
                continue
            if value == WILD:
                wild += 1
                continue
            agrees = value.startswith(AGREES)
            mark = self._options + int(value[1:]) if agrees else int(value)
            counts[mark] = counts.get(mark, 0) + 1
        return tuple(sorted(counts.items())), wild

    def _bare(self, utterance: Utterance, labels: Labels) -> Utterance:
        """*utterance* with the constants that are compared."""
        if not utterance.constants:
            return utterance
        kept = self._told(utterance.constants) if labels.constants else ()
        return replace(utterance, constants=tuple(kept))

    def _told(self, constants: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Those that are no marks; what the caller gives may be anything."""
        for name, value in constants:
            if name != MARK:
                yield name, self._given.get(name, value)


def _spaced(utterance: Utterance) -> Iterator[Utterance]:
    """*utterance* with spaces behind its apostrophes, few before many. Parsing takes a space there
    for optional, but not across a mark: by `l' [autre] heure`, *l'heure* is read as *l' heure*."""
    places = [match.end() for match in _ELIDED.finditer(utterance.text)][:_MOST_ELIDED]
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            text, before = "", 0
            for place in chosen:
                text, before = f"{text}{utterance.text[before:place]} ", place
            spans = _shifted(utterance.slots, chosen)
            yield replace(utterance, text=text + utterance.text[before:], slots=spans)


def _shifted(spans: Iterable[Span], places: Iterable[int]) -> tuple[Span, ...]:
    return tuple(
        replace(
            span,
            start=span.start + sum(place <= span.start for place in places),
            end=span.end + sum(place < span.end for place in places),
            slots=_shifted(span.slots, places),
        )
        for span in spans
    )


def _sum(one: float, other: float) -> float:
    """ln(e^one + e^other)."""
    high, low = max(one, other), min(one, other)
    return high + math.log1p(math.exp(low - high))
