"""Whether a grammar says what it was made of: nothing that was given may be lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..corpora import annotated
from ..corpora.problem import Problem
from ..corpora.utterance import Span as Labelled
from ..corpora.utterance import Utterance
from ..dsl.findings import Finding
from ..dsl.span import Span
from .covering import Covering
from .draft import Choice, Draft, Option, Rule
from .memorised import expression
from .symbols import Intent, Symbols, Template

NBEST = 8
"""Among so many readings of a text is the one that is looked for."""


def missing(draft: Draft, intents: Sequence[Intent]) -> dict[str, list[Template]]:
    """The templates of each intent that the draft does not accept, where there are such."""
    found: dict[str, list[Template]] = {}
    covering = Covering(draft)
    for intent in intents:
        lost = [one for one in intent.templates if not covering.has(intent.name, one.symbols)]
        if lost:
            found[intent.name] = lost
    return found


def completed(draft: Draft, lost: dict[str, list[Template]]) -> Draft:
    """The draft with these templates as alternatives of their intents, one by one."""
    if not lost:
        return draft
    return Draft(tuple(_with(rule, lost.get(rule.name, [])) for rule in draft.rules))


def _with(rule: Rule, lost: Sequence[Template]) -> Rule:
    if not lost:
        return rule
    more = tuple(Option(expression(one.symbols), one.count) for one in lost)
    return replace(rule, choice=Choice((*rule.choice.options, *more)))


def without(intents: Sequence[Intent], rejected: Sequence[Symbols]) -> tuple[Intent, ...]:
    """The intents without the templates that are never to be accepted."""
    never = frozenset(rejected)
    return tuple(
        replace(one, templates=tuple(t for t in one.templates if t.symbols not in never))
        for one in intents
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """An example that the grammar does not read as it is labelled."""

    intent: str
    template: Template
    example: str


def unread(text: str, path: str, intents: Sequence[Intent]) -> tuple[list[Lost], list[Finding]]:
    """The examples of templates that the grammar *text* does not read with their labels, and what
    is wrong with it; nothing is read of a grammar with errors. The text is compiled in memory:
    it must not name files."""
    from ..compiler.acceptor import accept
    from ..compiler.compile import compile_grammar
    from ..compiler.expand import expand
    from ..runtime.parse import Parser

    compiled, findings = compile_grammar(path, text.encode())
    if compiled is None:
        return [], [one for one in findings if one.is_error]
    if not intents:
        return [], []
    automaton = expand(compiled.networks)
    acceptor = None if automaton is None else accept(automaton, minimal=False)
    if acceptor is None:
        return [], []
    parse = Parser(compiled, acceptor)
    found: list[Lost] = []
    for intent in intents:
        for template in intent.templates:
            for example in template.examples:
                wanted = annotated.read(example)
                if isinstance(wanted, Problem):
                    continue
                readings = parse(wanted.text, NBEST, intent.name)
                if not any(same(reading.utterance, wanted) for reading in readings):
                    found.append(Lost(intent.name, template, example))
    return found, []


def same(one: Utterance, other: Utterance) -> bool:
    """Whether two readings of a text have the same labels."""
    return _labels(one.slots) == _labels(other.slots) and sorted(one.constants) == sorted(
        other.constants
    )


def _labels(slots: Sequence[Labelled]) -> list[object]:
    return [(slot.name, slot.start, slot.end, _labels(slot.slots)) for slot in slots]


def told(lost: dict[str, list[Template]], place: Span) -> list[Finding]:
    """W751 for what was added to a draft word by word."""
    found: list[Finding] = []
    for intent, templates in lost.items():
        count = len(templates)
        shown = next((t.examples[0] for t in templates if t.examples), "")
        some = "1 utterance" if count == 1 else f"{count:,} kinds of utterances"
        said = f"The rules of {intent} did not cover {some}, as in “{shown}”: added word by word."
        found.append(Finding("W751", said, place))
    return found
