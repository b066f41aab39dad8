"""The JSON of an Alexa interaction model, as far as it says what people say.

Source: Alexa Skills Kit, “Interaction Model Schema”
(developer.amazon.com/docs/smapi/interaction-model-schema.html) and “Create the Interaction Model
for Your Skill” (…/docs/custom-skills/create-the-interaction-model-for-your-skill.html), whose table
of limits has 1.5 MB for the whole model, 250 intents, 350 intents and slot types together, and 140
characters for a value or synonym. Names of intents and slots are letters and underscores. Samples
are “unicode characters, spaces, periods for abbreviations, underscores, possessive apostrophes, and
hyphens”, as the console has it.
"""

from __future__ import annotations

from typing import Any

import msgspec

MOST_BYTES = 1_500_000
MOST_INTENTS = 250
MOST_INTENTS_AND_TYPES = 350
MOST_VALUE = 140


class Name(msgspec.Struct, omit_defaults=True):
    """A value's name, and other ways to say it."""

    value: str
    synonyms: list[str] | None = None


class TypeValue(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One value of a slot type."""

    id: str | None = None
    name: Name


class Type(msgspec.Struct, omit_defaults=True, rename="camel"):
    """A slot type."""

    name: str
    values: list[TypeValue] | None = None
    value_supplier: Any = None


class MultipleValues(msgspec.Struct):
    """Whether a slot takes several values."""

    enabled: bool = False


class Slot(msgspec.Struct, omit_defaults=True, rename="camel"):
    """A slot of an intent; `samples` are answers when it is asked for."""

    name: str
    type: str
    samples: list[str] | None = None
    multiple_values: MultipleValues | None = None


class Intent(msgspec.Struct):
    """An intent."""

    name: str
    slots: list[Slot] | None = None
    samples: list[str] | None = None


class LanguageModel(msgspec.Struct, omit_defaults=True, rename="camel", kw_only=True):
    """What people say."""

    invocation_name: str = ""
    intents: list[Intent]
    types: list[Type] | None = None
    model_configuration: Any = None


class InteractionModel(msgspec.Struct, omit_defaults=True, rename="camel"):
    """A whole model; `dialog` and `prompts` are what Alexa says."""

    language_model: LanguageModel
    dialog: Any = None
    prompts: Any = None


class File(msgspec.Struct, omit_defaults=True, rename="camel"):
    """The file as the console and the command line have it."""

    interaction_model: InteractionModel
    version: str | None = None


BUILT_IN = {
    "AMAZON.NUMBER": "number",
    "AMAZON.FOUR_DIGIT_NUMBER": "digits",
    "AMAZON.DATE": "date",
    "AMAZON.TIME": "time",
    "AMAZON.DURATION": "duration",
    "AMAZON.Ordinal": "ordinal",
    "AMAZON.DayOfWeek": "weekday",
    "AMAZON.Month": "month",
    "AMAZON.SearchQuery": "wildcard",
    "AMAZON.Person": "wildcard",
    "AMAZON.LITERAL": "wildcard",
    "AMAZON.PhoneNumber": "wildcard",
    "AMAZON.AlphaNumeric": "wildcard",
}
"""What the types of Alexa's own are; all others are lists of values."""

TYPES = {
    "number": "AMAZON.NUMBER",
    "date": "AMAZON.DATE",
    "time": "AMAZON.TIME",
    "duration": "AMAZON.DURATION",
    "ordinal": "AMAZON.Ordinal",
    "weekday": "AMAZON.DayOfWeek",
    "month": "AMAZON.Month",
    "wildcard": "AMAZON.SearchQuery",
}
"""The type of Alexa's own for a kind of slot."""
