"""`gramc corpus convert`: a corpus in another format."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

import click

from .corpora import FROM, LOCALE, open_all, writable
from .exchange import SETTINGS, settings, write_all
from .options import OUTPUT

if TYPE_CHECKING:
    from ..dsl.findings import Finding
    from ..exchange.made import Made, Options
    from ..exchange.opening import Opened

_AT_ONCE = 1 << 12
_ENDINGS = {".jsonl": "jsonl", ".txt": "annotated", ".bio": "bio", ".conll": "conll"}


class _Broken(Exception):
    """Within this file: the corpus could not be read whole, and nothing is to be written."""


@click.command("convert")
@click.argument("path", metavar="IN")
@OUTPUT
@FROM
@click.option("--to", "wanted", metavar="FORMAT", help="Without it the ending of -o says it.")
@LOCALE
@click.option("--name", metavar="NAME", help="A name, where the target wants one.")
@click.option("--lenient", is_flag=True, help="Leave out what can't be read; it is told.")
@click.option("--force", is_flag=True, help="Write over files of a folder that say something else.")
@SETTINGS
def command(
    path: str,
    target: str | None,
    source: str | None,
    wanted: str | None,
    locale: str | None,
    name: str | None,
    lenient: bool,
    force: bool,
    given: Sequence[str],
) -> int:
    """Write a corpus in another format.

    What the other format has no place for is told once, with counts. Formats of lines go through
    sentence by sentence, whatever the size.
    """
    from ..exchange.formats import FORMATS
    from ..exchange.lines.forms import FORMS
    from ..exchange.made import Options

    form = writable(wanted) if wanted else _told_by(target)
    extra = settings(FORMATS[form], given, "exports")
    [corpus] = open_all([path], source, locale)
    if form in FORMS:
        return _lines(corpus, form, target, lenient)
    options = Options(locale or corpus.locale or None, name or _stem(path), extra)
    return _whole(corpus, form, options, target, lenient, force)


def _told_by(target: str | None) -> str:
    """The format that the name of the output tells."""
    from ..exchange.formats import FORMATS
    from ..runtime.writing.target import Target

    ending = Target.of(target).ending.lower() if target not in (None, "-") else ""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    able = [n for n, f in FORMATS.items() if f.write_corpus and ending and ending in f.endings]
    if len(able) == 1:
        return able[0]
    there = ", ".join(n for n, form in FORMATS.items() if form.write_corpus)
    raise click.UsageError(f"Say which format: --to {there}.")


def _stem(path: str) -> str:
    return os.path.basename(path.rstrip("/")).partition(".")[0] or "corpus"


def _lines(corpus: Opened, form: str, target: str | None, lenient: bool) -> int:
    """Sentence by sentence into one file."""
    from ..exchange.lines.fit import Fit
    from ..exchange.lines.forms import FORMS
    from ..exchange.lines.writing import written
    from ..exchange.source import whole
    from ..runtime.writing.compress import packer
    from ..runtime.writing.target import Target
    from .output import output
    from .report import report

    packing = Target.of(target).packing if target not in (None, "-") else ""
    fit = Fit(FORMS[form].held)
    try:
        with output(target) as file:
            lines = written(form, corpus.utterances(), corpus.locale, fit)
            _write(file, lines, packer(packing))
            if not lenient and _failed(corpus.findings):
                raise _Broken
    except _Broken:
        report(corpus.findings)
        return _code(corpus.findings)
    fit.lists(len(corpus.lists))
    report([*corpus.findings, *fit.findings(whole(corpus.path))])
    return _code(corpus.findings)


def _write(file: BinaryIO, lines: Iterator[str], pack: object) -> None:
    from itertools import islice

    assert callable(pack)
    while piece := list(islice(lines, _AT_ONCE)):
        file.write(pack("".join(piece).encode("utf-8", "surrogatepass")))


def _whole(
    corpus: Opened, form: str, options: Options, target: str | None, lenient: bool, force: bool
) -> int:
    """All at once, into a file or a folder."""
    from dataclasses import replace

    from ..exchange.formats import FORMATS
    from ..exchange.source import whole
    from .report import report

    read = corpus.whole()
    if not lenient and _failed(corpus.findings):
        report(corpus.findings)
        return _code(corpus.findings)
    made = FORMATS[form].writer()(read, options)
    placed = [f if f.span.file else replace(f, span=whole(corpus.path)) for f in made.findings]
    report([*corpus.findings, *placed])
    if made.failed:
        return 1
    _put(made, target, force)
    return _code(corpus.findings)


def _put(made: Made, target: str | None, force: bool) -> None:
    files = made.files
    if target is not None and target.endswith(".parquet"):  # the file alone, without its card
        files = tuple(f for f in files if f.path.endswith(".parquet"))
    if target is None or target == "-":
        if len(files) != 1:
            raise click.UsageError(f"This makes {len(files)} files: say where with -o DIR.")
        sys.stdout.flush()
        sys.stdout.buffer.write(files[0].data)
    elif len(files) == 1 and not target.endswith("/") and not os.path.isdir(target):
        write_all([(target, files[0].data)], force=True)
    else:
        if os.path.isfile(target):
            raise click.UsageError(f"{target} is a file; give the name of a folder.")
        write_all([(os.path.join(target, *f.path.split("/")), f.data) for f in files], force)


def _failed(findings: Sequence[Finding]) -> bool:
    return any(finding.is_error for finding in findings)


def _code(findings: Sequence[Finding]) -> int:
    if any(finding.code == "E003" for finding in findings):
        return 2
    return 1 if _failed(findings) else 0
