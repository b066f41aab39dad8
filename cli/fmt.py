"""`gramc fmt`: grammars in the one layout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ..dsl.findings import Finding
from ..dsl.span import Span


@click.command("fmt")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would change.")
@click.option("--diff", is_flag=True, help="As --check, and print what would change.")
def command(files: Sequence[str], check: bool, diff: bool) -> int:
    """Bring grammars into the one layout, in place.

    FILE is a .gram file; - reads standard input and writes standard output. A statement that
    cannot be read is told of and stays as it is; a file that cannot be read is left alone.
    """
    from .difference import difference
    from .output import output
    from .report import report

    findings: list[Finding] = []
    given: dict[str, bytes] = {}
    unread = changes = False
    for path in dict.fromkeys(files):
        data, found = _read(path)
        findings.extend(found)
        if data is None:
            unread = True
            continue
        shown = "<stdin>" if path == "-" else path
        if path == "-":
            given[shown] = data
        after, found = _formatted(data, shown)
        findings.extend(found)
        if after is None:
            unread = True
            continue
        changed = after != data
        changes = changes or changed
        if diff:
            if changed:
                sys.stdout.writelines(difference(data, after, shown))
        elif check:
            if changed:
                click.echo(f"{shown} would change.", err=True)
        elif changed or path == "-":
            with output(path) as file:
                file.write(after)
            if path != "-":
                click.echo(f"{path} is in layout now.", err=True)
    report(findings, given)
    if unread:
        return 2
    return 1 if findings or (changes and (check or diff)) else 0


def _read(path: str) -> tuple[bytes | None, list[Finding]]:
    if path == "-":
        return sys.stdin.buffer.read(), []
    try:
        return Path(path).read_bytes(), []
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"The file {path} can't be read: {reason}."
        return None, [Finding("E003", message, Span(path, 1, 1, 1, 1))]


def _formatted(data: bytes, path: str) -> tuple[bytes | None, list[Finding]]:
    """The bytes of the file in layout, None where it can't be read, and its errors."""
    from ..dsl.parse import parse
    from ..dsl.printer import print_file
    from ..dsl.read import read_source

    text, findings = read_source(data, path)
    if text is None:
        return None, findings
    tree, more = parse(text, path)
    return print_file(tree).encode(), [f for f in (*findings, *more) if f.is_error]
