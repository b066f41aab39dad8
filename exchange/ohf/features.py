"""Domains of entities, and what else a block of sentences may ask of them, as features."""

from __future__ import annotations

from ...dsl.names import is_feature_value
from ...dsl.naming import legal_name
from ...dsl.tree import AnyStatement, Feature, Tag
from .model import Language

DOMAINS = (
    "ai_task", "air_quality", "alarm_control_panel", "assist_satellite", "automation",
    "binary_sensor", "button", "calendar", "camera", "climate", "counter", "cover", "date",
    "datetime", "device_tracker", "event", "fan", "geo_location", "group", "humidifier",
    "image", "image_processing", "input_boolean", "input_button", "input_datetime",
    "input_number", "input_select", "input_text", "lawn_mower", "light", "lock", "media_player",
    "notify", "number", "person", "plant", "remote", "scene", "schedule", "script", "select",
    "sensor", "siren", "sun", "switch", "text", "time", "timer", "todo", "update", "vacuum",
    "valve", "water_heater", "weather", "zone",
)  # fmt: skip
"""Home Assistant's domains of entities: where some are excluded, these are what is left."""


class Features:
    """What `requires_context` and `excludes_context` ask of names: a feature for each key, with all
    the values that are asked for and that tests bring. Where domains are excluded, all that Home
    Assistant has are known."""

    def __init__(self, language: Language) -> None:
        known: dict[str, dict[str, None]] = {}
        for block in language.blocks:
            for needed in (*block.requires, *block.excludes):
                for value in needed.values:
                    known.setdefault(needed.key, {})[value] = None
        excluded = {needed.key for block in language.blocks for needed in block.excludes}
        if "domain" in excluded:
            known.setdefault("domain", {}).update(dict.fromkeys(DOMAINS))
        for file in language.tests:
            for _, entities in file.brings:
                for entity in entities:
                    for key, value in entity.cells:
                        if key in known:
                            known[key][value] = None
        self._known = {key: tuple(sorted(values)) for key, values in sorted(known.items())}
        # No two features may share a value: a later one's are then written with its name.
        self._names: dict[tuple[str, str], str] = {}
        taken: set[str] = set()
        for key in sorted(self._known, key=lambda k: (k != "domain", k)):
            for value in self._known[key]:
                plain = value if is_feature_value(value) else legal_name(value)
                name = plain if plain not in taken else f"{legal_name(key)}.{plain}"
                taken.add(name)
                self._names[key, value] = name

    def statements(self) -> list[AnyStatement]:
        """`feature domain = cover | light`."""
        return [
            Feature(legal_name(key), tuple(Tag(self.value(key, v)) for v in values))
            for key, values in self._known.items()
        ]

    def value(self, key: str, value: str) -> str:
        """What a value is called."""
        return self._names[key, value]

    def tags(self, cells: tuple[tuple[str, str], ...]) -> tuple[Tag, ...]:
        """Those of an entity."""
        return tuple(Tag(self._names[cell]) for cell in cells if cell in self._names)

    def without(self, key: str, values: tuple[str, ...]) -> tuple[str, ...]:
        """All values of a feature but these."""
        return tuple(self.value(key, v) for v in self._known.get(key, ()) if v not in values)
