"""What `gramc induce` reads, and where it writes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..corpora.utterance import Utterance
    from ..dsl.findings import Finding
    from ..dsl.span import Span
    from ..induction.induce import Induced
    from ..induction.lexicon import Lexicon
    from ..induction.settings import Settings, Step, Tell


@dataclass(frozen=True, slots=True)
class Given:
    """Utterances with their places, and what was said when they were read. `name` is what a grammar
    of them may be called, `locale` the language that the files tell."""

    utterances: list[Utterance]
    places: list[Span]
    findings: list[Finding]
    name: str
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for: where the grammar goes (to standard output for None and `-`), the folder
    of catalogues, its locale, its name, whether it has weights, and whether other files may be
    written over; where a page on it goes."""

    target: str | None
    folder: str | None = None
    locale: str | None = None
    name: str | None = None
    weights: bool = True
    force: bool = False
    page: str | None = None
    update: bool = False
    diff: bool = False

    @property
    def file(self) -> str | None:
        """The path of the grammar, None for standard output."""
        return None if self.target in (None, "-") else self.target


def read_golden(
    paths: Sequence[str], source: str | None, locale: str | None, intents: Sequence[str]
) -> Given:
    """The utterances of these files, of *intents* where some are named. What can't be read ends the
    command."""
    from ..dsl.naming import called_after, legal_name
    from ..dsl.span import Span as Place
    from .corpora import open_all, unreadable
    from .nearest import did_you_mean

    found: list[Utterance] = []
    places: list[Span] = []
    findings: list[Finding] = []
    tag = locale or ""
    there: dict[str, None] = {}
    for corpus in open_all(list(dict.fromkeys(paths)), source, locale):
        for place, utterance in corpus:
            # Without an intent it has that of the name of its file, which learning looks up.
            intent = utterance.intent or called_after(place.file).split(".")[0]
            there.setdefault(intent)
            if not intents or intent in intents:
                found.append(utterance)
                places.append(Place(place.file, place.line, 1, place.line, 1))
        if any(finding.is_error for finding in corpus.findings):
            unreadable(corpus.findings)
        findings += corpus.findings
        tag = tag or corpus.locale
    for name in intents:
        if name not in there:
            hint = did_you_mean(name, there) or f" There are: {', '.join(there) or 'none'}."
            raise click.UsageError(f"No utterance has the intent “{name}”.{hint}")
    stem = called_after(paths[0]).split(".")[0] if len(paths) == 1 else "golden"
    return Given(found, places, findings, legal_name(stem), tag)


def run(given: Given, job: Job, settings: Settings, began: float) -> int:
    """Learns, and writes the grammar with the tables beside it: all files or none."""
    from ..dsl.findings import in_order
    from ..dsl.naming import called_after, legal_name
    from ..induction.induce import induce
    from ..induction.lexicon import Lexicon
    from ..induction.render.render import Options
    from .progress import falling
    from .report import report

    lexicon, found = Lexicon(), list(given.findings)
    if job.folder is not None:
        lexicon, more = Lexicon.load(job.folder, given.locale)
        found += more
        if any(one.is_error for one in more):
            report(in_order(found))
            return 2
    files = _named(lexicon, job.file)
    name = job.name or (called_after(job.file) if job.file else given.name)
    options = Options(
        name=legal_name(name),
        path=job.file or "<stdout>",
        weights=job.weights,
        files=files,
        tables=job.file is not None,
    )
    if job.update and job.file and os.path.isfile(job.file):
        from .updating import renew

        return renew(given, job, settings, lexicon, options, found)
    steps: list[Step] = []
    with falling() as tell:
        made = induce(
            given.utterances,
            lexicon,
            settings,
            _both(tell, steps.append) if job.page else tell,
            options=options,
            locale=job.locale or given.locale,
            places=given.places,
        )
    findings = in_order([*found, *made.findings])
    report(findings)
    if made.rendered is None or any(one.is_error for one in made.findings):
        return 1
    if not _written(made, job, files):
        return 1
    if job.page is not None:
        _explain(made, settings.style, steps, findings, job.page)
    took = f"; {time.perf_counter() - began:.1f} s" if sys.stderr.isatty() else ""
    click.echo(f"{summary(made)}{took}.", err=True)
    return 0


def _both(one: Tell, other: Tell) -> Tell:
    def tell(step: Step) -> None:
        one(step)
        other(step)

    return tell


def _explain(
    made: Induced, style: str, steps: Sequence[Step], findings: Sequence[Finding], path: str
) -> None:
    """Writes the page on a grammar."""
    from ..induction.report.page import explained, page
    from .output import output

    given = explained(made, style, steps, findings)
    if given is not None:
        text = page(given)
        with output(path) as file:
            file.write(text.encode())


def _named(lexicon: Lexicon, file: str | None) -> dict[str, str]:
    """How the grammar names each catalogue: from its own folder, where it may look; others are
    copied there. On standard output, from where we are."""
    from ..induction.render.render import FOLDER

    home = os.path.abspath(os.path.dirname(file) if file else os.curdir)
    found: dict[str, str] = {}
    for one in lexicon:
        path = os.path.relpath(os.path.abspath(one.path), home)
        if file and (path.startswith(os.pardir) or os.path.isabs(path)):
            path = f"{FOLDER}/{os.path.basename(one.path)}"
        found[one.path] = path.replace(os.sep, "/")
    return found


def _written(made: Induced, job: Job, names: dict[str, str]) -> bool:
    """Writes what was made; False where something stands there that is to be kept."""
    from .difference import difference
    from .exchange import may_write, write_all
    from .updating import recorded

    assert made.rendered is not None
    data = made.rendered.text.encode()
    if job.file is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return True
    if _kept(job.file, data) and not job.force:
        _refuse(job.file)
        return False
    home = os.path.dirname(job.file)
    files = [(job.file, data)]
    if job.diff:
        sys.stdout.writelines(difference(b"", data, job.file))
        return False
    files += [(os.path.join(home, *f.path.split("/")), f.data) for f in made.rendered.files]
    for one in made.catalogues:
        if one.path:
            copy = os.path.join(home, *names[one.path].split("/"))
            if os.path.abspath(copy) != os.path.abspath(one.path):
                files.append((copy, _bytes(one.path)))
    may_write(files, job.force)
    # The record is of no use without its grammar: one that is there is of a grammar that is gone.
    files.append(recorded(made.rendered.text, job.file, made.rendered.files))
    write_all(files, True)
    return True


def _kept(path: str, data: bytes) -> bool:
    """Whether a file with something else in it stands there."""
    if not os.path.isfile(path):
        return False
    return _bytes(path) != data


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise click.ClickException(f"Can't read {path}: {error.strerror}.") from error


def _refuse(path: str) -> None:
    from ..dsl.findings import Finding
    from .report import report, whole

    said = f"{path} is there already, and holds something else."
    hint = "--update keeps what was edited in it; --force writes over it."
    report([Finding("E751", said, whole(path), hint)])


_COUNTED = 100_000
"""Templates are counted where there are no more ways to say them than these."""


def summary(made: Induced) -> str:
    """One line on what came out."""
    from ..induction.accept import Language
    from ..induction.covering import ways

    golden = made.golden
    assert made.rendered is not None
    draft = made.rendered.draft
    templates = sum(len(intent.templates) for intent in golden.intents)
    size, known = sum(ways(draft, rule.name) for rule in draft.intents), ""
    if size <= _COUNTED:
        size = sum(Language(draft, rule.name).count() for rule in draft.intents)
    else:
        known = "up to "
    said = (
        f"{_many(golden.count, 'utterance')} of {_many(templates, 'template')}: "
        f"{_many(len(draft.rules), 'rule')}, {_many(made.symbols, 'symbol')}, "
        f"for {known}{_size(size)} template{'' if size == 1 else 's'}"
    )
    if made.lengths:
        before = sum(first for first, _ in made.lengths.values())
        after = sum(last for _, last in made.lengths.values())
        said += f"; {before:,.0f} → {after:,.0f} bits"
    return said


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _size(count: float) -> str:
    return f"{count:,.0f}" if count < 1e6 else f"{count:.0e}"
