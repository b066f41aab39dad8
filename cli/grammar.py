"""Opening what a command works on: a grammar's source, or what was compiled from it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ..dsl.findings import Finding, has_errors
from ..dsl.span import Span
from .nearest import did_you_mean
from .report import report, whole

if TYPE_CHECKING:
    from ..compiler.compile import Compilation
    from ..compiler.compiled import Compiled


def standard_input() -> bytes:
    """All of standard input."""
    return sys.stdin.buffer.read()


@dataclass(frozen=True, slots=True)
class Opened:
    """A grammar that was opened. `place` is the span of the file as a whole, `intents` are the
    places of its intents and `places` those of all alternatives (none for an artifact), `given` is
    what was read from standard input; `state` is what the compiler made of a source."""

    compiled: Compiled
    place: Span
    intents: Mapping[str, Span]
    given: Mapping[str, bytes]
    places: Sequence[Span] = ()
    state: Compilation | None = None


def open_grammar(
    path: str,
    catalog_path: Sequence[str] = (),
    bind: Sequence[str] = (),
    *,
    warnings: bool = False,
    parsing: bool = False,
) -> Compiled:
    """The compiled grammar that `opened` gives."""
    return opened(path, catalog_path, bind, warnings=warnings, parsing=parsing).compiled


def opened(
    path: str,
    catalog_path: Sequence[str] = (),
    bind: Sequence[str] = (),
    *,
    warnings: bool = False,
    parsing: bool = False,
) -> Opened:
    """The grammar at *path* (a `.gram` file, an artifact, or `-` for a source on standard input)
    with the catalogues of *bind* (`NAME=FILE`) bound.

    Errors are shown and end the command: with 2 where a file can't be read, else with 1. Warnings
    are shown only where they are asked for.
    """
    from ..compiler.magic import is_artifact

    given: dict[str, bytes] = {}
    intents: dict[str, Span] = {}
    places: Sequence[Span] = ()
    state = None
    if path != "-" and is_artifact(path):
        from ..compiler.artifact import load

        compiled, findings = load(path)
        unread = compiled is None
    else:
        from ..compiler.compile import analyse, finish

        data = standard_input() if path == "-" else None
        if data is not None:
            given["<stdin>"] = data
        state, findings = analyse(path, data, catalog_path)
        unread = state is None
        compiled, findings = finish(state, findings)
        if state is not None and compiled is not None:
            intents = {intent.name: intent.span for intent in state.known.intents}
            places = state.known.places
    if compiled is None or warnings:
        report(findings, given)
    if compiled is None:
        raise click.exceptions.Exit(2 if unread else 1)
    place = whole(path)
    fitting = bound(compiled, bind, place, parsing=parsing)
    return Opened(fitting, place, intents, given, places, state)


def bound(
    compiled: Compiled, bind: Sequence[str], place: Span, *, parsing: bool = False
) -> Compiled:
    """*compiled*, which stands at *place*, with the catalogues of *bind* (`NAME=FILE` each) bound;
    what is wrong with them ends the command. For *parsing*, filters may pass none of the rows."""
    if not bind:
        return compiled
    from ..catalogues.catalogue import Catalogue
    from ..compiler.binding import called
    from ..compiler.sources import bound as rows_of

    before = compiled
    known = {c.name: c for c in compiled.program.catalogues}
    findings: list[Finding] = []
    for pair in bind:
        name, equals, path = pair.partition("=")
        if not equals or not name or not path:
            raise click.UsageError(f"--bind wants NAME=FILE, not “{pair}”.")
        name = called(compiled, name) or name
        catalogue = known.get(name)
        if catalogue is None:
            hint = did_you_mean(name, known) or (
                f" There are: {', '.join(known)}." if known else " It has none."
            )
            raise click.UsageError(f"The grammar has no catalogue “{name}” to bind.{hint}")
        rows, found = rows_of(name, path, catalogue.features, catalogue.wanted)
        findings.extend(found)
        if rows is not None and not has_errors(found):
            compiled = compiled.bind(name, Catalogue.of(rows, catalogue.locale))
    if not has_errors(findings):
        from ..compiler.binding import misfits

        may_miss = before.unbound() if parsing else ()
        findings.extend(misfits(compiled, before, place, may_miss))
    if has_errors(findings):
        report(findings)
        unread = any(f.code in ("E004", "E402") for f in findings)
        raise click.exceptions.Exit(2 if unread else 1)
    return compiled


def all_bound(compiled: Compiled, path: str, *, parsing: bool = False) -> None:
    """Ends the command where a catalogue that is drawn from is open and not bound (E410), or, but
    for *parsing*, where a wildcard has no examples (E411)."""
    missing = compiled.missing(parsing=parsing)
    if not missing:
        return
    where = whole(path)
    report(
        [
            Finding(
                "E411",
                f"The wildcard “{name}” has no examples, so there is nothing to sample it from.",
                where,
                f'Give it a file: wildcard {name} from "examples.txt", or --bind {name}=FILE.',
            )
            if name in compiled.stock.wildcards
            else Finding(
                "E410",
                f"The catalogue “{name}” is open, and nothing is bound to it.",
                where,
                f"--bind {name}=FILE",
            )
            for name in missing
        ]
    )
    raise click.exceptions.Exit(1)


def wrong_name(finding: Finding) -> click.UsageError:
    """The finding on a name that was given on the command line, as an error of usage."""
    return click.UsageError(" ".join(filter(None, (finding.message, finding.hint))))
