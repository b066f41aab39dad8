"""The compiler: from a path to a compiled grammar, pass by pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING

from ..dsl import tree
from ..dsl.findings import Finding, has_errors, in_order
from ..dsl.span import NOWHERE
from . import ir
from .build import Builder
from .check import check
from .load import Project, load
from .model import CatalogueSource, Intent, Model
from .reach import unreached
from .recursion import Recursion, check_recursion
from .resolve import Scope, resolve
from .sources import locale_of, read_sources
from .statements import build_rules
from .stock import Stock, Unpacked
from .testlines import check_tests

if TYPE_CHECKING:
    from .compiled import Compiled
    from .exclusion import Exclusions
    from .rewriting.transducer import Rewriter


@dataclass(slots=True)
class Compilation:
    """What the passes hand on to each other; each fills in its own."""

    project: Project
    allowed: Sequence[str | Path] = ()
    scopes: dict[str, Scope] = field(default_factory=dict)
    builder: Builder = field(default_factory=Builder)
    sources: dict[str, CatalogueSource] = field(default_factory=dict)
    model: Model | None = None
    recursion: Recursion | None = None
    stock: Stock | None = None
    rewriter: Rewriter | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def known(self) -> Model:
        """The model, which the pass `model` has made."""
        assert self.model is not None
        return self.model

    @property
    def exclusions(self) -> Exclusions:
        """The exclusions, to be worked out where the pass `stock` has been."""
        from .exclusion import Exclusions

        assert self.recursion is not None
        assert self.stock is not None
        bodies = [intent.body for intent in self.known.intents]
        return Exclusions(self.known.rules, bodies, self.recursion, self.stock)


def _resolve(state: Compilation) -> list[Finding]:
    state.scopes, findings = resolve(state.project)
    return findings


def _model(state: Compilation) -> list[Finding]:
    """Trees to IR, catalogues read, all of it in one model."""
    builder = state.builder
    rules, spans, intents, skips, rewrites = build_rules(state.project, state.scopes, builder)
    sides = [side for r in rewrites for side in (r.old, r.left, r.right) if side is not None]
    bodies = [*(body for _, body in intents), *skips, *sides]
    without = unreached(state.project, state.scopes, rules, bodies)
    rules = {name: body for name, body in rules.items() if name not in without}
    state.sources, findings = read_sources(
        state.project, state.scopes, builder, state.allowed, without
    )
    findings.extend(builder.findings)
    root = state.project.root
    weights = [Fraction(s.weight) if s.weight is not None else Fraction(1) for s, _ in intents]
    if intents and not any(weights):
        findings.append(
            Finding(
                "E303",
                "The weights of the intents sum to 0, so none can be chosen.",
                intents[0][0].name_span,
                "Give at least one a weight above 0.",
            )
        )
    scale = lcm(*(w.denominator for w in weights))
    scope = state.scopes[root.key]
    state.model = Model(
        name=root.prefix if not _grammar_name(root.tree) else _grammar_name(root.tree),
        locale=locale_of(root),
        features=dict(scope.features),
        rules=rules,
        rule_spans=spans,
        own_rules=frozenset(s.full for s in scope.own.values()),
        intents=tuple(
            Intent(s.name, int(w * scale), body, s.name_span)
            for (s, body), w in zip(intents, weights, strict=True)
            if w
        ),
        catalogues=state.sources,
        skips=tuple(skips),
        places=tuple(builder.places),
        incomplete=any(isinstance(s, tree.Broken) for s in root.tree.statements),
        rewrites=tuple(rewrites),
    )
    return findings


def _grammar_name(file: tree.File) -> str:
    return next((s.name for s in file.statements if isinstance(s, tree.GrammarName)), "")


def _tests(state: Compilation) -> list[Finding]:
    root = state.project.root
    return check_tests(root.tree, state.scopes[root.key], state.builder)


def _recursion(state: Compilation) -> list[Finding]:
    state.recursion, findings = check_recursion(state.known.rules, state.known.rule_spans)
    return findings


def _check(state: Compilation) -> list[Finding]:
    return check(state.known)


def _stock(state: Compilation) -> list[Finding]:
    """The catalogues, packed when they are first drawn from; filters that no row passes."""
    files: dict[str, Unpacked | None] = {
        name: None if s.rows is None else Unpacked(s.rows, s.locale or state.known.locale)
        for name, s in state.sources.items()
    }
    wildcards = [name for name, s in state.sources.items() if s.wild]
    state.stock = Stock({**files, **state.builder.ranges.known}, wildcards)
    findings = []
    bodies = [*state.known.rules.values(), *(i.body for i in state.known.intents)]
    for body in bodies:
        for option, node in _draws(body):
            finding = state.stock.misses(node, state.known.places[option.place])
            if finding is not None:
                findings.append(finding)
    return findings


def _draws(body: ir.Choice) -> list[tuple[ir.Option, ir.Draw]]:
    found: list[tuple[ir.Option, ir.Draw]] = []
    seen: list[tuple[ir.Option | None, ir.Node]] = [(None, body)]
    while seen:
        option, node = seen.pop()
        if isinstance(node, ir.Draw) and option is not None:
            found.append((option, node))
        elif isinstance(node, ir.Choice):
            for inner in node.options:
                here = inner if inner.place >= 0 or option is None else option
                seen.extend((here, part) for part in inner.parts)
        else:
            seen.extend((option, child) for child in ir.children(node))
    return found


def _exclusion(state: Compilation) -> list[Finding]:
    model = state.known
    bodies = [*model.rules.values(), *(i.body for i in model.intents), *model.skips]
    if not any(isinstance(n, ir.Minus) for b in bodies for n in ir.walk(b)):
        return []
    from .exclusion import wrong

    return wrong(state.exclusions, bodies, lambda node: model.places[node.place])


def _agreement(state: Compilation) -> list[Finding]:
    assert state.recursion is not None
    model = state.known
    bodies = [*model.rules.values(), *(i.body for i in model.intents)]
    if not any(isinstance(n, ir.Choice) and n.depends for b in bodies for n in ir.walk(b)):
        return []
    from .agreement import never_agreeing

    return never_agreeing(
        model.rules,
        [i.body for i in model.intents],
        state.recursion,
        state.exclusions.profile,
        model.places,
    )


def _rewriting(state: Compilation) -> list[Finding]:
    """The rewrites of all files, imported ones first, as one transducer."""
    if not state.known.rewrites:
        return []
    from .rewriting.compose import compose

    assert state.stock is not None
    state.rewriter, findings = compose(state.known.rewrites, state.known.rules, state.stock)
    return findings


Pass = Callable[[Compilation], list[Finding]]

PASSES: tuple[tuple[Pass, bool], ...] = (
    (_resolve, False),
    (_model, False),
    (_tests, False),
    (_recursion, False),
    (_check, False),
    (_stock, True),  # packs what was read: only where all could be
    (_exclusion, True),
    (_agreement, True),  # spreads need catalogues and recursion that ends
    (_rewriting, True),  # contexts may name rules and catalogues
)
"""The passes in their order; the second of each pair says that earlier errors hold it back.
Lowering and what follows happen when they are asked for: `Compiled` does it."""


def analyse(
    path: str, data: bytes | None = None, allowed: Sequence[str | Path] = ()
) -> tuple[Compilation | None, list[Finding]]:
    """All passes over the grammar at *path*; the findings of all its files, in order of place.

    *data* stands for the content of the file; *allowed* are further folders for catalogues.
    """
    project, findings = load(path, data)
    if project is None:
        return None, in_order(findings)
    state = Compilation(project, allowed)
    stuck = has_errors(findings)
    for run, needs_all in PASSES:
        if needs_all and (stuck or has_errors(findings)):
            continue
        findings.extend(run(state))
    state.findings = in_order(findings)
    return state, state.findings


def compile_grammar(
    path: str, data: bytes | None = None, allowed: Sequence[str | Path] = ()
) -> tuple[Compiled | None, list[Finding]]:
    """The compiled grammar at *path*, or None where a finding is an error. A grammar without an
    intent is E312: there is nothing in it to sample or parse."""
    return finish(*analyse(path, data, allowed))


def finish(
    state: Compilation | None, findings: list[Finding]
) -> tuple[Compiled | None, list[Finding]]:
    """What `compile_grammar` returns, from what `analyse` returned."""
    from .compiled import Compiled
    from .program import OpenCatalogue, Program, Root

    if state is None or has_errors(findings):
        return None, findings
    model = state.known
    if not model.intents:
        where = state.project.root.tree.span
        findings = [
            *findings,
            Finding(
                "E312",
                "This grammar has no intent, so there is nothing to sample or parse.",
                where.start() if where != NOWHERE else where,
                "Write `intent NAME = …`; a file without one can only be imported.",
            ),
        ]
        return None, findings
    program = Program(
        name=model.name,
        locale=model.locale,
        features=model.features,
        rules=model.rules,
        intents=tuple(Root(i.name, i.weight, i.body) for i in model.intents),
        catalogues=tuple(
            OpenCatalogue(s.name, s.locale or model.locale, s.features, s.wanted)
            for s in model.catalogues.values()
        ),
        skips=model.skips,
    )
    assert state.stock is not None
    hashes = state.project.hashes(s.read for s in state.sources.values() if s.read is not None)
    return Compiled(program, state.stock, hashes, model.locale, state.rewriter), findings
