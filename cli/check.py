"""`gramc check`: all findings of grammars."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from ..dsl.findings import Finding, has_errors, in_order
from .options import CATALOG_PATH


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    help="How findings are written: text to standard error, the others to standard output.",
)
@CATALOG_PATH
def command(files: Sequence[str], output_format: str, catalog_path: Sequence[str]) -> int:
    """Say all that is wrong or doubtful in grammars.

    FILE is a .gram file, - for standard input, or a compiled grammar, whose wholeness is checked.
    Exits with 1 where there are errors, and with 2 where a file cannot be read.
    """
    from .grammar import standard_input

    findings: list[Finding] = []
    given: dict[str, bytes] = {}
    unread = False
    for path in dict.fromkeys(files):
        data = standard_input() if path == "-" else None
        if data is not None:
            given["<stdin>"] = data
        readable, found = _check(path, data, catalog_path)
        unread = unread or not readable
        findings.extend(found)
    findings = in_order(findings)
    if output_format == "text":
        from .report import report

        report(findings, given)
        if not findings and sys.stderr.isatty():
            count = len(set(files))
            click.echo(f"No findings in {count} file{'s' if count > 1 else ''}.", err=True)
    else:
        from . import machine

        written = {
            "json": machine.as_json,
            "sarif": machine.as_sarif,
            "github": machine.as_github,
        }
        sys.stdout.write(written[output_format](findings))
    return 2 if unread else 1 if has_errors(findings) else 0


def _check(
    path: str, data: bytes | None, catalog_path: Sequence[str]
) -> tuple[bool, list[Finding]]:
    """Whether the file could be read, and what was found."""
    from ..compiler.magic import is_artifact

    if data is None and is_artifact(path):
        from ..compiler.artifact import load

        compiled, findings = load(path)
        return compiled is not None, findings
    from ..compiler.compile import analyse

    state, findings = analyse(path, data, catalog_path)
    return state is not None, findings
