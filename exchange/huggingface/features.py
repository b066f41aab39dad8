"""The columns of a dataset, and what the `datasets` library wants to be told of them.

    text       string
    intent     class label
    tokens     list of string
    tags       list of class labels: O, B-name, I-name for every slot, by name
    slots      list of (name, text string; start, end, depth int32; value string or null)
    constants  list of (name, value string)

Class labels are numbers, whose names stand in the features (`datasets.ClassLabel`), in the order of
their names. Slots stand in reading order, those inside another behind it and one deeper.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...corpora.tokens import tags, tokens
from ...corpora.utterance import Span, Utterance

if TYPE_CHECKING:
    import pyarrow

_SLOT = {
    "name": "string",
    "text": "string",
    "start": "int32",
    "end": "int32",
    "depth": "int32",
    "value": "string",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The names of class labels, in the order of their numbers."""

    intents: tuple[str, ...]
    tags: tuple[str, ...]

    @classmethod
    def of(cls, utterances: Iterable[Utterance]) -> Labels:
        """The labels of these sentences."""
        intents: set[str] = set()
        slots: set[str] = set()
        for utterance in utterances:
            intents.add(utterance.intent)
            slots.update([slot.name for slot in utterance.slots])
        named = (f"{kind}-{name}" for name in sorted(slots) for kind in "BI")
        return cls(tuple(sorted(intents)), ("O", *named))

    def features(self) -> dict[str, Any]:
        """The features, as `datasets.Features.to_dict` has them."""
        return {
            "text": _value("string"),
            "intent": {"names": list(self.intents), "_type": "ClassLabel"},
            "tokens": [_value("string")],
            "tags": [{"names": list(self.tags), "_type": "ClassLabel"}],
            "slots": [{name: _value(kind) for name, kind in _SLOT.items()}],
            "constants": [{"name": _value("string"), "value": _value("string")}],
        }

    def schema(self) -> pyarrow.Schema:
        """The schema of the Parquet files, with the features in it."""
        import pyarrow as pa

        kinds = {"string": pa.string(), "int32": pa.int32()}
        slot = pa.struct([(name, kinds[kind]) for name, kind in _SLOT.items()])
        constant = pa.struct([("name", pa.string()), ("value", pa.string())])
        fields = [
            ("text", pa.string()),
            ("intent", pa.int64()),
            ("tokens", pa.list_(pa.string())),
            ("tags", pa.list_(pa.int64())),
            ("slots", pa.list_(slot)),
            ("constants", pa.list_(constant)),
        ]
        told = json.dumps({"info": {"features": self.features()}}, separators=(",", ":"))
        return pa.schema(fields, metadata={"huggingface": told})

    def columns(self, utterances: Sequence[Utterance]) -> dict[str, list[Any]]:
        """The columns of sentences."""
        intents = {name: number for number, name in enumerate(self.intents)}
        numbers = {name: number for number, name in enumerate(self.tags)}
        out: dict[str, list[Any]] = {name: [] for name in self.features()}
        for utterance in utterances:
            text, places = utterance.text, tokens(utterance)
            out["text"].append(text)
            out["intent"].append(intents[utterance.intent])
            out["tokens"].append([text[start:end] for start, end in places])
            out["tags"].append([numbers[tag] for tag in tags(utterance, places)])
            rows: list[dict[str, Any]] = []
            _rows(utterance.slots, text, 0, rows)
            out["slots"].append(rows)
            out["constants"].append([{"name": n, "value": v} for n, v in utterance.constants])
        return out


def _value(kind: str) -> dict[str, str]:
    return {"dtype": kind, "_type": "Value"}


def _rows(slots: Sequence[Span], text: str, depth: int, out: list[dict[str, Any]]) -> None:
    for slot in slots:
        out.append(
            {
                "name": slot.name,
                "text": text[slot.start : slot.end],
                "start": slot.start,
                "end": slot.end,
                "depth": depth,
                "value": slot.value,
            }
        )
        _rows(slot.slots, text, depth + 1, out)
