"""Texts that are labelled in several ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..corpora.annotated import write
from ..dsl.findings import Finding, Label
from ..dsl.span import NOWHERE
from ..dsl.text import fold
from .gathering import TOLD, Gathered

_ENDS = re.compile(r"[.,!?;:。！？，]+(?= |$)")


def settled(gathered: Sequence[Gathered], locale: str) -> tuple[list[Gathered], list[Finding]]:
    """The utterances with each text of an intent labelled in one way only.

    Of several, that one is kept which is seen most often, of those as frequent the first, and the
    others count for it (W702). A text in several intents stays in all of them (W703). Capitals and
    punctuation at the ends of words make no other text.
    """
    texts: dict[str, dict[str, list[int]]] = {}
    for number, one in enumerate(gathered):
        key = _ENDS.sub("", fold(one.utterance.text, locale))
        texts.setdefault(key, {}).setdefault(one.utterance.intent, []).append(number)
    counts = {number: one.count for number, one in enumerate(gathered)}
    ways: list[Finding] = []
    intents: list[Finding] = []
    for uses in texts.values():
        if len(uses) > 1:
            intents.append(_in_several(gathered, uses))
        for numbers in uses.values():
            if len(numbers) > 1 and (finding := _labels(gathered, numbers, counts)):
                ways.append(finding)
    kept = [
        replace(one, count=counts[number]) for number, one in enumerate(gathered) if counts[number]
    ]
    return kept, [*_first(ways), *_first(intents)]


def _labels(
    gathered: Sequence[Gathered], numbers: Sequence[int], counts: dict[int, int]
) -> Finding | None:
    """Settles how one text is labelled in an intent."""
    ways: dict[object, list[int]] = {}
    for number in numbers:
        one = gathered[number]
        labels = tuple(
            (len(token.text), token.slot.name, token.slot.value) if token.slot else None
            for token in one.words
        )
        ways.setdefault((labels, one.utterance.constants), []).append(number)
    if len(ways) == 1:
        return None
    often = [sum(counts[number] for number in way) for way in ways.values()]
    best = often.index(max(often))
    taken = [*ways.values()][best][0]
    said = [
        f"{write(gathered[way[0]].utterance)} ({times:,})"
        for way, times in zip(ways.values(), often, strict=True)
    ]
    others = [way for number, way in enumerate(ways.values()) if number != best]
    for way in others:
        for number in way:
            counts[taken] += counts[number]
            counts[number] = 0
    return Finding(
        "W702",
        f"The same text is labelled in several ways: {'; '.join(said[:4])}. "
        f"Taken is {write(gathered[taken].utterance)}.",
        gathered[taken].place,
        "Label it in one way.",
        tuple(
            Label(gathered[way[0]].place, "labelled otherwise here")
            for way in others
            if gathered[way[0]].place != NOWHERE
        ),
    )


def _in_several(gathered: Sequence[Gathered], uses: dict[str, list[int]]) -> Finding:
    said = [
        f"{name} ({sum(gathered[number].count for number in numbers):,})"
        for name, numbers in uses.items()
    ]
    first, *others = [gathered[numbers[0]] for numbers in uses.values()]
    return Finding(
        "W703",
        f"“{first.utterance.text}” is in several intents: {', '.join(said)}. It stays in all.",
        first.place,
        "Take it out of those it doesn't belong to.",
        tuple(
            Label(one.place, f"in {one.utterance.intent} here")
            for one in others
            if one.place != NOWHERE
        ),
    )


def _first(findings: list[Finding]) -> list[Finding]:
    more = len(findings) - TOLD
    if more > 0:
        last = findings[TOLD]
        message = f"{last.message} There are {more - 1:,} more such texts." if more > 1 else ""
        findings = [*findings[:TOLD], replace(last, message=message or last.message)]
    return findings
