"""`gramc corpus diff`: what two corpora differ in."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from .corpora import FROM, LOCALE, count, open_all
from .options import OUTPUT_FORMAT

if TYPE_CHECKING:
    from ..corpora.stats.difference import Changed, Difference, Shift
    from ..exchange.examples import Found
    from ..exchange.opening import Opened
    from .render import Row
    from .table import Cell

    There = dict[int, Found]

EXAMPLES = 10
"""So many examples of each kind, if nothing is said."""


@click.command("diff")
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@FROM
@LOCALE
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"So many examples of each kind, {EXAMPLES} if not given; 0 for all.",
)
@OUTPUT_FORMAT
def command(
    one: str,
    other: str,
    source: str | None,
    locale: str | None,
    limit: int | None,
    output_format: str,
) -> int:
    """Show what two corpora differ in.

    Texts, patterns, values, intents and slots that only one of them has; texts that are labelled
    otherwise; and how far the distributions are apart (Jensen–Shannon divergence, 0 to 1 bits).
    Exits with 1 where they differ, whatever the order of their sentences.
    """
    from ..corpora.stats.difference import difference
    from ..corpora.stats.gather import Gathered
    from ..dsl.findings import has_errors
    from ..exchange.examples import fetched
    from .report import report

    corpora = open_all([one, other], source, locale)
    gathered = (Gathered(), Gathered())
    for corpus, counted in zip(corpora, gathered, strict=True):
        count(counted, corpus)
    most = EXAMPLES if limit is None else limit or None
    found = difference(*gathered, most)
    numbers = (
        {*found.texts[0].numbers, *(n for each in found.changed for n in each.before)},
        {*found.texts[1].numbers, *(n for each in found.changed for n in each.after)},
    )
    there = tuple(fetched([c], n) for c, n in zip(corpora, numbers, strict=True))
    if output_format == "json":
        import json

        sys.stdout.write(f"{json.dumps(_told(found, there), ensure_ascii=False)}\n")
    else:
        from .render import show

        show(_shown(found, corpora, there), sys.stdout)
    findings = [finding for corpus in corpora for finding in corpus.findings]
    report(findings)
    if any(finding.code == "E003" for finding in findings):
        return 2
    return 1 if has_errors(findings) or not found.same else 0


# ------------------------------------------------------------------------------------ JSON


def _told(found: Difference, there: Sequence[There]) -> dict[str, Any]:
    """All of it, as JSON has it."""
    from dataclasses import asdict

    told = asdict(found)
    told["texts"] = [
        {
            "count": texts.count,
            "sentences": texts.sentences,
            "examples": [_sentence(side, number) for number in texts.numbers if number in side],
        }
        for texts, side in zip(found.texts, there, strict=True)
    ]
    told["changed"] = [
        {
            "text": there[0][each.before[0]].utterance.text,
            "before": [_sentence(there[0], number) for number in each.before],
            "after": [_sentence(there[1], number) for number in each.after],
        }
        for each in _changes(found, there)
    ]
    told["only"] = {
        kind: [
            {"count": only.count, "top": [{"name": list(n), "count": c} for n, c in only.top]}
            for only in both
        ]
        for kind, both in found.only.items()
    }
    return told


def _sentence(side: There, number: int) -> dict[str, Any]:
    from ..corpora.annotated import write

    found = side[number]
    return {
        "file": found.place.file,
        "line": found.place.line,
        "intent": found.utterance.intent,
        "annotated": write(found.utterance),
    }


def _changes(found: Difference, there: Sequence[There]) -> Iterator[Changed]:
    for each in found.changed:
        if all(n in there[0] for n in each.before) and all(n in there[1] for n in each.after):
            yield each


# ------------------------------------------------------------------------------------ tables


def _shown(found: Difference, corpora: Sequence[Opened], there: Sequence[There]) -> Iterator[Row]:
    yield from _heads(found, corpora)
    if found.same:
        yield []
        yield [("The same sentences with the same labels.", "hint")]
        return
    yield []
    yield from _shifts(found.shifts, "bits apart")
    if found.shifts[0].moved:
        yield []
        yield from _movers(found.shifts[0], "intent", found.sentences)
    apart = [shift for shift in found.values if shift.moved]
    if apart:
        yield []
        yield from _shifts(apart[:EXAMPLES], "bits apart, values of")
    for side, sign in ((0, "-"), (1, "+")):
        yield from _alone(found, there, side, sign)
    if found.changes:
        yield []
        yield from _relabelled(found, there)


def _heads(found: Difference, corpora: Sequence[Opened]) -> Iterator[Row]:
    from .table import table

    rows: list[list[Cell]] = []
    about = "" if found.exact else "~"
    for side, sign in ((0, "-"), (1, "+")):
        alone = [
            found.only[kind][side].count for kind in ("patterns", "values", "slots", "intents")
        ]
        rows.append(
            [
                (sign, _SIGNS[sign]),
                (corpora[side].path, "title"),
                (f"{found.sentences[side]:,}", ""),
                (f"{about}{found.texts[side].count:,}", ""),
                *((f"{count:,}", "") for count in alone),
            ]
        )
    head = ("", "corpus", "sentences", "texts alone", "patterns", "values", "slots", "intents")
    yield from table(head, rows, "llrrrrrr")
    if found.changes:
        yield [(f"{about}{found.changes:,} texts are labelled otherwise.", "")]


_SIGNS = {"-": "error", "+": "hint"}


def _shifts(shifts: Sequence[Shift], head: str) -> Iterator[Row]:
    from .table import table

    rows: list[list[Cell]] = [[(f"{each.bits:.4f}", ""), (each.name, "hint")] for each in shifts]
    yield from table(("", head), rows, "rl")


def _movers(shift: Shift, what: str, totals: tuple[int, int]) -> Iterator[Row]:
    from .table import table

    rows: list[list[Cell]] = []
    for name, *counts in shift.moved:
        shares = [count / (total or 1) for count, total in zip(counts, totals, strict=True)]
        cells = [(f"{share:.1%}", _SIGNS[sign]) for share, sign in zip(shares, "-+", strict=True)]
        rows.append([(name or "(none)", "hint"), *cells])
    yield from table((what, "-", "+"), rows, "lrr")


def _alone(found: Difference, there: Sequence[There], side: int, sign: str) -> Iterator[Row]:
    """What one side has alone."""
    from ..corpora.annotated import write

    texts = found.texts[side]
    lines: list[str] = []
    for number in texts.numbers:
        if number in there[side]:
            sentence = there[side][number].utterance
            lines.append(f"{sentence.intent or '(none)'}  {write(sentence)}")
    yield from _listed("texts", texts.count, lines, sign)
    for kind, both in found.only.items():
        only = both[side]
        named = [f"{'  '.join(part or '(none)' for part in n)}  ({c:,})" for n, c in only.top]
        yield from _listed(kind, only.count, named, sign)


def _listed(kind: str, count: int, lines: Sequence[str], sign: str) -> Iterator[Row]:
    if not count:
        return
    kind = kind.removesuffix("s") if count == 1 else kind
    yield []
    yield [(f"{sign} {count:,} {kind}", _SIGNS[sign])]
    for line in lines:
        yield [("  ", ""), (line if len(line) <= 100 else f"{line[:99]}…", "")]
    if count > len(lines):
        yield [(f"  and {count - len(lines):,} more (--limit 0)", "dim")]


def _relabelled(found: Difference, there: Sequence[There]) -> Iterator[Row]:
    from ..corpora.annotated import write

    yield [(f"Labelled otherwise: {found.changes:,}", "title")]
    shown = list(_changes(found, there))
    for each in shown:
        for sign, side, numbers in (("-", 0, each.before), ("+", 1, each.after)):
            for number in numbers:
                one = there[side][number]
                place = f"{one.place.file}:{one.place.line}"
                said = f"{one.utterance.intent or '(none)'}  {write(one.utterance)}"
                yield [(f"  {sign} ", _SIGNS[sign]), (said, ""), (f"  {place}", "dim")]
    if found.changes > len(shown):
        yield [(f"  and {found.changes - len(shown):,} more (--limit 0)", "dim")]
