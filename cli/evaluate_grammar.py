"""`gramc evaluate grammar`: a grammar against a held-out corpus."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from .corpora import FROM, open_all
from .options import BIND, CATALOG_PATH, OUTPUT_FORMAT, SEED

if TYPE_CHECKING:
    from ..corpora.utterance import Utterance
    from ..dsl.findings import Finding
    from ..evaluation.grammar.figures import Report
    from .render import Row
    from .table import Cell


@click.command("grammar")
@click.argument("file", metavar="GRAMMAR")
@click.option(
    "--held-out",
    required=True,
    multiple=True,
    metavar="CORPUS",
    help="Sentences that the grammar was not made of; may be given again.",
)
@click.option(
    "--train",
    multiple=True,
    metavar="CORPUS",
    help="Those that it was made of: what occurs there is not novel.",
)
@FROM
@click.option(
    "--intent",
    metavar="NAME",
    help="That intent alone; sentences without an intent are of it.",
)
@click.option(
    "--corruptions",
    type=click.IntRange(min=0),
    default=1_000,
    show_default=True,
    metavar="N",
    help="So many near misses for each intent.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=2_000,
    show_default=True,
    metavar="N",
    help="So many samples of each intent.",
)
@SEED
@OUTPUT_FORMAT
@BIND
@CATALOG_PATH
def command(
    file: str,
    held_out: Sequence[str],
    train: Sequence[str],
    source: str | None,
    intent: str | None,
    corruptions: int,
    samples: int,
    seed: int,
    output_format: str,
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Hold a grammar against sentences that it was not made of.

    For each intent that both have: how much it covers of templates (sentences with their values
    taken out), and of those that are not in its training data; how many near misses, which are
    templates with one word missing, added, exchanged or out of place, it accepts too; how many real
    templates are among samples of it; how many whole sentences parse; and how large it is.

    A file that tells no intents is of the one that it is called after: Play.txt.
    """
    from ..dsl.findings import has_errors
    from ..evaluation.grammar.evaluate import Settings, evaluate
    from .grammar import opened
    from .report import report, whole

    grammar = opened(file, catalog_path, bind, parsing=True)
    findings: list[Finding] = []
    intents = frozenset(root.name for root in grammar.compiled.program.intents)
    corpora = [_all(paths, source, intents, findings) for paths in (held_out, train)]
    if intent is not None:
        corpora = [_of(each, intent) for each in corpora]
    found, said = evaluate(
        grammar.compiled,
        corpora[0],
        corpora[1],
        Settings(corruptions, samples, seed),
        grammar_place=grammar.place,
        corpus_place=whole(held_out[0]),
    )
    findings += said
    if found is not None:
        if output_format == "json":
            import json

            rows = [figures.row() for figures in found.intents]
            told = {"intents": rows, "mean": found.mean()}
            sys.stdout.write(f"{json.dumps(told, ensure_ascii=False)}\n")
        else:
            from .render import show

            show(_shown(found), sys.stdout)
    report(findings, grammar.given)
    if any(finding.code == "E003" for finding in findings):
        return 2
    return 1 if has_errors(findings) else 0


def _all(
    paths: Sequence[str], source: str | None, intents: frozenset[str], findings: list[Finding]
) -> list[Utterance]:
    """The sentences of all corpora at *paths*. Those without an intent are of the one that their
    file is called after, if the grammar has one of that name."""
    from dataclasses import replace

    from ..dsl.naming import called_after

    found: list[Utterance] = []
    for corpus in open_all(paths, source, None):
        name = called_after(corpus.path).split(".")[0]
        for each in corpus.utterances():
            named = not each.intent and name in intents
            found.append(replace(each, intent=name) if named else each)
        findings += corpus.findings
    return found


def _of(utterances: Sequence[Utterance], intent: str) -> list[Utterance]:
    """Those of one intent, and those of none as if they were of it."""
    from dataclasses import replace

    return [
        each if each.intent else replace(each, intent=intent)
        for each in utterances
        if each.intent in ("", intent)
    ]


_GROUPS = (
    (
        "templates",
        (
            ("sentences", "utterances", "{:,.0f}"),
            ("coverage", "coverage", "{:.1%}"),
            ("novel", "novel_templates", "{:,.0f}"),
            ("covered", "novel", "{:.1%}"),
            ("near misses", "near", "{:.1%}"),
            ("hits", "hits", "{:,.0f}"),
            ("bits", "bits", "{:.2f}"),
            ("perplexity", "perplexity", "{:.1f}"),
        ),
    ),
    (
        "sentences",
        (
            ("parsed", "parsed", "{:.1%}"),
            ("labelled", "labelled", "{:.1%}"),
            ("bits", "text_bits", "{:.2f}"),
        ),
    ),
    (
        "grammar",
        (
            ("rules", "rules", "{:.0f}"),
            ("symbols", "symbols", "{:.0f}"),
            ("alternatives", "alternatives", "{:.0f}"),
            ("nesting", "nesting", "{:.0f}"),
            ("templates", "language", "{:,.0f}"),
        ),
    ),
)
"""Tables of (heading, name of the figure, how it is written)."""


def _shown(found: Report) -> Iterator[Row]:
    from .table import table

    rows = [(figures.intent, figures.row()) for figures in found.intents]
    means = found.mean()
    for number, (title, columns) in enumerate(_GROUPS):
        if title == "sentences" and means["parsed"] is None:
            continue
        if number:
            yield []
        cells: list[list[Cell] | None] = []
        for intent, row in rows:
            texts = [
                row["language_shown"] if name == "language" else _text(row[name], form)
                for _, name, form in columns
            ]
            cells.append([(intent, "hint"), *((text, "") for text in texts)])
        if len(rows) > 1:
            texts = [
                "" if name == "language" else _text(means[name], form.replace(".0f", ".1f"))
                for _, name, form in columns
            ]
            cells += [None, [("mean", "title"), *((text, "") for text in texts)]]
        head = (title, *(name for name, _, _ in columns))
        yield from table(head, cells, "l" + "r" * len(columns))


def _text(value: float | None, form: str) -> str:
    return "" if value is None else form.format(value)
