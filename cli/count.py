"""`gramc count`: how large a grammar is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from .options import BIND, CATALOG_PATH, DISTRIBUTION, OUTPUT_FORMAT

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled
    from ..dsl.span import Span
    from ..runtime.count import Count, Counts
    from .render import Row
    from .table import Cell


@click.command("count")
@click.argument("file", metavar="FILE")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--explain", is_flag=True, help="Rank what multiplies the derivations of each.")
@DISTRIBUTION
@OUTPUT_FORMAT
@BIND
@CATALOG_PATH
def command(
    file: str,
    names: Sequence[str],
    explain: bool,
    distribution: str,
    output_format: str,
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Count the sentences of intents and rules.

    For each intent and rule, or those that are NAMEd: its derivations, how many patterns they
    follow (a catalogue counting as one), the different labelled texts among them, for intents the
    different sequences of slots that these have, the entropy of a draw in bits, and the expected
    length in words and characters. Warns of an intent whose rules multiply out of hand.

    With --explain there is a list instead of what the derivations of each intent, or each NAME,
    are the product of: its choices, the rules and the catalogues that it uses, the largest first.

    With another distribution than that of weights only intents are listed: bits, words and
    characters are those of what it samples.
    """
    from ..runtime.count import count
    from .grammar import all_bound, opened, wrong_name
    from .report import report

    grammar = opened(file, catalog_path, bind)
    compiled = grammar.compiled
    wanted = names
    if distribution != "weights":
        all_bound(compiled, file)
        wanted = names or [name for name, _, _ in compiled.networks.roots]
    counts = count(compiled, wanted, places=grammar.intents, where=grammar.place)
    for finding in counts.findings:
        if finding.is_error:  # a name on the command line
            raise wrong_name(finding)
    if distribution != "weights":
        counts = _under(counts, compiled, distribution, grammar.place)
    if output_format == "json":
        import json

        rows = counts.rows() if not names else [part.row() for part in counts.parts]
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        from .render import show

        show(_explained(counts) if explain else _shown(counts, whole=not names), sys.stdout)
    report(counts.findings, grammar.given)
    return 0


def _under(counts: Counts, compiled: Compiled, distribution: str, place: Span) -> Counts:
    """The counts with the figures of another distribution."""
    from dataclasses import replace

    from ..dsl.findings import Finding
    from ..runtime.distributions.figures import figures
    from .report import refuse

    for part in counts.parts:
        if part.kind != "intent":
            raise click.UsageError(
                f"“{part.name}” is a rule, and only intents are drawn with --distribution "
                f"{distribution}."
            )
    found = figures(compiled, distribution, place, [part.name for part in counts.parts])
    if isinstance(found, Finding):
        refuse(finding=found)
    made = [
        replace(part, bits=one.bits, words=one.words, characters=one.characters)
        for part, one in zip((*counts.parts, counts.whole), found, strict=True)
    ]
    return replace(counts, parts=tuple(made[:-1]), whole=made[-1])


def _shown(counts: Counts, *, whole: bool) -> Iterator[Row]:
    from .table import table

    head = ("", "derivations", "patterns", "texts", "slot patterns", "bits", "words", "characters")
    rows: list[list[Cell] | None] = []
    kind = ""
    for part in counts.parts:
        if kind and part.kind != kind:
            rows.append(None)
        kind = part.kind
        rows.append(_row(part))
    if whole and sum(part.kind == "intent" for part in counts.parts) > 1:
        rows += [None, _row(counts.whole)]
    yield from table(head, rows, "l" + "r" * (len(head) - 1))
    if any("|" in part.texts.shown() for part in counts.parts):
        yield []
        yield [("|NAME| is the size of the open catalogue NAME.", "dim")]


def _explained(counts: Counts) -> Iterator[Row]:
    from ..runtime.count import factor_shown
    from .table import table

    told = [part for part in counts.parts if part.kind == "intent" or part.factors]
    for number, part in enumerate(told):
        if number:
            yield []
        style = "hint" if part.kind == "intent" else "title"
        amount = part.derivations
        head = f": {amount.shown()} derivations"
        if amount.value == 1:
            head = ": 1 derivation"
        elif amount.infinite:
            head += ", because something recurs or repeats without bound"
        elif part.factors:
            head += ", the product of"
        yield [(part.name, style), (head, "")]
        if not part.factors:
            continue
        kinds = {"intent": "its own choices", "rule": "<{}>", "catalogue": "the values of {}"}
        rows: list[list[Cell]] = []
        for factor in part.factors:
            if factor.log2 < 0.01:
                continue
            name = kinds[factor.kind].format(factor.name)
            if factor.kind == "rule" and factor.name == part.name:
                name = kinds["intent"]
            often = "" if abs(factor.times - 1) < 0.005 else f"{factor.times:.3g}"
            rows.append([(factor_shown(factor), "title"), (name, ""), (often, "")])
        if part.open:
            names = ", ".join(part.open)
            rows.append([("1", "title"), (f"the values of {names}, not bound", ""), ("", "")])
        yield from table(("factor", "of", "times in each"), rows, "rlr")


def _row(part: Count) -> list[Cell]:
    style = {"intent": "hint", "rule": "", "grammar": "title"}[part.kind]
    return [
        (part.name or "all intents", style),
        (part.derivations.shown(), ""),
        (part.patterns.shown(), ""),
        (part.texts.shown(), ""),
        ("" if part.slots is None else part.slots.shown(), ""),
        (f"{part.bits:.2f}", ""),
        ("" if part.words is None else f"{part.words:.2f}", ""),
        ("" if part.characters is None else f"{part.characters:.2f}", ""),
    ]
