"""The file of one intent."""

from __future__ import annotations

from dataclasses import dataclass

from ...dsl.findings import Finding
from ...dsl.naming import Names, legal_name
from ...dsl.span import Span
from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Constant,
    Context,
    Filter,
    Notes,
    Ref,
    Rule,
    Target,
    Unit,
)
from . import facts
from .define import Definer
from .model import Block, Template
from .template import ListRef

SENTENCES = "sentences"
"""The rule that holds all sentences of an intent, in its file."""


@dataclass(frozen=True, slots=True)
class IntentFile:
    """The statements of a file, the comments at its top, and what its sentences weigh."""

    statements: tuple[AnyStatement, ...]
    above: tuple[str, ...]
    weight: int


def intent_file(blocks: list[Block], definer: Definer, taken: tuple[str, ...]) -> IntentFile:
    """The rules of an intent's *blocks*; *taken* are names of other files."""
    definer.begin(Names((*taken, SENTENCES)))
    alternatives: list[Alternative] = []
    statements: list[AnyStatement] = []
    total = 0
    for number, block in enumerate(blocks):
        definer.where = _filters(block, definer)
        _local(block, definer, statements)
        alone = sum(b.combination == block.combination for b in blocks) == 1
        for (slots, contexts), sentences in facts.by_slots(block, definer.language):
            wanted = block.combination
            if not alone and block.label:
                wanted = f"{wanted}_{legal_name(block.label)}"
            name = definer.names.name(legal_name(wanted), f"{number} {slots} {contexts}")
            notes = Notes(above=(None, *(block.file_comments if number else ()), *block.comments))
            found = [a for t in sentences for a in definer.alternatives(t, True, True)]
            statements.append(Rule(name, Body(tuple(found), True), notes=notes))
            statements.extend(definer.further)
            definer.further = []
            ends: list[Unit] = [(Ref(Target(name)),)]
            ends.extend((Constant(legal_name(n), v),) for n, v in slots)
            ends.extend(
                (Context(legal_name(n.slot or n.key), legal_name(n.key)),) for n in contexts
            )
            weight = sum(_weight(t, block, definer) for t in sentences)
            total += weight
            alternatives.append(Alternative(tuple(ends), str(weight) if weight > 1 else None))
        definer.local_rules, definer.local_lists, definer.where = {}, {}, ()
    first = Rule(SENTENCES, Body(tuple(alternatives), True), notes=Notes(above=(None,)))
    return IntentFile((first, *statements), blocks[0].file_comments, total)


def _local(block: Block, definer: Definer, statements: list[AnyStatement]) -> None:
    """The lists and rules that the block has for itself."""
    names, stem = definer.names, legal_name(block.combination)
    for one in block.lists:
        definer.local_lists[one.name] = names.name(f"{stem}.{legal_name(one.name)}", f"{one.span}")
    for rule in block.rules:
        place = f"{rule.template.span}"
        definer.local_rules[rule.name] = names.name(f"{stem}.{legal_name(rule.name)}", place)
    for one in block.lists:
        statements.extend(definer.listed(one, definer.local_lists[one.name], names))
    for rule in block.rules:
        statements.append(definer.rule(rule, definer.local_rules[rule.name]))


def _filters(block: Block, definer: Definer) -> tuple[Filter, ...]:
    """Which names the block may hold: those of some domains, and those of which none is told."""
    found: list[Filter] = []
    names = any(
        isinstance(item, ListRef) and item.list == "name"
        for template in block.sentences
        for item in facts.within(template.items, block, definer.language)
    )
    for needed in (*block.requires, *block.excludes):
        required = needed in block.requires
        if not needed.values:
            if required and needed.slot is None:
                _untold(needed.key, needed.span, definer)
            continue
        if not names:
            _untold(needed.key, needed.span, definer)
        elif required:
            values = tuple(definer.features.value(needed.key, v) for v in needed.values)
            found.append(Filter(legal_name(needed.key), (*values, "")))
        else:
            left = definer.features.without(needed.key, needed.values)
            found.append(Filter(legal_name(needed.key), (*left, "")))
    return tuple(found)


def _untold(key: str, span: Span, definer: Definer) -> None:
    definer.findings.append(
        Finding(
            "W601",
            f"What is asked of “{key}” here is left out: a context may only choose among names, or "
            "fill a slot.",
            span,
        )
    )


def _weight(template: Template, block: Block, definer: Definer) -> int:
    """hassil prefers, of several readings, the one with more text of the template's own: so one
    that leaves nothing to a list of values weighs more."""
    lists = {**definer.language.lists, **{one.name: one for one in block.lists}}
    for item in facts.within(template.items, block, definer.language):
        if isinstance(item, ListRef) and item.list in lists and lists[item.list].values:
            return 1
    return 4
