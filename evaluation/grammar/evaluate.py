"""Evaluating a grammar: a compiled grammar and held-out sentences in, figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...compiler.compiled import Compiled
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from ...runtime.grammar import Grammar
from .corruptions import Template, corruptions
from .figures import Figures, Report
from .language import Language
from .marked import slot_names
from .sizes import sizes
from .templates import Marks
from .texts import read
from .trigram import Trigram


@dataclass(frozen=True, slots=True)
class Settings:
    """How many corruptions and samples there are to be, of that seed."""

    corruptions: int = 1_000
    samples: int = 2_000
    seed: int = 0


def evaluate(
    compiled: Compiled,
    held_out: Sequence[Utterance],
    train: Sequence[Utterance] = (),
    settings: Settings = Settings(),
    *,
    grammar_place: Span = NOWHERE,
    corpus_place: Span = NOWHERE,
) -> tuple[Report | None, list[Finding]]:
    """The figures of the intents that grammar and corpus have in common, and what can't be told.

    *train* is what the grammar was made of: templates that occur there are not novel; without it
    all are. The same arguments give the same figures.
    """
    findings: list[Finding] = []
    shared = _shared(compiled, held_out, corpus_place, findings)
    if not shared:
        return None, findings
    slots = slot_names(compiled.program)
    unlabelled = bool(slots) and not any(one.slots for each in shared.values() for one in each)
    if unlabelled:
        findings.append(
            Finding(
                "W743",
                "No slots are labelled in the held-out corpus, while the grammar has some.",
                corpus_place,
                "Coverage, near misses and hits need labels; only what parses is told.",
            )
        )
    trained = _by_intent(compiled, train)
    labels = {slot.name for each in (*shared.values(), train) for one in each for slot in one.slots}
    unknown = sorted(
        {slot.name for each in shared.values() for one in each for slot in one.slots} - {*slots}
    )
    if unknown:
        findings.append(
            Finding(
                "W744",
                f"The grammar has no slot {_listed(unknown)}, which the held-out corpus has.",
                corpus_place,
                "No sentence with such a slot can be covered; names must be spelled alike.",
            )
        )
    marks = Marks([*slots, *sorted(labels - {*slots})])
    language = Language(compiled, marks)
    evaluating = _Evaluating(compiled, language, marks, settings)
    findings += _unread(compiled, language, grammar_place)
    figures = []
    for intent, utterances in shared.items():
        one = evaluating.sized(intent, utterances)
        if not unlabelled:
            one = evaluating.templates(one, utterances, trained.get(intent, ()))
        figures.append(evaluating.texts(one, utterances))
    return Report(tuple(figures)), findings


class _Evaluating:
    """What all intents are measured with."""

    def __init__(
        self, compiled: Compiled, language: Language, marks: Marks, settings: Settings
    ) -> None:
        self._compiled = compiled
        self._language = language
        self._marks = marks
        self._settings = settings
        self._templates: dict[Utterance, Template] = {}
        self._whole: Grammar | None = None
        if not compiled.missing(parsing=True) and compiled.acceptor is not None:
            self._whole = Grammar(compiled)
        self._sizes = language.sizes([root.name for root in compiled.program.intents])

    def sized(self, intent: str, utterances: Sequence[Utterance]) -> Figures:
        """The figures that need no labels."""
        size = self._sizes[intent]
        return Figures(
            intent,
            len(utterances),
            len({self._template(one) for one in utterances}),
            sizes(self._compiled.program, intent),
            language=None if size.infinite else size.value,
            language_shown=size.shown(),
        )

    def templates(
        self, figures: Figures, utterances: Sequence[Utterance], train: Sequence[Utterance]
    ) -> Figures:
        """*figures* with those of templates."""
        intent, language, settings = figures.intent, self._language, self._settings
        held_out = [self._template(one) for one in utterances]
        full = held_out + [self._template(one) for one in train]
        novel = sorted({*held_out} - {*full[len(held_out) :]})
        found = replace(figures, novel_templates=len(novel))
        if language.parses:
            # As typed: a grammar may have punctuation, which symbols are without.
            typed = {self._template(one): self._marks.text(one) for one in reversed(utterances)}
            bits = [language.bits(intent, typed[template]) for template in held_out]
            covered = [
                (b, len(t) + 1) for b, t in zip(bits, held_out, strict=True) if b is not None
            ]
            wrong = corruptions(held_out, full, f"{intent}-{settings.seed}", settings.corruptions)
            known = [language.accepts(intent, typed[template]) for template in novel]
            found = replace(
                found,
                coverage=len(covered) / len(held_out),
                novel=sum(known) / len(known) if known else None,
                near=language.covers(intent, wrong),
                corruptions=len(wrong),
                bits=sum(b for b, _ in covered) / sum(n for _, n in covered) if covered else None,
            )
        if language.samples:
            drawn = language.sample(intent, settings.samples, settings.seed)
            found = replace(
                found,
                hits=len({*drawn} & {*novel}),
                perplexity=Trigram(full).perplexity(drawn),
            )
        return found

    def texts(self, figures: Figures, utterances: Sequence[Utterance]) -> Figures:
        """*figures* with those of whole sentences, where they can be parsed."""
        if self._whole is None:
            return figures
        found = read(self._whole, figures.intent, utterances)
        labelled = found.labelled if any(one.slots for one in utterances) else None
        return replace(figures, parsed=found.parsed, labelled=labelled, text_bits=found.bits)

    def _template(self, utterance: Utterance) -> Template:
        found = self._templates.get(utterance)
        if found is None:
            text = self._marks.text(utterance)
            found = self._marks.template(text, self._compiled.locale)
            self._templates[utterance] = found
        return found


def _shared(
    compiled: Compiled, held_out: Sequence[Utterance], place: Span, findings: list[Finding]
) -> dict[str, list[Utterance]]:
    """The sentences of each intent that the grammar has too, in the order of the grammar. Those
    without an intent are of the only one, where there is only one."""
    names = [root.name for root in compiled.program.intents]
    there = _by_intent(compiled, held_out)
    if not held_out:
        findings.append(Finding("E742", "There is no sentence in the held-out corpus.", place))
        return {}
    shared = {name: there[name] for name in names if name in there}
    others = [name or "no intent" for name in there if name not in shared]
    if not shared:
        findings.append(
            Finding(
                "E741",
                f"The held-out corpus has sentences of {_listed(others)}, and the grammar of "
                f"{_listed(names)}: none is in both.",
                place,
                "Intents must be spelled alike; --intent says which one sentences without are of.",
            )
        )
    elif others:
        left = sum(len(there[name]) for name in there if name not in shared)
        findings.append(
            Finding(
                "W746",
                f"{left:,} held-out sentences are of {_listed(others)}, which the grammar has "
                "not, and are left out.",
                place,
            )
        )
    return shared


def _by_intent(compiled: Compiled, utterances: Sequence[Utterance]) -> dict[str, list[Utterance]]:
    """The sentences of each intent; those without one are of the grammar's, if it has only one."""
    intents = compiled.program.intents
    found: dict[str, list[Utterance]] = {}
    for one in utterances:
        name = one.intent or (intents[0].name if len(intents) == 1 else "")
        found.setdefault(name, []).append(one)
    return found


def _unread(compiled: Compiled, language: Language, place: Span) -> list[Finding]:
    """W745 where sentences can't be parsed, or only templates can."""
    what = "whole sentences" if language.parses else "sentences"
    missing = compiled.missing(parsing=True)
    if missing:
        why = f"Nothing is bound to the open catalogue {_listed(missing)}"
        return [
            Finding("W745", f"{why}: {what} can't be parsed.", place, f"--bind {missing[0]}=FILE")
        ]
    if compiled.acceptor is None:
        why = f"The grammar is too large: {what} can't be parsed."
        return [Finding("W745", why, place, "`gramc count` tells which rule multiplies most.")]
    return []


def _listed(names: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(f"“{name}”" if " " not in name else name for name in names[:most])
    return shown + (f" and {len(names) - most:,} more" if len(names) > most else "")
