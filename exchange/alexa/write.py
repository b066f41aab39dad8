"""A grammar as an Alexa interaction model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from .. import say
from ..carriers.plan import Plan, PlannedType, Rules, plan_of
from ..made import Job, Made, MadeFile
from . import model

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def export_grammar(job: Job) -> Made:
    """The interaction model of a grammar: its likeliest carrier phrases as samples, its slots with
    Alexa's own types where they are numbers, dates, times or any words, else with types of
    their values and ids. Told is what Alexa can't say, and what was renamed or cut."""
    plan, findings = plan_of(job, _RULES)
    if plan is None:
        return Made((), tuple(findings))
    name = _invocation(job.name)
    if " " not in name:
        what = f"The invocation name is “{name}”: Alexa wants two words or more."
        findings.append(say.limited(what, job.place, "Name it: --name."))
    total = len(plan.intents) + len(plan.types)
    if total > model.MOST_INTENTS_AND_TYPES:
        most = model.MOST_INTENTS_AND_TYPES
        what = f"Alexa takes {most} intents and slot types together, and these are {total:,}."
        findings.append(say.refused(what, job.place))
        return Made((), tuple(findings))
    data, cut = _within(plan, name)
    if cut:
        what = f"Alexa takes {model.MOST_BYTES / 1e6:g} MB: of each intent and type only the first "
        findings.append(say.limited(f"{what}{cut:,} samples or values are there.", job.place))
    return Made((MadeFile(_path(job.locale), data),), tuple(findings))


def _within(plan: Plan, name: str) -> tuple[bytes, int]:
    """The file, and how many samples and values of each list it has where it would be too large
    with all of them, else 0."""
    data = _file(plan, name, 0)
    if len(data) <= model.MOST_BYTES:
        return data, 0
    low = 1
    lengths = [*(len(i.samples) for i in plan.intents), *(len(t.values) for t in plan.types)]
    high = max(lengths)
    while low + 1 < high:  # `low` fits, or is the least there can be; `high` does not
        middle = (low + high) // 2
        if len(_file(plan, name, middle)) <= model.MOST_BYTES:
            low = middle
        else:
            high = middle
    return _file(plan, name, low), low


def _file(plan: Plan, name: str, most: int) -> bytes:
    end = most or None
    language = model.LanguageModel(
        invocation_name=name,
        intents=[
            model.Intent(
                intent.name,
                [model.Slot(slot, kind) for slot, kind in intent.slots],
                list(intent.samples[:end]),
            )
            for intent in plan.intents
        ],
        types=[model.Type(each.name, list(_values(each))[:end]) for each in plan.types],
    )
    file = model.File(model.InteractionModel(language))
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def _values(each: PlannedType) -> Iterator[model.TypeValue]:
    for value in each.values:
        first, *others = value.texts
        yield model.TypeValue(id=value.id or None, name=model.Name(first, others or None))


def legal(wanted: str, kind: str) -> str:
    """A name of letters and underscores: accents fall off, digits are spelled out."""
    if kind == "intent" and re.fullmatch(r"AMAZON\.[A-Za-z_]+", wanted):
        return wanted
    plain = "".join(c for c in unicodedata.normalize("NFD", wanted) if not unicodedata.combining(c))
    spelled = re.sub(r"[0-9]", lambda m: f"_{_DIGITS[int(m[0])]}_", plain)
    return re.sub(r"[^A-Za-z]+", "_", spelled).strip("_") or kind.capitalize()


def clean(text: str) -> str:
    """Text as samples have it: letters with their marks, digits, and `.`, `_`, `'`, `-`; a space
    in the place of anything else."""
    plain = text.replace("’", "'")
    return "".join(c if c in "._'-\u200c\u200d" or _spoken(c) else " " for c in plain)


def _spoken(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _invocation(name: str) -> str:
    """The name of a grammar as people say it."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", legal(name, "skill"))
    return words.replace("_", " ").lower()


def _path(locale: str) -> str:
    return f"{locale}.json" if locale else "model.json"


_RULES = Rules(
    system="Alexa",
    legal=legal,
    kinds=model.TYPES,
    clean=clean,
    alone="AMAZON.SearchQuery",
    apart=True,
    ids=True,
    value=model.MOST_VALUE,
    intents=model.MOST_INTENTS,
)
