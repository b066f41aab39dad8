"""From a draft to the text of a grammar: catalogues, intents, each rule behind its first user."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...dsl import draft as made
from ...dsl.draft import gram
from ...dsl.made import MadeFile
from ...dsl.printer import ALTERNATIVE_WIDTH, print_statement, print_units
from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    Constant,
    Intent,
    Notes,
    Part,
    Rule,
)
from .. import draft, filling
from ..catalogues import SlotCatalogue
from ..seen import Golden
from ..update.mark import mark, written
from .comments import comment, wrapped
from .expressions import Writer
from .names import named
from .odds import Odds
from .order import arranged
from .shape import Limits, shaped

FOLDER = "catalogs"
"""The folder of tables, beside the grammar."""

SHARED = "Used by several intents."
"""What stands above the rules that more than one intent has."""

_MARK = len("; induced:00000000")
_FEW = 4
_BEFORE_MARK = ALTERNATIVE_WIDTH - len("  # induced:00000000")
_ROOM = ALTERNATIVE_WIDTH - len("  | /0.25/ ")

Constants = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """How a grammar is written.

    `style` is that of the settings: in `readable` ones weights are coarse, rules have no more than
    20 alternatives, and what begins or ends alike is drawn together. `path` is that of the file,
    `name` the grammar's. `files` says how the grammar names the files of catalogues. Without
    `tables` long lists of values stand in it, too.
    `constants` are written behind each alternative of the rules that they are given for, `reasons`
    are sentences for the comments on catalogues, by slot.
    """

    style: str = "readable"
    name: str = ""
    path: str = "grammar.gram"
    weights: bool = True
    comments: bool = True
    tables: bool = True
    files: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, Constants] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A grammar as text, the tables beside it, and the draft as it was shaped for it, with the
    names that are written; of its rules those with constants."""

    text: str
    files: tuple[MadeFile, ...]
    draft: draft.Draft
    constants: Mapping[str, Constants] = field(default_factory=dict)


def render(
    given: draft.Draft,
    golden: Golden,
    catalogues: Sequence[SlotCatalogue],
    options: Options,
) -> Rendered:
    """The grammar that *given* describes, with what fills its slots.

    The language over symbols is that of the draft, and where weights are written so are its odds,
    as far as small numbers tell. Lines are shorter than 100 columns, unless one word is longer. The
    same draft gives the same text, and `gramc fmt` leaves it as it is.
    """
    catalogues = [replace(one, table=options.tables and _is_long(one)) for one in catalogues]
    page = _Page(golden, catalogues, options)
    found = page.shaped(given)
    tables = (filling.table(one, FOLDER) for one in catalogues)
    files = tuple(table for table in tables if table is not None)
    return Rendered(page.text(found), files, found, page.constants)


def _is_long(one: SlotCatalogue) -> bool:
    """Whether the values seen make a table: more than a few, which fit on no line. In a table an
    empty canonical value would be none."""
    if any(row.canonical == "" for row in one.rows):
        return False
    line = len(f"catalog {one.seen or one.name} = ") + sum(len(row.text) + 3 for row in one.rows)
    return len(one.rows) > _FEW and line > _BEFORE_MARK


def with_seen(
    rendered: Rendered,
    golden: Golden,
    catalogues: Sequence[SlotCatalogue],
    options: Options,
) -> str:
    """What was rendered, with the values seen in the place of all files, and without comments."""
    seen = [
        SlotCatalogue(one.slot, one.name, slot.values)
        if (slot := golden.slot(one.slot)) and not one.fillers
        else one
        for one in catalogues
    ]
    page = _Page(golden, seen, replace(options, comments=False))
    page.constants = rendered.constants
    return page.text(rendered.draft)


class _Page:
    """The statements of a grammar."""

    def __init__(
        self, golden: Golden, catalogues: Sequence[SlotCatalogue], options: Options
    ) -> None:
        self._golden = golden
        self._catalogues = {one.slot: one for one in catalogues}
        self._options = options
        self._readable = options.style != "exact"
        self.constants: Mapping[str, Constants] = {}

    def text(self, given: draft.Draft) -> str:
        """The file."""
        statements = [
            *made.head(self._options.name or None, self._golden.locale or None),
            *self.catalogues(),
            *self.rules(given),
        ]
        return gram(self._options.path, statements).data.decode()

    def shaped(self, given: draft.Draft) -> draft.Draft:
        """The draft as it is written: its rules shaped, and their names."""
        taken = [name for one in self._catalogues.values() for name in one.names]
        whole = named(given, taken)
        of = {rule.name: old.name for old, rule in zip(given.rules, whole.rules, strict=True)}
        wanted = self._options.constants
        self.constants = {name: wanted[old] for name, old in of.items() if old in wanted}
        measured = self._writer(whole, Odds(written=False))

        def fits(one: draft.Expression) -> bool:
            return len(print_units(measured.units(one))) <= _ROOM

        limits = Limits() if self._options.style == "readable" else Limits(None, False)
        return shaped(whole, limits, fits, frozenset(self.constants))

    def _writer(self, given: draft.Draft, odds: Odds) -> Writer:
        return Writer(given.rules, self._slot, odds)

    def _slot(self, name: str) -> Part:
        one = self._catalogues.get(name)
        return filling.slot_of(one) if one else made.slot(name)

    def catalogues(self) -> list[AnyStatement]:
        """What fills slots."""
        found: list[AnyStatement] = []
        for slot, one in self._catalogues.items():
            file = self._options.files.get(one.path, one.path)
            first, *more = filling.statements(one, file, FOLDER, self._catalogues)
            reason = self._options.reasons.get(slot, "") if self._options.comments else ""
            lines = wrapped(reason, ALTERNATIVE_WIDTH - len("# ")) if reason else ()
            if lines:
                first = replace(first, notes=Notes(above=(None, *lines)))
            found += (self._marked(one) for one in (first, *more))
        return found

    def _marked(self, given: AnyStatement) -> AnyStatement:
        """What fills a slot, on one line where it fits, with its mark behind it."""
        if isinstance(given, Catalog | Rule) and given.body is not None:
            given = replace(given, body=Body(given.body.alternatives))
            long = len(print_statement(given).split("\n")[-1]) > _BEFORE_MARK
            given = replace(given, body=replace(given.body, broken=long)) if given.body else given
        if not self._options.comments:
            return given
        return replace(given, notes=replace(given.notes, trailing=written(mark(given))))

    def rules(self, given: draft.Draft) -> list[AnyStatement]:
        """Intents with the rules of their own, then the rules that they share."""
        trial = self._writer(given, Odds(written=False))
        led: set[str] | None = None
        while led != trial.led:  # a rule that is called in another way is written in another way
            led = set(trial.led)
            for rule in given.rules:
                trial.rule(rule)
        writer = self._writer(given, Odds(self._readable, self._options.weights))
        writer.led |= trial.led
        found: list[AnyStatement] = []
        order = arranged(given.rules)
        for section in order.sections:
            for rule in section:
                found.append(self._statement(writer, rule, round(section[0].note.seen)))
        for number, rule in enumerate(order.shared):
            above = (None, SHARED) if number == 0 else ()
            found.append(self._statement(writer, rule, self._golden.count, above))
        return found

    def _statement(
        self, writer: Writer, rule: draft.Rule, whole: int, above: tuple[str | None, ...] = ()
    ) -> AnyStatement:
        """A rule with the comment above it."""
        alternatives = writer.rule(rule)
        if constants := self.constants.get(rule.name):
            alternatives = tuple(_with(each, constants) for each in alternatives)
        body = made.body(alternatives)
        statement: Rule | Intent = Intent(rule.name, body) if rule.intent else Rule(rule.name, body)
        lines: list[str] = []
        if self._options.comments:
            told = comment(self._note(rule), whole, rule.intent, _MARK)
            marked = written(mark(statement))
            lines = [f"{told[0]}; {marked}", *told[1:]] if told else [marked]
        return replace(statement, notes=Notes(above=(*above, None, *lines)))

    def _note(self, rule: draft.Rule) -> draft.Note:
        """What a rule's comment tells; of an intent, with the most frequent utterances where the
        learner names none."""
        if not rule.intent or rule.note.examples:
            return rule.note
        templates = (one.templates for one in self._golden.intents if one.name == rule.name)
        some = [one.examples[0] for one in next(templates, ()) if one.examples]
        return replace(rule.note, examples=tuple(some[:2]))


def _with(alternative: Alternative, constants: Constants) -> Alternative:
    more = tuple((Constant(name, value),) for name, value in constants)
    return replace(alternative, units=(*alternative.units, *more))
