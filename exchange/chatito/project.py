"""Several files as one: imports read, names looked up, combinations counted."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...dsl.findings import Finding, has_errors
from ...dsl.span import Span
from ..source import files_below, read_source, whole
from .syntax import KINDS, Definition, Document, Use, parse

ENDING = ".chatito"
MOST = 4_000_000
"""So many bytes a file may have, and so many all files together."""
MOST_DEFINITIONS = 10_000
MOST_SENTENCES = 100_000
"""So many of them all files may have, those of a file counted again for each that imports it."""
MOST_COMBINATIONS = 2**1023
"""Chatito counts with numbers that hold no more."""

Key = tuple[str, str, "str | None"]


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A definition with its uses looked up: `uses` has, for each sentence, the entity of each of
    its pieces (None for texts, and for aliases that nothing defines: they stand for their name).

    `counts` are the numbers of combinations of the sentences, `empty` is whether one of them can
    be without any text.
    """

    definition: Definition
    uses: tuple[tuple[Entity | None, ...], ...]
    counts: tuple[int, ...]
    empty: bool
    labels: bool

    @property
    def count(self) -> int:
        """The number of its combinations."""
        return min(sum(self.counts), MOST_COMBINATIONS)


@dataclass(frozen=True, slots=True)
class Project:
    """All that was read: what each file that is generated from defines, and the documents."""

    roots: tuple[tuple[Entity, ...], ...]
    documents: tuple[Document, ...]


def load(path: str) -> tuple[Project, list[Finding]]:
    """A file with what it imports, or all files in a folder; intents count in the files that
    nothing imports, as in Chatito. Imports stay within the folder."""
    findings: list[Finding] = []
    below = files_below(path, (ENDING,))
    if isinstance(below, Finding):
        return Project((), ()), [below]
    if not below:
        return Project((), ()), [
            Finding("E607", f"The folder {path} has no {ENDING} file.", whole(path))
        ]
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    files = _Files(os.path.realpath(folder), findings)
    for file in below:
        files.read(file, None)
    files.imports()
    if has_errors(findings):
        return Project((), tuple(files.documents.values())), findings
    imported = {to for targets in files.targets.values() for to, _ in targets}
    roots = [name for name in files.documents if name not in imported]
    if (large := files.large(roots)) is not None:
        return Project((), ()), [*findings, large]
    project = tuple(_resolve(files, root, findings) for root in roots)
    return Project(project, tuple(files.documents.values())), findings


class _Files:
    """The files by their real path, each read once, and what each imports."""

    def __init__(self, folder: str, findings: list[Finding]) -> None:
        self.folder = folder
        self.findings = findings
        self.documents: dict[str, Document] = {}
        self.targets: dict[str, list[tuple[str, Span]]] = {}
        self._left = MOST

    def read(self, path: str, asked: Span | None) -> str | None:
        """Reads a file unless it was read before; the name that it goes by."""
        name = os.path.realpath(path)
        if name in self.documents:
            return name
        source = read_source(path, max(self._left, 0))
        if isinstance(source, Finding):
            missing = asked is not None and source.code == "E003"
            self.findings.append(
                Finding("E605", source.message, asked) if missing and asked else source
            )
            return None
        self._left -= len(source.text)
        self.documents[name], found = parse(source)
        self.findings.extend(found)
        return name

    def imports(self) -> None:
        """Reads what the files import, and what that imports."""
        waiting = list(self.documents)
        while waiting:
            name = waiting.pop(0)
            document = self.documents[name]
            targets = self.targets[name] = []
            for wanted, span in document.imports:
                known = len(self.documents)
                target = self._target(document.path, wanted, span)
                if target is None:
                    continue
                targets.append((target, span))
                if len(self.documents) > known:
                    waiting.append(target)
        self._circles()

    def _target(self, path: str, wanted: str, span: Span) -> str | None:
        if not wanted.endswith(ENDING) or "\0" in wanted:
            self.findings.append(
                Finding("E605", f"Only files whose names end in {ENDING} are imported.", span)
            )
            return None
        target = os.path.normpath(os.path.join(os.path.dirname(path), wanted))
        real = os.path.realpath(target)
        if os.path.commonpath([real, self.folder]) != self.folder:
            self.findings.append(
                Finding(
                    "E605",
                    f"{wanted} lies outside the folder that is imported.",
                    span,
                    "Name a folder that holds both files instead of the one file.",
                )
            )
            return None
        return self.read(target, span)

    def _circles(self) -> None:
        done: set[str] = set()
        for start in self.documents:
            path: list[str] = []
            stack: list[tuple[str, Iterator[tuple[str, Span]]]] = []
            if start not in done:
                stack.append((start, iter(self.targets[start])))
                path.append(start)
            while stack:
                name, targets = stack[-1]
                following = next(targets, None)
                if following is None:
                    done.add(name)
                    stack.pop()
                    path.pop()
                    continue
                target, span = following
                if target in path:
                    circle = [*path[path.index(target) :], target]
                    shown = " → ".join(os.path.basename(p) for p in circle)
                    self.findings.append(
                        Finding("E606", f"Files import each other in a circle: {shown}.", span)
                    )
                elif target not in done:
                    stack.append((target, iter(self.targets[target])))
                    path.append(target)

    def large(self, roots: Sequence[str]) -> Finding | None:
        """A finding where there is more than there may be (E601)."""
        definitions = sentences = 0
        for root in roots:
            for name in self.reached(root):
                document = self.documents[name]
                definitions += len(document.definitions)
                sentences += sum(len(d.sentences) for d in document.definitions)
                if definitions > MOST_DEFINITIONS or sentences > MOST_SENTENCES:
                    return Finding(
                        "E601",
                        f"There are more than {MOST_DEFINITIONS:,} definitions or"
                        f" {MOST_SENTENCES:,} sentences in these files.",
                        whole(document.path),
                        "Import them one by one.",
                    )
        return None

    def reached(self, root: str) -> list[str]:
        """*root* and all that it imports, each once, in order."""
        found = [root]
        for name in found:
            found.extend(t for t, _ in self.targets[name] if t not in found)
        return found


def _resolve(files: _Files, root: str, findings: list[Finding]) -> tuple[Entity, ...]:
    """What *root* and its imports define, as entities, in the order of the files."""
    scope: dict[Key, Definition] = {}
    for name in files.reached(root):
        for definition in files.documents[name].definitions:
            if definition.kind == "%" and name != root:
                findings.append(
                    Finding(
                        "W603",
                        f"{definition.shown} is not generated: its file is imported by another.",
                        definition.span,
                    )
                )
                continue
            if definition.key in scope:
                findings.append(
                    Finding(
                        "E602",
                        f"{definition.shown} is defined twice.",
                        definition.span,
                        "Rename one of them, or put their sentences together.",
                    )
                )
                continue
            scope[definition.key] = definition
    made: dict[Key, Entity] = {}
    for definition in _in_order(scope, findings):
        made[definition.key] = _entity(definition, made, findings)
    return tuple(made[key] for key in scope if key in made)


def _uses(definition: Definition) -> Iterator[Use]:
    for sentence in definition.sentences:
        for piece in sentence.pieces:
            if not isinstance(piece, str):
                yield piece


def _in_order(scope: dict[Key, Definition], findings: list[Finding]) -> list[Definition]:
    """The definitions, each behind those that it uses; a circle is told of (E606) and cut."""
    found: list[Definition] = []
    state: dict[Key, int] = {}
    for start in scope.values():
        if start.key in state:
            continue
        state[start.key] = 1
        stack = [(start, _uses(start))]
        while stack:
            definition, uses = stack[-1]
            use = next(uses, None)
            if use is None:
                state[definition.key] = 2
                found.append(definition)
                stack.pop()
                continue
            used = scope.get(use.key)
            if used is None:
                if use.kind == "@":
                    findings.append(_unknown(use, scope))
            elif state.get(used.key) == 1:
                keys = [d.key for d, _ in stack]
                circle = [d.shown for d, _ in stack[keys.index(used.key) :]]
                shown = " → ".join([*circle[:5], *(["…"] if len(circle) > 5 else []), used.shown])
                findings.append(
                    Finding("E606", f"Definitions use each other in a circle: {shown}.", use.span)
                )
            elif used.key not in state:
                state[used.key] = 1
                stack.append((used, _uses(used)))
    return found


def _unknown(use: Use, scope: dict[Key, Definition]) -> Finding:
    others = [d.shown for d in scope.values() if d.kind == "@" and d.name == use.name]
    return Finding(
        "E605",
        f"No {KINDS[use.kind]} is called {use.name}"
        + (f" with the variation {use.variation}." if use.variation is not None else "."),
        use.span,
        f"There is {', '.join(others[:3])}." if others else "",
    )


def _entity(definition: Definition, made: dict[Key, Entity], findings: list[Finding]) -> Entity:
    uses, counts = [], []
    empty = labels = False
    for sentence in definition.sentences:
        row: list[Entity | None] = []
        count, text = 1, False
        for piece in sentence.pieces:
            if isinstance(piece, str):
                row.append(None)
                text = text or not piece.isspace()
                continue
            entity = made.get(piece.key)
            row.append(entity)
            own = entity.count if entity is not None else 1
            count = min(count * (own + piece.optional), MOST_COMBINATIONS)
            text = text or not (piece.optional or (entity is not None and entity.empty))
            labels = labels or piece.kind == "@" or (entity is not None and entity.labels)
            inner = entity is not None and entity.labels
            if definition.kind == "@" and inner:
                findings.append(
                    Finding(
                        "W602",
                        f"{definition.shown} holds a slot by way of {piece.kind}[{piece.name}]:"
                        " Chatito refuses that, here slots nest.",
                        piece.span,
                    )
                )
        uses.append(tuple(row))
        counts.append(count)
        if not text:
            empty = True
            findings.append(
                Finding(
                    "W602",
                    "This sentence can be empty: Chatito stops when it comes to that, here it is"
                    " a text like any other.",
                    sentence.span,
                )
            )
    return Entity(definition, tuple(uses), tuple(counts), empty, labels)
