"""A project of speech grammars as `.gram` files."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from ...dsl import draft
from ...dsl import tree as gram
from ...dsl.findings import Finding, has_errors
from ...dsl.names import is_language_tag, is_name
from ...dsl.naming import Names, legal_name
from ...dsl.tree import Notes
from ..made import Made, MadeFile, Options
from .body import MOST_NESTED, Bodies
from .check import recursion
from .empty import NoWay, never_empty, nullable, nullable_rules, without_void
from .meaning import Meaning, Reading
from .project import Project
from .settle import Settling
from .tree import (
    Choice,
    Expansion,
    Garbage,
    Grammar,
    Null,
    Ref,
    Repeat,
    Rule,
    Void,
    below,
    walk,
    with_below,
)


def made_of(project: Project, readings: dict[str, Reading], options: Options, folder: str) -> Made:
    """The `.gram` files of *project*, whose paths are those of its files below *folder*; none where
    a finding is an error. *readings* say how the tags of each rule are read."""
    findings = project.findings
    if not project.rules:
        if not has_errors(findings):
            where = next(iter(project.files.values())).span
            findings.append(Finding("E607", "There is no rule in it.", where))
        return Made((), tuple(findings))
    if has_errors(findings):
        return Made((), tuple(findings))
    meaning = Meaning(project, readings)
    meaning.run()
    Settling(project, meaning.wanted).run()
    for rule in project.rules.values():
        _check_weights(rule, findings)
    if has_errors(findings):
        return Made((), tuple(findings))
    void = without_void(project.rules)
    for name in list(project.rules):
        if name in void:
            rule = project.rules.pop(name)
            file = project.files[project.file_of[name]]
            project.files[file.path] = replace(
                file, rules=tuple(r for r in file.rules if r.name != rule.name)
            )
            if name in project.roots:
                del project.roots[name]
                message = f"The rule {rule.name} can never be said."
                findings.append(Finding("W602", f"{message} It is left out.", rule.span))
    if not project.rules:
        where = next(iter(project.files.values())).span
        findings.append(Finding("E607", "No rule in it can ever be said.", where))
    _without_empty_repeats(project)
    findings.extend(recursion(project.rules))
    if has_errors(findings):
        return Made((), tuple(findings))
    files = _Files(project, options, folder).made()  # which may find more to be told
    return Made(files, tuple(findings))


def _check_weights(rule: Rule, findings: list[Finding]) -> None:
    for node in walk(rule.body):
        if isinstance(node, Choice):
            weights = [Decimal(way.weight or 1) for way in node.ways]
            if not any(weights):
                message = "The weights of these alternatives are all 0, so that none can be said."
                findings.append(Finding("E603", message, node.span, "Give one a weight above 0."))
            elif not all(weights):
                message = "What has the weight 0 here can't be said: it is left out."
                findings.append(Finding("W602", message, node.span))


def _without_empty_repeats(project: Project) -> None:
    """Repeats without bound of what can be empty become repeats of what can't."""
    empty = nullable_rules(project.rules)

    def of(node: Expansion) -> Expansion:
        node = with_below(node, tuple(of(part) for part in below(node)))
        if isinstance(node, Repeat) and node.high is None and nullable(node.body, empty):
            try:
                body = never_empty(node.body, empty, project.rules)
            except NoWay:
                message = "What is repeated here can be empty, in too many ways to be told."
                project.findings.append(Finding("E606", message, node.span))
                return node
            if isinstance(body, Void):
                return Null(node.span)
            message = "What is repeated here can be empty: it is repeated where it is not."
            project.findings.append(Finding("W602", message, node.span))
            return replace(node, body=body, low=0)
        return node

    for name, rule in project.rules.items():
        project.rules[name] = replace(rule, body=of(rule.body))


class _Files:
    """Names everything, then writes the files."""

    def __init__(self, project: Project, options: Options, folder: str) -> None:
        self._project = project
        self._options = options
        self._used = {
            (project.file_of[name], ref.rule)
            for name, rule in project.rules.items()
            for ref in walk(rule.body)
            if isinstance(ref, Ref)
        }
        self._called = {rule for _, rule in self._used}
        self._rules: dict[str, str] = {}
        self._intents: dict[str, str] = {}
        self._names: dict[str, Names] = {}
        self._paths = _paths(list(project.files), folder)
        self._slots: dict[str, str] = {}
        for path, grammar in project.files.items():
            self._name_rules(path, grammar)

    def made(self) -> tuple[MadeFile, ...]:
        """All files, in the order of the project."""
        return tuple(self._file(grammar) for grammar in self._project.files.values())

    def _name_rules(self, path: str, grammar: Grammar) -> None:
        names = self._names[path] = Names()
        mine = {n: r for n, r in self._project.rules.items() if self._project.file_of[n] == path}
        for name, rule in mine.items():
            if name in self._project.roots:
                self._intents[name] = names.name(rule.name, "intent")
                self._tell(rule, self._intents[name])
        for name, rule in mine.items():
            if name not in self._intents:
                self._rules[name] = names.name(rule.name, "rule")
                self._tell(rule, self._rules[name])
            elif name in self._called:
                self._rules[name] = names.name(f"{self._intents[name]}_rule", "rule")

    def _tell(self, rule: Rule, name: str) -> None:
        if rule.name != name:
            message = (
                f"The rule {rule.name} is called {name} now, since its name can't stand in a .gram."
            )
            self._project.findings.append(Finding("W602", message, rule.span))

    def _file(self, grammar: Grammar) -> MadeFile:
        path = grammar.path
        first = path == next(iter(self._project.files))
        locale = grammar.locale or self._options.locale or ""
        statements = draft.head(
            self._grammar_name(grammar, first), locale if is_language_tag(locale) else None
        )
        if grammar.comments and statements:
            statements[0] = replace(statements[0], notes=Notes(above=grammar.comments))
        prefixes = self._imports(path, statements)
        names = self._names[path]

        def name_of(rule: str) -> str:
            home = self._project.file_of[rule]
            own = self._rules[rule]
            return own if home == path else f"{prefixes[home]}.{own}"

        wildcards: dict[str, str] = {}

        def wildcard(name: str) -> str:
            wanted = name or "garbage"
            return wildcards.setdefault(wanted, names.name(wanted, "wildcard"))

        fresh = _fresh(names)
        bodies = Bodies(name_of, self._slot, wildcard, fresh)
        written: list[gram.AnyStatement] = []
        tests: list[gram.AnyStatement] = []
        for name, rule in self._project.rules.items():
            if self._project.file_of[name] == path:
                self._rule(name, rule, bodies, written, tests)
        statements.extend(gram.Wildcard(name) for name in wildcards.values())
        for made, whole in wildcards.items():
            self._wildcard_finding(grammar, made, whole)
        statements.extend(written)
        statements.extend(tests)
        ending = tuple(line or "" for line in grammar.ending)
        return draft.gram(self._paths[path], statements, ending)

    def _wildcard_finding(self, grammar: Grammar, name: str, written: str) -> None:
        for rule in grammar.rules:
            for node in walk(rule.body):
                if isinstance(node, Garbage) and (node.name or "garbage") == name:
                    message = (
                        f"GARBAGE is the wildcard {written}: any words in parsing; to sample it "
                        "needs examples."
                    )
                    hint = f'Write `wildcard {written} from "examples.txt"`.'
                    self._project.findings.append(Finding("W602", message, node.span, hint))
                    return

    def _slot(self, name: str) -> str:
        # A dot in a slot's name would part it from that of its filler.
        if is_name(name) and "." not in name:
            return name
        made = legal_name(name.replace(".", "_"))
        if name not in self._slots:
            self._slots[name] = made
            where = next(iter(self._project.files.values())).span
            message = f"The slot {name} is {made} now: its name can't stand in a .gram."
            self._project.findings.append(Finding("W602", message, where))
        return made

    def _grammar_name(self, grammar: Grammar, first: bool) -> str:
        stem = posixpath.basename(self._paths[grammar.path]).removesuffix(".gram")
        own = grammar.name or (self._options.name if first else "") or stem
        return legal_name(own)

    def _imports(self, path: str, statements: list[gram.AnyStatement]) -> dict[str, str]:
        """Adds the imports that the file needs; the prefix of each file's names in it."""
        needed = dict.fromkeys(
            self._project.file_of[ref.rule]
            for name, rule in self._project.rules.items()
            if self._project.file_of[name] == path
            for ref in walk(rule.body)
            if isinstance(ref, Ref)
        )
        prefixes: dict[str, str] = {}
        own = Names(tuple(r for r in self._rules.values() if "." not in r))
        here = posixpath.dirname(self._paths[path])
        for other in needed:
            if other == path:
                continue
            name = self._grammar_name(self._project.files[other], False)
            natural = name.rsplit(".", 1)[-1]
            prefix = prefixes[other] = own.name(natural, other)
            target = posixpath.relpath(self._paths[other], here or ".")
            alias = None if prefix == natural else prefix
            statements.append(gram.Import(path=target, alias=alias))
        return prefixes

    def _rule(
        self,
        name: str,
        rule: Rule,
        bodies: Bodies,
        written: list[gram.AnyStatement],
        tests: list[gram.AnyStatement],
    ) -> None:
        doc = rule.doc
        if name not in self._intents:  # examples of intents are tests
            doc = (*doc, *(f"Example: {text}" for text in rule.examples))
        notes = Notes(above=(None, *rule.comments) if rule.comments else (), doc=doc)
        bodies.rule = self._rules.get(name) or self._intents[name]
        body = bodies.body(rule.body)
        if name in self._intents:
            intent = self._intents[name]
            called = self._rules.get(name)
            whole = body
            if called is not None:
                body = draft.body([gram.Alternative(((draft.ref(called),),))])
            written.append(gram.Intent(intent, body, self._project.roots[name], notes=notes))
            if called is not None:
                written.append(gram.Rule(called, whole))
            if rule.examples:
                tests.append(draft.accept(intent, rule.examples))
        else:
            written.append(gram.Rule(self._rules[name], body, notes=notes))
        if bodies.evened:
            message = f"A repeat of more than {MOST_NESTED} counts has them all alike now."
            self._project.findings.append(Finding("W602", message, rule.span))
            bodies.evened = 0
        written.extend(bodies.added)
        bodies.added.clear()


def _fresh(names: Names) -> Callable[[str], str]:
    made = 0

    def fresh(wanted: str) -> str:
        nonlocal made
        made += 1
        return names.name(wanted, f"fresh {made}")

    return fresh


def _paths(files: list[str], folder: str) -> dict[str, str]:
    """Where each file goes: beside the others as it stood, as `.gram`."""
    names: set[str] = set()
    found: dict[str, str] = {}
    for path in files:
        relative = posixpath.relpath(path.replace("\\", "/"), folder.replace("\\", "/") or ".")
        if relative.startswith("../") or posixpath.isabs(relative):
            relative = posixpath.basename(relative)
        stem = relative.rsplit(".", 1)[0] if "." in posixpath.basename(relative) else relative
        wanted, number = f"{stem}.gram", 2
        while wanted in names:
            wanted, number = f"{stem}_{number}.gram", number + 1
        names.add(wanted)
        found[path] = wanted
    return found
