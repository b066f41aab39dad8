"""Learning what is new, in the boldest way that keeps what is to be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ...dsl.findings import Finding
from ...dsl.tree import File
from ..symbols import Symbols
from .adding import add
from .cases import Case, rows, symbols
from .keeping import Keeping
from .language import Languages
from .mark import mark, read
from .names import named
from .values import fill, taken_by

FEW = 20
"""Of fewer new templates of an intent nothing is generalised: they tell too little."""

TRIES = 64
"""So often some of the new utterances are tried without the others, where not all can be added."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A grammar of new utterances, all values within it."""

    file: File
    findings: tuple[Finding, ...] = ()


class Learn(Protocol):
    """What makes a grammar of utterances in which none of the *rejected* templates is; one that
    does not generalise where it is to *memorise*."""

    def __call__(
        self, cases: Sequence[Case], rejected: tuple[Symbols, ...], memorise: bool
    ) -> Learned:
        """The grammar."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A grammar with what is new, the cases that it accepts by now, and those that it does not."""

    file: File
    good: tuple[Case, ...] = ()
    left: tuple[Case, ...] = ()
    findings: tuple[Finding, ...] = ()


class Trying:
    """Adds what is learned to *file*, under the names of the grammar. *deleted* values stay out;
    *there* counts the utterances of each intent, those that are new among them."""

    def __init__(
        self,
        file: File,
        unedited: frozenset[str],
        deleted: Mapping[str, frozenset[str]],
        there: Mapping[str, int],
        keeping: Keeping,
        languages: Languages,
    ) -> None:
        self._file, self._unedited, self._deleted = file, unedited, deleted
        self._there, self._keeping, self._languages = there, keeping, languages
        self._accepted: dict[str, frozenset[str]] = {}

    def all(self, cases: Sequence[Case], rejected: tuple[Symbols, ...], learn: Learn) -> Tried:
        """What is learned of *cases*: first of intents of which there are `FEW` new templates."""
        few, many = _by_intent(cases)
        done = Tried(self._file, left=(*few, *many))
        for some, bold in ((few, False), (many, True), (many, False)):
            # What is left of many is memorised.
            good = frozenset(done.good)
            wanted = [case for case in some if case not in good]
            if wanted:
                found = self._some(wanted, rejected, learn, bold)
                self._file = found.file
                good |= frozenset(found.good)
                done = Tried(
                    found.file,
                    (*done.good, *found.good),
                    tuple(case for case in done.left if case not in good),
                    (*done.findings, *found.findings),
                )
        return done

    def _some(
        self, cases: Sequence[Case], rejected: tuple[Symbols, ...], learn: Learn, bold: bool
    ) -> Tried:
        """As the learner has it, calling rules that are there; without calls; memorised; in parts,
        down to single ones."""
        texts = {k: [t for t, _ in v] for k, v in rows(c.utterance for c in cases).items()}
        self._accepted = taken_by(self._file, texts, self._languages)
        best = Tried(self._file)
        for memorise in (False, True) if bold else (True,):
            for calling in (True, False):
                some: Sequence[Case] = cases
                # What is not accepted in the end leaves nothing behind, or it would come each time.
                while some and not best.good:
                    found = self._once(some, learn(some, rejected, memorise), calling)
                    if found is None or not found.left:
                        best = found or best
                        break
                    some = found.good
        pending = [] if best.good else [cases]
        for _ in range(TRIES):
            if not pending:
                break
            part = pending.pop()
            some = [*best.good, *part]
            found = self._once(some, learn(some, rejected, True), False)
            if found is not None and not found.left:
                best = found
            elif len(part) > 1:
                half = len(part) // 2
                pending += [part[half:], part[:half]]
        good = frozenset(best.good)
        return replace(best, left=tuple(case for case in cases if case not in good))

    def _once(self, cases: Sequence[Case], learned: Learned, calling: bool) -> Tried | None:
        """The grammar with what was learned of *cases*; none where it does not keep what it has
        to keep."""
        new: dict[str, int] = {}
        for case in cases:
            new[case.utterance.intent] = new.get(case.utterance.intent, 0) + case.count
        shares = {i: (max(0, self._there.get(i, 0) - count), count) for i, count in new.items()}
        here = named(self._file).items()
        unedited = self._unedited | {name for name, s in here if read(s) == mark(s)}
        fills = fill(self._file, learned.file, self._accepted, self._deleted)
        added = add(self._file, unedited, fills, shares, calling)
        grammar = self._languages.of(added.file)
        if grammar is None or not self._keeping.holds(added.file, grammar):
            return None
        good: list[Case] = []
        left: list[Case] = []
        for case in cases:
            into = good if grammar.reads(case.utterance, not case.plain) else left
            into.append(case)
        told = (*learned.findings, *added.findings)
        return Tried(added.file, tuple(good), tuple(left), told)


def _by_intent(cases: Sequence[Case]) -> tuple[list[Case], list[Case]]:
    """The cases of intents of which there are few templates, and those of others."""
    templates: dict[str, set[Symbols]] = {}
    for case in cases:
        templates.setdefault(case.utterance.intent, set()).add(symbols(case.utterance))
    few = [case for case in cases if len(templates[case.utterance.intent]) < FEW]
    return few, [case for case in cases if len(templates[case.utterance.intent]) >= FEW]
