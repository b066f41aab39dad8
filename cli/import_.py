"""`gramc import`: grammars and corpora of other systems as `.gram` files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .exchange import SETTINGS, known, listed, settings, show_formats

if TYPE_CHECKING:
    from ..exchange.made import Made


@click.command("import", epilog="`gramc import --list` shows what can be read.")
@click.argument("source", metavar="FROM", required=False)
@click.argument("path", metavar="PATH", required=False)
@click.option(
    "-o", "--output", "target", metavar="DIR", help="The folder for the files; made if need be."
)
@click.option(
    "--lang",
    "--locale",
    "locale",
    metavar="TAG",
    help="The language to read where there are several, and that of the grammar.",
)
@click.option("--name", metavar="NAME", help="The grammar's name, where the files tell none.")
@click.option("--force", is_flag=True, help="Write over files that say something else.")
@SETTINGS
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=show_formats("imports")
)
def command(
    source: str | None,
    path: str | None,
    target: str | None,
    locale: str | None,
    name: str | None,
    force: bool,
    given: Sequence[str],
) -> int:
    """Make .gram files of another system's grammar or corpus.

    FROM is the system (`gramc import --list`), PATH its file or folder. What a .gram can't say is
    told, with its place. Without -o a single file goes to standard output.
    """
    from ..dsl.findings import in_order
    from ..exchange.importing import import_
    from ..exchange.made import Options
    from .report import report

    if source is None or path is None:
        raise click.UsageError(f"Say what to read: gramc import FROM PATH -o DIR.{listed()}")
    form = known(source, "imports")
    made = import_(form, path, Options(locale, name, settings(form, given, "imports")))
    report(in_order(list(made.findings)))
    if made.failed:
        unread = any(f.code in ("E001", "E003", "E601") for f in made.findings)
        return 2 if unread else 1
    return _write(made, target, force)


def _write(made: Made, target: str | None, force: bool) -> int:
    from .exchange import write_all

    if target is None or target == "-":
        if len(made.files) != 1:
            names = ", ".join(f.path for f in made.files[:3])
            more = f" and {len(made.files) - 3} more" if len(made.files) > 3 else ""
            raise click.UsageError(
                f"This makes {len(made.files)} files ({names}{more}): say where with -o DIR."
            )
        sys.stdout.flush()
        sys.stdout.buffer.write(made.files[0].data)
        return 0
    if os.path.isfile(target):
        raise click.UsageError(f"{target} is a file; give the name of a folder.")
    write_all([(os.path.join(target, *f.path.split("/")), f.data) for f in made.files], force)
    first = [f.path for f in made.files if f.path.endswith(".gram")]
    count = "1 file" if len(made.files) == 1 else f"{len(made.files)} files"
    click.echo(f"{count} in {target}: begin with {first[0]}.", err=True)
    return 0
