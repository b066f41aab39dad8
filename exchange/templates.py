"""A grammar of a corpus: its sentences as templates, the values of its slots as catalogues.

    play Vogue by Madonna        intent PlayMusic =
    play Help by the Beatles         /2/ play {song} by {artist}
    play some jazz                 | play some {genre}

It says what the corpus says, with the values of slots free to stand in one another's places: a
beginning for people to go on with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..corpora.corpus import Corpus, ValueList
from ..corpora.utterance import Span as Labelled
from ..corpora.utterance import Utterance
from ..dsl import draft
from ..dsl.findings import Finding
from ..dsl.names import is_language_tag
from ..dsl.naming import Names, legal_name
from ..dsl.span import Span
from ..dsl.text import nfc, squeeze
from ..dsl.tree import Alternative, AnyStatement, Constant, Part, Slot
from . import say
from .library import imports, local, unknown
from .made import Made, MadeFile, Options

INLINE = 40
"""A catalogue of more rows than these is a table of its own."""
DEEPEST = 30
"""Slots nested deeper than this are left out, since brackets of a `.gram` don't nest at will."""
NO_INTENT = "sentence"
"""The intent of sentences that have none."""


_Row = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Hole:
    """Where a slot stands in a template. `inner` is the template of a slot that holds slots, and
    `value` its canonical value; those of others stand in their catalogues."""

    name: str
    inner: tuple[str | _Hole, ...] | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class _Template:
    pieces: tuple[str | _Hole, ...]
    constants: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Rows:
    """The rows of a catalogue: how often each text stands there with each canonical value, none
    where a list names it and no sentence has it; `listed` are those of lists."""

    listed: tuple[tuple[str, str | None], ...] = ()
    counts: dict[tuple[str, str | None], int] = field(default_factory=dict)

    @classmethod
    def of(cls, given: ValueList | None) -> _Rows:
        """Those of a list, if there is one, before any sentence was looked at."""
        listed = tuple(dict.fromkeys(_listed(given)))
        return cls(listed, dict.fromkeys(listed, 0))

    def ordered(self) -> list[_Row]:
        """(text, canonical value, weight) of each row: those of lists in their order, then the
        most frequent first. No weights where all are equal. A listed value makes way for the same
        text with itself as its canonical value, which says the same."""
        counts = {
            key: count
            for key, count in self.counts.items()
            if count or key[1] is not None or not self.counts.get((key[0], key[0]))
        }
        ranks = {key: (key not in self.listed, -count) for key, count in counts.items()}
        ranks |= dict.fromkeys(self.listed, (False, 0))
        weighted = len({max(count, 1) for count in counts.values()}) > 1
        return [
            (*key, str(counts[key]) if weighted and counts[key] > 1 else None)
            for key in sorted(counts, key=ranks.__getitem__)
        ]


def grammar_of(
    corpus: Corpus, options: Options, library: Mapping[str, tuple[str, ...]] | None = None
) -> Made:
    """A `.gram` file whose language holds every sentence of *corpus* with its labels, and tables
    for its longer catalogues.

    The distinct templates of an intent are its alternatives, weighted by how often they occur,
    the most frequent first, those alike in their order in the corpus. A catalogue holds the values
    of the corpus's lists in their order, then those of its sentences, the most frequent first; a
    value that only a list names weighs 1. Slots that hold slots are written where they stand.
    Lists that *library* names are rules of the standard library (`std.en.number.cardinal`), and
    what else sentences have in their places.
    """
    name = legal_name(options.name or "corpus")
    place = Span(f"{name}.gram", 0, 0, 0, 0)
    if not corpus.utterances:
        return Made((), (say.nothing("sentence", place),))
    maker = _Maker(corpus, place, library or {})
    statements: list[AnyStatement] = [*draft.head(name, maker.locale(options))]
    intents = maker.intents()
    catalogues, tables = maker.catalogues()
    statements += imports(maker.rules)
    file = draft.gram(f"{name}.gram", [*statements, *catalogues, *intents])
    return Made((file, *tables), tuple(maker.findings))


class _Maker:
    def __init__(self, corpus: Corpus, place: Span, library: Mapping[str, tuple[str, ...]]) -> None:
        self.corpus = corpus
        self.place = place
        self.rules: list[str] = []
        """Those of the library that are used."""
        self._library = library
        self.findings: list[Finding] = []
        self._lists = {one.name: one for one in corpus.lists}
        self._list_of = dict(corpus.lists_of)
        self._names = Names()
        self._labels = Names()
        self._rows: dict[str, _Rows] = {}
        self._flattened = 0

    def locale(self, options: Options) -> str | None:
        """The grammar's locale, where the corpus or the user names one that is a language tag."""
        tag = (self.corpus.locale or options.locale or "").replace("_", "-")
        if not tag or is_language_tag(tag):
            return tag or None
        self._say(
            say.left_out(f"“{tag}” is no language tag; the grammar has no locale.", self.place)
        )
        return None

    def _say(self, finding: Finding) -> None:
        self.findings.append(finding)

    # ------------------------------------------------------------------------------ intents

    def intents(self) -> list[AnyStatement]:
        """The intents in the order in which the corpus comes to them."""
        templates: dict[str, Counter[_Template]] = {}
        unnamed = 0
        for utterance in self.corpus.utterances:
            unnamed += not utterance.intent
            counts = templates.setdefault(utterance.intent or NO_INTENT, Counter())
            counts[self._template(utterance)] += 1
        if unnamed:
            said = f"{unnamed:,} sentences have no intent: they make the intent `{NO_INTENT}`."
            self._say(say.changed(said, self.place))
        if self._flattened:
            said = f"Slots more than {DEEPEST} deep within slots were left out ({self._flattened})."
            self._say(say.left_out(said, self.place))
        named = {intent: self._intent(intent) for intent in templates}
        return [
            draft.intent(named[intent], [self._alternative(*one) for one in counts.most_common()])
            for intent, counts in templates.items()
        ]

    def _intent(self, wanted: str) -> str:
        return self._named("intent", wanted, wanted.replace("/", "."), self._names)

    def _slot(self, wanted: str) -> str:
        return self._named("slot", wanted, legal_name(wanted).replace(".", "_"), self._labels)

    def _catalogue(self, wanted: str) -> str:
        return self._named("list", wanted, legal_name(wanted).replace(".", "_"), self._names)

    def _named(self, kind: str, wanted: str, nearest: str, names: Names) -> str:
        """The name of that thing. What differs in the corpus differs here."""
        key = f"{kind} {wanted}"
        known = names.known(nearest, key)
        if known is None:
            known = names.name(nearest, key)
            if known != nfc(wanted) and wanted not in self._library:
                said = f"The {kind} “{wanted}” is `{known}` here."
                self._say(say.changed(said, self.place))
        return known

    def _template(self, utterance: Utterance) -> _Template:
        text = utterance.text
        pieces = self._pieces(text, 0, len(text), utterance.slots, 1)
        constants = tuple((self._slot(name), nfc(value)) for name, value in utterance.constants)
        return _Template(pieces, constants)

    def _pieces(
        self, text: str, start: int, end: int, slots: tuple[Labelled, ...], depth: int
    ) -> tuple[str | _Hole, ...]:
        found: list[str | _Hole] = []
        at = start
        for slot in slots:
            if before := nfc(text[at : slot.start]):
                found.append(before)
            if slot.slots and depth < DEEPEST:
                inner = self._pieces(text, slot.start, slot.end, slot.slots, depth + 1)
                value = None if slot.value is None else squeeze(nfc(slot.value))
                found.append(_Hole(slot.name, inner, value))
            else:
                self._flattened += len(slot.slots)
                self._count(slot, text)
                found.append(_Hole(slot.name))
            at = slot.end
        if after := nfc(text[at:end]):
            found.append(after)
        return tuple(found)

    def _count(self, slot: Labelled, text: str) -> None:
        catalogue = self._list_of.get(slot.name, slot.name)
        rows = self._rows.get(catalogue)
        if rows is None:
            rows = self._rows[catalogue] = _Rows.of(self._lists.get(catalogue))
        value = None if slot.value is None else squeeze(nfc(slot.value))
        key = (squeeze(nfc(text[slot.start : slot.end])), value)
        rows.counts[key] = rows.counts.get(key, 0) + 1

    def _alternative(self, template: _Template, count: int) -> Alternative:
        pieces: list[str | Part] = list(self._parts(template.pieces))
        for name, value in template.constants:
            pieces += [" ", Constant(name, value)]
        if not template.pieces and template.constants:
            pieces.insert(0, draft.EMPTY[0][0])
        return draft.alternative(pieces, None if count == 1 else str(count))

    def _parts(self, pieces: Iterable[str | _Hole]) -> Iterator[str | Part]:
        for piece in pieces:
            if isinstance(piece, str):
                yield piece
            elif piece.inner is not None:
                alternative = draft.alternative(list(self._parts(piece.inner)), value=piece.value)
                yield Slot(self._slot(piece.name), draft.group([alternative]))
            else:
                catalogue = self._catalogue(self._list_of.get(piece.name, piece.name))
                yield draft.slot(self._slot(piece.name), catalogue)

    # --------------------------------------------------------------------------- catalogues

    def catalogues(self) -> tuple[list[AnyStatement], list[MadeFile]]:
        """The catalogues that slots are filled from, in the order in which the corpus comes to
        them, then those of lists that no slot uses; and the tables of the longer ones."""
        for one in self.corpus.lists:
            if one.name not in self._rows and (rows := _Rows.of(one)).listed:
                self._rows[one.name] = rows
        statements: list[AnyStatement] = []
        tables: list[MadeFile] = []
        files = Names()
        for wanted, rows in self._rows.items():
            name = self._catalogue(wanted)
            ordered = rows.ordered()
            if wanted in self._library:
                name, ordered = self._from_library(wanted, name, ordered, statements)
                if not ordered:
                    continue
            if len(ordered) <= INLINE or any(value == "" for _, value, _ in ordered):
                statements.append(draft.catalog(name, ordered))
                continue
            # Some file systems see no difference between capitals and small letters.
            path = f"catalogs/{files.name(name.casefold(), name)}.tsv"
            statements.append(draft.catalog_from(name, path))
            tables.append(_table(path, ordered))
        return statements, tables

    def _from_library(
        self, wanted: str, name: str, rows: list[_Row], statements: list[AnyStatement]
    ) -> tuple[str, list[_Row]]:
        """Adds a rule of what the library has; the name and the rows of a catalogue of the rest."""
        rules = self._library[wanted]
        self.rules += rules
        rest = set(unknown(rules, (text for text, _, _ in rows)))
        kept = [row for row in rows if row[0] in rest]
        said = f"The list “{wanted}” is {' and '.join(rules)} here"
        said += f", and {len(kept):,} other values." if kept else "."
        self._say(say.changed(said, self.place))
        more = self._names.name(f"{name}_said", f"rest {wanted}")
        names = [*map(local, rules), *([more] if kept else [])]
        statements.append(draft.rule(name, [draft.alternative([draft.ref(n)]) for n in names]))
        return more, kept


def _table(path: str, rows: list[_Row]) -> MadeFile:
    columns = [list(column) for column in zip(*rows, strict=True)]
    used = [n for n in range(3) if n == 0 or any(cell is not None for cell in columns[n])]
    header = [("value", "id", "weight")[n] for n in used]
    return draft.table(path, header, ([row[n] or "" for n in used] for row in rows))


def _listed(given: ValueList | None) -> Iterator[tuple[str, str | None]]:
    """The rows of a list: a value as it is, and the other ways to say it, which stand for it."""
    for one in given.values if given else ():
        value = squeeze(nfc(one.value))
        if one.spoken and value:
            yield value, None
        for synonym in one.synonyms:
            if text := squeeze(nfc(synonym)):
                yield text, value
