"""Names: which network an intent or a rule has."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from ..compiler.compiled import Compiled
from ..dsl.findings import Finding
from ..dsl.span import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Found:
    """An intent or a rule (`kind`), and the index of its network."""

    kind: str
    name: str
    net: int


def every(compiled: Compiled) -> list[Found]:
    """All intents, then all rules, in the order of the files."""
    networks = compiled.networks
    found = [Found("intent", name, net) for name, _, net in networks.roots]
    found.extend(Found("rule", name, net) for name, net in networks.rules.items())
    return found


def locate(compiled: Compiled, name: str, where: Span = NOWHERE) -> Found | Finding:
    """The intent or rule of that full name, or, at *where*, what is wrong with the name: E201 it
    is not known, with the nearest one (the first of those equally near), E203 it is that of a
    catalogue."""
    known = every(compiled)
    for found in known:
        if found.name == name:
            return found
    if name in compiled.stock.names:
        return Finding(
            "E203",
            f"“{name}” is a catalogue; only intents and rules have alternatives to look into.",
            where,
            "Name an intent or a rule that draws from it.",
        )
    close = difflib.get_close_matches(name, [found.name for found in known], n=1)
    return Finding(
        "E201",
        f"No intent and no rule is called “{name}”.",
        where,
        f"Did you mean “{close[0]}”?" if close else "",
    )
