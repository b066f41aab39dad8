"""An Alexa interaction model as a grammar."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from ...dsl.findings import Finding
from .. import say
from ..carriers.fillers import Value
from ..carriers.grammar import TemplateIntent, Templates, TemplateType, grammar
from ..json import Places, decode
from ..made import Made, Options
from ..source import Source, read_source
from .model import BUILT_IN, File, Intent, InteractionModel, LanguageModel, Type

_LOCALE = re.compile(r"[a-z]{2}-[A-Z]{2}")
MOST = 4_000_000
"""A model is at most 1.5 MB when Alexa takes it; spaces and line ends may come on top."""
_ROOT = ("interactionModel", "languageModel")


def import_grammar(path: str, options: Options) -> Made:
    """The grammar of the interaction model in the file *path*: samples are alternatives, types are
    catalogues. The locale is that of the options, or of a file that is called `en-US.json`. A file
    that begins with `languageModel`, or with `intents`, is taken as well."""
    source = read_source(path, MOST)
    if isinstance(source, Finding):
        return Made((), (source,))
    model, root, findings = _decode(source)
    if model is None:
        return Made((), tuple(findings))
    places = Places(source)
    language = model.language_model
    findings.extend(_ignored(model, places, root))
    intents: list[TemplateIntent] = []
    for number, intent in enumerate(language.intents):
        made, told = _intent(intent, places, (*root, "intents", number))
        findings.extend(told)
        if made is not None:
            intents.append(made)
    types = [
        _type(each, places, (*root, "types", number))
        for number, each in enumerate(language.types or ())
    ]
    stem = os.path.basename(path).partition(".")[0]
    name = re.sub(r"[^\w]+", "_", language.invocation_name).strip("_") or stem
    templates = Templates(
        "Alexa",
        name,
        tuple(intents),
        tuple(types),
        BUILT_IN,
        stem if _LOCALE.fullmatch(stem) else "",
    )
    made_ = grammar(templates, options, places.span(*root))
    return Made(made_.files, (*findings, *made_.findings))


def _decode(
    source: Source,
) -> tuple[InteractionModel | None, tuple[str, ...], list[Finding]]:
    """The model and where its language model stands, in whichever of three wrappings it has."""
    if '"interactionModel"' in source.text:
        file, findings = decode(source, File)
        return (None if file is None else file.interaction_model), _ROOT, findings
    if '"languageModel"' in source.text:
        inner, findings = decode(source, InteractionModel)
        return inner, _ROOT[1:], findings
    bare, findings = decode(source, LanguageModel)
    return (None if bare is None else InteractionModel(bare)), (), findings


def _ignored(model: InteractionModel, places: Places, root: tuple[str, ...]) -> Iterable[Finding]:
    above = root[:-1]
    if model.dialog is not None:
        yield say.ignored("rules for dialogues", places.span(*above, "dialog"))
    if model.prompts is not None:
        yield say.ignored("prompts", places.span(*above, "prompts"))
    language = model.language_model
    if language.model_configuration is not None:
        yield say.ignored("settings of the model", places.span(*root, "modelConfiguration"))
    silent = [
        number
        for number, intent in enumerate(language.intents)
        if not intent.samples and intent.name.startswith("AMAZON.")
    ]
    if silent:
        yield say.ignored(
            "built-in intents without samples", places.span(*root, "intents", silent[0])
        )


def _intent(
    intent: Intent, places: Places, at: tuple[str | int, ...]
) -> tuple[TemplateIntent | None, list[Finding]]:
    findings: list[Finding] = []
    if not intent.samples:
        if not intent.name.startswith("AMAZON."):
            what = f"The intent {intent.name} has no samples, so there is nothing to say in it."
            findings.append(say.left_out(what, places.span(*at)))
        return None, findings
    slots = {}
    for number, slot in enumerate(intent.slots or ()):
        place = (*at, "slots", number)
        slots[slot.name] = (slot.type, places.span(*place, "type"))
        if slot.samples:
            what = f"answers when {{{slot.name}}} of {intent.name} is asked for"
            findings.append(say.ignored(what, places.span(*place, "samples")))
        if slot.multiple_values and slot.multiple_values.enabled:
            what = f"{{{slot.name}}} of {intent.name} takes several values in Alexa, here one."
            findings.append(say.left_out(what, places.span(*place, "multipleValues")))
    samples = tuple(
        (text, places.span(*at, "samples", number)) for number, text in enumerate(intent.samples)
    )
    return TemplateIntent(intent.name, samples, slots, places.span(*at, "name")), findings


def _type(each: Type, places: Places, at: tuple[str | int, ...]) -> TemplateType:
    values = tuple(
        Value(
            # Alexa resolves synonyms to the value's name where there is no id.
            value.id or (value.name.value if value.name.synonyms else None),
            tuple(dict.fromkeys((value.name.value, *(value.name.synonyms or ())))),
        )
        for value in each.values or ()
    )
    built_in = each.name.startswith("AMAZON.")
    supplied = each.value_supplier is not None
    return TemplateType(each.name, values, places.span(*at, "name"), supplied, built_in)
