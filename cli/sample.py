"""`gramc sample`: labelled sentences drawn from a grammar."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from .options import BIND, CATALOG_PATH, OUTPUT, SEED
from .quantities import Count, Part, Shares

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled
    from ..runtime.distributions.source import Distribution
    from ..runtime.writing.order import Order


@click.command("sample")
@click.argument("file", metavar="FILE")
@click.option("-n", "count", type=Count(), metavar="N", help="How many, also 1e6; 10 if not given.")
@click.option(
    "--intent",
    "intents",
    multiple=True,
    metavar="NAME",
    help="Draw this intent; may be repeated.",
)
@SEED
@click.option(
    "--distribution",
    type=click.Choice(["weights", "uniform", "patterns"]),
    help="By the grammar's weights, each sentence as likely as any other, or each slot pattern.",
)
@click.option("--distinct", is_flag=True, help="No sentence with its labels twice.")
@click.option("--strict", is_flag=True, help="Exit with 1 where --distinct finds too few.")
@click.option("--all", "everything", is_flag=True, help="The whole (finite) language, sorted.")
@click.option(
    "--noise", metavar="KIND=RATE,…", help="As people type: typos=.02,case=.1,filler=.05."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "annotated", "massive", "jsonl", "bio", "parquet"]),
    help="How sentences are written; without it the ending of -o says so, else annotated.",
)
@click.option("--with-probability", is_flag=True, help="Put the probability before.")
@OUTPUT
@click.option(
    "--split",
    type=Shares(),
    metavar="NAME=SHARE,…",
    help="A file for each part, by the text alone: train=.8,dev=.1,test=.1.",
)
@click.option("--shard", type=Part(), metavar="K/N", help="Only the Kth of N equal stretches.")
@click.option(
    "--shard-size",
    type=Count(least=1),
    metavar="N",
    help="Sentences in each file of a folder (-o DIR/); a million if not given.",
)
@click.option(
    "--compress",
    type=click.Choice(["gz", "zst"]),
    help="Compress a folder's files, or standard output; for one file its ending says so.",
)
@click.option("--manifest", metavar="PATH", help="Write there what it was all made of.")
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    metavar="J",
    help="So many workers at once; 0 for one on each processor, 1 if not given.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    help="Who writes a folder's shards: this machine, or Ray.",
)
@BIND
@CATALOG_PATH
@click.pass_context
def command(
    context: click.Context,
    file: str,
    count: int | None,
    intents: Sequence[str],
    seed: int,
    distribution: Distribution | None,
    distinct: bool,
    strict: bool,
    everything: bool,
    noise: str | None,
    form: str | None,
    with_probability: bool,
    target: str | None,
    split: tuple[tuple[str, Fraction], ...] | None,
    shard: tuple[int, int] | None,
    shard_size: int | None,
    compress: str | None,
    manifest: str | None,
    jobs: int | None,
    engine: str | None,
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Draw labelled sentences from a grammar.

    FILE is a .gram file, what `gramc compile` made of one, or - for standard input.

    With --all the probability is that of the sentence with its labels, by all its derivations;
    for drawn sentences it is that of the derivation that was drawn.
    """
    from ..runtime.writing.order import Order
    from ..runtime.writing.target import Target
    from .grammar import all_bound, open_grammar
    from .intents import chosen
    from .sense import refuse_what_makes_none

    refuse_what_makes_none(context.params)
    named = Target.of(target) if target is not None and _is_file(target) else None
    order = Order(
        intents=None,
        seed=seed,
        distribution=distribution or "weights",
        distinct=distinct,
        noise=_noise(noise),
        form=form or (named.form if named else "annotated"),
        packing=(named.packing if named else "") or compress or "",
        probable=with_probability,
        split=split or (),
    )
    _need_libraries(order, engine)
    compiled = open_grammar(file, catalog_path, bind)
    named_intents = chosen(compiled, intents)
    all_bound(compiled, file)
    if everything:
        return _whole_language(compiled, file, named_intents, order, target)
    from dataclasses import replace

    from . import sampling

    run = sampling.Run(
        order=replace(order, intents=tuple(named_intents) if intents else None),
        compiled=compiled,
        file=file,
        bind=tuple(bind),
        catalog_path=tuple(catalog_path),
        asked=10 if count is None else count,
        shard=shard or (1, 1),
        jobs=jobs if jobs else _processors() if jobs == 0 else 1,
        strict=strict,
    )
    if target not in (None, "-") and named is None:
        return sampling.into_folder(run, target, shard_size or 1_000_000, ray=engine == "ray")
    return sampling.into_files(run, named, manifest)


def _whole_language(
    compiled: Compiled, file: str, chosen: Sequence[str], order: Order, target: str | None
) -> int:
    from itertools import islice

    from ..runtime.writing.compress import packer
    from .listing import listing
    from .output import output

    pack = packer(order.packing)
    lines = listing(compiled, file, chosen, order.form, order.probable)
    with output(target) as stream:
        while piece := list(islice(lines, 1 << 14)):
            stream.write(pack("".join(piece).encode()))
    return 0


def _noise(given: str | None) -> str:
    """The noise as it is written in a manifest."""
    if given is None:
        return ""
    from ..runtime.noise.noise import Noise

    noise = Noise.parse(given)
    if isinstance(noise, str):
        raise click.UsageError(noise)
    return str(noise)


def _is_file(target: str) -> bool:
    """Whether the data goes into files of that name: not to standard output or into a folder."""
    return target != "-" and not target.endswith(("/", os.sep)) and not os.path.isdir(target)


def _need_libraries(order: Order, engine: str | None) -> None:
    """What is asked for may need a library that is not installed with gramc."""
    from importlib.util import find_spec

    needs = [("pyarrow", "parquet")] if order.form == "parquet" else []
    needs += [("zstandard", "zst")] if order.packing == "zst" else []
    needs += [("ray", "ray")] if engine == "ray" else []
    for library, extra in needs:
        if find_spec(library) is None:
            raise click.UsageError(
                f"This needs the library {library}: pip install 'gramc[{extra}]'."
            )


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
