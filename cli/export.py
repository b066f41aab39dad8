"""`gramc export`: a grammar, or a sample of it, in the format of another system."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .exchange import SETTINGS, known, listed, settings, show_formats
from .options import BIND, CATALOG_PATH, SEED
from .quantities import Count

if TYPE_CHECKING:
    from ..exchange.made import Made
    from ..runtime.distributions.source import Distribution


@click.command("export", epilog="`gramc export --list` shows what can be written.")
@click.argument("system", metavar="TO", required=False)
@click.argument("file", metavar="FILE", required=False)
@click.option(
    "-o", "--output", "target", metavar="PATH", help="The file, or the folder for several."
)
@click.option(
    "-n",
    "count",
    type=Count(least=1),
    metavar="N",
    help="How many examples, where the target takes examples; 1,000 if not given.",
)
@click.option("--intent", "intents", multiple=True, metavar="NAME", help="Only this intent.")
@SEED
@click.option(
    "--distribution",
    type=click.Choice(["weights", "uniform", "patterns"]),
    default="weights",
    help="How examples are drawn, as by `gramc sample`.",
)
@click.option("--distinct", is_flag=True, help="No example with its labels twice.")
@click.option(
    "--template",
    metavar="FILE.j2",
    help="For TO `template`: your own template, which writes what is drawn.",
)
@click.option("--name", metavar="NAME", help="A name there; the grammar's if not given.")
@click.option("--force", is_flag=True, help="Write over files that say something else.")
@SETTINGS
@BIND
@CATALOG_PATH
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=show_formats("exports")
)
def command(
    system: str | None,
    file: str | None,
    target: str | None,
    count: int | None,
    intents: Sequence[str],
    seed: int,
    distribution: Distribution,
    distinct: bool,
    template: str | None,
    name: str | None,
    force: bool,
    given: Sequence[str],
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Write a grammar, or examples drawn from it, for another system.

    TO is the system (`gramc export --list`), FILE a .gram file or what `gramc compile` made of
    one. What the target can't hold is told. Without -o a single file goes to standard output.
    """
    from ..dsl.findings import in_order
    from ..exchange.exporting import export
    from ..exchange.made import Options
    from ..runtime.writing.order import Order
    from .grammar import all_bound, opened
    from .intents import chosen
    from .report import report

    if template is not None and file is None and system is not None:
        system, file = "template", system
    if system is None or file is None:
        raise click.UsageError(
            f"Say what to write of what: gramc export TO FILE -o PATH.{listed('exports')}"
        )
    form = known(system, "exports")
    if (template is None) == (form.name == "template"):
        raise click.UsageError("--template FILE.j2 goes with TO `template`, and it with that.")
    extra = settings(form, given, "exports")
    if template is not None:
        extra["template"] = template
    grammar = opened(file, catalog_path, bind)
    order = Order(
        intents=tuple(chosen(grammar.compiled, intents)) if intents else None,
        seed=seed,
        distribution=distribution,
        distinct=distinct,
    )
    if not form.export_grammar:
        all_bound(grammar.compiled, file)
    elif (count is not None and not form.counts) or distinct:
        click.echo(
            f"{form.name} takes the grammar itself: -n and --distinct say nothing.", err=True
        )
    options = Options(None, name, extra)
    made = export(form, grammar.compiled, grammar.place, order, count or 1000, options)
    report(in_order(list(made.findings)), grammar.given)
    if made.failed:
        return 1
    return _write(made, target, force)


def _write(made: Made, target: str | None, force: bool) -> int:
    from .exchange import write_all

    single = made.files[0] if len(made.files) == 1 else None
    if target is None or target == "-":
        if single is None:
            raise click.UsageError(
                f"This makes {len(made.files)} files, {made.files[0].path} the first: say where "
                "with -o DIR."
            )
        if sys.stdout.isatty() and b"\0" in single.data:
            raise click.UsageError("Bytes are not for a terminal: name a file with -o.")
        sys.stdout.flush()
        sys.stdout.buffer.write(single.data)
        return 0
    if single is not None and not target.endswith("/") and not os.path.isdir(target):
        write_all([(target, single.data)], force=True)
        return 0
    if os.path.isfile(target):
        raise click.UsageError(f"{target} is a file; give the name of a folder.")
    write_all([(os.path.join(target, *f.path.split("/")), f.data) for f in made.files], force)
    return 0
