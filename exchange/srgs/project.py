"""An SRGS grammar with the grammars that it refers to.

A reference to another file (`polite.grxml#please`) is looked for beside the file that holds it, in
the folder of the first file and below. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import os
import re
from functools import partial
from urllib.parse import unquote

from ...dsl.findings import Finding, has_errors
from ..made import Made, Options
from ..say import nothing
from ..source import files_below, read_source, whole
from ..speech import tags
from ..speech.gram import made_of
from ..speech.meaning import Reading
from ..speech.project import Project, key
from ..speech.resolve import Named, renamed
from ..speech.tree import Choice, Grammar, Ref, Rule, Sequence, Tag, walk
from . import abnf, grxml

MOST = 3_000_000
"""So many bytes a file may have."""
MOST_FILES = 500
"""So many files may be referred to."""
ENDINGS = (".grxml", ".gram", ".abnf", ".xml", ".srgs")

_HEAD = re.compile(r"\s*(#ABNF|<)")


def import_grammar(path: str, options: Options) -> Made:
    """The `.gram` files of an SRGS file, in XML or ABNF, and of those it refers to; or of all in a
    folder. The root rule is the intent; where its alternatives are public rules and nothing else,
    these are the intents. Public rules that the root does not lead to are intents, too."""
    paths = files_below(path, ENDINGS)
    if isinstance(paths, Finding):
        return Made((), (paths,))
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    found = _Found(folder)
    for each in paths:
        found.load(each, path != each)
    project = found.project
    if not project.files:
        if not project.findings:
            project.findings.append(nothing("SRGS grammar", whole(path)))
        return Made((), tuple(project.findings))
    found.resolve()
    readings: dict[str, Reading] = {
        name: partial(_read, project.files[path].literals) for name, path in project.file_of.items()
    }
    for name in paths:
        if name in project.files and name not in found.referred:
            _roots(project, project.files[name])
    return made_of(project, readings, options, folder)


def _read(literals: bool | None, tag: Tag) -> list[tags.Says] | None:
    if literals is not True:
        said = tags.script(tag.text)
        if said is not None or literals is False or re.search(r"[={}()]", tag.text):
            return said
    if not tag.text:
        return [tags.Says("nothing")]
    return [tags.Says("value", value=tag.text)]


def _roots(project: Project, grammar: Grammar) -> None:
    """Adds the intents of a file."""
    mine = {rule.name: key(grammar.path, rule.name) for rule in grammar.rules}
    if grammar.root and grammar.root not in mine:
        if has_errors(project.findings):
            return  # what is wrong with the rules is told
        message = f"The root rule {grammar.root} is not in the file."
        project.findings.append(Finding("E605", message, grammar.span))
        return
    public = [name for name in mine.values() if project.rules[name].public]
    if not grammar.root:
        if not public and mine:
            first = next(iter(mine.values()))
            message = "No rule is the root, and none is public: the first one is the intent."
            project.findings.append(Finding("W602", message, project.rules[first].span))
            public = [first]
        project.roots.update(dict.fromkeys(public))
        return
    root = mine[grammar.root]
    spread = _dispatched(project, project.rules[root])
    if spread is not None:
        project.roots.update(spread)
        del project.rules[root], project.file_of[root]
    else:
        project.roots[root] = None
    reached = _reached(project, list(project.roots))
    project.roots.update(dict.fromkeys(name for name in public if name not in reached | {root}))


def _dispatched(project: Project, rule: Rule) -> dict[str, str | None] | None:
    """The rules that *rule* is a choice of, with their weights, where they are public, nothing else
    refers to them, and there is nothing else in it but tags."""
    ways = rule.body.ways if isinstance(rule.body, Choice) else ()
    found: dict[str, str | None] = {}
    for way in ways:
        items = way.body.items if isinstance(way.body, Sequence) else (way.body,)
        refs = [item for item in items if not isinstance(item, Tag)]
        if len(refs) != 1 or not isinstance(refs[0], Ref):
            return None
        name = refs[0].rule
        target = project.rules.get(name)
        if (
            target is None
            or not target.public
            or name in found
            or rule.span.file != target.span.file
        ):
            return None
        found[name] = way.weight
    others = {
        node.rule
        for other in project.rules.values()
        if other is not rule
        for node in walk(other.body)
        if isinstance(node, Ref)
    }
    mine = key(rule.span.file, rule.name)
    return found if found and not others & {mine, *found} else None


def _reached(project: Project, names: list[str]) -> set[str]:
    found: set[str] = set()
    while names:
        name = names.pop()
        if name not in found and name in project.rules:
            found.add(name)
            body = project.rules[name].body
            names.extend(node.rule for node in walk(body) if isinstance(node, Ref))
    return found


class _Found:
    """The files read so far; `referred` are those that others refer to."""

    def __init__(self, folder: str) -> None:
        self.project = Project()
        self.referred: set[str] = set()
        self._folder = os.path.normpath(folder or ".")

    def load(self, path: str, only: bool = False) -> None:
        """Reads a file and all it refers to; with *only*, where it is SRGS at all."""
        work = [os.path.normpath(path) if only else path]
        while work:
            here = work.pop(0)
            if here in self.project.files:
                continue
            source = read_source(here, MOST)
            if isinstance(source, Finding):
                self.project.findings.append(source)
                continue
            if only and here == path and not _HEAD.match(source.text):
                continue
            if source.text.lstrip().startswith("<"):
                grammar, findings = grxml.read(source)
                if only and here == path and any(f.code == "E603" for f in findings):
                    continue  # XML of another kind
            else:
                grammar, findings = abnf.read(source)
            self.project.findings.extend(findings)
            self.project.add(grammar)
            for rule in grammar.rules:
                for node in walk(rule.body):
                    if isinstance(node, Ref) and node.file:
                        work.extend(self._other(here, node))

    def _other(self, path: str, ref: Ref) -> list[str]:
        place = self._place(path, ref.file)
        if place is None or len(self.project.files) > MOST_FILES or not os.path.isfile(place):
            return []
        if place != path:
            self.referred.add(place)
        return [] if place in self.project.files else [place]

    def _place(self, path: str, uri: str) -> str | None:
        """The path that *uri* stands for; None where it lies elsewhere."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", uri) or uri.startswith(("/", "\\")):
            return None
        name = unquote(uri.partition("?")[0])
        place = os.path.normpath(os.path.join(os.path.dirname(path), name))
        inside = os.path.relpath(place, self._folder)
        return None if inside.startswith("..") or "\0" in place else place

    def resolve(self) -> None:
        """Gives every reference the key of its rule; E605 where there is none."""
        named = Named(self.project)
        for path, grammar in self.project.files.items():
            for rule in grammar.rules:
                name = key(path, rule.name)
                if self.project.rules[name].span == rule.span:
                    self.project.rules[name] = renamed(rule, partial(self._rule, path), named)
        named.tell()

    def _rule(self, path: str, ref: Ref) -> str | None:
        place = path if not ref.file else self._place(path, ref.file)
        other = None if place is None else self.project.files.get(place)
        if other is None or place is None:
            return None
        name = key(place, ref.rule or other.root)
        return name if name in self.project.rules else None
