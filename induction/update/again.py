"""Induction again, over a grammar that a person has edited.

What the grammar accepts stays as it is. What it does not accept is new, or was taken out by a
person: the record of what was induced last tells which. Only what is new is learned, and put into
the grammar beside what is there (`adding.py`). Then the result is held against what it has to keep:
texts that were taken out or rejected stay out, tests that held hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...dsl.findings import Finding, has_errors, in_order
from ...dsl.made import MadeFile
from ...dsl.parse import parse
from ...dsl.printer import print_file
from ...dsl.tree import File
from .cases import Case, called, extended, rows, symbols
from .edits import edits
from .keeping import Keeping
from .language import Language, Languages
from .mark import marked
from .past import Past, deleted, names_now, taken_out
from .record import Record, Written
from .sorting import Sorted, findings, say, sort
from .splice import splice
from .tables import inlined, outside
from .trying import Learn, Tried, Trying
from .values import taken_by
from .vetoes import vetoes


@dataclass(frozen=True, slots=True)
class Updated:
    """The grammar's text, its record and the tables that have new rows: as they were where there is
    nothing to change. The text is none where a finding is an error."""

    text: str | None
    record: Record | None
    tables: tuple[MadeFile, ...] = ()
    findings: tuple[Finding, ...] = ()


def first(text: str, path: str, tables: Mapping[str, str] | None = None) -> Record:
    """The record of a grammar that was just induced, with the tables beside it by their paths."""
    tables = tables or {}
    whole = inlined(parse(text, path)[0], tables)
    return Record(Written(print_file(whole)), tables=tuple(tables))


def update(
    text: str,
    path: str,
    record: Record | None,
    cases: Sequence[Case],
    learn: Learn,
    tables: Mapping[str, str] | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> Updated:
    """The grammar *text* at *path* with what *cases* have besides. *tables* are those of the record
    as they are now; files of catalogues that don't lie beside the grammar yet are read *elsewhere*.
    The same cases again change nothing, to the byte."""
    source, found = parse(text, path)
    if has_errors(found):
        return Updated(None, record, findings=tuple(found))
    languages = Languages(path, elsewhere)
    now, found = languages.told(text)
    if now is None:
        return Updated(None, record, findings=tuple(in_order(found)))
    return _Update(text, source, record, now, tables or {}, languages).run(cases, learn)


@dataclass(frozen=True, slots=True)
class _Whole:
    """The grammar with the values of what is new, and what is new besides; what stays out."""

    file: File
    language: Language
    new: tuple[Case, ...]
    out: tuple[Case, ...]
    deleted: Mapping[str, frozenset[str]]


class _Update:
    def __init__(
        self,
        text: str,
        source: File,
        record: Record | None,
        now: Language,
        tables: Mapping[str, str],
        languages: Languages,
    ) -> None:
        self.text, self.source, self.record = text, source, record
        self.now, self.tables, self.languages = now, tables, languages
        self.path = languages.path
        self.tree = inlined(source, tables)
        self.findings: list[Finding] = []
        self.past = Past(record, languages)
        self.did = edits(self.past.last, self.tree)
        self.here = names_now(record, self.past.last, self.did)

    def run(self, cases: Sequence[Case], learn: Learn) -> Updated:
        """All of it."""
        missing = [case for case in cases if not self._reads(self.now, case)]
        if not missing:
            return self._done(self.tree)
        whole = self._whole(missing)
        if not whole.new:
            return self._done(whole.file)
        tried = self._learned(whole, cases, learn)
        self.findings += say(
            "W725",
            tried.left,
            ("was not added: what was rejected or taken out would come with it",) * 2,
            self.path,
            "Write it into the grammar by hand.",
        )
        self.findings += tried.findings
        return self._done(tried.file)

    def _reads(self, grammar: Language, case: Case) -> bool:
        return grammar.reads(called(case.utterance, self.here), not case.plain)

    def _whole(self, missing: Sequence[Case]) -> _Whole:
        """Sorts what is missing, and adds the values of what is new."""
        self.past.open([case.utterance for case in missing])
        wanted = rows(called(case.utterance, self.here) for case in missing)
        texts = {label: [text for text, _ in found] for label, found in wanted.items()}
        accepted = taken_by(self.tree, texts, self.languages)
        gone = deleted(self.past, self.tree, self.here, accepted)
        more = self.languages.of(extended(self.tree, wanted, without=gone)) or self.now

        def out(case: Case) -> bool:
            return not self._reads(more, case) and taken_out(
                case, self.past, self.here, self.now.intents, gone
            )

        sorted_: Sorted = sort(missing, self.tree, self.here, out)
        self.findings += findings(sorted_, self.path)
        stay = (*sorted_.rejected, *sorted_.taken_out)
        if not sorted_.new:
            return _Whole(self.tree, self.now, (), stay, gone)
        wanted = rows(called(case.utterance, self.here) for case in sorted_.new)
        file = extended(self._marked(), wanted, self.did.unedited, gone)
        with_values = self.languages.of(file)
        if with_values is None:
            file, with_values = self._marked(), self.now
        new = tuple(case for case in sorted_.new if not self._reads(with_values, case))
        return _Whole(file, with_values, new, stay, gone)

    def _marked(self) -> File:
        """The grammar with new marks for statements that differ by names and weights only."""
        statements = tuple(
            new if getattr(old, "name", None) in self.did.unedited and old != new else old
            for old, new in ((s, marked(s)) for s in self.tree.statements)
        )
        same = all(a is b for a, b in zip(statements, self.tree.statements, strict=True))
        return self.tree if same else replace(self.tree, statements=statements)

    # ------------------------------------------------------------------ what is new

    def _learned(self, whole: _Whole, cases: Sequence[Case], learn: Learn) -> Tried:
        """The grammar with what is learned of what is new."""
        here = [replace(case, utterance=called(case.utterance, self.here)) for case in whole.new]
        by_tests = vetoes(self.tree, self.now)
        fine = [
            case
            for case in here
            if symbols(case.utterance) not in by_tests.get(case.utterance.intent, ())
        ]
        wanted = frozenset(symbols(case.utterance) for case in fine)
        out = [symbols(called(case.utterance, self.here)) for case in whole.out]
        out += sorted({one for templates in by_tests.values() for one in templates})
        # The learner knows no difference between intents.
        rejected = tuple(one for one in dict.fromkeys(out) if one not in wanted)
        kept = (whole.file, whole.language)
        keeping = Keeping(self.now, kept, self.past, self.here, whole.out, wanted, self.languages)
        there: dict[str, int] = {}
        for case in cases:
            intent = self.here.intents.get(case.utterance.intent, case.utterance.intent)
            there[intent] = there.get(intent, 0) + case.count
        trying = Trying(
            whole.file, self.did.unedited, whole.deleted, there, keeping, self.languages
        )
        tried = trying.all(fine, rejected, learn)
        good = frozenset(tried.good)
        return replace(tried, left=tuple(case for case in here if case not in good))

    # ------------------------------------------------------------------ the end of it

    def _done(self, file: File) -> Updated:
        after, made = outside(file, self.source, self.tables)
        text = splice(self.text, self.source, after)
        left = self._marked() if file is self.tree else file
        written = Written(print_file(left), self.here.intents, self.here.slots)
        earlier: tuple[Written, ...] = ()
        if self.record is not None:
            earlier = self.record.earlier
            if self.did.taken_out:
                earlier = (*earlier, self.record.last)
        record = Record(written, earlier, tuple(self.tables))
        return Updated(text, record, tuple(made), tuple(self.findings))
