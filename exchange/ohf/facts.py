"""What is asked of a whole language before any of it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...dsl.findings import Finding
from ...dsl.text import nfc, squeeze
from .model import Block, Language, Needed, RuleOf, Template
from .template import Choice, Gap, Item, ListRef, RuleRef, Sequence, walk


def templates(language: Language) -> Iterator[Template]:
    """All of them."""
    for rule in language.rules.values():
        yield rule.template
    for block in language.blocks:
        yield from block.sentences
    yield from inner(language)


def inner(language: Language) -> Iterator[Template]:
    """Those that stand in slots, or in rules of one block."""
    for block in language.blocks:
        yield from (r.template for r in block.rules)
        yield from (v.said for one in block.lists for v in one.values or ())
    for one in language.lists.values():
        yield from (v.said for v in one.values or ())


def with_names(rules: Mapping[str, RuleOf]) -> frozenset[str]:
    """The rules in which names stand, or rules in which names stand."""
    uses: dict[str, set[str]] = {}
    found: set[str] = set()
    for name, rule in rules.items():
        inner = list(walk(rule.template.items))
        uses[name] = {i.rule for i in inner if isinstance(i, RuleRef)}
        if any(isinstance(i, ListRef) and i.list == "name" for i in inner):
            found.add(name)
    while True:
        more = {name for name in uses if name not in found and not uses[name].isdisjoint(found)}
        if not more:
            return frozenset(found)
        found |= more


def touched(language: Language) -> frozenset[str]:
    """The lists that may touch any words before them: a wildcard ends within a word only where
    text follows, and so these are no catalogues."""
    wild = {name for name, one in language.lists.items() if one.is_wildcard}
    found: set[str] = set()

    def look(items: Sequence) -> None:
        after = False
        for item in items:
            if isinstance(item, ListRef):
                if after:
                    found.add(item.list)
                after = item.list in wild
            elif isinstance(item, Choice):
                for option in item.options:
                    look(option)
                gaps = all(isinstance(i, Gap) for option in item.options for i in option)
                after = after and item.optional and gaps
            else:
                after = False

    for template in templates(language):
        look(template.items)
    return frozenset(found)


Given = tuple[tuple[tuple[str, str], ...], tuple[Needed, ...]]
"""Slots with the values that they are given, and those whose values the caller gives."""


def by_slots(block: Block, language: Language) -> list[tuple[Given, list[Template]]]:
    """The block's sentences by the slots that they are given: hassil gives a slot a value only
    where no list has filled it."""
    asked = tuple(n for n in block.requires if n.slot is not None and not n.values)
    found: dict[Given, list[Template]] = {}
    for template in block.sentences:
        filled: set[str | None] = set()
        if block.slots or asked:
            for item in within(template.items, block, language):
                if isinstance(item, ListRef):
                    filled.add(item.slot)
        slots = tuple((n, v) for n, v in block.slots if n not in filled)
        contexts = tuple(n for n in asked if n.slot not in filled)
        found.setdefault((slots, contexts), []).append(template)
    return list(found.items())


def within(items: Sequence, block: Block, language: Language) -> Iterator[Item]:
    """All items of a sentence, those of the rules in it among them, each rule once."""
    local = {r.name: r for r in block.rules}
    stack, seen = [items], set()
    while stack:
        for item in walk(stack.pop()):
            yield item
            if isinstance(item, RuleRef) and item.rule not in seen:
                seen.add(item.rule)
                rule = local.get(item.rule) or language.rules.get(item.rule)
                if rule is not None:
                    stack.append(rule.template.items)


def heard(language: Language) -> dict[str, tuple[str, ...]]:
    """What tests say where a list stands for any words: examples to sample it from."""
    lists: dict[tuple[str, str], dict[str, None]] = {}
    for block in language.blocks:
        for template in block.sentences:
            for item in within(template.items, block, language):
                if isinstance(item, ListRef) and item.slot is not None:
                    lists.setdefault((block.intent, item.slot), {})[item.list] = None
    found: dict[str, dict[str, None]] = {}
    for file in language.tests:
        for example in file.examples:
            for slot, values in example.slots:
                of = list(lists.get((example.intent, slot), ()))
                one = language.lists.get(of[0]) if len(of) == 1 else None
                if one is not None and one.is_wildcard:
                    said = [squeeze(nfc(v)) for v in values[:1] if v.strip()]
                    found.setdefault(one.name, {}).update(dict.fromkeys(said))
    return {name: tuple(texts) for name, texts in found.items()}


def circles(language: Language) -> list[Finding]:
    """E606 for each rule that comes back to itself: hassil would never end."""
    findings: list[Finding] = []
    for own in [(), *(b.rules for b in language.blocks if b.rules)]:
        rules = {**language.rules, **{r.name: r for r in own}}
        uses = {
            name: [i.rule for i in walk(rule.template.items) if isinstance(i, RuleRef)]
            for name, rule in rules.items()
        }
        for name in _coming_back(uses):
            if not own or any(r.name == name for r in own):
                findings.append(
                    Finding(
                        "E606",
                        f"The rule “{name}” comes back to itself.",
                        rules[name].template.span,
                        "hassil would never come to an end with it.",
                    )
                )
    return findings


def _coming_back(uses: Mapping[str, Iterable[str]]) -> list[str]:
    """The names in circles: what is left when those that need nothing more are taken away, from
    either side."""
    left = {name: {u for u in used if u in uses} for name, used in uses.items()}
    while True:
        needed = {u for used in left.values() for u in used}
        gone = [name for name, used in left.items() if not used or name not in needed]
        if not gone:
            return list(left)
        for name in gone:
            del left[name]
        for used in left.values():
            used.difference_update(gone)
