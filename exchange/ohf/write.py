"""From what a language holds to its `.gram` files."""

from __future__ import annotations

from dataclasses import replace

from ...dsl.draft import gram, head
from ...dsl.findings import Finding
from ...dsl.naming import Names, legal_name
from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    Group,
    Import,
    Intent,
    Maybe,
    Notes,
    Ref,
    Rule,
    Skip,
    Target,
    Unit,
    Wildcard,
)
from ..made import MadeFile
from .define import Definer
from .examples import tests_of
from .intents import SENTENCES, intent_file
from .model import Block, Language
from .template import RuleRef, walk
from .trees import units

PASSED = "passed"
"""The rule of what may stand before and behind sentences, where there are no spaces."""

HOME, LISTS, RULES = "home", "lists", "rules"


def files_of(language: Language, name: str | None, findings: list[Finding]) -> list[MadeFile]:
    """All files, the root first; what can't be said is added to *findings*."""
    return _Writer(language, name, findings).files()


class _Writer:
    def __init__(self, language: Language, name: str | None, findings: list[Finding]) -> None:
        self.language = language
        self.definer = Definer(language, findings)
        self.root = legal_name(name or language.tag or "intents")
        self.modules = Names((HOME, LISTS, RULES, self.root))
        naming = self.definer.naming
        self.open = naming.open_names()
        self.lists = tuple(naming.list(n) for n in sorted(language.lists))
        self.rules = tuple(naming.rule(n) or n for n in language.rules)
        # Files must not import each other in a circle: lists with rules in them stand among rules.
        self.apart = not any(
            isinstance(item, RuleRef)
            for one in language.lists.values()
            for value in one.values or ()
            for item in walk(value.said.items)
        )

    def files(self) -> list[MadeFile]:
        made: list[MadeFile] = []
        blocks: dict[str, list[Block]] = {i: [] for i in self.language.order}
        for block in self.language.blocks:
            blocks.setdefault(block.intent, []).append(block)
        roots: list[tuple[str, str, int]] = []
        for intent, own in blocks.items():
            if own:
                module = self.modules.name(intent)
                file = intent_file(own, self.definer, (*self.open, *self.lists, *self.rules))
                made.append(self._file(module, list(file.statements), file.above))
                roots.append((intent, module, file.weight))
        self.definer.begin(Names())
        if self.apart:
            rules = self._file(RULES, self._rules())
            self.definer.begin(Names())
            made += [rules, self._file(LISTS, self._lists())]
        else:
            made.append(self._file(RULES, [*self._lists(), *self._rules()]))
        made.append(self._home())
        for name, texts in self.definer.heard.items():
            data = "".join(f"{text}\n" for text in texts).encode()
            made.append(MadeFile(f"{self.definer.naming.list(name)}.txt", data))
        return [self._root(roots), *made, *self.definer.tables]

    def _head(self, name: str, above: tuple[str, ...] = ()) -> list[AnyStatement]:
        found = head(name, self.definer.locale or None)
        if above:
            found[0] = replace(found[0], notes=Notes(above=above))
        return found

    def _root(self, roots: list[tuple[str, str, int]]) -> MadeFile:
        what = f" of {self.language.tag}" if self.language.tag else ""
        statements = self._head(self.root, (f"All intents{what}.",))
        statements.append(Import(path=f"{HOME}.gram", names=self.open))
        statements.extend(Import(path=f"{module}.gram") for _, module, _ in roots)
        said = [units(t.items, self.definer.refer) for t in self.language.skips if t.items]
        words = tuple(Alternative(text) for text in dict.fromkeys(said))
        names = Names((*self.open, PASSED))
        around: Maybe | None = None
        if words and self.language.ignore_whitespace:
            # Words to skip are found between spaces, and here there are none.
            around = Maybe(Body((Alternative(((Ref(Target(PASSED)),),)),)))
            rest = (Alternative(((Group(Body(words)), around),)),)
            statements.append(Rule(PASSED, Body(rest)))
        intents: dict[str, str] = {}
        for intent, module, weight in roots:
            intents[intent] = names.name(intent)
            unit: Unit = (Ref(Target(f"{module}.{SENTENCES}")),)
            if around:
                unit = (around, *unit, around)
            body = Body((Alternative((unit,)),))
            statements.append(Intent(intents[intent], body, str(weight)))
        if words and around is None:
            statements.append(Skip(Body(words, len(words) > 3)))
        tests = tests_of(self.language, intents, self.definer)
        if tests:
            # For the names in tests. In the file of the catalogue it would close the column, and
            # a house may hold what no sentence asks for.
            statements.extend(self.definer.features.statements())
        statements.extend(tests)
        return gram(f"{self.root}.gram", statements)

    def _home(self) -> MadeFile:
        statements = self._head(HOME, ("What the house holds: bound when the grammar is used.",))
        statements.extend(Catalog(name) for name in self.open)
        statements.extend(self.definer.choices())
        return gram(f"{HOME}.gram", statements)

    def _lists(self) -> list[AnyStatement]:
        named = sorted(self.language.lists.items())
        statements: list[AnyStatement] = []
        for name, one in named:
            naming = self.definer.naming
            statements.extend(self.definer.listed(one, naming.list(name), naming.names))
        return statements

    def _rules(self) -> list[AnyStatement]:
        statements: list[AnyStatement] = []
        file = ""
        for rule in self.language.rules.values():
            made = self.definer.shared(rule)
            if rule.file != file:
                file = rule.file
                above = (None, f"From {file}.yaml", None, *made.notes.above)
                made = replace(made, notes=replace(made.notes, above=above))
            statements.append(made)
        return statements

    def _file(
        self, module: str, statements: list[AnyStatement], above: tuple[str, ...] = ()
    ) -> MadeFile:
        """*statements* with what they use from other files brought in."""
        own = {s.name for s in statements if isinstance(s, Rule | Catalog | Wildcard)}
        found = self._head(module, above)
        home = (*self.open, *self.definer.chosen.values())
        files = [(HOME, home), (LISTS, self.lists), (RULES, self.rules)]
        if not self.apart:
            files = [(HOME, home), (RULES, (*self.lists, *self.rules))]
        for name, known in files:
            names = tuple(n for n in known if n in self.definer.used and n not in own)
            if names and name != module:
                found.append(Import(path=f"{name}.gram", names=names))
        return gram(f"{module}.gram", [*found, *statements])
