"""The names that the numbers of class labels stand for."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from ...dsl.findings import Finding
from ..source import Source, read_source
from ..yaml import Value, load


def class_labels(metadata: Mapping[bytes, bytes] | None, path: str) -> dict[str, list[str]]:
    """The names of class labels by column: those in the metadata of the Parquet file at *path*,
    else those of the dataset's card."""
    told = (metadata or {}).get(b"huggingface")
    try:
        features = json.loads(told)["info"]["features"] if told else None
    except (ValueError, KeyError, TypeError, RecursionError):
        features = None
    found: dict[str, list[str]] = {}
    if isinstance(features, dict):
        for name, kind in features.items():
            names = _class_names(kind)
            if names:
                found[name] = names
    return found or _of_the_card(path)


def _class_names(kind: Any) -> list[str]:
    for _ in range(4):
        if isinstance(kind, list) and kind:
            kind = kind[0]
        elif isinstance(kind, dict) and isinstance(kind.get("feature"), dict | list):
            kind = kind["feature"]
        else:
            break
    names = kind.get("names") if isinstance(kind, dict) else None
    return names if isinstance(names, list) and all(isinstance(n, str) for n in names) else []


def _of_the_card(path: str) -> dict[str, list[str]]:
    """The names that `README.md` beside the file, or above it, has at its head."""
    folder = os.path.dirname(path)
    for place in (folder, os.path.join(folder, os.pardir)):
        card = os.path.join(place, "README.md")
        if not os.path.isfile(card):
            continue
        source = read_source(card)
        if isinstance(source, Finding) or not source.text.startswith("---\n"):
            return {}
        head, _ = load(Source(card, source.text[4:].partition("\n---")[0]))
        return _named(head)
    return {}


def _named(head: Value | None) -> dict[str, list[str]]:
    """The names below every `class_label` of the features of a card."""
    info = head.get("dataset_info") if head is not None else None
    features = info.get("features") if info is not None else None
    found: dict[str, list[str]] = {}
    for entry in features.values if features is not None else ():
        name = entry.get("name")
        for key in ("dtype", "list", "sequence"):
            kind = entry.get(key)
            label = kind.get("class_label") if kind is not None else None
            names = label.get("names") if label is not None else None
            if name is not None and names is not None and names.pairs:
                found[name.text] = [each.text for _, each in names.pairs]
    return found
