"""The record: what gramc last left behind, so that what a person took out since can be told.

It lies beside the grammar (`music.gram`, `music.induced.json`) as a lock file does, is written
with it and kept with it. In it are the grammar as it was then, and those before it from which
something was taken out: a text that one of them accepts and the grammar does not was deleted by a
person. It also knows what intents and slots of the data are called since somebody renamed them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...dsl.findings import Finding
from ...dsl.span import Span

VERSION = 1
ABOUT = "What gramc induced last. `gramc induce --update` tells by it what was taken out since."


@dataclass(frozen=True, slots=True)
class Written:
    """A grammar as gramc left it; `intents` and `slots` say what those of the data are called in
    it, where that is something else."""

    text: str
    intents: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """The grammar as it was left last, and earlier ones from which a person took something out,
    the oldest first; `tables` are the paths of those that gramc wrote beside the grammar, whose
    rows stand in the grammars here."""

    last: Written
    earlier: tuple[Written, ...] = ()
    tables: tuple[str, ...] = ()


def beside(path: str) -> str:
    """Where the record of the grammar at *path* lies."""
    return f"{path.removesuffix('.gram')}.induced.json"


def dumps(record: Record) -> str:
    """The record as text: JSON with a line for each line of a grammar."""
    import json

    told = {
        "about": ABOUT,
        "version": VERSION,
        "last": _told(record.last),
        "earlier": [_told(one) for one in record.earlier],
        "tables": list(record.tables),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _told(one: Written) -> dict[str, object]:
    return {
        "intents": dict(sorted(one.intents.items())),
        "slots": dict(sorted(one.slots.items())),
        "grammar": one.text.split("\n"),
    }


def loads(text: str | None, path: str) -> tuple[Record | None, list[Finding]]:
    """The record that *text* holds, read from *path*; none with W723 where there is none or it
    can't be used."""
    if text is None:
        return None, [_unusable("There is no record", path)]
    import json

    try:
        told = json.loads(text)
        if told["version"] != VERSION:
            return None, [_unusable("The record is of another version of gramc", path)]
        earlier = tuple(_read(one) for one in told["earlier"])
        tables = tuple(told["tables"])
        if all(isinstance(one, str) for one in tables):
            return Record(_read(told["last"]), earlier, tables), []
        raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, [_unusable("The record is damaged", path)]


def _read(told: dict[str, object]) -> Written:
    lines, intents, slots = told["grammar"], told["intents"], told["slots"]
    if not (isinstance(lines, list) and isinstance(intents, dict) and isinstance(slots, dict)):
        raise ValueError
    names = [*intents.items(), *slots.items()]
    if not all(isinstance(one, str) for pair in names for one in pair):
        raise ValueError
    return Written("\n".join(lines), intents, slots)


def _unusable(what: str, path: str) -> Finding:
    return Finding(
        "W723",
        f"{what} of what was induced last, so what was deleted can't be told from what is new.",
        Span(path, 0, 0, 0, 0),
        "Keep the record beside the grammar; the one that is written now serves from here on.",
    )
