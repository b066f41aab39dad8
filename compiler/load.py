"""Loading: a root grammar and all it imports, read from disk and parsed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..dsl.findings import Finding
from ..dsl.parse import parse
from ..dsl.read import read_source
from ..dsl.span import Span
from ..dsl.tree import File, GrammarName, Import
from . import library


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file. `key` is its real path, `shown` the path that findings use; `imports` maps
    the index of an import statement to the key of what it brings in."""

    key: str
    shown: str
    tree: File
    data: bytes
    imports: dict[int, str]

    @property
    def folder(self) -> Path:
        """The folder that paths in the file are relative to."""
        return Path(self.key).parent

    @property
    def is_module(self) -> bool:
        """Whether it is a module of the library."""
        return library.shown(self.key) is not None

    @property
    def prefix(self) -> str:
        """What its names are prefixed with where it is imported without `as`."""
        for statement in self.tree.statements:
            if isinstance(statement, GrammarName):
                return statement.name.rpartition(".")[2]
        return Path(self.shown).name.removesuffix(".gram")


@dataclass(frozen=True, slots=True)
class Project:
    """All files of a grammar, imported ones before their importers; the root is the last."""

    files: tuple[Source, ...]

    @property
    def root(self) -> Source:
        """The file that was asked for."""
        return self.files[-1]

    def hashes(self, others: Iterable[tuple[Path, str]] = ()) -> dict[str, str]:
        """The SHA-256 of every file, by its path relative to the root's folder, or its name in
        the library, `std:` before it; *others* are those of files that were read besides."""
        import hashlib

        def name(path: Path) -> str:
            inside = library.shown(path)
            return os.path.relpath(path, folder) if inside is None else inside.replace("/", ":", 1)

        folder = self.root.folder
        own = ((Path(f.key), hashlib.sha256(f.data).hexdigest()) for f in self.files)
        return {name(path): digest for path, digest in (*own, *others)}


def read_bytes(path: str | Path) -> bytes | None:
    """The bytes of a file, or None where it can't be read."""
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError):
        return None


def _unread(statement: Import, target: str) -> Finding:
    from ..catalogues.paths import near

    meant = "" if os.path.exists(target) else near(target)
    return Finding(
        "E003",
        f"The imported file “{statement.path}” can't be read.",
        statement.span,
        f"Is “{meant}” meant?" if meant else "The path is relative to the file that imports it.",
    )


def load(path: str, data: bytes | None = None) -> tuple[Project | None, list[Finding]]:
    """The grammar at *path* with its imports, and what was found on the way.

    *data* stands for the root's content where it comes from elsewhere (standard input). None is
    returned only where the root itself could not be decoded. Imports are visited depth first, in
    the order of the file; an import that closes a circle is E005 where it stands, a module that is
    not in the library E007.
    """
    findings: list[Finding] = []
    done: dict[str, Source] = {}
    shown = "<stdin>" if path == "-" else path
    key = os.path.join(os.getcwd(), "<stdin>") if path == "-" else os.path.realpath(path)
    if data is None:
        data = read_bytes(path)
        if data is None:
            where = Span(shown, 1, 1, 1, 1)
            reason = "is a folder" if os.path.isdir(path) else "can't be read"
            if not os.path.exists(path):
                reason = "does not exist"
            findings.append(Finding("E003", f"The file {shown} {reason}.", where))
            return None, findings

    # An explicit stack, because a chain of imports may be longer than Python's own.
    open_keys: list[str] = []
    stack: list[tuple[str, str, bytes, File | None, int, dict[int, str]]] = []

    def enter(key: str, shown: str, data: bytes) -> None:
        text, found = read_source(data, shown)
        findings.extend(found)
        tree: File | None = None
        if text is not None:
            tree, found = parse(text, shown)
            findings.extend(found)
        open_keys.append(key)
        stack.append((key, shown, data, tree, 0, {}))

    enter(key, shown, data)
    while stack:
        key, shown, data, tree, index, imports = stack.pop()
        statements = tree.statements if tree is not None else ()
        while index < len(statements):
            statement = statements[index]
            index += 1
            if not isinstance(statement, Import):
                continue
            target, called = _target(statement, key, shown)
            if not target:
                findings.append(
                    Finding(
                        "E007",
                        f"There is no module {statement.module}.",
                        statement.name_span,
                        library.unknown(statement.module or ""),
                    )
                )
                continue
            if target in open_keys:
                circle = " → ".join(
                    os.path.basename(k) for k in [*open_keys[open_keys.index(target) :], target]
                )
                findings.append(
                    Finding(
                        "E005",
                        f"This import closes a circle: {circle}.",
                        statement.span,
                        "Move what both files need into a third one.",
                    )
                )
                continue
            imports[index - 1] = target
            if target in done:
                continue
            content = read_bytes(target)
            if content is None:
                findings.append(_unread(statement, target))
                del imports[index - 1]
                continue
            stack.append((key, shown, data, tree, index, imports))
            enter(target, called, content)
            break
        else:
            open_keys.remove(key)
            if tree is not None:
                done[key] = Source(key, shown, tree, data, imports)
            elif not stack:
                return None, findings
    return Project(tuple(done.values())), findings


def _target(statement: Import, key: str, shown: str) -> tuple[str, str]:
    """The real path of what the file *key* imports, and what findings call it; the empty path for
    a module that is not there."""
    if statement.path is None:
        module = library.modules().get(statement.module or "")
        return ("", "") if module is None else (str(module), library.shown(module) or "")
    target = os.path.realpath(os.path.join(os.path.dirname(key), statement.path))
    return target, os.path.normpath(os.path.join(os.path.dirname(shown), statement.path))
