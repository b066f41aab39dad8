"""What the commands on corpora share: their options, and opening."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from .nearest import did_you_mean

if TYPE_CHECKING:
    from ..corpora.stats.gather import Gathered
    from ..dsl.findings import Finding
    from ..exchange.opening import Opened

FROM = click.option(
    "--from", "source", metavar="FORMAT", help="The format, where the file does not tell it."
)
LOCALE = click.option(
    "--locale", metavar="TAG", help="Only that language, of a corpus that has several (MASSIVE)."
)


def open_all(paths: Sequence[str], source: str | None, locale: str | None) -> list[Opened]:
    """The corpora at *paths*; what can't be opened ends the command."""
    from ..dsl.findings import Finding
    from ..exchange.made import Options
    from ..exchange.opening import open_corpus

    form = readable(source) if source else None
    found: list[Opened] = []
    for path in paths:
        corpus = open_corpus(path, form, Options(locale))
        if isinstance(corpus, Finding):
            unreadable([corpus])
        found.append(corpus)
    return found


def count(gathered: Gathered, corpus: Opened) -> int:
    """Counts the sentences of *corpus*; gives how many there were."""
    import gc

    # Millions of tuples are kept and none of them is in a cycle: looking for cycles among them
    # time and again would take a third of the time.
    before = gathered.count
    gc.disable()
    try:
        gathered.add(corpus.utterances())
    finally:
        gc.enable()
    return gathered.count - before


def readable(name: str) -> str:
    """*name*, if that is a format that corpora are read from."""
    return _known(name, "read_corpus", "read")


def writable(name: str) -> str:
    """*name*, if that is a format that corpora are written in."""
    return _known(name, "write_corpus", "written")


def _known(name: str, what: str, verb: str) -> str:
    from ..exchange.formats import FORMATS

    able = [form for form in FORMATS if getattr(FORMATS[form], what)]
    if name not in able:
        hint = did_you_mean(name, able) or f" There are {', '.join(able)}."
        raise click.UsageError(f"“{name}” is no format that corpora are {verb} in.{hint}")
    return name


def unreadable(findings: Sequence[Finding]) -> NoReturn:
    """Ends the command with findings on a file: with 2 where it can't be read at all."""
    from .report import report

    report(findings)
    raise click.exceptions.Exit(2 if any(f.code == "E003" for f in findings) else 1)
