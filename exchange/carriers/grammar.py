"""From templates with slots, as voice assistants take them, to a grammar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ...compiler.library import modules
from ...dsl import draft
from ...dsl.findings import Finding
from ...dsl.names import is_language_tag, is_name
from ...dsl.naming import Names, legal_name
from ...dsl.span import Span
from ...dsl.text import nfc, squeeze
from ...dsl.tree import AnyStatement, Import, Part, Range, Ref, Slot, Target, Wildcard
from .. import say
from ..made import Made, MadeFile, Options
from .fillers import Value

MOST_INLINE = 200
"""So many texts of a slot type stand in the grammar; more go to a table beside it."""

_HOLE = re.compile(r"\{([^{}]*)\}")
_MODULES = {
    "date": "date.date",
    "month": "date.month",
    "weekday": "date.weekday",
    "time": "time.time",
    "duration": "duration.duration",
    "ordinal": "number.ordinal",
}


@dataclass(frozen=True, slots=True)
class TemplateType:
    """A slot type of the user's own; `supplied` where its values are kept elsewhere, `open` where
    it adds to a type of the system's."""

    name: str
    values: tuple[Value, ...]
    span: Span
    supplied: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class TemplateIntent:
    """An intent: its templates, `{slot}` in them, each with its place; its slots, by name, with
    their types and places."""

    name: str
    samples: tuple[tuple[str, Span], ...]
    slots: Mapping[str, tuple[str, Span]]
    span: Span


@dataclass(frozen=True, slots=True)
class Templates:
    """A whole model. `kinds` says of a type of the system's what it is: a kind of `Filler`, or
    `list`, of values that only the system knows."""

    system: str
    name: str
    intents: tuple[TemplateIntent, ...]
    types: tuple[TemplateType, ...]
    kinds: Mapping[str, str]
    locale: str = ""


def grammar(model: Templates, options: Options, place: Span) -> Made:
    """The grammar of these templates: each an alternative of its intent, each type a catalogue.
    The types of the system's become ranges, modules of the standard library, wildcards or open
    catalogues, and every one of them is told."""
    return _Maker(model, options, place).run()


class _Maker:
    def __init__(self, model: Templates, options: Options, place: Span) -> None:
        self.model = model
        self.place = place
        self.name = legal_name(options.name or model.name or "grammar")
        locale = (options.locale or model.locale).replace("_", "-")
        self.locale = locale if is_language_tag(locale) else ""
        self.names = Names()
        self.findings: list[Finding] = []
        self.types = {each.name: each for each in model.types}
        self.files: list[MadeFile] = []
        self.imports: dict[str, None] = {}
        self.fills: dict[str, Target | Ref] = {}
        self.made: list[AnyStatement] = []

    def run(self) -> Made:
        for intent in self.model.intents:
            self._name(intent.name, "intent", intent.span)
        for each in self.model.types:
            self.fills[each.name] = self._type(each)
        found = [self._intent(each) for each in self.model.intents]
        intents = [each for each in found if each is not None]
        if not intents and not any(f.is_error for f in self.findings):
            self.findings.append(say.nothing("intent with a sample", self.place))
        statements = draft.head(self.name, self.locale or None)
        statements.extend(Import(module=module) for module in self.imports)
        statements.extend([*self.made, *intents])
        made = draft.gram(f"{self.name}.gram", statements)
        failed = any(f.is_error for f in self.findings)
        files = () if failed else (made, *self.files)
        return Made(files, tuple(self.findings))

    def _name(self, wanted: str, kind: str, span: Span) -> str:
        found = self.names.name(wanted, kind)
        if found != wanted:
            self.findings.append(say.changed(f"The {kind} “{wanted}” is called {found}.", span))
        return found

    # ------------------------------------------------------------------ types

    def _type(self, each: TemplateType) -> Target:
        name = self._name(each.name, "type", each.span)
        rows = [
            (squeeze(nfc(text)), value.id, None)
            for value in each.values
            for text in value.texts
            if squeeze(text)
        ]
        if each.open and rows:
            what = f"{each.name} adds to a type that only {self.model.system} knows: here it has"
            self.findings.append(say.changed(f"{what} these values alone.", each.span))
        if not rows:
            why = "keeps its values elsewhere" if each.supplied else "has no values"
            what = f"The type “{each.name}” {why}: it is an open catalogue."
            hint = f"Bind it: --bind {name}=FILE."
            self.findings.append(say.changed(what, each.span, hint))
            self.made.append(draft.catalog(name, None))
        elif len(rows) > MOST_INLINE:
            path = f"{name}.tsv"
            cells = [(text, value or "") for text, value, _ in rows]
            self.files.append(draft.table(path, ("value", "id"), cells))
            self.made.append(draft.catalog_from(name, path))
        else:
            self.made.append(draft.catalog(name, rows))
        return Target(name)

    def _system(self, kind: str, wanted: str, span: Span) -> Target | Ref:
        """What stands for a type of the system's."""
        language = self.locale.partition("-")[0]
        module, _, _ = _MODULES.get(kind, "").partition(".")
        full = f"std.{language}.{module}"
        if module and full in modules():
            self.imports[full] = None
            self._told(wanted, f"<{_MODULES[kind]}> of {full}", span)
            return Ref(Target(_MODULES[kind]))
        name = self.names.name(wanted, "type")
        if kind in ("number", "digits"):
            low, high = ("0", "1000") if kind == "number" else ("1000", "9999")
            ranges = [Range(low, high)]
            if kind == "number" and f"std.{language}.number" in modules():
                ranges.append(Range(low, high, words=True))
            self.made.append(draft.rule(name, [draft.alternative([part]) for part in ranges]))
            self._told(wanted, f"the numbers from {low} to {high}", span)
            return Ref(Target(name))
        if kind == "list":
            self._told(wanted, "an open catalogue", span, f"Bind it: --bind {name}=FILE.")
            self.made.append(draft.catalog(name, None))
        else:
            self._told(wanted, "a wildcard without examples", span, "Give it some: from FILE.")
            self.made.append(Wildcard(name))
        return Target(name)

    def _told(self, wanted: str, what: str, span: Span, hint: str = "") -> None:
        self.findings.append(say.changed(f"{wanted} is {what}.", span, hint))

    def _fill(self, wanted: str, span: Span) -> Target | Ref | None:
        if wanted not in self.fills:
            kind = self.model.kinds.get(wanted, "list" if wanted.startswith("AMAZON.") else "")
            if not kind:
                self.findings.append(say.missing("slot type", wanted, span, tuple(self.types)))
                return None
            self.fills[wanted] = self._system(kind, wanted, span)
        return self.fills[wanted]

    # ------------------------------------------------------------------ intents

    def _intent(self, each: TemplateIntent) -> AnyStatement | None:
        parts: dict[str, Part | None] = {}
        for slot, (wanted, span) in each.slots.items():
            target = self._fill(wanted, span)
            name = slot if is_name(slot) else legal_name(slot)
            if name != slot:
                self.findings.append(say.changed(f"The slot “{slot}” is called {name}.", span))
            own = isinstance(target, Target) and target.name == name
            parts[slot] = None if target is None else Slot(name, None if own else target)
        alternatives = []
        seen: set[str] = set()
        for text, span in each.samples:
            clean = squeeze(nfc(text))
            if clean in seen:
                self.findings.append(say.changed(f"“{clean}” stands here twice.", span))
                continue
            seen.add(clean)
            pieces = self._pieces(clean, parts, each, span)
            if pieces:
                alternatives.append(draft.alternative(pieces))
        if not alternatives:
            return None
        return draft.intent(self.names.name(each.name, "intent"), alternatives)

    def _pieces(
        self, text: str, parts: Mapping[str, Part | None], each: TemplateIntent, span: Span
    ) -> list[str | Part]:
        pieces: list[str | Part] = []
        at = 0
        for match in _HOLE.finditer(text):
            # `{value|slot}` is how samples were written before 2017.
            name = match[1].rpartition("|")[2].strip()
            if name not in parts:
                self.findings.append(
                    say.missing(f"slot of {each.name}", name, span, tuple(each.slots))
                )
                return []
            part = parts[name]
            if part is None:
                return []
            if match.start() > at:
                pieces.append(text[at : match.start()])
            pieces.append(part)
            at = match.end()
        if at < len(text):
            pieces.append(text[at:])
        return pieces
