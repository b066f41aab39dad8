"""Opening a corpus of any format, to go through its sentences as often as need be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..corpora.corpus import Corpus, ValueList
from ..corpora.utterance import Utterance
from ..dsl.findings import Finding
from .formats import FORMATS
from .lines.forms import FORMS
from .made import Options
from .sniffing import sniffed
from .source import whole


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: a file, and its line, row or number in it, from 1."""

    file: str
    line: int


@dataclass(slots=True)
class Opened:
    """The corpus at *path*, of the format `form`. Going through it gives each sentence with its
    place; lines and rows are read anew each time, other formats are held. `findings` is whole
    after that."""

    path: str
    form: str
    options: Options
    locale: str = ""
    findings: list[Finding] = field(default_factory=list)
    lists: tuple[ValueList, ...] = ()
    lists_of: tuple[tuple[str, str], ...] = ()
    _held: Corpus | None = None

    @property
    def streams(self) -> bool:
        """Whether sentences are read one by one, and none is held."""
        return self.form in FORMS or self.form in ("slotgated", "huggingface")

    def __iter__(self) -> Iterator[tuple[Place, Utterance]]:
        if self.form in FORMS:
            yield from self._lines()
        elif self.streams:
            yield from self._folders()
        else:
            corpus = self._held or self._load()
            for number, utterance in enumerate(corpus.utterances, 1):
                yield Place(self.path, number), utterance

    def utterances(self) -> Iterator[Utterance]:
        """The sentences alone."""
        if self.form in FORMS:
            yield from self._lines_alone()
        else:
            for _, utterance in self:
                yield utterance

    def _lines(self) -> Iterator[tuple[Place, Utterance]]:
        from .lines.reading import Reading

        reading = Reading(FORMS[self.form], self.path, self.options.locale)
        for line, utterance in reading:
            yield Place(self.path, line), utterance
        self.findings = reading.findings

    def _lines_alone(self) -> Iterator[Utterance]:
        from .lines.reading import Reading

        reading = Reading(FORMS[self.form], self.path, self.options.locale)
        for _, utterance in reading:
            yield utterance
        self.findings = reading.findings

    def _folders(self) -> Iterator[tuple[Place, Utterance]]:
        from .huggingface import read as parquet
        from .triples import read as triples

        there = triples.folders(self.path) if self.form == "slotgated" else parquet.files(self.path)
        if isinstance(there, Finding):
            self.findings = [there]
            return
        kind = triples.Reading if self.form == "slotgated" else parquet.Reading
        findings: list[Finding] = []
        for path in there:
            reading = kind(path)
            file = os.path.join(path, "seq.in") if self.form == "slotgated" else path
            for number, utterance in reading:
                yield Place(file, number), utterance
            findings += reading.findings
        self.findings = findings

    def _load(self) -> Corpus:
        corpus, findings = FORMATS[self.form].reader()(self.path, self.options)
        self.findings = findings
        self._held = corpus or Corpus(())
        self.lists, self.lists_of = self._held.lists, self._held.lists_of
        self.locale = self.locale or self._held.locale
        return self._held

    def whole(self) -> Corpus:
        """All of it at once."""
        if not self.streams:
            return self._held or self._load()
        return Corpus(tuple(self.utterances()), (), self.locale)


def open_corpus(path: str, form: str | None, options: Options) -> Opened | Finding:
    """The corpus at *path*, in the format *form*, or what it seems to be; a finding where nothing
    tells, or there is nothing."""
    if not os.path.exists(path):
        return Finding("E003", f"There is no file or folder {path}.", whole(path))
    found = form or sniffed(path)
    if isinstance(found, Finding):
        return found
    from .lines.reading import locale_of

    locale = options.locale or (locale_of(path) if found in ("jsonl", "massive") else "")
    return Opened(path, found, options, locale)
