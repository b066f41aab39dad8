"""The entities that Snips comes with, and what the standard library has for them.

Their names are those of https://snips-nlu.readthedocs.io/en/latest/builtin_entities.html.
"""

from __future__ import annotations

LIBRARY = {
    "snips/number": ("number.cardinal",),
    "snips/ordinal": ("number.ordinal",),
    "snips/percentage": ("number.percent",),
    "snips/temperature": ("unit.temperature",),
    "snips/duration": ("duration.duration",),
    "snips/date": ("date.date",),
    "snips/time": ("time.time",),
    "snips/datetime": ("date.date", "date.relative_period", "time.time"),
    "snips/datePeriod": ("date.relative_period",),
}
"""The rules of the standard library for an entity."""

LANGUAGES = ("de", "en", "es", "fr", "hi", "pt")
"""The languages of the standard library."""

# What is put in where a sentence leaves the slot open; dates by language.
_EXAMPLES = {
    "snips/number": "3",
    "snips/percentage": "20%",
    "snips/temperature": "20 °C",
    "snips/amountOfMoney": "10 €",
    "snips/time": "8:30",
    "snips/timePeriod": "8:30 - 9:30",
    "snips/duration": "5 min",
}
_TOMORROW = {
    "de": "morgen",
    "en": "tomorrow",
    "es": "mañana",
    "fr": "demain",
    "it": "domani",
    "ja": "明日",
    "ko": "내일",
    "pt": "amanhã",
}
_DATES = ("snips/date", "snips/datetime", "snips/datePeriod")


def is_builtin(entity: str) -> bool:
    """Whether Snips comes with the entity."""
    return entity.startswith("snips/")


def example(entity: str, locale: str) -> str | None:
    """A text for a slot of *entity* that a sentence leaves open."""
    if entity in _DATES:
        return _TOMORROW.get(locale[:2])
    return _EXAMPLES.get(entity)
