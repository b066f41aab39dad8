"""Reading Parquet: datasets of the Hub, what `gramc sample` writes, and what is like them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...corpora import flat, massive
from ...corpora.corpus import Corpus
from ...corpora.problem import Notes, Problem
from ...corpora.utterance import Span, Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span as Place
from ..made import Options
from ..say import changed, nothing
from ..source import files_below, opened, whole
from ..streams import TOLD
from .labels import class_labels

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

ROWS = 4096
"""So many rows are read at once."""

_TEXT = ("text", "utt", "utterance", "sentence")
_INTENT = ("intent", "label")
_TOKENS = ("tokens", "words")
_TAGS = ("tags", "ner_tags", "slot_tags", "slots")


def files(path: str) -> list[str] | Finding:
    """The Parquet files of a dataset, `train` first; or the file itself."""
    found = files_below(path, (".parquet",))
    if isinstance(found, Finding):
        return found
    if not found:
        return nothing("Parquet file", whole(path))
    order = ("train", "dev", "valid", "test")
    return sorted(
        found,
        key=lambda f: (
            next((n for n, part in enumerate(order) if os.path.basename(f).startswith(part)), 9),
            f,
        ),
    )


class Reading:
    """The sentences of one file, each with the number of its row, from 1; `findings` is whole once
    they are through."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: list[Finding] = []
        self._notes = Notes()
        self._count = 0

    def __iter__(self) -> Iterator[tuple[int, Utterance]]:
        try:
            import pyarrow as pa
            from pyarrow.parquet import ParquetFile
        except ImportError:
            self._say("E003", "This needs the library pyarrow: pip install 'gramc[parquet]'.")
            return
        file = opened(self.path)
        if isinstance(file, Finding):
            self._found.append(file)
            return
        with file:
            try:
                table = ParquetFile(file)
                columns = _Columns.of(table, self.path)
                if isinstance(columns, str):
                    self._say("E603", columns)
                    return
                yield from self._rows(table, columns)
            except (pa.ArrowException, OSError, EOFError) as error:
                said = str(error).splitlines()[0].rstrip(".") if str(error) else "it breaks off"
                self._say("E602", f"The Parquet file {self.path} can't be read: {said}.")

    def _rows(self, table: ParquetFile, columns: _Columns) -> Iterator[tuple[int, Utterance]]:
        number = 0
        for batch in table.iter_batches(ROWS, columns=columns.wanted):
            for row in batch.to_pylist():
                number += 1
                try:
                    yield number, columns.utterance(row, self._notes, number)
                except flat.Wrong as wrong:
                    self._wrong(number, str(wrong))

    def _wrong(self, number: int, message: str) -> None:
        self._count += 1
        if self._count <= TOLD:
            place = Place(self.path, number, 1, number, 1)
            self._found.append(Finding("E603", f"Row {number}: {message}", place))

    def _say(self, code: str, message: str) -> None:
        self._found.append(Finding(code, message, whole(self.path)))

    @property
    def findings(self) -> list[Finding]:
        """What was wrong with the file and its rows."""
        found = list(self._found)
        if self._count > TOLD:
            message = f"{self._count - TOLD:,} more rows can't be read."
            found.append(Finding("E603", message, whole(self.path)))
        for what, count in self._notes.counts.items():
            found.append(changed(f"{what} So in {count:,} rows.", whole(self.path)))
        return found


class _Columns:
    """Which columns hold what, and what their numbers stand for."""

    def __init__(self, names: dict[str, str], labels: dict[str, list[str]]) -> None:
        self._names = names
        self._labels = labels

    @classmethod
    def of(cls, table: ParquetFile, path: str) -> _Columns | str:
        """The columns of a file; a sentence where it has no sentences."""
        there = table.schema_arrow.names
        names: dict[str, str] = {}
        for role, known in (
            ("annotated", ("annot_utt",)),
            ("text", _TEXT),
            ("intent", _INTENT),
            ("tokens", _TOKENS),
        ):
            if found := next((name for name in known if name in there), None):
                names[role] = found
        import pyarrow as pa

        def inner(name: str) -> Any:
            kind = table.schema_arrow.field(name).type
            return (
                kind.value_type if pa.types.is_list(kind) or pa.types.is_large_list(kind) else None
            )

        structs = [n for n in ("slots", "constants") if n in there]
        for name in structs:
            if (kind := inner(name)) is not None and pa.types.is_struct(kind):
                names[name] = name
        if "slots" not in names:
            tags = next((n for n in _TAGS if n in there and inner(n) is not None), None)
            if tags is not None and "tokens" in names:
                names["tags"] = tags
        if not {"text", "tokens", "annotated"} & set(names):
            shown = ", ".join(there[:8])
            return f"The file has no column with sentences ({', '.join(_TEXT)} or tokens): {shown}."
        return cls(names, class_labels(table.schema_arrow.metadata, path))

    @property
    def wanted(self) -> list[str]:
        """The names of the columns to be read."""
        return list(dict.fromkeys(self._names.values()))

    def utterance(self, row: dict[str, Any], notes: Notes, number: int) -> Utterance:
        """The sentence in a row, or `flat.Wrong`."""
        names = self._names
        intent = self._named(names["intent"], row, notes, number) if "intent" in names else ""
        if "annotated" in names and row[names["annotated"]] is not None:
            found = massive.sentence(flat.text(row, names["annotated"]), 0, intent)
            if isinstance(found, Problem):
                raise flat.Wrong(found.message)
            return found
        if "slots" not in names and "tags" in names:
            tags = [self._label(names["tags"], t, notes, number) for t in row[names["tags"]] or []]
            given = {"tokens": row[names["tokens"]] or [], "tags": tags, "intent": intent}
            if "text" in names:
                given["text"] = row[names["text"]] or ""
            return flat.utterance(given, notes, number)
        if "text" not in names:
            words = row[names["tokens"]] or []
            given = {"tokens": words, "tags": ["O"] * len(words), "intent": intent}
            return flat.utterance(given, notes, number)
        text = flat.text(row, names["text"])
        slots = _spans(row.get("slots") or [], len(text)) if "slots" in names else ()
        constants = row.get("constants") or [] if "constants" in names else []
        return Utterance(
            text,
            slots,
            tuple((flat.text(each, "name"), flat.text(each, "value")) for each in constants),
            intent,
        )

    def _named(self, name: str, row: dict[str, Any], notes: Notes, number: int) -> str:
        return self._label(name, row[name], notes, number) if row[name] is not None else ""

    def _label(self, name: str, given: object, notes: Notes, number: int) -> str:
        if isinstance(given, str):
            return given
        names = self._labels.get(name, [])
        if isinstance(given, int) and 0 <= given < len(names):
            return names[given]
        if isinstance(given, int) and not names and name not in _TAGS:
            notes.add(f"No names are given for the numbers in “{name}”, which were taken.", number)
            return str(given)
        raise flat.Wrong(f"“{name}” holds {given!r}, which has no name.")


def _spans(given: list[dict[str, Any]], length: int) -> tuple[Span, ...]:
    """Slots in reading order with their depths, as a tree."""
    rows: list[tuple[int, Span]] = []
    for each in given:
        start, end, depth = each.get("start"), each.get("end"), each.get("depth") or 0
        name, value = flat.text(each, "name"), each.get("value")
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
            raise flat.Wrong(f"The slot “{name}” ({start} to {end}) does not lie where it can.")
        if not isinstance(depth, int) or not 0 <= depth <= 50:
            raise flat.Wrong(f"The slot “{name}” has the depth {depth}.")
        if value is not None and not isinstance(value, str):
            raise flat.Wrong(f"The value of “{name}” is no text.")
        rows.append((depth, Span(name, start, end, value)))
    found, after = _tree(rows, 0, 0, 0, length)
    if after < len(rows):
        raise flat.Wrong(f"The slot “{rows[after][1].name}” does not lie where it can.")
    return found


def _tree(
    rows: list[tuple[int, Span]], at: int, depth: int, start: int, end: int
) -> tuple[tuple[Span, ...], int]:
    found: list[Span] = []
    while at < len(rows) and rows[at][0] == depth and start <= rows[at][1].start < end:
        span = rows[at][1]
        if span.end > end:
            break
        inner, at = _tree(rows, at + 1, depth + 1, span.start, span.end)
        found.append(Span(span.name, span.start, span.end, span.value, inner))
        start = span.end
    return tuple(found), at


def read_corpus(path: str, options: Options) -> tuple[Corpus | None, list[Finding]]:
    """The file, or all Parquet files of the folder one after another."""
    there = files(path)
    if isinstance(there, Finding):
        return None, [there]
    utterances: list[Utterance] = []
    findings: list[Finding] = []
    for file in there:
        reading = Reading(file)
        utterances += (utterance for _, utterance in reading)
        findings += reading.findings
    return Corpus(tuple(utterances), (), options.locale or ""), findings
