"""The card of a dataset: `README.md`, with what the Hub reads of it at its head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...corpora.annotated import write
from ...corpora.utterance import Utterance
from .features import Labels

_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
_SHOWN = 5


def card(
    name: str,
    locale: str,
    labels: Labels,
    parts: Sequence[tuple[str, Sequence[Utterance]]],
    sizes: Sequence[int],
) -> str:
    """The card of the dataset *name*, whose *parts* (name and sentences) are files of so many
    bytes."""
    import yaml

    count = sum(len(utterances) for _, utterances in parts)
    head: dict[str, Any] = {"pretty_name": name}
    if locale:
        head["language"] = [locale.partition("-")[0]]
        head["language_bcp47"] = [locale]
    head |= {
        "task_categories": ["text-classification", "token-classification"],
        "task_ids": ["intent-classification", "slot-filling"],
        "size_categories": [_size(count)],
        "dataset_info": {
            "features": _features(labels),
            "splits": [
                {"name": part, "num_bytes": size, "num_examples": len(utterances)}
                for (part, utterances), size in zip(parts, sizes, strict=True)
            ],
            "download_size": sum(sizes),
            "dataset_size": sum(sizes),
        },
        "configs": [
            {
                "config_name": "default",
                "data_files": [{"split": part, "path": f"data/{part}-*"} for part, _ in parts],
            }
        ],
    }
    said = yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=100)
    return f"---\n{said}---\n\n{_text(name, labels, parts)}"


def _text(name: str, labels: Labels, parts: Sequence[tuple[str, Sequence[Utterance]]]) -> str:
    sizes = ", ".join(f"{part} {len(utterances):,}" for part, utterances in parts)
    slots = [tag[2:] for tag in labels.tags if tag.startswith("B-")]
    lines = [
        f"# {name}",
        "",
        f"Utterances labelled with intents and slots: {sizes}.",
        "",
        f"Intents ({len(labels.intents)}): {_names(labels.intents)}.",
        "",
        f"Slots ({len(slots)}): {_names(slots)}.",
        "",
        "| column | |",
        "| --- | --- |",
        "| `text` | the sentence |",
        "| `intent` | its intent, a class label |",
        "| `tokens`, `tags` | the text split at spaces and at the borders of slots; `B-`, `I-` and "
        "`O` for the outermost slots, class labels |",
        "| `slots` | name, text, place (`start`, `end` in code points), depth (0 for the "
        "outermost), canonical value |",
        "| `constants` | slots that have a value and no place in the text |",
        "",
        "The first sentences, each word or `{group of words}` with its label behind a bar:",
        "",
    ]
    first = next((utterances for _, utterances in parts if utterances), ())
    lines += [f"    {utterance.intent}\t{write(utterance)}" for utterance in first[:_SHOWN]]
    return "\n".join([*lines, ""])


def _names(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


def _size(count: int) -> str:
    return next((name for limit, name in _SIZES if count < limit), "n>100M")


def _features(labels: Labels) -> list[dict[str, Any]]:
    """The features as cards have them (`datasets.Features._to_yaml_list`)."""

    def named(names: Sequence[str]) -> dict[str, Any]:
        return {"class_label": {"names": {str(n): name for n, name in enumerate(names)}}}

    found: list[dict[str, Any]] = []
    for name, kind in labels.features().items():
        entry: dict[str, Any] = {"name": name}
        inner = kind[0] if isinstance(kind, list) else kind
        if "names" in inner:
            said: Any = named(inner["names"])
        elif "dtype" in inner:
            said = inner["dtype"]
        else:
            said = [{"name": each, "dtype": value["dtype"]} for each, value in inner.items()]
        if isinstance(kind, list):
            entry["list"] = said
        else:
            entry["dtype"] = said
        found.append(entry)
    return found
