"""Reading a corpus line by line, with a finding for each line that can't be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...corpora.corpus import Corpus
from ...corpora.problem import Notes, Problem
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span
from ..made import Options
from ..say import changed
from ..source import opened, whole
from ..streams import HOPELESS, TOLD, Lines, broken
from .form import Form
from .forms import FORMS

_LOCALE = re.compile(r'"locale"\s*:\s*"([A-Za-z0-9_-]{2,35})"')


class Reading:
    """The sentences of the file at *path*, each with the number of its line. `findings` is whole
    once they are through: E602 for each line that is broken, E603 for one that holds something else
    than it should (the first `TOLD`, then how many more), W602 for what was changed, once for
    all."""

    def __init__(self, form: Form, path: str, locale: str | None = None) -> None:
        self.path = path
        self.lines = Lines(path)
        self._form = form
        self._locale = locale
        self._notes = Notes()
        self._broken: list[Finding] = []
        self._count = 0
        self._ended = 0

    def __iter__(self) -> Iterator[tuple[int, Utterance]]:
        read = 0
        for number, each in self._form.read(self.lines, self._notes, self._locale):
            if isinstance(each, Problem):
                self.broken(number, each)
                if self._count >= max(HOPELESS, 9 * read):
                    self._ended = number
                    return
            else:
                read += 1
                yield number, each

    def broken(self, number: int, problem: Problem) -> None:
        """Line *number* can't be read."""
        self._count += 1
        if self._count <= TOLD:
            column = problem.offset + 1
            place = Span(self.path, number, column, number, column)
            code = "E603" if problem.misfit else "E602"
            self._broken.append(Finding(code, problem.message, place, problem.hint))

    @property
    def findings(self) -> list[Finding]:
        """What was wrong with the file and its lines."""
        found = [*self.lines.findings, *self._broken]
        if self._count > TOLD:
            message = f"{self._count - TOLD:,} more lines can't be read."
            if self._ended:
                message += f" Nothing behind line {self._ended:,} was tried."
            found.append(Finding("E602", message, whole(self.path)))
        for what, count in self._notes.counts.items():
            place = Span(self.path, self._notes.first[what], 1, self._notes.first[what], 1)
            also = f" So in {count - 1:,} more sentences." if count > 1 else ""
            found.append(changed(f"{what}{also}", place))
        return found


def read_corpus(name: str, path: str, options: Options) -> tuple[Corpus | None, list[Finding]]:
    """A file of lines as a whole; None where it can't be opened."""
    reading = Reading(FORMS[name], path, options.locale)
    utterances = tuple(utterance for _, utterance in reading)
    findings = reading.findings
    if not utterances and any(finding.code == "E003" for finding in findings):
        return None, findings
    return Corpus(utterances, (), options.locale or locale_of(path)), findings


def locale_of(path: str) -> str:
    """The locale that the first line of JSON at *path* speaks of; empty where none does."""
    file = opened(path)
    if isinstance(file, Finding):
        return ""
    with file:
        try:
            start = file.read(1 << 12)
        except broken(path):  # told when it is read
            return ""
    found = _LOCALE.search(start.decode("utf-8", "replace").partition("\n")[0])
    return found[1].replace("_", "-") if found else ""
