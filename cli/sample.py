"""`gramc sample`: labelled sentences drawn from a grammar."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from .nearest import did_you_mean
from .options import BIND, CATALOG_PATH, OUTPUT, SEED

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled
    from ..corpora.utterance import Utterance

Write = Callable[["Utterance", "float | None"], str]


@click.command("sample")
@click.argument("file", metavar="FILE")
@click.option("-n", "count", type=click.IntRange(min=0), help="How many; 10 if not given.")
@click.option(
    "--intent",
    "intents",
    multiple=True,
    metavar="NAME",
    help="Draw this intent; may be repeated.",
)
@SEED
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="The whole (finite) language, sorted.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "annotated", "jsonl", "bio"]),
    default="annotated",
    show_default=True,
    help="How sentences are written.",
)
@OUTPUT
@click.option(
    "--with-probability",
    is_flag=True,
    help="Put the probability before.",
)
@BIND
@CATALOG_PATH
def command(
    file: str,
    count: int | None,
    intents: Sequence[str],
    seed: int,
    everything: bool,
    form: str,
    target: str | None,
    with_probability: bool,
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Draw labelled sentences from a grammar.

    FILE is a .gram file, what `gramc compile` made of one, or - for standard input.

    With --all the probability is that of the sentence with its labels, by all its derivations;
    for drawn sentences it is that of the derivation that was drawn.
    """
    from ..corpora.formats import FORMATS
    from .grammar import all_bound, open_grammar
    from .output import output

    if everything and count is not None:
        raise click.UsageError("-n and --all exclude each other.")
    compiled = open_grammar(file, catalog_path, bind)
    names = [name for name, _, _ in compiled.tables.roots]
    for name in intents:
        if name not in names:
            hint = did_you_mean(name, names) or f" There are: {', '.join(names)}."
            raise click.UsageError(f"The grammar has no intent “{name}”.{hint}")
    all_bound(compiled, file)
    chosen = [name for name in names if not intents or name in intents]
    if everything:
        from .listing import listing

        lines = listing(compiled, file, chosen, form, with_probability)
    else:
        write = _probable(form, FORMATS[form].write) if with_probability else FORMATS[form].write
        odds = with_probability or form == "jsonl"
        lines = _drawn(compiled, seed, chosen, 10 if count is None else count, write, odds)
    with output(target) as stream:
        stream.writelines(line.encode() for line in lines)
    return 0


def _drawn(
    compiled: Compiled,
    seed: int,
    intents: Sequence[str],
    count: int,
    write: Write,
    odds: bool,
) -> Iterator[str]:
    from ..runtime.sample import Sampler
    from ..runtime.walk import walk

    sampler = Sampler(walk(compiled, intents), seed, odds=odds)
    for index in range(count):
        utterance, logprob = sampler(index)
        yield write(utterance, logprob if odds else None)


def _probable(form: str, write: Write) -> Write:
    """*write* with the probability before each sentence; JSON lines have it in any case."""
    if form == "jsonl":
        return write
    lead = "# probability: {:.17g}\n" if form == "bio" else "{:.17g}\t"

    def written(utterance: Utterance, odds: float | None) -> str:
        assert odds is not None
        return lead.format(math.exp(odds)) + write(utterance, odds)

    return written
