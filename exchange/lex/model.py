"""The JSON files of a Lex V2 bot, as far as they say what people say.

Sources: Amazon Lex V2 Developer Guide, “JSON format for importing and exporting” and “Quotas”
(docs.aws.amazon.com/lexv2/latest/dg/import-export-format.html, …/dg/quotas.html), and the shapes of
the model building API (CreateIntent, CreateSlot, CreateSlotType), whose lengths and patterns hold
for the files. A value may have 140 characters there, and 500 in the quotas: the smaller counts.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

NAME = re.compile(r"([0-9a-zA-Z][_-]?){1,100}")
MOST_NAME = 100
MOST_VALUE = 140
MOST_SAMPLE = 500
MOST_SAMPLES = 1_500
MOST_SLOTS = 100
MOST_OF_TYPE = 10_000
MOST_VALUES = 50_000
_ENGLISH = ("en_AU", "en_GB", "en_US")


def most_intents(locale: str) -> int:
    """How many intents a locale of a bot may have."""
    return 1_000 if locale in _ENGLISH else 250


def most_types(locale: str) -> int:
    """How many slot types a locale of a bot may have."""
    return 250 if locale in _ENGLISH else 100


def most_characters(locale: str) -> int:
    """How many characters all samples of a locale may have."""
    return 2_000_000 if locale in _ENGLISH else 200_000


class Utterance(msgspec.Struct):
    """A sample, with `{slot}` in it."""

    utterance: str


class SlotPriority(msgspec.Struct, rename="camel"):
    """In which order slots are asked for."""

    priority: int
    slot_name: str


class Intent(msgspec.Struct, rename="camel", kw_only=True):
    """`Intent.json`."""

    name: str
    identifier: str | None = None
    description: str | None = None
    parent_intent_signature: str | None = None
    sample_utterances: list[Utterance] | None = None
    slot_priorities: list[SlotPriority] | None = None


class MultipleValues(msgspec.Struct, rename="camel"):
    """Whether a slot takes several values."""

    allow_multiple_values: bool = False


class Elicitation(msgspec.Struct, rename="camel", kw_only=True):
    """How a slot is asked for."""

    slot_constraint: str = "Optional"
    sample_utterances: list[Utterance] | None = None


class Slot(msgspec.Struct, rename="camel", kw_only=True):
    """`Slot.json`."""

    name: str
    identifier: str | None = None
    description: str | None = None
    multiple_values_setting: MultipleValues | None = None
    slot_type_name: str | None = None
    value_elicitation_setting: Elicitation | None = None
    sub_slot_setting: Any = None


class Text(msgspec.Struct):
    """A value or synonym."""

    value: str


class TypeValue(msgspec.Struct, rename="camel"):
    """A value and its synonyms."""

    sample_value: Text
    synonyms: list[Text] | None = None


class Selection(msgspec.Struct, rename="camel", kw_only=True):
    """Which values a type takes: its own, or others too."""

    resolution_strategy: str | None = None
    regex_filter: Any = None


class SlotType(msgspec.Struct, rename="camel", kw_only=True):
    """`SlotType.json`."""

    name: str
    identifier: str | None = None
    description: str | None = None
    slot_type_values: list[TypeValue] | None = None
    parent_slot_type_signature: str | None = None
    value_selection_setting: Selection | None = None
    external_source_setting: Any = None
    composite_slot_type_setting: Any = None


class Locale(msgspec.Struct, rename="camel", kw_only=True):
    """`BotLocale.json`."""

    name: str | None = None
    identifier: str | None = None
    version: str | None = "DRAFT"
    description: str | None = None
    voice_settings: Any = None
    nlu_confidence_threshold: float | None = 0.4


class Privacy(msgspec.Struct, rename="camel"):
    """Whether the bot is for children."""

    child_directed: bool = False


class Bot(msgspec.Struct, rename="camel", kw_only=True):
    """`Bot.json`."""

    name: str
    identifier: str | None = None
    version: str | None = "DRAFT"
    description: str | None = None
    data_privacy: Privacy = msgspec.field(default_factory=Privacy)
    idle_session_ttl: int = msgspec.field(default=300, name="idleSessionTTLInSeconds")


BUILT_IN = {
    "AMAZON.Number": "number",
    "AMAZON.Date": "date",
    "AMAZON.Time": "time",
    "AMAZON.Duration": "duration",
    "AMAZON.FreeFormInput": "wildcard",
    "AMAZON.AlphaNumeric": "wildcard",
    "AMAZON.EmailAddress": "wildcard",
    "AMAZON.PhoneNumber": "wildcard",
}
"""What the types of Lex's own are; all others are lists of values."""

TYPES = {
    "number": "AMAZON.Number",
    "date": "AMAZON.Date",
    "time": "AMAZON.Time",
    "duration": "AMAZON.Duration",
}
"""The type of Lex's own for a kind of slot. `AMAZON.FreeFormInput` can't stand in samples."""

LOCALES = {
    "ar": "ar_AE", "ca": "ca_ES", "de": "de_DE", "en": "en_US", "es": "es_ES", "fi": "fi_FI",
    "fr": "fr_FR", "hi": "hi_IN", "it": "it_IT", "ja": "ja_JP", "ko": "ko_KR", "nl": "nl_NL",
    "no": "no_NO", "pl": "pl_PL", "pt": "pt_BR", "sv": "sv_SE", "vi": "vi_VN", "zh": "zh_CN",
}  # fmt: skip
"""The locale for a language without a region."""
