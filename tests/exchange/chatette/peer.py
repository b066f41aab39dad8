"""Chatette itself: what it makes of a file."""

from __future__ import annotations

import random
import re
from pathlib import Path

from chatette.facade import Facade
from chatette.units.ast import AST
from chatette.utils import UnitType
from gramc.dsl.naming import legal_name
from gramc.dsl.text import nfc

Labelled = tuple[str, str, tuple[tuple[str, str, "str | None"], ...]]
"""Intent, text, and the slots: name, text, value where it is another than the text."""


def _parsed(path: Path) -> AST:
    Facade.reset_system(str(path), seed="1")
    Facade.get_or_create().run_parsing()
    return AST.get_or_create()


def drawn(path: Path, number: int) -> list[Labelled]:
    """*number* sentences of each intent."""
    ast = _parsed(path)
    random.seed(1)
    return [
        _labelled(name, intent.generate_random())
        for name, intent in ast[UnitType.intent].items()
        for _ in range(number)
    ]


def everything(path: Path) -> set[Labelled]:
    """All sentences of all intents."""
    ast = _parsed(path)
    return {
        _labelled(name, example)
        for name, intent in ast[UnitType.intent].items()
        for example in intent.generate_all()
    }


def _labelled(intent: str, example: object) -> Labelled:
    text = example.text  # type: ignore[attr-defined]
    slots = []
    found = example.entities  # type: ignore[attr-defined]
    for entity in sorted(found, key=lambda e: (e._start_index, -e._len)):
        own = _squeezed(text[entity._start_index : entity._start_index + entity._len])
        value = nfc(entity.value)
        same = _squeezed(value).casefold() == own.casefold()
        slots.append((legal_name(entity.slot_name), own, None if same else value))
    return legal_name(intent), _squeezed(text), tuple(slots)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", nfc(text)).strip()
