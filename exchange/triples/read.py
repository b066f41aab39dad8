"""Reading `seq.in`, `seq.out` and `label` (SlotGated, Goo et al. 2018)."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ...corpora.corpus import Corpus
from ...corpora.problem import Problem
from ...corpora.triples import FILES, stream
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span
from ..made import Options
from ..say import nothing
from ..source import files_below, whole
from ..streams import TOLD, Lines


def folders(path: str) -> list[str] | Finding:
    """The folders with the three files: *path* itself, or those in it, `train` before `valid` and
    `test`; a finding where there is none."""
    found = files_below(path, (FILES[0],))
    if isinstance(found, Finding):
        return found
    there = [os.path.dirname(file) for file in found if os.path.basename(file) == FILES[0]]
    if os.path.isfile(path) or not there:
        return nothing("folder with seq.in, seq.out and label", whole(path))
    order = ("train", "valid", "dev", "validation", "test")
    rank = {name: number for number, name in enumerate(order)}
    return sorted(there, key=lambda f: (rank.get(os.path.basename(f), len(order)), f))


class Reading:
    """The sentences of a folder, each with the number of its line; `findings` is whole once they
    are through."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines = [Lines(os.path.join(path, name)) for name in FILES]
        self._broken: list[Finding] = []
        self._count = 0

    def __iter__(self) -> Iterator[tuple[int, Utterance]]:
        for number, which, each in stream(*self.lines):
            if isinstance(each, Utterance):
                yield number, each
            else:
                self._wrong(number, which, each)

    def _wrong(self, number: int, which: int, problem: Problem) -> None:
        self._count += 1
        if self._count <= TOLD:
            column = problem.offset + 1
            place = Span(self.lines[which].path, number, column, number, column)
            self._broken.append(Finding("E602", problem.message, place, problem.hint))

    @property
    def findings(self) -> list[Finding]:
        """What was wrong with the files and their lines."""
        found = [finding for lines in self.lines for finding in lines.findings]
        if any(finding.code == "E003" for finding in found):
            return found  # that the others go on is no wonder
        found += self._broken
        if self._count > TOLD:
            message = f"{self._count - TOLD:,} more lines can't be read."
            found.append(Finding("E602", message, whole(self.path)))
        return found


def read_corpus(path: str, options: Options) -> tuple[Corpus | None, list[Finding]]:
    """The corpus in a folder, or in the folders below it one after another."""
    there = folders(path)
    if isinstance(there, Finding):
        return None, [there]
    utterances: list[Utterance] = []
    findings: list[Finding] = []
    for folder in there:
        reading = Reading(folder)
        utterances += (utterance for _, utterance in reading)
        findings += reading.findings
    return Corpus(tuple(utterances), (), options.locale or ""), findings
