"""A learner that memorises, for tests of what is done with what was learned."""

from __future__ import annotations

from collections.abc import Sequence

from gramc.corpora import annotated
from gramc.corpora.problem import Problem
from gramc.dsl import draft
from gramc.dsl.parse import parse
from gramc.dsl.tree import Alternative, AnyStatement, Body, File, Intent, Slot, Word
from gramc.induction.symbols import Symbols
from gramc.induction.update.cases import Case, rows, symbols
from gramc.induction.update.trying import Learned


def cases(text: str) -> list[Case]:
    """Cases of lines `Intent: annotated text`."""
    found: dict[str, Case] = {}
    for line in text.strip().splitlines():
        intent, _, said = line.strip().partition(": ")
        read = annotated.read(said)
        assert not isinstance(read, Problem), line
        from dataclasses import replace

        known = found.get(line)
        count = 1 if known is None else known.count + 1
        found[line] = Case(replace(read, intent=intent), count)
    return list(found.values())


def memorised(given: Sequence[Case], rejected: tuple[Symbols, ...], memorise: bool) -> Learned:
    """A grammar with a template an alternative, without those that are rejected."""
    intents: dict[str, dict[Symbols, int]] = {}
    for case in given:
        template = symbols(case.utterance)
        if template not in rejected:
            counts = intents.setdefault(case.utterance.intent, {})
            counts[template] = counts.get(template, 0) + case.count
    statements: list[AnyStatement] = []
    for label, values in rows(case.utterance for case in given).items():
        statements.append(draft.catalog(label, [(text, value, None) for text, value in values]))
    for intent, counts in intents.items():
        alternatives = [
            Alternative(
                tuple((Slot(s.text) if s.slot else Word(s.text),) for s in template),
                str(count) if count > 1 else None,
            )
            for template, count in counts.items()
        ]
        statements.append(Intent(intent, Body(tuple(alternatives), len(alternatives) > 3)))
    text = draft.gram("x.gram", statements).data.decode()
    tree, findings = parse(text, "x.gram")
    assert not findings
    return Learned(tree)


def induced(given: Sequence[Case], name: str = "music") -> str:
    """The text of a first induction, all of it marked."""
    from dataclasses import replace

    from gramc.dsl.printer import print_file
    from gramc.induction.update.mark import mark, written

    made = memorised(given, (), False).file
    statements = [
        replace(s, notes=replace(s.notes, above=(*s.notes.above, written(mark(s)))))
        for s in made.statements
    ]
    head = draft.head(name, "en")
    return print_file(File((*head, *statements)))
