"""Labelled sentences of public data as templates: fifty to learn of, the others to be held out."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from gramc.corpora.tokens import join, spans
from gramc.corpora.utterance import Utterance

T = TypeVar("T")

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

FILES = {
    "snips": ("snips/snips.train.en.jsonl",),
    "fb": ("fb_multilingual/fb.train-lower-dedup.en.jsonl",),
    "fb-es": ("fb_multilingual/fb.train.es.jsonl",),
    "xsid": ("xsid/xsid.valid.en.jsonl", "xsid/xsid.test.en.jsonl"),
    "xsid-de": ("xsid/xsid.valid.de.jsonl", "xsid/xsid.test.de.jsonl"),
}

INTENTS = {
    "snips": ("BookRestaurant", "GetWeather", "PlayMusic", "RateBook", "SearchCreativeWork"),
    "fb": ("alarm/cancel_alarm", "alarm/set_alarm", "reminder/set_reminder", "weather/find"),
    "fb-es": ("alarm/cancel_alarm", "alarm/set_alarm", "reminder/set_reminder", "weather/find"),
    "xsid": ("weather/find",),
    "xsid-de": ("weather/find",),
}

Template = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One intent and one seed: what is learned of, and what is held out."""

    data: str
    intent: str
    seed: str
    train: tuple[Template, ...]
    held_out: tuple[Template, ...]

    @property
    def full(self) -> tuple[Template, ...]:
        return self.train + self.held_out


@lru_cache
def sentences(data: str) -> dict[str, list[Utterance]]:
    """The sentences of each intent. *data* is the name of a set, or the path of a file of the same
    form."""
    found: dict[str, list[Utterance]] = {}
    paths = [SHARED / name for name in FILES[data]] if data in FILES else [Path(data)]
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text, places = join(row["tokens"])
                one = Utterance(text, spans(places, row["tags"]), (), row["intent"])
                found.setdefault(one.intent, []).append(one)
    return found


def template(utterance: Utterance) -> Template:
    """The words of a sentence, and `{slot}` for a value."""
    symbols, at = list[str](), 0
    for slot in utterance.slots:
        symbols += (*utterance.text[at : slot.start].split(), f"{{{slot.name}}}")
        at = slot.end
    return (*symbols, *utterance.text[at:].split())


@lru_cache
def templates(data: str) -> dict[str, list[Template]]:
    """The templates of each intent, as often as they occur."""
    return {name: list(map(template, found)) for name, found in sentences(data).items()}


def split(whole: Sequence[T], intent: str, seed: str, count: int) -> tuple[list[T], list[T]]:
    """*count* of them drawn without replacement, and the others in their order; a seed is a name,
    `dev-0`, and stands for other sentences of each intent."""
    chosen = random.Random(f"train-{intent}-{seed}").sample(range(len(whole)), count)
    among = set(chosen)
    others = [each for number, each in enumerate(whole) if number not in among]
    return [whole[number] for number in chosen], others


def case(data: str, intent: str, seed: str, count: int) -> Case:
    """The templates to learn of and those held out."""
    train, held_out = split(templates(data)[intent], intent, seed, count)
    return Case(data, intent, seed, tuple(train), tuple(held_out))


def intents(data: str) -> tuple[str, ...]:
    """Those that are meant where none are named: all of a file of one's own."""
    return INTENTS.get(data) or tuple(sentences(data))


def seeds(text: str) -> list[str]:
    """`dev-0..4,x` is dev-0 to dev-4 and x."""
    found = []
    for part in text.split(","):
        first, dots, last = part.partition("..")
        if dots:
            name, _, low = first.rpartition("-")
            found += [f"{name}-{number}" for number in range(int(low), int(last) + 1)]
        else:
            found.append(part)
    return found
