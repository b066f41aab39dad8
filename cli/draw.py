"""`gramc draw`: a grammar as a picture."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from .options import BIND, CATALOG_PATH


@click.command("draw")
@click.argument("file", metavar="FILE")
@click.argument("name", required=False)
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="OUT",
    help="The picture to write; its ending says what kind: .svg, .png, .pdf or .dot.",
)
@BIND
@CATALOG_PATH
def command(
    file: str,
    name: str | None,
    target: str,
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Draw a grammar's transducer as a picture.

    Draws the rule or intent NAME, or all intents. A way through the picture spells a sentence;
    where it forks, the lines bear probabilities. Needs Graphviz, but for .dot; `-o -` writes the
    picture's source in Graphviz's language to standard output.
    """
    from ..dsl.findings import Finding
    from ..runtime.draw import KINDS, Problem, dot, render
    from .grammar import opened, wrong_name
    from .output import output

    kind = "dot" if target == "-" else os.path.splitext(target)[1].removeprefix(".").lower()
    if kind not in ("dot", *KINDS):
        kinds = ", ".join(f".{k}" for k in KINDS)
        raise click.UsageError(f"{target} should end in {kinds} or .dot.")
    grammar = opened(file, catalog_path, bind)
    source = dot(grammar.compiled, name, grammar.place)
    if isinstance(source, Finding):
        raise wrong_name(source)
    picture = source.encode() if kind == "dot" else render(source, kind)
    if isinstance(picture, Problem):
        click.echo(f"Error: {picture.message} {picture.hint}", err=True)
        return 2
    with output(target) as stream:
        stream.write(picture)
    if target != "-" and sys.stderr.isatty():
        click.echo(f"Drawn: {target}", err=True)
    return 0
