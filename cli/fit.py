"""`gramc fit`: the weights of a grammar, set from a corpus."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from .corpora import FROM, LOCALE
from .options import BIND, CATALOG_PATH

if TYPE_CHECKING:
    from ..corpora.utterance import Utterance
    from ..dsl.findings import Finding
    from ..dsl.span import Span
    from ..exchange.opening import Opened
    from ..induction.fitting.fit import Corpus, Fitted, Measure


@click.command("fit")
@click.argument("file", metavar="FILE")
@click.option(
    "--corpus",
    "paths",
    multiple=True,
    required=True,
    metavar="PATH",
    help="Utterances, labelled or not; may be given again.",
)
@click.option(
    "-o", "--output", "target", metavar="PATH", help="Write there and not in place; - is stdout."
)
@click.option("--diff", is_flag=True, help="Write nothing, and print what would change.")
@click.option(
    "--prior",
    type=click.FloatRange(min=0, min_open=True),
    default=1.0,
    show_default=True,
    metavar="ALPHA",
    help="As if each alternative had been met so often beforehand.",
)
@click.option(
    "--held-out",
    "held",
    metavar="SHARE|PATH",
    help="Measure on that share of the corpus (by text), or on another one.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="At most so many rounds of EM.",
)
@click.option(
    "--sure",
    is_flag=True,
    help="Leave weights as they are where there is too little data to say better.",
)
@FROM
@LOCALE
@BIND
@CATALOG_PATH
def command(
    file: str,
    paths: Sequence[str],
    target: str | None,
    diff: bool,
    prior: float,
    held: str | None,
    rounds: int,
    sure: bool,
    source: str | None,
    locale: str | None,
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Set the weights of a grammar from a corpus, in place.

    FILE is a .gram file. Its alternatives, what may be left out, and its intents get the weights
    that make the corpus likeliest; comments, order and all else stay. How likely an utterance is
    before and after stands on standard error, in bits: the less, the better.
    """
    from ..induction.fitting.fit import Settings, fit
    from .corpora import open_all
    from .grammar import all_bound, opened
    from .progress import progress
    from .report import refuse, report, whole

    share, other = _held(held)
    grammar = opened(file, catalog_path, bind, parsing=True)
    if grammar.state is None:
        refuse(_compiled(whole(file)))
    all_bound(grammar.compiled, file, parsing=True)
    corpora = open_all(paths, source, locale)
    others = open_all([other], source, locale) if other else []
    training, held_out = _parts(corpora, others, share)
    settings = Settings(prior, rounds, sure, whole(paths[0]))
    with progress(rounds) as told:
        fitted = fit(grammar.state, grammar.compiled, training, held_out, settings, told)
    broken = [f for corpus in (*corpora, *others) for f in corpus.findings]
    report([*broken, *fitted.findings], grammar.given)
    if fitted.text is None or any(finding.is_error for finding in broken):
        return 2 if any(finding.code == "E003" for finding in broken) else 1
    _write(file, fitted.text, target, diff, grammar.given)
    for line in _told(fitted):
        click.echo(line, err=True)
    return 0


def _held(held: str | None) -> tuple[float | None, str | None]:
    """The share that is held out, or the path of another corpus."""
    if held is None:
        return None, None
    try:
        share = float(held)
    except ValueError:
        return None, held
    if not 0 < share < 1:
        raise click.UsageError(f"--held-out wants a share between 0 and 1, not {held}.")
    return share, None


def _compiled(place: Span) -> Finding:
    from ..dsl.findings import Finding

    return Finding(
        "E733",
        "This is a compiled grammar, and weights are written into sources.",
        place,
        "Give the .gram file that it was made from, and compile it again after.",
    )


def _parts(
    corpora: Sequence[Opened], others: Sequence[Opened], share: float | None
) -> tuple[Corpus, Corpus | None]:
    """What trains, and what is held out."""
    if share is None:
        return lambda: _all(corpora), (lambda: _all(others)) if others else None
    from fractions import Fraction

    from ..runtime.split import Split

    part = Fraction(share).limit_denominator(10**6)
    split = Split.of([("held out", part), ("training", 1 - part)])

    def only(number: int) -> Iterator[tuple[Span, Utterance]]:
        return (one for one in _all(corpora) if split.part(one[1].text) == number)

    return lambda: only(1), lambda: only(0)


def _all(corpora: Iterable[Opened]) -> Iterator[tuple[Span, Utterance]]:
    from ..dsl.span import Span

    for corpus in corpora:
        for place, utterance in corpus:
            yield Span(place.file, place.line, 1, place.line, 1), utterance


def _write(
    file: str, text: str, target: str | None, diff: bool, given: Mapping[str, bytes]
) -> None:
    from pathlib import Path

    from .output import output

    data = text.encode()
    if diff:
        from .difference import difference

        before = given["<stdin>"] if file == "-" else Path(file).read_bytes()
        sys.stdout.writelines(difference(before, data, "<stdin>" if file == "-" else file))
        return
    with output(target or file) as stream:
        stream.write(data)


def _told(fitted: Fitted) -> Iterator[str]:
    assert fitted.training is not None
    parts = [("training", fitted.training)]
    if fitted.held_out is not None:
        parts.append(("held out", fitted.held_out))
    width = max(len(f"{part.used:,}") for _, part in parts)
    for name, part in parts:
        yield _line(name, part, width)
    rounds = f"{fitted.rounds:,} round{'s' if fitted.rounds != 1 else ''} of EM"
    met = fitted.choices - fitted.unmet
    unmet = f"; {fitted.unmet:,} without data stay as they were" if fitted.unmet else ""
    yield f"{rounds}, {met:,} choice{'s' if met != 1 else ''} weighed{unmet}."


def _line(name: str, part: Measure, width: int) -> str:
    unparsed = f" ({part.unparsed:,} left out)" if part.unparsed else ""
    bits = f", {part.before:.2f} → {part.after:.2f} bits each" if part.used else ""
    return f"{name}: {part.used:>{width},} utterances{unparsed}{bits}"
