"""`gramc induce`: a grammar from golden utterances."""

from __future__ import annotations

import time
from collections.abc import Sequence

import click

from .corpora import FROM
from .options import OUTPUT


def _boldness(context: click.Context, parameter: click.Parameter, value: str) -> float:
    """A number of at least 0, or *conservative*."""
    from ..induction.settings import CONSERVATIVE

    if value == "conservative":
        return CONSERVATIVE
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise click.BadParameter(f"“{value}” is neither a number from 0 up nor “conservative”.")
    return number


@click.command("induce")
@click.argument("golden", nargs=-1, required=True, metavar="GOLDEN...")
@OUTPUT
@click.option(
    "--catalogs",
    "folder",
    metavar="DIR",
    help="A folder with a list of values for each slot: artist.tsv, genre.txt.",
)
@click.option(
    "--style",
    type=click.Choice(["readable", "exact", "templates"]),
    default="readable",
    show_default=True,
    help="Rules for people to edit, those that keep closest to the data, or the utterances "
    "themselves.",
)
@click.option(
    "--generalise",
    callback=_boldness,
    default="0.5",
    show_default=True,
    metavar="L",
    help="How much a short grammar counts: the more, the more it says beyond the data. "
    "“conservative” only joins what is the same.",
)
@click.option("--locale", metavar="TAG", help="The language of the utterances, such as en-US.")
@click.option(
    "--intent", "intents", multiple=True, metavar="NAME", help="Only that one; may be given again."
)
@click.option("--name", metavar="NAME", help="The grammar's name; that of the file without it.")
@FROM
@click.option(
    "--report", "page", metavar="OUT.html", help="Write a page that explains the grammar, too."
)
@click.option(
    "--update",
    is_flag=True,
    help="Add to the grammar of -o what it does not say yet; keep whatever was edited in it.",
)
@click.option("--diff", is_flag=True, help="As --update, but write nothing and print the change.")
@click.option("--no-weights", is_flag=True, help="Write rules without weights.")
@click.option("--force", is_flag=True, help="Write over files that hold something else.")
def command(
    golden: Sequence[str],
    target: str | None,
    folder: str | None,
    style: str,
    generalise: float,
    locale: str | None,
    intents: Sequence[str],
    name: str | None,
    source: str | None,
    page: str | None,
    update: bool,
    diff: bool,
    no_weights: bool,
    force: bool,
) -> int:
    """Make a grammar of golden utterances, for people to edit.

    GOLDEN are files of utterances with their slots marked, of any format that gramc reads, or of
    plain text with --catalogs. Where a file does not say which intent its utterances have, its
    name does.
    """
    from ..dsl.names import is_language_tag
    from ..induction.settings import Settings
    from .inducing import Job, read_golden, run

    if locale and not is_language_tag(locale):
        raise click.BadParameter(f"“{locale}” is no language tag; en-US is one.")
    if (update or diff) and target in (None, "-"):
        raise click.UsageError("--update and --diff want the grammar: -o OUT.gram.")
    if (update or diff) and page is not None:
        raise click.UsageError("--report is about a grammar that is made anew, not of --update.")
    settings = Settings(style, generalise)
    began = time.perf_counter()
    given = read_golden(golden, source, locale, intents)
    job = Job(target, folder, locale, name, not no_weights, force, page, update or diff, diff)
    return run(given, job, settings, began)
