"""Rules and lists as statements, and what templates refer to as parts."""

from __future__ import annotations

from dataclasses import replace

from ...dsl.draft import catalog, catalog_from, table
from ...dsl.findings import Finding
from ...dsl.naming import Names, legal_name
from ...dsl.span import NOWHERE
from ...dsl.text import nfc
from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    Filter,
    Group,
    Notes,
    Part,
    Quote,
    Ref,
    Rule,
    Slot,
    Target,
    Wildcard,
)
from ..made import MadeFile
from . import facts, ranges
from .features import Features
from .gaps import edges, tidy
from .model import Language, ListOf, ListValue, Range, RuleOf, Template
from .names import Naming
from .template import Item, ListRef, RuleRef, plain, ranged, trimmed
from .texts import texts_of
from .trees import alternatives, units

MOST_TEXTS = 2_000
"""A list of no more texts may become a catalogue."""
MOST_ROWS = 60
"""Further words of numbers stand in a table where they are more."""
FEW_TEXTS = 12
"""A list of no more texts becomes a rule: those are words of the grammar, as *on* and *off* are."""
USUAL = "20"
"""The weight of numbers as they are usually written, beside 1 for 7:05 and 20,5."""

EMPTY = (Alternative(((Quote(""),),)),)
"""Stands where an error keeps everything from being written."""


class Definer:
    """Writes statements. For one block at a time, `local_rules` and `local_lists` hold the names of
    what the block defines, and `where` which names it may hold; `further` are rules that come of
    that, `used` all names that were used."""

    def __init__(self, language: Language, findings: list[Finding]) -> None:
        self.language = language
        self.findings = findings
        self.locale = language.tag.replace("_", "-")
        self.naming = Naming(language, findings)
        self.features = Features(language)
        self.names = Names()
        self.local_rules: dict[str, str] = {}
        self.local_lists: dict[str, str] = {}
        self.where: tuple[Filter, ...] = ()
        self.used: dict[str, None] = {}
        self.tables: list[MadeFile] = []
        self._inflected: dict[tuple[int, tuple[tuple[str, str], ...]], str] = {}
        self.further: list[AnyStatement] = []
        self.chosen: dict[tuple[Filter, ...], str] = {}
        self._narrowed: dict[tuple[str, tuple[Filter, ...]], str] = {}
        self._place = NOWHERE
        self.heard = facts.heard(language)
        self._touched = facts.touched(language)
        self._with_names = facts.with_names(language.rules)
        self._edges = edges(
            {name: rule.template.items for name, rule in language.rules.items()},
            [t.items for b in language.blocks for t in b.sentences],
            [t.items for t in facts.inner(language)],
        )

    def begin(self, names: Names) -> None:
        """Begins another file, in which *names* are given."""
        self.names = names
        self.used = {}
        self.further = []
        self._narrowed = {}

    # ------------------------------------------------------------------ statements

    def shared(self, rule: RuleOf) -> Rule:
        """A rule of the language."""
        return self.rule(rule, self.naming.rule(rule.name) or rule.name, self._edges[rule.name])

    def rule(self, rule: RuleOf, name: str, around: tuple[bool, bool] = (False, False)) -> Rule:
        """A rule, under that name; *around* says whether spaces stand around all of its uses."""
        template = rule.template
        found = self.alternatives(replace(template, comments=()), *around)
        return Rule(name, Body(found, len(found) > 4), notes=Notes(above=template.comments))

    def alternatives(
        self, template: Template, before: bool, behind: bool
    ) -> tuple[Alternative, ...]:
        """The alternatives of a template, with its comments."""
        self._place = template.span
        items = tidy(template.items, before, behind)
        if before and behind:
            items = trimmed(items)
        found = alternatives(items, self.refer)
        found = (replace(found[0], comments=template.comments), *found[1:])
        return (*found[:-1], replace(found[-1], trailing=template.trailing))

    def listed(self, one: ListOf, name: str, names: Names) -> list[AnyStatement]:
        """A list, under that name: any words, numbers, a catalogue, or a rule where there are few
        values, too many, or such as hold other lists. Before it stands what it needs, with a
        name of *names*."""
        if one.range is None:
            return [self._listed(one, name)]
        said = ranges.alternatives(one.range, self.locale, one.name, one.span, self.findings)
        rows, all_read = ranges.inflected(one.range, self.locale) if said else ([], True)
        found: list[AnyStatement] = []
        if not all_read:
            message = f"“{one.name}” is read in one form of each number word: it is long."
            self.findings.append(Finding("W602", message, one.span))
        if rows:
            said = (*said, self._further(f"{name}_words", rows, names, found))
        digits = ranges.otherwise(one.range) if said else []
        if digits is None:
            message = f"“{one.name}” is read with decimal points only: it is long."
            self.findings.append(Finding("W602", message, one.span))
        elif digits:
            said = tuple(replace(each, weight=USUAL) for each in said)
            said = (*said, self._further(f"{name}_digits", digits, names, found))
        notes = Notes(above=one.comments)
        return [*found, Rule(name, Body(said or EMPTY, bool(digits)), notes=notes)]

    def _further(
        self, wanted: str, rows: list[tuple[str, str]], names: Names, found: list[AnyStatement]
    ) -> Alternative:
        """What else a number may be: a catalogue, added to *found* unless there is one with these
        rows."""
        key = (id(names), tuple(rows))
        if key not in self._inflected:
            made = self._inflected[key] = names.name(wanted, "words")
            found.append(self._words(made, rows))
        return Alternative(((Ref(Target(self._inflected[key])),),))

    def _words(self, name: str, rows: list[tuple[str, str]]) -> Catalog:
        """The catalogue of (text, number)."""
        if len(rows) <= MOST_ROWS:
            return catalog(name, [(text, meant, None) for text, meant in rows])
        self.tables.append(table(f"{name}.tsv", ("value", "id"), rows))
        return catalog_from(name, f"{name}.tsv")

    def _listed(self, one: ListOf, name: str) -> AnyStatement:
        notes = Notes(above=one.comments)
        if one.is_wildcard:
            path = f"{name}.txt" if one.name in self.heard else None
            return Wildcard(name, path, notes=notes)
        if not one.values:
            self.findings.append(
                Finding("W602", f"The list “{one.name}” is empty, and so left open.", one.span)
            )
            return Catalog(name, notes=notes)
        rows = None if one.name in self._touched else self._rows(one)
        if rows is not None and len(rows) > FEW_TEXTS:
            return Catalog(name, Body(tuple(rows), True), notes=notes)
        found: list[Alternative] = []
        for value in one.values:
            for alternative in self.alternatives(value.said, False, False):
                found.append(replace(alternative, value=_meant(value)))
        return Rule(name, Body(tuple(found), True), notes=notes)

    def _rows(self, one: ListOf) -> list[Alternative] | None:
        """The texts of a list; None where there are too many, or other lists in them."""
        rows: list[Alternative] = []
        for value in one.values or ():
            texts = texts_of(value.said.items, MOST_TEXTS)
            if texts is None or len(rows) + len(texts) > MOST_TEXTS:
                return None
            for number, text in enumerate(texts):
                comments = value.said.comments if number == 0 else ()
                meant = None if value.meant in (None, text) else nfc(value.meant or "")
                written = units(plain(text), self.refer)
                rows.append(Alternative(written, None, meant, comments=comments))
        return rows

    # ------------------------------------------------------------------ references

    def refer(self, item: Item) -> Part:
        """The part that a list or a rule is."""
        if isinstance(item, RuleRef):
            return self._rule_ref(item)
        assert isinstance(item, ListRef)
        numbers = None
        if item.list not in self.language.lists and item.list not in self.local_lists:
            numbers = ranged(item.list)
        if numbers is not None:
            said = ranges.alternatives(
                Range(*numbers), self.locale, item.list, self._place, self.findings
            )
            part: Part = said[0].units[0][0] if len(said) == 1 else Group(Body(said or EMPTY))
            return part if item.slot is None else Slot(legal_name(item.slot), part)
        name = self.local_lists.get(item.list) or self.naming.list(item.list)
        self.used[name] = None
        if item.slot is None:
            return Ref(Target(name))
        slot, target = legal_name(item.slot), Target(name)
        if item.list == "name" and self.where and name in self.naming.open_names():
            target = Target(self._choice(name))
            self.used[target.name] = None
        return Slot(slot, own=target) if slot == target.name else Slot(slot, target)

    def _choice(self, name: str) -> str:
        """The rule for those names that the block may hold."""
        if self.where not in self.chosen:
            values = [v for f in self.where for v in f.values if v]
            label = "_".join(values) if len(values) < 4 else "some"
            made = self.naming.names.name(f"{legal_name(label)}_{name}", f"{self.where}")
            self.chosen[self.where] = made
        return self.chosen[self.where]

    def choices(self) -> list[AnyStatement]:
        """What `_choice` has named: `light_name = <name[domain=light|""]>`."""
        name = self.naming.list("name")
        return [
            Rule(made, Body((Alternative(((Ref(Target(name, filters=filters)),),)),)))
            for filters, made in self.chosen.items()
        ]

    def _rule_ref(self, item: RuleRef) -> Ref:
        name = self.local_rules.get(item.rule)
        if name is None and self.where and item.rule in self._with_names:
            return Ref(Target(self._narrow(self.language.rules[item.rule])))
        name = name or self.naming.rule(item.rule)
        if name is None:
            name = legal_name(item.rule)
            self.findings.append(Finding("E605", f"There is no rule “{item.rule}”.", self._place))
        self.used[name] = None
        return Ref(Target(name))

    def _narrow(self, rule: RuleOf) -> str:
        """The rule with only those names that the block may hold, in the file of the intent."""
        key = (rule.name, self.where)
        if key not in self._narrowed:
            values = [v for f in self.where for v in f.values if v]
            label = "_".join(values) if len(values) < 3 else f"{values[0]}_etc"
            base = self.naming.rule(rule.name) or rule.name
            made = self.names.name(f"{base}_{legal_name(label)}", f"{len(self._narrowed)}")
            self._narrowed[key] = made
            bare = replace(rule, template=replace(rule.template, comments=(), trailing=None))
            self.further.append(self.rule(bare, made, self._edges[rule.name]))
        return self._narrowed[key]


def _meant(value: ListValue) -> str | None:
    """The canonical value, where it is not the text itself."""
    if value.meant is None or texts_of(value.said.items, 1) == [value.meant]:
        return None
    return nfc(value.meant)
