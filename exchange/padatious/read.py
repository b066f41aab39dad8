"""Reading the intents, entities and vocabularies of skills of OVOS and Mycroft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ...dsl import draft
from ...dsl.findings import Finding
from ...dsl.naming import Names, legal_name
from ...dsl.span import Span
from ...dsl.text import nfc, squeeze
from ...dsl.tree import Alternative, AnyStatement, Import, Part, Rule, Wildcard
from .. import say
from ..made import Made, MadeFile, Options
from ..source import Source, read_source, whole
from ..templates import INLINE
from .files import File, called, chosen
from .template import Makers, Read, Said, read, texts, without_ends

LARGEST = 4_000_000
"""So many bytes a file may have."""
MOST = 2_000
"""A line of an entity or a vocabulary is written out to so many texts; else it is a rule."""
VOCABULARY = "vocabulary"

_PATTERN = re.compile(r"[#\d\s().+/:-]*")


def import_grammar(path: str, options: Options) -> Made:
    """One grammar of all intents of one language below *path*, an intent for each `.intent` file.
    A slot is filled from the `.entity` file of its name, else by any words. Vocabularies are
    catalogues of a file of their own, `vocabulary.gram`."""
    files, language, findings = chosen(path, options.locale)
    maker = _Maker(files, findings)
    if not any(f.ending == ".intent" for f in files) and not any(f.is_error for f in findings):
        what = "`.intent` file"
        if any(f.ending == ".voc" for f in files):
            return maker.vocabulary_alone(language or options.locale)
        findings.append(say.nothing(what, whole(path)))
    if any(f.is_error for f in findings):
        return Made((), tuple(findings))
    return maker.made(legal_name(options.name or called(path)), language or options.locale)


_Row = tuple[str, "str | None", "str | None"]


@dataclass(slots=True)
class _Vocabulary:
    """A vocabulary: its name in the grammar, and its rows; `used` where a template does."""

    name: str
    rows: list[_Row] = field(default_factory=list)
    used: bool = False


class _Maker:
    def __init__(self, files: list[File], findings: list[Finding]) -> None:
        self.findings = findings
        self._files = files
        self._names = Names()
        self._labels = Names()
        self._words = Names()
        self._tables = Names()
        self._fillers: dict[tuple[str, str], str] = {}
        self._statements: list[AnyStatement] = []
        self._made: list[MadeFile] = []
        self._vocabularies: dict[tuple[str, str], _Vocabulary] = {}
        self._lower = {(f.scope, f.name.lower(), f.ending): f for f in reversed(files)}
        self._passed = 0
        self._first: Span | None = None

    # ------------------------------------------------------------------------------ reading

    def _lines(self, file: File) -> tuple[Source | None, Iterator[tuple[int, str]]]:
        """The lines of a file, with their numbers, without comments and blank ones. They come
        to an end where there is enough to say."""
        source = read_source(file.path, LARGEST)
        if isinstance(source, Finding):
            self.findings.append(source)
            return None, iter(())
        return source, self._said(source)

    def _said(self, source: Source) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(source.text.split("\n"), 1):
            text = line.strip()
            if text and not (text.startswith("#") and not _PATTERN.fullmatch(text)):
                if say.enough(self.findings, source.line(number)):
                    return
                yield number, line

    def _read(
        self, source: Source, number: int, line: str, scope: str, keep_ends: bool = False
    ) -> Read:
        makers = Makers(
            lambda name, start, end: self._slot(name, scope, source.line(number, start, end)),
            lambda name, start, end: self._word(name, scope, source.line(number, start, end)),
            self._any_words,
            self._digit,
        )
        found = read(line, makers, keep_ends)
        for said in found.said:
            self._say(said, source, number)
        if found.passed and self._first is None:
            self._first = source.line(number)
        self._passed += found.passed
        return found

    def _say(self, said: Said, source: Source, number: int) -> None:
        span = source.line(number, said.start, said.end)
        self.findings.append(Finding(said.code, said.message, span))

    # ------------------------------------------------------------------------------- making

    def made(self, name: str, locale: str | None) -> Made:
        """All of it."""
        for file in self._files:
            if file.ending == ".intent":
                self._names.name(legal_name(file.name), f"intent {file.path}")
        for file in self._files:
            if file.ending == ".voc":
                self._vocabulary(file)
        intents: list[AnyStatement] = []
        for file in self._files:
            if file.ending == ".intent":
                intents += self._intent(file)
        for file in self._files:
            if file.ending == ".entity":
                self._entity(file)
        if self._passed and self._first is not None:
            said = f"`?`, `!` and `.` at the ends of words are left out ({self._passed:,}): "
            said += "Padatious passes over them, and so does the parser here."
            self.findings.append(say.changed(said, self._first))
        if not intents and not any(f.is_error for f in self.findings):
            self.findings.append(say.nothing("sentence of an intent", whole(self._files[0].path)))
        statements = [*draft.head(name, locale), *self._imports(name)]
        files = [draft.gram(f"{name}.gram", [*statements, *self._statements, *intents])]
        if self._vocabularies:
            files.append(self._words_file(locale))
        return Made((*files, *self._made), tuple(self.findings))

    def vocabulary_alone(self, locale: str | None) -> Made:
        """Only vocabularies."""
        for file in self._files:
            if file.ending == ".voc":
                self._vocabulary(file)
        return Made((self._words_file(locale), *self._made), tuple(self.findings))

    def _intent(self, file: File) -> list[AnyStatement]:
        source, lines = self._lines(file)
        alternatives: list[Alternative] = []
        seen: set[str] = set()
        for number, line in lines:
            assert source is not None
            found = self._read(source, number, line, file.scope)
            said = squeeze(without_ends(line)[0])
            if said not in seen:
                alternatives += found.alternatives
            seen.add(said)
        name = self._names.known(legal_name(file.name), f"intent {file.path}")
        assert name is not None
        if name != nfc(file.name):
            said = f"The intent “{file.name}” is `{name}` here."
            self.findings.append(say.changed(said, whole(file.path)))
        if not alternatives:
            if source is not None:
                said = f"The intent “{file.name}” has no sentences; it is left out."
                self.findings.append(say.left_out(said, whole(file.path)))
            return []
        return [draft.intent(name, alternatives)]

    def _slot(self, name: str, scope: str, span: Span) -> Part:
        wanted, colon, kind = name.partition(":")
        wanted = wanted.strip() or name
        if colon:
            said = f"“{wanted}” is any words here, not only what “{kind.strip()}” is."
            self.findings.append(say.changed(said, span))
        label = self._labels.name(legal_name(wanted).replace(".", "_"), wanted)
        filler = self._fillers.get((scope, wanted))
        if filler is None:
            file = self._lower.get((scope, wanted.lower(), ".entity"))
            filler = self._entity(file) if file is not None else None
            if filler is None:
                filler = self._wildcard(wanted, scope, span)
            self._fillers[scope, wanted] = filler
        return draft.slot(label, filler)

    def _wildcard(self, wanted: str, scope: str, span: Span) -> str:
        """A slot that takes any words: sampled from the vocabulary of its name."""
        name = self._names.name(legal_name(wanted).replace(".", "_"), f"any {scope} {wanted}")
        file = self._lower.get((scope, wanted.lower(), ".voc"))
        known = self._vocabularies.get((scope, file.name)) if file is not None else None
        said = f"There is no `{wanted}.entity`: the slot takes any words."
        if known is not None and known.rows:
            examples = "".join(f"{text}\n" for text, _, _ in known.rows)
            path = f"examples/{self._tables.name(name.casefold(), f'any {name}')}.txt"
            self._made.append(MadeFile(path, examples.encode()))
            self._statements.append(Wildcard(name=name, path=path))
            said += f" It is sampled from those of `{wanted}.voc`."
            self.findings.append(say.changed(said, span))
        else:
            self._statements.append(Wildcard(name=name))
            hint = f'Give it examples to sample: wildcard {name} from "examples.txt".'
            self.findings.append(say.changed(said, span, hint))
        return name

    def _any_words(self) -> Part:
        name = self._names.known("anything", "any words")
        if name is None:
            name = self._names.name("anything", "any words")
            self._statements.append(Wildcard(name=name))
        return draft.ref(name)

    def _digit(self) -> Part:
        name = self._names.known("digit", "a digit")
        if name is None:
            name = self._names.name("digit", "a digit")
            digits = [draft.alternative(str(digit)) for digit in range(10)]
            self._statements.append(Rule(name=name, body=draft.body(digits, broken=False)))
        return draft.ref(name)

    # ------------------------------------------------------------------- entities and words

    def _entity(self, file: File) -> str | None:
        """The name of the catalogue (or rule) of an entity's file; None where nothing is in it."""
        key = f"entity {file.path}"
        name = self._names.known(legal_name(file.name).replace(".", "_"), key)
        if name is not None:
            return name
        source, lines = self._lines(file)
        said_lines = list(lines)
        if source is None or not said_lines:
            return None
        name = self._names.name(legal_name(file.name).replace(".", "_"), key)
        alternatives: list[Alternative] = []
        said: list[str] | None = []
        for number, line in said_lines:
            found = self._read(source, number, line, file.scope, keep_ends=True).alternatives
            alternatives += found
            some = texts(found, MOST)
            if said is not None and some is not None:
                said += some
            else:
                said = None
        if not alternatives:
            return None
        if said is None:
            self._statements.append(draft.rule(name, list(dict.fromkeys(alternatives))))
        else:
            rows: list[_Row] = [(text, None, None) for text in dict.fromkeys(said)]
            self._statements.append(self._catalogue(name, rows, "catalogs"))
        return name

    def _catalogue(self, name: str, rows: list[_Row], folder: str) -> AnyStatement:
        if len(rows) <= INLINE:
            return draft.catalog(name, rows)
        path = f"{folder}/{self._tables.name(name.casefold(), f'{folder} {name}')}.tsv"
        if any(value is not None for _, value, _ in rows):
            cells = [(text, value or "") for text, value, _ in rows]
            self._made.append(draft.table(path, ("value", "id"), cells))
        else:
            self._made.append(draft.table(path, ("value",), ((text,) for text, _, _ in rows)))
        return draft.catalog_from(name, path)

    def _vocabulary(self, file: File) -> None:
        """Reads a vocabulary: of several ways on a line the first is the canonical value."""
        key = (file.scope, file.name)
        if key in self._vocabularies:
            return
        source, lines = self._lines(file)
        name = self._words.name(legal_name(file.name).replace(".", "_"), file.path)
        made = _Vocabulary(name)
        rows: dict[str, str | None] = {}
        for number, line in lines:
            assert source is not None
            found = read(line, _NOTHING, keep_ends=True)
            for said in found.said:
                if "bar outside" not in said.message:
                    self._say(said, source, number)
            ways = texts(found.alternatives, MOST)
            if ways is None:
                said_of = "This line has slots or too many ways; it is left out."
                self.findings.append(say.left_out(said_of, source.line(number)))
                continue
            for way in map(squeeze, ways):
                if way not in rows:
                    rows[way] = ways[0] if way != ways[0] else None
        made.rows = [(text, value, None) for text, value in rows.items()]
        self._vocabularies[key] = made

    def _word(self, name: str, scope: str, span: Span) -> Part | None:
        file = self._lower.get((scope, name.lower(), ".voc"))
        known = self._vocabularies.get((scope, file.name)) if file is not None else None
        if known is None or not known.rows:
            names = tuple(n for s, n in self._vocabularies if s == scope)
            self.findings.append(say.missing("vocabulary", name, span, names))
            return None
        known.used = True
        return draft.ref(f"{VOCABULARY}.{known.name}")

    def _imports(self, name: str) -> list[AnyStatement]:
        if any(one.used for one in self._vocabularies.values()):
            return [Import(path=f"{VOCABULARY}.gram")]
        return []

    def _words_file(self, locale: str | None) -> MadeFile:
        statements = [
            self._catalogue(one.name, one.rows, VOCABULARY)
            for one in self._vocabularies.values()
            if one.rows
        ]
        return draft.gram(f"{VOCABULARY}.gram", [*draft.head(VOCABULARY, locale), *statements])


def _none(*_: object) -> Part:
    return draft.slot("x")


_NOTHING = Makers(_none, _none, _none, _none)
