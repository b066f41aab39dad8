"""`gramc compile`: a grammar into one file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

import click

from .options import BIND, CATALOG_PATH


@click.command("compile")
@click.argument("file", metavar="FILE")
@click.option("-o", "--output", "target", metavar="OUT.gramc", help="The artifact to write.")
@click.option("--far", metavar="OUT.far", help="Also write an OpenFst archive with its symbols.")
@CATALOG_PATH
@BIND
def command(
    file: str,
    target: str | None,
    far: str | None,
    catalog_path: Sequence[str],
    bind: Sequence[str],
) -> int:
    """Compile a grammar into one file, which every command takes in its place.

    The same grammar gives the same bytes every time.
    """
    from ..compiler.artifact import save
    from .grammar import open_grammar
    from .output import output
    from .report import refuse, whole

    if target is None and far is None:
        raise click.UsageError("Say where to write: -o OUT.gramc, or --far OUT.far.")
    if "-" in (target, far) and sys.stdout.isatty():
        raise click.UsageError("Bytes are not for a terminal: name a file, or redirect the output.")
    compiled = open_grammar(file, catalog_path, bind, warnings=True)
    archive = compiled.far if far is not None else b""
    if archive is None:
        from ..runtime.grammar import too_large

        finding = too_large(compiled)
        refuse(replace(finding, span=whole(file), hint="leave --far out: it holds automata only"))
    # Everything is made before the first byte is written.
    pieces = list(save(compiled)) if target is not None else []
    if target is not None:
        with output(target) as stream:
            stream.writelines(pieces)
    if far is not None:
        with output(far) as stream:
            stream.write(archive)
    return 0
