"""From what a language holds to its `.gram` files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...dsl.findings import Finding
from ...dsl.span import NOWHERE
from ...dsl.text import nfc
from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    Constant,
    Context,
    Filter,
    Group,
    Import,
    Intent,
    Notes,
    Part,
    Quote,
    Ref,
    Rule,
    Skip,
    Slot,
    Target,
    Unit,
    Wildcard,
)
from ..draft import gram, head
from ..made import MadeFile
from ..naming import Names, legal_name
from . import ranges
from .features import Features
from .gaps import edges, tidy
from .model import Block, Language, ListOf, Range, RuleOf, Template
from .names import Naming
from .template import Choice, Gap, Item, ListRef, RuleRef, Sequence, plain, ranged, walk
from .texts import texts_of
from .trees import alternatives, units

MOST_TEXTS = 2_000
"""A list of no more texts becomes a catalogue, one of more a rule."""

EMPTY = (Alternative(((Quote(""),),)),)
"""Stands where an error keeps everything from being written."""

HOME, LISTS, RULES = "home", "lists", "rules"


def files_of(language: Language, name: str | None, findings: list[Finding]) -> list[MadeFile]:
    """All files; what can't be said is added to *findings*."""
    return _Writer(language, name, findings).files()


class _Writer:
    def __init__(self, language: Language, name: str | None, findings: list[Finding]) -> None:
        self.language = language
        self.findings = findings
        self.locale = language.tag.replace("_", "-")
        self.place = NOWHERE
        self.naming = Naming(language, findings)
        self.root = legal_name(name or language.tag or "intents")
        self.modules = Names((HOME, LISTS, RULES, self.root))
        # Local lists and rules of the block that is written now, and all names used in its file.
        self.local_rules: dict[str, str] = {}
        self.local_lists: dict[str, str] = {}
        self.used: dict[str, None] = {}
        self.features = Features(language)
        self.where: tuple[Filter, ...] = ()
        self.special: dict[tuple[str, tuple[Filter, ...]], str] = {}
        self.further: list[AnyStatement] = []
        self.names = Names()
        self.touched = _touched(language)
        self.weights: dict[str, int] = {}
        self.named = _with_names(language.rules)
        sentences = [t.items for b in language.blocks for t in b.sentences]
        values = [v.said.items for one in language.lists.values() for v in one.values or ()]
        local = [r.template.items for b in language.blocks for r in b.rules]
        self.edges = edges(
            {n: r.template.items for n, r in language.rules.items()}, sentences, [*values, *local]
        )

    # ------------------------------------------------------------------ files

    def files(self) -> list[MadeFile]:
        made: list[MadeFile] = []
        by_intent: dict[str, list[Block]] = {i: [] for i in self.language.order}
        for block in self.language.blocks:
            by_intent.setdefault(block.intent, []).append(block)
        roots: list[tuple[str, str]] = []
        for intent, blocks in by_intent.items():
            if blocks:
                module = self.modules.name(intent)
                made.append(self._intent(intent, module, blocks))
                roots.append((intent, module))
        made.append(self._rules())
        made.append(self._lists())
        made.append(self._home())
        return [self._root(roots), *made]

    def _head(self, name: str, above: tuple[str, ...] = ()) -> list[AnyStatement]:
        found = head(name, self.locale or None)
        if above:
            found[0] = replace(found[0], notes=Notes(above=above))
        return found

    def _root(self, roots: list[tuple[str, str]]) -> MadeFile:
        statements = self._head(self.root, (f"All intents of {self.language.tag}.",))
        statements.append(Import(path=f"{HOME}.gram", names=tuple(self.naming.open_names())))
        statements.extend(Import(path=f"{module}.gram") for _, module in roots)
        names = Names(tuple(self.naming.open_names()))
        for intent, module in roots:
            body = Body((Alternative(((Ref(Target(f"{module}.sentences")),),)),))
            statements.append(Intent(names.name(intent), body, str(self.weights[intent])))
        skips = dict.fromkeys(t.items for t in self.language.skips)
        if skips:
            said = tuple(Alternative(units(items, self._refer)) for items in skips if items)
            statements.append(Skip(Body(said, len(said) > 3)))
        return gram(f"{self.root}.gram", statements)

    def _home(self) -> MadeFile:
        statements = self._head(HOME, ("What the house holds: bound when the grammar is used.",))
        statements.extend(self.features.statements())
        statements.extend(Catalog(name) for name in self.naming.open_names())
        return gram(f"{HOME}.gram", statements)

    def _lists(self) -> MadeFile:
        self.used = {}
        statements: list[AnyStatement] = []
        for name in sorted(self.language.lists):
            one = self.language.lists[name]
            statements.append(self._list(one, self.naming.list(name)))
        return gram(f"{LISTS}.gram", self._with_imports(LISTS, statements))

    def _rules(self) -> MadeFile:
        self.used = {}
        statements: list[AnyStatement] = []
        file = ""
        for name, rule in self.language.rules.items():
            made = self._rule(rule, self.naming.rule(name) or name, self.edges[name])
            if rule.file != file:
                file = rule.file
                above = (None, f"From {file}.yaml", None, *made.notes.above)
                made = replace(made, notes=replace(made.notes, above=above))
            statements.append(made)
        return gram(f"{RULES}.gram", self._with_imports(RULES, statements))

    def _with_imports(
        self, module: str, statements: list[AnyStatement], above: tuple[str, ...] = ()
    ) -> list[AnyStatement]:
        """*statements* with what they use from elsewhere brought in."""
        own = {s.name for s in statements if isinstance(s, Rule | Catalog | Wildcard)}
        found = self._head(module, above)
        opened = self.naming.open_names()
        shared = [self.naming.rule(n) or n for n in self.language.rules]
        lists = [self.naming.list(n) for n in sorted(self.language.lists)]
        for name, known in ((HOME, opened), (LISTS, lists), (RULES, shared)):
            names = tuple(n for n in known if n in self.used and n not in own)
            if names and name != module:
                found.append(Import(path=f"{name}.gram", names=names))
        return [*found, *statements]

    # ------------------------------------------------------------------ intents

    def _intent(self, intent: str, module: str, blocks: list[Block]) -> MadeFile:
        self.used = {}
        taken = (*self.naming.open_names(), *map(self.naming.list, self.language.lists))
        taken = (*taken, *(self.naming.rule(n) or n for n in self.language.rules))
        names = self.names = Names((*taken, "sentences"))
        self.special = {}
        whole: list[Alternative] = []
        total = 0
        statements: list[AnyStatement] = []
        above: tuple[str, ...] = ()
        for number, block in enumerate(blocks):
            if number == 0:
                above = block.file_comments
            self.where = self._filters(block)
            self._local(block, names, statements)
            for slots, sentences in _by_slots(block, self.language):
                wanted = block.combination if block.label == "" else None
                same = [b for b in blocks if b.combination == block.combination]
                if len(same) == 1:
                    wanted = block.combination
                made = names.name(wanted or f"{block.combination}_{legal_name(block.label)}", str(number))
                alts: list[Alternative] = []
                for template in sentences:
                    alts.extend(self._alternatives(template, True, True))
                notes = (*(block.file_comments if number else ()), *block.comments)
                statements.append(
                    Rule(made, Body(tuple(alts), True), notes=Notes(above=(None, *notes)))
                )
                statements.extend(self.further)
                self.further = []
                ends: list[Unit] = [(Ref(Target(made)),)]
                ends.extend((Constant(legal_name(n), v),) for n, v in slots)
                ends.extend(self._contexts(block))
                weight = sum(map(self._weight, sentences))
                total += weight
                whole.append(Alternative(tuple(ends), str(weight) if weight > 1 else None))
            self.local_rules, self.local_lists, self.where = {}, {}, ()
        self.weights[intent] = total
        first = Rule("sentences", Body(tuple(whole), True))
        return gram(f"{module}.gram", self._with_imports(module, [first, *statements], above))

    def _local(self, block: Block, names: Names, statements: list[AnyStatement]) -> None:
        for one in block.lists:
            self.local_lists[one.name] = names.name(f"{block.combination}.{legal_name(one.name)}", one.name)
        for rule in block.rules:
            self.local_rules[rule.name] = names.name(f"{block.combination}.{legal_name(rule.name)}", rule.name)
        for one in block.lists:
            statements.append(self._list(one, self.local_lists[one.name]))
        for rule in block.rules:
            statements.append(self._rule(rule, self.local_rules[rule.name], (False, False)))

    def _weight(self, template: Template) -> int:
        """hassil prefers, of several readings, the one with more text of the template's own: so one
        in which nothing is left to a list of a few words weighs more."""
        return 1 if any(self._is_closed(i) for i in walk(template.items)) else 4

    def _is_closed(self, item: Item) -> bool:
        if not isinstance(item, ListRef):
            return False
        one = self.language.lists.get(item.list)
        return one is not None and one.values is not None

    def _contexts(self, block: Block) -> list[Unit]:
        found: list[Unit] = []
        for needed in block.requires:
            if needed.slot is not None and not needed.values:
                found.append((Context(legal_name(needed.slot), legal_name(needed.key)),))
        return found

    def _filters(self, block: Block) -> tuple[Filter, ...]:
        """What names the block may hold: those of some domains."""
        found: list[Filter] = []
        for needed in block.requires:
            if needed.values:
                values = tuple(self.features.value(needed.key, v) for v in needed.values)
                found.append(Filter(legal_name(needed.key), values))
        for needed in block.excludes:
            left = self.features.without(needed.key, needed.values)
            if left:
                found.append(Filter(legal_name(needed.key), left))
        return tuple(found)

    def _special(self, rule: RuleOf) -> str:
        """The rule with names of some domains only, in the file of the intent."""
        key = (rule.name, self.where)
        if key not in self.special:
            values = self.where[0].values
            label = "_".join(values) if len(values) < 3 else f"{values[0]}_etc"
            base = self.naming.rule(rule.name) or rule.name
            self.special[key] = made = self.names.name(f"{base}_{legal_name(label)}", label)
            plain_ = replace(rule, template=replace(rule.template, comments=(), trailing=None))
            self.further.append(self._rule(plain_, made, self.edges[rule.name]))
        return self.special[key]

    # ------------------------------------------------------------------ rules and lists

    def _rule(self, rule: RuleOf, name: str, around: tuple[bool, bool]) -> Rule:
        template = rule.template
        alts = self._alternatives(replace(template, comments=()), *around)
        return Rule(
            name,
            Body(alts, len(alts) > 4),
            notes=Notes(above=template.comments),
        )

    def _alternatives(
        self, template: Template, before: bool, behind: bool
    ) -> tuple[Alternative, ...]:
        self.place = template.span
        items = tidy(template.items, before, behind)
        if before and behind:
            items = _trimmed(items)
        found = alternatives(items, self._refer)
        first = replace(found[0], comments=template.comments)
        found = (first, *found[1:])
        return (*found[:-1], replace(found[-1], trailing=template.trailing))

    def _list(self, one: ListOf, name: str) -> AnyStatement:
        notes = Notes(above=one.comments)
        if one.is_wildcard:
            return Wildcard(name, notes=notes)
        if one.range is not None:
            said = ranges.alternatives(one.range, self.locale, one.name, one.span, self.findings)
            return Rule(name, Body(said or EMPTY), notes=notes)
        rows: list[Alternative] | None = []
        for value in one.values or ():
            texts = texts_of(value.said.items, MOST_TEXTS)
            if texts is None or len(rows) + len(texts) > MOST_TEXTS:
                rows = None
                break
            for number, text in enumerate(texts):
                comments = value.said.comments if number == 0 else ()
                meant = None if value.meant is None or value.meant == text and not value.context else nfc(value.meant)
                rows.append(Alternative(units(plain(text), self._refer), None, meant, comments=comments))
        import os
        if rows is not None and len(rows)>int(os.environ.get('FEW','12')) and one.name not in self.touched:
            if not rows:
                self.findings.append(
                    Finding("W602", f"The list “{one.name}” is empty, and so left open.", one.span)
                )
                return Catalog(name, notes=notes)
            return Catalog(name, Body(tuple(rows), len(rows) > 4), notes=notes)
        found: list[Alternative] = []
        for value in one.values or ():
            for alternative in self._alternatives(value.said, False, False):
                found.append(replace(alternative, value=value.meant))
        return Rule(name, Body(tuple(found), True), notes=notes)

    # ------------------------------------------------------------------ references

    def _refer(self, item: Item) -> Part:
        if isinstance(item, RuleRef):
            name = self.local_rules.get(item.rule)
            if name is None and self.where and item.rule in self.named:
                return Ref(Target(self._special(self.language.rules[item.rule])))
            name = name or self.naming.rule(item.rule)
            if name is None:
                name = legal_name(item.rule)
                self._missing(f"There is no rule “{item.rule}”.")
            self.used[name] = None
            return Ref(Target(name))
        assert isinstance(item, ListRef)
        numbers = None
        if item.list not in self.language.lists and item.list not in self.local_lists:
            numbers = ranged(item.list)
        if numbers is not None:
            said = ranges.alternatives(
                Range(*numbers), self.locale, item.list, self.place, self.findings
            )
            part: Part = Group(Body(said or EMPTY))
            if len(said) == 1:
                part = said[0].units[0][0]
            return part if item.slot is None else Slot(legal_name(item.slot), part)
        name = self.local_lists.get(item.list) or self.naming.list(item.list)
        self.used[name] = None
        if item.slot is None:
            return Ref(Target(name))
        slot = legal_name(item.slot)
        target = Target(name)
        if item.list == "name" and name in self.naming.open_names() and self.where:
            target = Target(name, filters=self.where)
        return Slot(slot, own=target) if slot == name else Slot(slot, target)

    def _missing(self, message: str) -> None:
        self.findings.append(Finding("E605", message, self.place))


def _touched(language: Language) -> frozenset[str]:
    """The lists that may touch any words before them: a wildcard ends within a word only where
    text follows."""
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

    for block in language.blocks:
        for template in (*block.sentences, *(r.template for r in block.rules)):
            look(template.items)
    for rule in language.rules.values():
        look(rule.template.items)
    return frozenset(found)


def _with_names(rules: Mapping[str, RuleOf]) -> frozenset[str]:
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


def _trimmed(items: Sequence) -> Sequence:
    while items and isinstance(items[0], Gap):
        items = items[1:]
    while items and isinstance(items[-1], Gap):
        items = items[:-1]
    return items


def _by_slots(
    block: Block, language: Language
) -> list[tuple[tuple[tuple[str, str], ...], list[Template]]]:
    """The block's sentences by the constants that they get: hassil gives a slot its fixed value only
    where no list has filled it."""
    found: dict[tuple[tuple[str, str], ...], list[Template]] = {}
    local = {r.name: r for r in block.rules}
    for template in block.sentences:
        filled: set[str] = set()
        if block.slots:
            stack: list[Sequence] = [template.items]
            seen: set[str] = set()
            while stack:
                for item in walk(stack.pop()):
                    if isinstance(item, ListRef) and item.slot is not None:
                        filled.add(item.slot)
                    elif isinstance(item, RuleRef) and item.rule not in seen:
                        seen.add(item.rule)
                        rule = local.get(item.rule) or language.rules.get(item.rule)
                        if rule is not None:
                            stack.append(rule.template.items)
        slots = tuple((n, v) for n, v in block.slots if n not in filled)
        found.setdefault(slots, []).append(template)
    return list(found.items())
