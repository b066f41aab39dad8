"""The page: one HTML file that needs nothing else, in light and dark."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...dsl.findings import Finding
from ...pages.frame import rendered
from ..catalogues import Generalisation
from ..draft import Draft, symbols
from ..seen import Golden, Seen
from ..settings import Step
from .colour import coloured, place
from .network import likeliest
from .plots import descent, lattice
from .said import marked, said, sentence
from .statements import statements
from .told import Came, IntentTold, RuleTold, filled, intent_told, rules_told
from .unfolded import unfolded
from .ways import Ways

if TYPE_CHECKING:
    from markupsafe import Markup

    from ..induce import Induced

MOST_STEPS = 300
"""So many steps of an intent are listed."""
MOST_RULES = 40
"""So many rules of an intent, or of several, are shown by themselves: those used most."""
MOST_OPTIONS = 40
"""So many alternatives of a rule are listed with their examples."""
MOST_MISSING = 20
"""So many utterances that are not in the language are listed."""
_EXAMPLES = 3
_VALUES = 8
_CONTEXTS = 4
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Explained:
    """All that the page tells of: the data, what was learned (with names as they are written),
    how it was written, what learning told on the way, and what was decided on slots."""

    golden: Golden
    draft: Draft
    text: str
    style: str
    steps: tuple[Step, ...] = ()
    findings: tuple[Finding, ...] = ()
    reasons: tuple[Generalisation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Option:
    """An alternative on the page."""

    count: int
    text: Markup
    examples: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class _Card:
    """A rule on the page; `more` alternatives are not shown."""

    name: str
    place: str
    source: Markup
    count: int
    options: tuple[_Option, ...]
    more: int


def explained(
    made: Induced, style: str, steps: Iterable[Step], findings: Sequence[Finding]
) -> Explained | None:
    """What there is to explain of an induced grammar; None where none came out."""
    if made.rendered is None:
        return None
    return Explained(
        made.golden,
        made.rendered.draft,
        made.rendered.text,
        style,
        tuple(steps),
        tuple(findings),
        made.reasons,
    )


def page(given: Explained) -> str:
    """The page on an induced grammar. The same grammar gives the same page; everything from the
    data is escaped, and there is no script in it."""
    from markupsafe import Markup

    names = [rule.name for rule in given.draft.rules]
    intents = [one for one in given.golden.intents if one.name in names]
    told = rules_told(given.draft, intents)
    groups = [_own(told, intent.name) for intent in intents]
    placed = {one.rule.name for group in groups for one in group}
    shared = [one for one in told if one.rule.name not in placed]
    chosen = [*map(_most_used, groups), _most_used(shared)]
    linked = frozenset(one.rule.name for group in chosen for one in group)
    sources = statements(given.text)
    cards = [[_card(one, sources, linked) for one in group] for group in chosen]
    parts = [intent_told(given.draft, intent, given.steps) for intent in intents]
    shown = [
        {**_intent(given, part), "cards": found, "more_rules": len(group) - len(found)}
        for part, found, group in zip(parts, cards, groups, strict=False)
    ]
    bits = [sum(lengths) for lengths in _ends(parts)]
    return rendered(
        "gramc.induction.report",
        "page.html.j2",
        title=_title([intent.name for intent in intents]),
        style=given.style,
        given=sum(intent.count for intent in intents),
        accepted=sum(part.accepted for part in parts),
        rule_count=len(names),
        symbol_count=sum(symbols(rule) for rule in given.draft.rules),
        bits=bits if bits and bits[0] > 0 else None,
        intents=shown,
        shared=cards[-1],
        shared_more=len(shared) - len(cards[-1]),
        slots=[_slot(slot, given.reasons) for slot in given.golden.slots],
        findings=given.findings,
        whole=Markup(coloured(given.text, linked)),
        most_steps=MOST_STEPS,
    )


def _title(names: Sequence[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _ends(parts: Sequence[IntentTold]) -> list[list[float]]:
    """The description lengths of all intents before learning, and after."""
    known = [part.lengths for part in parts if part.lengths]
    return [[each[0] for each in known], [each[-1] for each in known]] if known else []


def _own(told: Sequence[RuleTold], name: str) -> list[RuleTold]:
    """The rules that only this intent uses, in the grammar's order."""
    return [one for one in told if one.rule.name == name or one.intents == (name,)]


def _most_used(rules: Sequence[RuleTold]) -> list[RuleTold]:
    """The first and those that most comes through, in their order."""
    if len(rules) <= MOST_RULES:
        return list(rules)
    ranked = sorted(range(1, len(rules)), key=lambda number: (-rules[number].came.count, number))
    return [rules[number] for number in (0, *sorted(ranked[: MOST_RULES - 1]))]


def _card(told: RuleTold, sources: Mapping[str, str], linked: frozenset[str]) -> _Card:
    from markupsafe import Markup

    name = told.rule.name
    source = sources.get(name) or f"{name} = {said(told.rule.choice)}"
    pairs = list(zip(told.rule.choice.options, told.options, strict=True))
    options = tuple(
        _Option(came.count, Markup(coloured(said(option.expression), linked)), _examples(came))
        for option, came in pairs[:MOST_OPTIONS]
    )
    return _Card(
        name,
        place(name),
        Markup(coloured(source, linked)),
        told.came.count,
        options,
        max(0, len(pairs) - MOST_OPTIONS),
    )


def _slot(slot: Seen, reasons: Sequence[Generalisation]) -> dict[str, Any]:
    reason = next((one for one in reasons if one.slot == slot.name), None)
    return {
        "name": slot.name,
        "count": slot.count,
        "values": [(value.text, value.count) for value in slot.values[:_VALUES]],
        "more": max(0, len(slot.values) - _VALUES),
        "contexts": [context for context, _ in slot.contexts[:_CONTEXTS]],
        "catalogue": reason.catalogue if reason else "",
        "decided": bool(reason and reason.decided),
        "why": reason.why if reason else "",
        "words": reason.words if reason else (),
    }


def _examples(came: Came) -> tuple[Markup, ...]:
    from markupsafe import Markup

    return tuple(Markup(marked(text)) for text in came.examples[:_EXAMPLES])


def _intent(given: Explained, part: IntentTold) -> dict[str, Any]:
    from markupsafe import Markup

    intent = part.intent
    ways = Ways(given.draft, intent.name)
    whole = unfolded(ways.arcs, ways.start, intent)
    network = likeliest(whole) if whole else None
    values = dict(given.golden.values)
    samples = [
        sentence(filled(symbols_, values, f"{intent.name} {number}"))
        for number, symbols_ in enumerate(part.samples)
    ]
    return {
        "name": intent.name,
        "count": intent.count,
        "distinct": len(intent.templates),
        "rules": part.rules,
        "symbols": part.symbols,
        "nesting": part.nesting,
        "templates": _many(part.templates),
        "accepted": part.accepted,
        "missing": [Markup(marked(text)) for text in part.missing[:MOST_MISSING]],
        "curve": Markup(descent(part.lengths)),
        "steps": [
            {"done": step.done, "what": step.what, "gain": gain, "length": step.length}
            for step, gain in part.gains
        ],
        "lattice": Markup(lattice(network)) if network else "",
        "cut": network is not whole,
        "states": len(network.states) if network else 0,
        "states_of_all": len(whole.states) if whole else 0,
        "shown": network.count / whole.count if network and whole and whole.count else 0.0,
        "samples": [Markup(sample) for sample in samples],
    }


def _many(templates: float) -> str:
    """How many templates there are: with all digits up to a million."""
    if math.isinf(templates):
        return "∞"
    if templates < 1_000_000:
        return f"{templates:,.0f}"
    power = math.floor(math.log10(templates))
    return f"{templates / 10**power:.1f} × 10{str(power).translate(_RAISED)}"
