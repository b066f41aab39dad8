"""Labelled sentences of public data as templates: fifty to learn of, the others to be held out."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

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
def templates(data: str) -> dict[str, list[Template]]:
    """The templates of each intent, as often as they occur: words, and `{slot}` for a value.
    *data* is the name of a set, or the path of a file of the same form."""
    found: dict[str, list[Template]] = {}
    paths = [SHARED / name for name in FILES[data]] if data in FILES else [Path(data)]
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                symbols = [
                    token if tag == "O" else f"{{{tag[2:]}}}"
                    for token, tag in zip(row["tokens"], row["tags"], strict=True)
                    if not tag.startswith("I-")
                ]
                found.setdefault(row["intent"], []).append(tuple(symbols))
    return found


def case(data: str, intent: str, seed: str, count: int) -> Case:
    """*count* templates drawn without replacement to learn of; a seed is a name, `dev-0`, and
    stands for other sentences of each intent."""
    whole = templates(data)[intent]
    chosen = random.Random(f"train-{intent}-{seed}").sample(range(len(whole)), count)
    among = set(chosen)
    return Case(
        data,
        intent,
        seed,
        tuple(whole[number] for number in chosen),
        tuple(each for number, each in enumerate(whole) if number not in among),
    )


def intents(data: str) -> tuple[str, ...]:
    """Those that are meant where none are named: all of a file of one's own."""
    return INTENTS.get(data) or tuple(templates(data))


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
