"""A Lex V2 bot as a grammar."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say
from ..archive import members
from ..carriers.fillers import Value
from ..carriers.grammar import TemplateIntent, Templates, TemplateType, grammar
from ..json import Places, decode
from ..made import Made, Options
from ..source import Source, whole
from . import model

T = TypeVar("T")
_BELOW = re.compile(r"(?:(.*)/)?BotLocales/([^/]+)/(.*)")
_INTENT = re.compile(r"Intents/([^/]+)/Intent\.json")
_SLOT = re.compile(r"Intents/([^/]+)/Slots/([^/]+)/Slot\.json")
_TYPE = re.compile(r"SlotTypes/([^/]+)/SlotType\.json")


def import_grammar(path: str, options: Options) -> Made:
    """The grammar of one locale of the bot in *path*, a zip file or a folder: that of the options,
    or the first by name, where the others are told."""
    found = members(path, (".json",))
    if isinstance(found, Finding):
        return Made((), (found,))
    locales: dict[str, list[tuple[str, Source]]] = {}
    bot = ""
    for name, source in found:
        match = _BELOW.fullmatch(name)
        if match is not None:
            bot = bot or (match[1] or "").rpartition("/")[2]
            locales.setdefault(match[2], []).append((match[3], source))
    if not locales:
        return Made((), (say.nothing("locale of a bot (BotLocales/…)", whole(path)),))
    wanted = (options.locale or "").replace("-", "_")
    chosen = next((each for each in locales if each == wanted), "")
    findings: list[Finding] = []
    if not chosen:
        chosen = next(
            (each for each in locales if each.startswith(f"{wanted}_")), next(iter(locales))
        )
        others = [each for each in locales if each != chosen]
        if others:
            what = f"Of {len(locales)} locales {chosen} is read, not {', '.join(others)}."
            findings.append(say.left_out(what, whole(path), "Say which: --lang de_DE."))
    reader = _Reader(findings)
    for inside, source in locales[chosen]:
        reader.take(inside, source)
    if any(f.is_error for f in findings):
        return Made((), tuple(findings))
    templates = Templates(
        "Lex",
        bot,
        tuple(reader.templates()),
        tuple(reader.types),
        model.BUILT_IN,
        chosen.replace("_", "-"),
    )
    made = grammar(templates, Options(None, options.name, options.extra), whole(path))
    return Made(made.files, (*findings, *made.findings))


class _Reader:
    """What the files of one locale hold."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.intents: dict[str, tuple[model.Intent, Places]] = {}
        self.slots: dict[str, dict[str, tuple[str, Span]]] = {}
        self.types: list[TemplateType] = []

    def take(self, inside: str, source: Source) -> None:
        """Reads one file, by its place in the locale."""
        places = Places(source)
        if match := _INTENT.fullmatch(inside):
            intent = self._decoded(source, model.Intent)
            if intent is not None:
                self.intents[match[1]] = (intent, places)
        elif match := _SLOT.fullmatch(inside):
            slot = self._decoded(source, model.Slot)
            if slot is not None:
                self._slot(slot, match[1], places)
        elif _TYPE.fullmatch(inside):
            kind = self._decoded(source, model.SlotType)
            if kind is not None:
                self.types.append(self._type(kind, places))

    def _decoded(self, source: Source, kind: type[T]) -> T | None:
        found, findings = decode(source, kind)
        self.findings.extend(findings)
        return found

    def _slot(self, slot: model.Slot, intent: str, places: Places) -> None:
        if slot.slot_type_name is None:
            what = f"{{{slot.name}}} of {intent} has no slot type."
            self.findings.append(Finding("E603", what, places.span()))
            return
        place = places.span("slotTypeName")
        self.slots.setdefault(intent, {})[slot.name] = (slot.slot_type_name, place)
        if slot.multiple_values_setting and slot.multiple_values_setting.allow_multiple_values:
            what = f"{{{slot.name}}} of {intent} takes several values in Lex, here one."
            self.findings.append(say.left_out(what, places.span("multipleValuesSetting")))
        if slot.sub_slot_setting is not None:
            what = f"{{{slot.name}}} of {intent} is made of slots, which are not read."
            self.findings.append(say.left_out(what, places.span("subSlotSetting")))
        asked = slot.value_elicitation_setting
        if asked is not None and asked.sample_utterances:
            what = f"answers when {{{slot.name}}} of {intent} is asked for"
            place = places.span("valueElicitationSetting", "sampleUtterances")
            self.findings.append(say.ignored(what, place))

    def _type(self, kind: model.SlotType, places: Places) -> TemplateType:
        for name, what in (
            (kind.external_source_setting, "is a grammar elsewhere"),
            (kind.composite_slot_type_setting, "is made of slots"),
        ):
            if name is not None:
                said = f"The slot type {kind.name} {what}: it is not read."
                self.findings.append(say.left_out(said, places.span()))
        chosen = kind.value_selection_setting
        if chosen is not None and chosen.regex_filter is not None:
            what = f"The pattern of the slot type {kind.name} is not read."
            place = places.span("valueSelectionSetting", "regexFilter")
            self.findings.append(say.left_out(what, place))
        values = tuple(
            Value(
                each.sample_value.value if each.synonyms else None,
                tuple(
                    dict.fromkeys(
                        (each.sample_value.value, *(s.value for s in each.synonyms or ()))
                    )
                ),
            )
            for each in kind.slot_type_values or ()
        )
        parent = kind.parent_slot_type_signature is not None or kind.name.startswith("AMAZON.")
        return TemplateType(kind.name, values, places.span("name"), open=parent)

    def templates(self) -> Iterable[TemplateIntent]:
        """The intents with samples."""
        for folder, (intent, places) in self.intents.items():
            if not intent.sample_utterances:
                if intent.parent_intent_signature is None:
                    what = f"The intent {intent.name} has no sample utterances."
                    self.findings.append(say.left_out(what, places.span()))
                else:
                    what = f"built-in intents such as {intent.name}"
                    self.findings.append(say.ignored(what, places.span()))
                continue
            samples = tuple(
                (each.utterance, places.span("sampleUtterances", number, "utterance"))
                for number, each in enumerate(intent.sample_utterances)
            )
            slots = self.slots.get(folder, {})
            yield TemplateIntent(intent.name, samples, slots, places.span("name"))
