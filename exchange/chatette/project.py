"""A file of Chatette with all that it includes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...dsl.findings import Finding
from ...dsl.span import Span
from ..say import endless, enough, missing
from ..source import read_source, whole
from .syntax import Choice, Content, Rule, Unit, Use, parse

MOST = 1_500_000
MOST_UNITS = 5_000
"""So many bytes and units all files together may have."""

Key = tuple[str, str]


@dataclass(slots=True)
class Defined:
    """A unit with the rules of all its variations."""

    unit: Unit
    rules: list[Rule] = field(default_factory=list)
    variations: dict[str | None, list[Rule]] = field(default_factory=dict)

    def of(self, variation: str | None) -> list[Rule]:
        """The rules of a variation; all of them where it is None."""
        return self.rules if variation is None else self.variations.get(variation, [])


@dataclass(slots=True)
class Project:
    """The units by kind and name, in order, and the comments above nothing."""

    units: dict[Key, Defined] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)


def load(path: str) -> tuple[Project, list[Finding]]:
    """A file and what it includes, each file once. They lie in the folder of the first."""
    loading = _Loading(path)
    loading.file(path, None)
    project = loading.project
    if not any(f.is_error for f in loading.findings):
        _check(project, loading.findings)
    return project, loading.findings


class _Loading:
    def __init__(self, path: str) -> None:
        self.project = Project()
        self.findings: list[Finding] = []
        self._folder = os.path.realpath(os.path.dirname(path) or ".")
        self._seen: set[str] = set()
        self._left = MOST

    def file(self, path: str, asked: Span | None) -> None:
        """Reads a file and, where they stand, those that it includes."""
        stack: list[tuple[str, Iterator[Unit | tuple[str, Span]]]] = []
        self._open(path, asked, stack)
        while stack:
            file, parts = stack[-1]
            part = next(parts, None)
            if part is None:
                stack.pop()
            elif isinstance(part, Unit):
                self._unit(part)
            else:
                self._include(file, *part, stack)
            if enough(self.findings, whole(file)):
                return

    def _include(
        self,
        file: str,
        wanted: str,
        span: Span,
        stack: list[tuple[str, Iterator[Unit | tuple[str, Span]]]],
    ) -> None:
        if not wanted or "\0" in wanted:
            self.findings.append(Finding("E605", "No file is named here.", span))
            return
        target = os.path.normpath(os.path.join(os.path.dirname(file), wanted))
        real = os.path.realpath(target)
        if os.path.commonpath([real, self._folder]) != self._folder:
            self.findings.append(
                Finding(
                    "E605",
                    f"{wanted} lies outside the folder of the file that is imported.",
                    span,
                    "Import a file in a folder that holds both.",
                )
            )
            return
        self._open(target, span, stack)

    def _open(
        self,
        path: str,
        asked: Span | None,
        stack: list[tuple[str, Iterator[Unit | tuple[str, Span]]]],
    ) -> None:
        real = os.path.realpath(path)
        if real in self._seen:
            return  # as Chatette does
        self._seen.add(real)
        source = read_source(path, max(self._left, 0))
        if isinstance(source, Finding):
            gone = asked is not None and source.code == "E003"
            self.findings.append(
                Finding("E605", source.message, asked) if gone and asked else source
            )
            return
        self._left -= len(source.text)
        document, findings = parse(source)
        self.findings.extend(findings)
        self.project.comments.extend(document.comments)
        stack.append((path, iter(document.parts)))

    def _unit(self, unit: Unit) -> None:
        units = self.project.units
        key = (unit.kind, unit.name)
        known = units.get(key)
        if known is None:
            if len(units) >= MOST_UNITS:
                said = f"There are more than {MOST_UNITS:,} units."
                self.findings.append(Finding("E601", said, unit.span))
                return
            known = units[key] = Defined(unit)
        elif unit.variation in known.variations or unit.variation is None:
            self.findings.append(
                Finding(
                    "E602", f"{unit.shown} is declared twice.", unit.span, "Rename one of them."
                )
            )
            return
        known.variations[unit.variation] = unit.rules
        known.rules.extend(unit.rules)


def uses(contents: tuple[Content, ...]) -> Iterator[Use]:
    """All uses in *contents*, in order."""
    for content in contents:
        if isinstance(content, Use):
            yield content
        elif isinstance(content, Choice):
            for rule in content.rules:
                yield from uses(rule)


def _check(project: Project, findings: list[Finding]) -> None:
    """Names that are not there, and circles."""
    graph: dict[Key, list[Key]] = {}
    for key, defined in project.units.items():
        found = graph[key] = []
        for rule in defined.rules:
            for use in uses(rule.contents):
                target = project.units.get((use.kind, use.name))
                kind = "slot" if use.kind == "@" else "alias"
                if target is None:
                    names = tuple(n for k, n in project.units if k == use.kind)
                    findings.append(missing(kind, use.name, use.span, names))
                elif use.variation is not None and use.variation not in target.variations:
                    names = tuple(v for v in target.variations if v is not None)
                    said = f"variation of {use.kind}[{use.name}]"
                    findings.append(missing(said, use.variation, use.span, names))
                elif use.argument is not None and target.unit.argument is None:
                    said = f"{use.kind}[{use.name}] takes no argument."
                    findings.append(Finding("E603", said, use.span))
                else:
                    found.append((use.kind, use.name))
    done: set[Key] = set()
    for start in graph:
        path: dict[Key, None] = {}
        stack = [(start, iter(graph[start]))] if start not in done else []
        if stack:
            path[start] = None
        while stack:
            key, targets = stack[-1]
            target_key = next(targets, None)
            if target_key is None:
                stack.pop()
                path.pop(key)
                done.add(key)
            elif target_key in path:
                circle = [f"{k}[{n}]" for k, n in path]
                at = list(path).index(target_key)
                findings.append(endless(circle[at:][:5], project.units[target_key].unit.span))
                return
            elif target_key not in done:
                path[target_key] = None
                stack.append((target_key, iter(graph[target_key])))
