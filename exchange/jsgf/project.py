"""A JSGF grammar with the grammars that it imports.

`import <com.acme.polite.please>` is looked for beside the file, and beside the folders that its
own name stands for (a grammar `com.acme.lights` may lie in `com/acme/`), as `com/acme/polite`,
`polite` and `com.acme.polite`, each with `.gram` and `.jsgf`. Nothing else is looked at.
"""

from __future__ import annotations

import os
import re
from functools import partial

from ...dsl.findings import Finding, has_errors
from ..made import Made, Options
from ..say import nothing
from ..source import Source, files_below, read_source, whole
from ..speech import tags
from ..speech.gram import made_of
from ..speech.meaning import Reading
from ..speech.project import Project, key
from ..speech.resolve import Named, renamed
from ..speech.tree import Grammar, Import, Ref, Rule, Tag, Tagged, walk
from .read import read

MOST = 3_000_000
"""So many bytes a file may have."""
MOST_FILES = 500
"""So many files may be imported."""
ENDINGS = (".jsgf", ".gram")

_PART = re.compile(r"\w(?:[\w-]|[^\x00-\x7f])*")


def import_grammar(path: str, options: Options) -> Made:
    """The `.gram` files of a JSGF file and what it imports, or of all in a folder.

    Public rules are intents, but for those of an imported grammar. A tag that
    is one name is that of a slot, or with the setting `tags=values`, or in a rule with tags that
    are no names, a canonical value.
    """
    paths = files_below(path, ENDINGS)
    if isinstance(paths, Finding):
        return Made((), (paths,))
    found = _Found()
    for each in paths:
        found.load(each, path != each)
    project = found.project
    if not project.files:
        if not project.findings:
            project.findings.append(nothing("JSGF file", whole(path)))
        return Made((), tuple(project.findings))
    found.resolve()
    wanted = options.extra.get("tags", "auto")
    readings: dict[str, Reading] = {
        name: partial(_read, wanted == "slots" or (wanted == "auto" and _labels(rule)))
        for name, rule in project.rules.items()
    }
    given = set(paths)
    for name, rule in project.rules.items():
        home = project.file_of[name]
        if rule.public and home in given and home not in found.imported:
            project.roots[name] = None
    # A rule that can't be read may be the public one.
    if not project.roots and project.rules and not has_errors(project.findings):
        first = next(iter(project.rules.values()))
        message = "No rule is public, so that there is no intent: the grammar can only be imported."
        project.findings.append(Finding("W602", message, first.span))
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    return made_of(project, readings, options, folder)


def _read(names: bool, tag: Tag) -> list[tags.Says] | None:
    return tags.attached(tag.text, names)


def _labels(rule: Rule) -> bool:
    """Whether tags that are names label what they stand behind: not where other tags of the rule
    are values that are no names, as in `one {1} | the answer {forty_two} | many {lots of}`."""
    written = [tag for node in walk(rule.body) if isinstance(node, Tagged) for tag in node.tags]
    return not any(tags.is_plain_value(tag.text) for tag in written)


class _Found:
    """The files read so far; `imported` are those that others import."""

    def __init__(self) -> None:
        self.project = Project()
        self.imported: set[str] = set()
        self._links: dict[str, dict[str, str]] = {}

    def load(self, path: str, only: bool = False) -> None:
        """Reads a file and all it imports; with *only*, where it is JSGF at all."""
        work = [path]
        while work:
            here = work.pop(0)
            if here in self.project.files:
                continue
            source = read_source(here, MOST)
            if isinstance(source, Finding):
                self.project.findings.append(source)
            elif not only or here != path or source.text.lstrip().startswith("#JSGF"):
                work.extend(self._add(source))

    def _add(self, source: Source) -> list[str]:
        grammar, findings = read(source)
        self.project.findings.extend(findings)
        self.project.add(grammar)
        links = self._links[source.path] = {}
        for name in dict.fromkeys(_imports(grammar)):
            if len(self.project.files) > MOST_FILES:
                message = f"More than {MOST_FILES} grammars are imported."
                self.project.findings.append(Finding("E601", message, grammar.span))
                break
            places = _places(source.path, grammar.name, name)
            place = next((p for p in places if os.path.isfile(p)), None)
            if place is not None:
                links[name] = place
                if place != source.path:
                    self.imported.add(place)
        return [place for place in links.values() if place not in self.project.files]

    def resolve(self) -> None:
        """Gives every reference the key of its rule; E605 where there is none."""
        named = Named(self.project)
        for path, grammar in self.project.files.items():
            for each in grammar.imports:
                self._check(path, each)
            for rule in grammar.rules:
                name = key(path, rule.name)
                if self.project.rules[name].span == rule.span:
                    self.project.rules[name] = renamed(rule, partial(self._found_in, path), named)
        named.tell()

    def _check(self, path: str, each: Import) -> None:
        place = self._links[path].get(each.grammar)
        if place is None:
            message = f"The grammar {each.grammar} is not found beside this file."
            last = each.grammar.rsplit(".", 1)[-1]
            hint = f"Put it there as {last}.gram, or in a folder for each dot."
            self.project.findings.append(Finding("E605", message, each.span, hint))
        elif each.rule and place in self.project.files:
            rule = self.project.rules.get(key(place, each.rule))
            if rule is None:
                message = f"The grammar {each.grammar} has no rule <{each.rule}>."
                self.project.findings.append(Finding("E605", message, each.span))
            elif not rule.public:
                message = f"<{each.rule}> of {each.grammar} is not public, but taken all the same."
                self.project.findings.append(Finding("W602", message, each.span))

    def _found_in(self, path: str, ref: Ref) -> str | None:
        return self._rule(path, ref.rule)

    def _rule(self, path: str, name: str) -> str | None:
        """The key of the rule that *name* means in the file *path*: a rule of its own; one that it
        imports, by its name alone, with the last part of its grammar's, or with all of it; or one
        of a grammar that is not imported, by its full name."""
        rules = self.project.rules
        if key(path, name) in rules:
            return key(path, name)
        grammar = self.project.files[path]
        links = self._links[path]
        prefix, _, last = name.rpartition(".")
        own = grammar.name
        if prefix and own and prefix in (own, own.rsplit(".", 1)[-1]) and key(path, last) in rules:
            return key(path, last)
        for each in grammar.imports:
            place = links.get(each.grammar)
            if place is None or (each.rule and each.rule != last):
                continue
            if prefix in ("", each.grammar, each.grammar.rsplit(".", 1)[-1]):
                found = key(place, last)
                if found in rules:
                    return found
        place = links.get(prefix)
        return key(place, last) if place is not None and key(place, last) in rules else None


def _imports(grammar: Grammar) -> list[str]:
    """The grammars that are imported, and those that full names may be of."""
    names = [each.grammar for each in grammar.imports]
    own = {rule.name for rule in grammar.rules}
    for rule in grammar.rules:
        for node in walk(rule.body):
            if isinstance(node, Ref) and "." in node.rule and node.rule not in own:
                names.append(node.rule.rpartition(".")[0])
    return names


def _places(path: str, own: str, name: str) -> list[str]:
    """Where the grammar *name* may lie that is used by the grammar *own* in the file *path*."""
    parts = name.split(".")
    if not all(_PART.fullmatch(part) for part in parts):
        return []
    folder = os.path.dirname(path)
    stems = [os.path.join(*parts), parts[-1], name]
    above = folder
    roots = [folder]
    for part in reversed(own.split(".")[:-1]):
        if os.path.basename(above) != part:
            break
        above = os.path.dirname(above)
        roots.append(above)
    found = [os.path.join(root, stem + end) for root in roots for stem in stems for end in ENDINGS]
    return list(dict.fromkeys(found))
