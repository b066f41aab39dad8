"""Resolve: what every name of every file stands for."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field

from ..dsl import tree
from ..dsl.findings import Finding, Label
from ..dsl.span import Span
from .load import Project, Source


@dataclass(frozen=True, slots=True)
class Symbol:
    """A definition. `kind` is `rule`, `intent`, `catalog` or `wildcard`; `full` its name in the
    whole grammar; `broken` that its statement could not be read."""

    kind: str
    full: str
    span: Span
    broken: bool = False


@dataclass(slots=True)
class Scope:
    """The names that one file can use."""

    source: Source
    own: dict[str, Symbol] = field(default_factory=dict)
    names: dict[str, Symbol] = field(default_factory=dict)
    opaque: set[str] = field(default_factory=set)
    features: dict[str, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    broken_features: bool = False
    any_prefix: bool = False

    def find(self, name: str) -> tuple[Symbol | None, str]:
        """The symbol of the longest known name that *name* begins with, and the column left."""
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            known = self.names.get(".".join(parts[:count]))
            if known is not None:
                return known, ".".join(parts[count:])
        return None, ""

    def is_opaque(self, name: str) -> bool:
        """Whether the name may come from an import that could not be read."""
        if self.any_prefix and "." in name:
            return True
        return any(name == p or name.startswith(p + ".") for p in self.opaque)

    def nearest(self, name: str, kinds: tuple[str, ...]) -> str | None:
        """The known name most like *name* among those of the given kinds."""
        names = [n for n, s in self.names.items() if s.kind in kinds]
        close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
        return close[0] if close else None

    def nearest_value(self, tag: str) -> str | None:
        """The feature value that is most likely meant by *tag*: one that it abbreviates, or writes
        out, before one that looks like it."""
        short = [v for v in self.values if v.startswith(tag) or tag.startswith(v)]
        close = difflib.get_close_matches(tag, short or list(self.values), n=1, cutoff=0.3)
        return close[0] if close else None


_KINDS = {
    tree.Rule: "rule",
    tree.Intent: "intent",
    tree.Catalog: "catalog",
    tree.Wildcard: "wildcard",
}


def resolve(project: Project) -> tuple[dict[str, Scope], list[Finding]]:
    """The scope of each file (by key), imported files first, and what is wrong with the names.

    Full names are those of the definition, behind the prefix of its file unless that is the root;
    two files of one prefix are told apart by a number, in order of reading.
    """
    findings: list[Finding] = []
    scopes: dict[str, Scope] = {}
    prefixes: set[str] = set()
    for source in project.files:
        prefix = ""
        if source is not project.root:
            prefix, count = source.prefix, 1
            while prefix in prefixes:
                count += 1
                prefix = f"{source.prefix}{count}"
            prefixes.add(prefix)
            prefix += "."
        scope = Scope(source)
        scopes[source.key] = scope
        _own(scope, prefix, findings)
        _imports(scope, scopes, findings)
        _features(scope, scopes, findings)
    return scopes, findings


def _own(scope: Scope, prefix: str, findings: list[Finding]) -> None:
    for statement in scope.source.tree.statements:
        if isinstance(statement, tree.Broken):
            if statement.kind == "feature":
                scope.broken_features = True
            if statement.name is None or statement.kind not in _KINDS.values():
                continue
            kind, name, broken = statement.kind or "", statement.name, True
        elif type(statement) in _KINDS:
            kind, broken = _KINDS[type(statement)], False
            name = statement.name  # type: ignore[union-attr]
        else:
            continue
        span = statement.name_span
        if name in scope.own:
            first = scope.own[name]
            findings.append(
                Finding(
                    "E202",
                    f"“{name}” is defined a second time.",
                    span,
                    "Put the alternatives into one definition, or rename one of the two.",
                    (Label(first.span, "first defined here"),),
                )
            )
            continue
        scope.own[name] = Symbol(kind, prefix + name, span, broken)
    scope.names.update(scope.own)


def _imports(scope: Scope, scopes: dict[str, Scope], findings: list[Finding]) -> None:
    for index, statement in enumerate(scope.source.tree.statements):
        if isinstance(statement, tree.Broken) and statement.kind == "import":
            scope.opaque.add(statement.name or "")
        if not isinstance(statement, tree.Import):
            continue
        key = scope.source.imports.get(index)
        if key is None:  # in a circle, unknown, or not readable: said by the loader
            if statement.module is not None:
                stem = statement.module.rpartition(".")[2]
            else:
                stem = (statement.path or "").rpartition("/")[2].removesuffix(".gram")
                # its `grammar` statement may have named it anything
                scope.any_prefix |= statement.alias is None
            scope.opaque.update([statement.alias or stem, *statement.names])
            continue
        brought = {
            name: symbol
            for name, symbol in scopes[key].own.items()
            if symbol.kind in ("rule", "catalog", "wildcard")
        }
        prefix = statement.alias or scopes[key].source.prefix
        for name, symbol in brought.items():
            _bring(scope, f"{prefix}.{name}", symbol, statement, findings)
        for name in statement.names:
            if name in brought:
                _bring(scope, name, brought[name], statement, findings)
                continue
            close = difflib.get_close_matches(name, list(brought), n=1)
            is_intent = name in scopes[key].own
            findings.append(
                Finding(
                    "E203" if is_intent else "E201",
                    f"“{name}” is an intent of the imported file, and intents are not imported."
                    if is_intent
                    else f"The imported file defines no “{name}”.",
                    statement.span,
                    f"Did you mean “{close[0]}”?" if close else _told(brought),
                )
            )
            scope.opaque.add(name)


def _told(brought: dict[str, Symbol]) -> str:
    if not brought:
        return "It defines no rule, catalogue or wildcard."
    shown = ", ".join(f"“{name}”" for name in list(brought)[:5])
    return f"It defines {shown}{', …' if len(brought) > 5 else '.'}"


def _bring(
    scope: Scope, name: str, symbol: Symbol, statement: tree.Import, findings: list[Finding]
) -> None:
    known = scope.names.get(name)
    if known is not None and known.full != symbol.full:
        findings.append(
            Finding(
                "E202",
                f"This import brings in “{name}”, which is defined already.",
                statement.span,
                "Give the import another prefix with `as`.",
                (Label(known.span, "defined here"), Label(symbol.span, "and here")),
            )
        )
        return
    scope.names[name] = symbol


def _features(scope: Scope, scopes: dict[str, Scope], findings: list[Finding]) -> None:
    places: dict[str, Span] = {}

    def add(name: str, values: tuple[str, ...], span: Span) -> None:
        if name in scope.features:
            if set(scope.features[name]) != set(values):
                findings.append(
                    Finding(
                        "E209",
                        f"The feature “{name}” has other values here than before.",
                        span,
                        f"Its values are {' | '.join(scope.features[name])}.",
                        (Label(places[name], "first declared here"),),
                    )
                )
            return
        for value in values:
            other = scope.values.get(value)
            if other is not None:
                findings.append(
                    Finding(
                        "E206",
                        f"The value “{value}” belongs to the feature “{other}” already.",
                        span,
                        "No two features share a value: rename one of them.",
                        (Label(places[other], f"“{other}” is declared here"),),
                    )
                )
        scope.features[name] = values
        places[name] = span
        for value in values:
            scope.values.setdefault(value, name)

    for index, statement in enumerate(scope.source.tree.statements):
        if isinstance(statement, tree.Import):
            key = scope.source.imports.get(index)
            if key is not None:
                for name, values in scopes[key].features.items():
                    add(name, values, statement.span)
                scope.broken_features |= scopes[key].broken_features
            elif statement.module is not None:
                scope.broken_features = True  # its features are not known
        elif isinstance(statement, tree.Feature):
            values = tuple(dict.fromkeys(tag.value for tag in statement.values))
            if statement.name in scope.features and statement.name in {
                s.name for s in scope.source.tree.statements[:index] if isinstance(s, tree.Feature)
            }:
                findings.append(
                    Finding(
                        "E202",
                        f"The feature “{statement.name}” is declared a second time.",
                        statement.name_span,
                        "Declare it once, with all its values.",
                        (Label(places[statement.name], "first declared here"),),
                    )
                )
                continue
            if len(values) < len(statement.values):
                findings.append(
                    Finding(
                        "E206",
                        f"The feature “{statement.name}” names one value twice.",
                        statement.span,
                        "Write each value once.",
                    )
                )
            add(statement.name, values, statement.name_span)
