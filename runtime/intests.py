"""In-file tests: what `accept` and `reject` lines say, against what the grammar does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..catalogues.catalogue import Catalogue
from ..catalogues.rows import Rows
from ..compiler.binding import misfits, named_as
from ..compiler.compile import Compilation
from ..compiler.compiled import Compiled
from ..compiler.sources import locale_of
from ..corpora import annotated
from ..corpora.problem import Problem
from ..corpora.utterance import Span, Utterance
from ..dsl import tree
from ..dsl.findings import Finding
from .grammar import too_large
from .parse import Parse, Parser


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of a test: `finding` is None where it passed."""

    intent: str
    line: tree.TestLine
    finding: Finding | None


def run_tests(state: Compilation, compiled: Compiled) -> list[Outcome]:
    """The outcome of every line of the root file's tests, in order.

    A line without labels passes if its text parses in that intent; one with labels if its best
    parse in that intent has exactly those labels, values compared where they are written. `reject`
    is the opposite. Catalogues that nothing is bound to hold nothing, and no context is given but
    by `context` lines above in the same test.
    """
    acceptor = compiled.acceptor
    tests = [s for s in state.project.root.tree.statements if isinstance(s, tree.Test)]
    outcomes: list[Outcome] = []
    if acceptor is None:
        finding = too_large(compiled)
        return [
            Outcome(test.intent, line, Finding(finding.code, finding.message, line.span))
            for test in tests
            for line in test.lines
            if isinstance(line, tree.TestLine) and line.kind != "context"
        ]
    whole = Parser(compiled, acceptor)
    given: dict[str, Parser] = {}  # what is made for one context serves other tests
    unbound = compiled.unbound()
    for test in tests:
        parser: Parser | None = whole
        grammar = compiled
        wrong: list[Finding] = []
        known: dict[str, str] = {}
        for line in test.lines:
            if isinstance(line, tree.TestBind):
                bound = _bind(state, grammar, line)
                wrong = misfits(bound, grammar, line.span, unbound)
                parser = None if wrong else _parser(bound, grammar, parser, known)
                grammar = bound
            elif line.kind == "context":
                key, _, value = line.text.partition(" = ")
                known = {**known, key: _plain(value)}
                if parser is not None:
                    parser = given.setdefault(str(known), whole.given(known))
                    if grammar is not compiled:
                        parser = _parser(grammar, compiled, parser, known)
            elif parser is None:
                outcomes.append(Outcome(test.intent, line, wrong[0]))
            else:
                outcomes.append(Outcome(test.intent, line, _check(parser, test.intent, line)))
    return outcomes


def _plain(value: str) -> str:
    """The value of a `context` line, without its escapes."""
    return re.sub(r"\\(.)", r"\1", value)


def _parser(
    bound: Compiled, before: Compiled, parser: Parser | None, known: dict[str, str]
) -> Parser:
    """A parser for *bound*: by the graph of *parser*, which is for *before*, if it is the same."""
    if parser is not None and bound.forms is before.forms:
        return parser.bound(bound)
    acceptor = bound.acceptor
    assert acceptor is not None  # it is no larger than before
    return Parser(bound, acceptor, context=known)


def _bind(state: Compilation, compiled: Compiled, line: tree.TestBind) -> Compiled:
    root = state.project.root
    scope = state.builder.scope = state.scopes[root.key]
    symbol, _ = scope.find(line.name)
    assert symbol is not None  # names in tests are checked by the compiler
    rows = Rows.of(state.builder.entries(line.body), scope.features)
    rows = named_as(rows, compiled.stock.catalogue(symbol.full))
    catalogue = Catalogue.of(rows, locale_of(root))
    return compiled.bind(symbol.full, catalogue)


def _check(parser: Parser, intent: str, line: tree.TestLine) -> Finding | None:
    wanted = annotated.read(line.text)
    assert not isinstance(wanted, Problem)  # the compiler has read it
    labelled = bool(wanted.slots or wanted.constants)
    parses = parser(wanted.text, 1, intent)
    fits = bool(parses) and (not labelled or same_labels(wanted, parses[0].utterance))
    if fits == (line.kind == "accept"):
        return None
    place = line.text_span
    if line.kind == "reject":
        return Finding("E320", "This is to be rejected, but is accepted.", place, _instead(parses))
    if parses:
        bare = replace(wanted, slots=_without_values(wanted.slots))
        what, hint = "labels", _instead(parses)
        if same_labels(bare, parses[0].utterance):
            what = "canonical values"
            if end := next(_open_ends(wanted.slots), None):
                hint += (
                    f". A value goes on to the next space: end it with a bar, ={end[:-1]}|{end[-1]}"
                )
        return Finding("E320", f"This is accepted, but with other {what}.", place, hint)
    others = parser(wanted.text, 1)
    if others:
        what = f"This is no {intent}, but a {others[0].intent}."
        return Finding("E320", what, place, _instead(others))
    return Finding("E320", f"This is to be accepted as {intent}, but does not parse.", place)


def _instead(parses: Sequence[Parse]) -> str:
    return f"It parses as: {annotated.write(parses[0].utterance)}"


def _without_values(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(replace(s, value=None, slots=_without_values(s.slots)) for s in spans)


def _open_ends(spans: Sequence[Span]) -> Iterator[str]:
    """Values that end in the punctuation of the sentence, most likely by mistake."""
    for span in spans:
        if span.value and len(span.value) > 1 and span.value[-1] in ".,!?…。？！":
            yield span.value
        yield from _open_ends(span.slots)


def same_labels(wanted: Utterance, found: Utterance) -> bool:
    """Whether *found* has exactly the labels of *wanted*, values compared where *wanted* has one.

    Constants are compared in any order."""
    if sorted(wanted.constants) != sorted(found.constants):
        return False
    return _same_spans(wanted.slots, found.slots)


def _same_spans(wanted: Sequence[Span], found: Sequence[Span]) -> bool:
    return len(wanted) == len(found) and all(
        (w.name, w.start, w.end) == (f.name, f.start, f.end)
        and (w.value is None or w.value == f.value)
        and _same_spans(w.slots, f.slots)
        for w, f in zip(wanted, found, strict=True)
    )
