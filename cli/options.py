"""Options that several commands share."""

from __future__ import annotations

import click

CATALOG_PATH = click.option(
    "--catalog-path",
    multiple=True,
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    help="A further folder that catalogues may be read from; may be given again.",
)

BIND = click.option(
    "--bind",
    multiple=True,
    metavar="NAME=FILE",
    help="Bind the catalogue NAME to the values in FILE; may be given again.",
)

SEED = click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="The same seed gives the same sentences, on any machine.",
)

OUTPUT = click.option(
    "-o",
    "--output",
    "target",
    metavar="PATH",
    help="Write there and not to standard output.",
)

OUTPUT_FORMAT = click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or one JSON object a line.",
)

DISTRIBUTION = click.option(
    "--distribution",
    type=click.Choice(["weights", "uniform", "patterns"]),
    default="weights",
    show_default=True,
    help="As sampled by the grammar's weights, each sentence as likely as any other, or each slot "
    "pattern.",
)
