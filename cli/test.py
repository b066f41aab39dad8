"""`gramc test`: the tests that stand in grammars."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ..dsl.findings import Finding, has_errors
from .options import BIND, CATALOG_PATH


@click.command("test")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@BIND
@CATALOG_PATH
def command(files: Sequence[str], bind: Sequence[str], catalog_path: Sequence[str]) -> int:
    """Run the `test` statements that stand in grammars.

    FILE is a .gram file, or - for standard input; a compiled grammar has no tests in it. Says of
    every line that failed what was parsed instead, and exits with 1 where one did.
    """
    from ..compiler.compile import analyse, finish
    from ..runtime.intests import run_tests
    from .grammar import bound, standard_input
    from .report import report, whole

    findings: list[Finding] = []
    given: dict[str, bytes] = {}
    lines = failed = 0
    unread = False
    for path in dict.fromkeys(files):
        data = standard_input() if path == "-" else None
        if data is not None:
            given["<stdin>"] = data
        state, found = analyse(path, data, catalog_path)
        unread = unread or state is None
        findings.extend(f for f in found if f.is_error)
        if state is None or has_errors(found) or not state.known.intents:
            continue  # a file without intents is there to be imported
        compiled, _ = finish(state, found)
        assert compiled is not None
        outcomes = run_tests(state, bound(compiled, bind, whole(path), parsing=True))
        lines += len(outcomes)
        failures = [o.finding for o in outcomes if o.finding is not None]
        failed += len(failures)
        findings.extend(failures)
    report(findings, given)
    if failed:
        click.echo(f"{failed} of {_tests(lines)} failed.", err=True)
    elif lines:
        click.echo(f"{_tests(lines)} passed.", err=True)
    elif not findings:
        click.echo("There are no tests.", err=True)
    return 2 if unread else 1 if findings else 0


def _tests(count: int) -> str:
    return f"{count} test{'s' if count != 1 else ''}"
