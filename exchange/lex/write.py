"""A grammar as a Lex V2 bot: the zip file that Lex imports."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say
from ..archive import pack
from ..carriers.plan import Plan, PlannedIntent, PlannedType, Rules, plan_of
from ..made import Job, Made, MadeFile
from . import model

_FALLBACK = "FallbackIntent"


def export_grammar(job: Job) -> Made:
    """The bot of a grammar, in a zip file: its likeliest carrier phrases as sample utterances, its
    slots with Lex's own types where they are numbers, dates or times, else with types of their
    values. Lex has no ids: a canonical value is the value, its texts are synonyms."""
    locale, findings = _locale(job.locale, job.place)
    plan, told = plan_of(job, _rules(locale))
    findings = [*told, *findings]
    if plan is None:
        return Made((), tuple(findings))
    findings.extend(_refused(plan, locale, job.place))
    if any(f.is_error for f in findings):
        return Made((), tuple(findings))
    samples = _cap(
        [[len(s) for s in intent.samples] for intent in plan.intents],
        model.most_characters(locale),
    )
    values = _cap([[len(v.texts) for v in each.values] for each in plan.types], model.MOST_VALUES)
    if samples is not None:
        what = f"Lex takes {model.most_characters(locale):,} characters of samples: of each intent "
        findings.append(say.limited(f"{what}the first {samples:,} are there.", job.place))
    if values is not None:
        what = f"Lex takes {model.MOST_VALUES:,} values and synonyms: of each type the first "
        findings.append(say.limited(f"{what}{values:,} are there.", job.place))
    bot = legal(job.name, "bot")
    files = [MadeFile(path, _json(data)) for path, data in _bot(plan, bot, locale, samples, values)]
    return Made((pack(f"{bot}.zip", files),), tuple(findings))


def _locale(tag: str, place: Span) -> tuple[str, list[Finding]]:
    parts = tag.replace("_", "-").split("-")
    if len(parts) > 1 and len(parts[-1]) in (2, 3):
        return f"{parts[0].lower()}_{parts[-1].upper()}", []
    found = model.LOCALES.get(parts[0].lower(), "en_US")
    what = f"Lex wants a language with its region: “{tag}” becomes {found}."
    return found, [say.limited(what, place, "Say it in the grammar: locale en-GB.")]


def _refused(plan: Plan, locale: str, place: Span) -> Iterator[Finding]:
    for intent in plan.intents:
        if len(intent.slots) > model.MOST_SLOTS:
            what = f"{intent.name} has {len(intent.slots):,} slots; Lex takes {model.MOST_SLOTS}."
            yield say.refused(what, place)
    most = model.most_types(locale)
    if len(plan.types) > most:
        yield say.refused(f"Lex takes {most} slot types, and these are {len(plan.types):,}.", place)


def _cap(lists: Sequence[Sequence[int]], limit: int) -> int | None:
    """How many of each list may stay for the sizes to sum to at most *limit*, at least one; None
    where all may."""
    if sum(map(sum, lists)) <= limit:
        return None
    low, high = 1, max(map(len, lists))
    while low + 1 < high:
        middle = (low + high) // 2
        if sum(sum(each[:middle]) for each in lists) <= limit:
            low = middle
        else:
            high = middle
    return low


def _bot(
    plan: Plan, bot: str, locale: str, samples: int | None, values: int | None
) -> Iterator[tuple[str, object]]:
    meta = {"schemaVersion": "1", "fileFormat": "LexJson", "resourceType": "BOT"}
    yield "Manifest.json", {"metaData": meta}
    yield f"{bot}/Bot.json", model.Bot(name=bot, identifier=_id(bot))
    root = f"{bot}/BotLocales/{locale}"
    yield f"{root}/BotLocale.json", model.Locale(name=locale, identifier=locale)
    if not any(intent.name == _FALLBACK for intent in plan.intents):
        fallback = model.Intent(
            name=_FALLBACK,
            identifier="FALLBCKINT",
            parent_intent_signature="AMAZON.FallbackIntent",
        )
        yield f"{root}/Intents/{_FALLBACK}/Intent.json", fallback
    for intent in plan.intents:
        yield from _intent(intent, f"{root}/Intents/{intent.name}", samples)
    for each in plan.types:
        yield f"{root}/SlotTypes/{each.name}/SlotType.json", _type(each, values)


def _intent(intent: PlannedIntent, root: str, samples: int | None) -> Iterator[tuple[str, object]]:
    priorities = [model.SlotPriority(n, name) for n, (name, _) in enumerate(intent.slots, 1)]
    yield (
        f"{root}/Intent.json",
        model.Intent(
            name=intent.name,
            identifier=_id(intent.name),
            sample_utterances=[model.Utterance(text) for text in intent.samples[:samples]],
            slot_priorities=priorities,
        ),
    )
    for name, kind in intent.slots:
        slot = model.Slot(
            name=name,
            identifier=_id(f"{intent.name}/{name}"),
            multiple_values_setting=model.MultipleValues(),
            slot_type_name=kind,
            value_elicitation_setting=model.Elicitation(),
        )
        yield f"{root}/Slots/{name}/Slot.json", slot


def _type(each: PlannedType, values: int | None) -> model.SlotType:
    return model.SlotType(
        name=each.name,
        identifier=_id(each.name),
        slot_type_values=[
            model.TypeValue(
                model.Text(value.texts[0]),
                [model.Text(text) for text in value.texts[1:]] or None,
            )
            for value in each.values[:values]
        ],
        value_selection_setting=model.Selection(
            resolution_strategy="ORIGINAL_VALUE" if each.open else "TOP_RESOLUTION"
        ),
    )


def _id(name: str) -> str:
    """Ten letters and digits, as Lex has for everything: the same for the same name."""
    return hashlib.sha256(name.encode()).hexdigest()[:10].upper()


def _json(data: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def legal(wanted: str, kind: str) -> str:
    """A name of letters, digits and single `_` or `-`; accents fall off."""
    plain = "".join(c for c in unicodedata.normalize("NFD", wanted) if not unicodedata.combining(c))
    clean = re.sub(r"[^0-9A-Za-z_-]+", "_", plain)
    clean = re.sub(r"([_-])[_-]+", r"\1", clean).strip("_-")
    return clean[: model.MOST_NAME - 4] or kind.capitalize()


def _rules(locale: str) -> Rules:
    return Rules(
        system="Lex",
        legal=legal,
        kinds=model.TYPES,
        clean=lambda text: re.sub(r"[{}]+", " ", text),
        samples=model.MOST_SAMPLES,
        values=model.MOST_OF_TYPE,
        sample=model.MOST_SAMPLE,
        value=model.MOST_VALUE,
        intents=model.most_intents(locale) - 1,
    )
