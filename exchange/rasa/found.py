"""What files of Rasa hold, put together: sentences, look-up tables, synonyms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ...corpora.corpus import Corpus, ListValue, ValueList
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say
from ..pieces import Piece, utterance
from . import examples
from .naming import Slots

_WORDS = re.compile(r"[^\\^$.|?*+()\[\]{}]+")
_ROUND = re.compile(r"(?:\\b|\^)?(?:\((?:\?:)?([^()]*)\)|([^()]*?))(?:\\b|\$)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file that was read as text, and where it stands."""

    text: str
    span: Span


@dataclass(slots=True)
class Found:
    """What was read so far, from any number of files."""

    findings: list[Finding] = field(default_factory=list)
    sentences: list[tuple[str, list[examples.Mark], Span]] = field(default_factory=list)
    lookups: dict[str, list[str]] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, Span]] = field(default_factory=dict)
    """The canonical value of a text in small letters, and where the block begins that says so."""
    spellings: dict[str, str] = field(default_factory=dict)
    """How such a text is written."""

    ignored: dict[tuple[str, str], Span] = field(default_factory=dict)
    """What was not read, by file and key: said once."""

    def ignore(self, key: str, span: Span) -> None:
        """Something that has no bearing on the language stands under *key*."""
        if (span.file, key) not in self.ignored:
            self.ignored[span.file, key] = span
            self.findings.append(say.ignored(f"entries under `{key}`", span))

    def example(self, intent: str, line: Line) -> None:
        """An example of an intent."""
        if not line.text:
            self.findings.append(Finding("E603", "This example has no text.", line.span))
            return
        marks = examples.read(line.text)
        if isinstance(marks, examples.Wrong):
            at = line.span
            span = at
            if at.line == at.end_line and at.end_column - at.column == len(line.text):
                span = Span(
                    at.file, at.line, at.column + marks.start, at.line, at.column + marks.end
                )
            self.findings.append(Finding("E602", marks.message, span))
            return
        self.sentences.append((intent, marks, line.span))

    def synonym(self, value: str, line: Line) -> None:
        """Another way to say *value*. The first that a text is given stands."""
        key = line.text.lower()
        known = self.synonyms.get(key)
        if known is not None and known[0] != value:
            said = f"“{line.text}” stands for “{known[0]}” already; this was left out."
            self.findings.append(say.left_out(said, line.span))
        elif line.text:
            self.synonyms.setdefault(key, (value, line.span))
            self.spellings.setdefault(key, line.text)

    def lookup(self, entity: str, line: Line) -> None:
        """A value of a look-up table."""
        if line.text:
            self.lookups.setdefault(entity, []).append(line.text)

    def regex(self, name: str, line: Line) -> None:
        """A pattern: a list of words where it is nothing else."""
        words = alternation(line.text)
        if words is None:
            said = f"A regular expression (of “{name}”): a grammar has none."
            hint = "Write what it stands for as a rule or a range, or as a wildcard."
            self.findings.append(say.left_out(said, line.span, hint))
            return
        said = f"This regular expression is read as a list of {len(words)} values of “{name}”."
        self.findings.append(say.changed(said, line.span))
        self.lookups.setdefault(name, []).extend(words)

    def corpus(self, locale: str) -> Corpus:
        """All of it. A slot's value is what its mark says, else what a synonym says of its text;
        sentences stand in the order of the files."""
        slots = Slots()
        utterances: list[Utterance] = []
        used: dict[str, list[str]] = {}
        for intent, marks, span in self.sentences:
            pieces = [self._piece(mark, span, slots, used) for mark in marks]
            utterances.append(utterance(pieces, intent))
        self.findings += slots.findings
        return Corpus(tuple(utterances), self._lists(used), locale, slots.lists_of)

    def _piece(
        self, mark: examples.Mark, span: Span, slots: Slots, used: dict[str, list[str]]
    ) -> Piece:
        """A mark as a piece: entities on the same text as slots within one another."""
        piece = Piece(mark.text)
        for depth, one in enumerate(reversed(mark.entities)):
            value = one.value
            if value is None and mark.text.lower() in self.synonyms:
                value = self.synonyms[mark.text.lower()][0]
            inner = (piece,) if depth else ()
            piece = Piece(mark.text, slots.name(one, span), value, inner)
            used.setdefault(one.entity, []).append(mark.text)
        return piece

    def _lists(self, used: dict[str, list[str]]) -> tuple[ValueList, ...]:
        """The look-up tables with their synonyms, and lists for entities whose values have
        synonyms that no example shows."""
        ways: dict[str, list[str]] = {}
        for key, (value, _) in self.synonyms.items():
            ways.setdefault(value, []).append(self.spellings[key])
        lists: list[ValueList] = []
        placed: set[str] = set()
        for entity in dict.fromkeys((*self.lookups, *used)):
            texts = list(dict.fromkeys((*self.lookups.get(entity, ()), *used.get(entity, ()))))
            listed = set(self.lookups.get(entity, ()))
            values: dict[str, list[str]] = {}
            for text in texts:
                value = self.synonyms.get(text.lower(), (text, None))[0]
                if value in ways:
                    placed.add(value)
                    values.setdefault(value, []).extend((text, *ways[value]))
                elif text in listed:
                    values.setdefault(text, []).append(text)
            spoken = {value for value, said in values.items() if value in said}
            if values:
                lists.append(
                    ValueList(
                        entity,
                        tuple(
                            ListValue(
                                value,
                                tuple(dict.fromkeys(t for t in said if t != value)),
                                value in spoken,
                            )
                            for value, said in values.items()
                        ),
                    )
                )
        for value, said in ways.items():
            if value not in placed:
                span = self.synonyms[said[0].lower()][1]
                text = f"No example and no look-up table shows what entity “{value}” is a value of."
                self.findings.append(say.left_out(text, span))
        return tuple(lists)


def alternation(pattern: str) -> list[str] | None:
    r"""The words of a regular expression that only lists some (`\b(red|green)\b`); None of any
    other."""
    match = _ROUND.fullmatch(pattern)
    if match is None:
        return None
    words = (match[1] if match[1] is not None else match[2]).split("|")
    return words if all(_WORDS.fullmatch(word) and word.strip() for word in words) else None
