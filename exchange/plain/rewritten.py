"""Rewritten: the whole of a small language, as it is after its rewrites."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

from ...compiler import ir
from ...compiler.compiled import Compiled
from ...corpora.utterance import Span, Utterance
from ...runtime.enumerate import derivations
from .plain import Plain, PlainIntent
from .shared import words
from .weights import choice_of

MOST_SENTENCES = 1_000
"""A language is small that has so many sentences at most, by its derivations."""


def written(compiled: Compiled) -> Plain | None:
    """*compiled* with every sentence written out, exact; None where they are too many, or not
    known before something is bound."""
    program = compiled.program
    if compiled.missing():
        return None
    networks, rewriter = compiled.networks, compiled.rewriter
    if any(key.catalogue in compiled.stock.wildcards for key in networks.selections):
        return None  # its examples are not all that it may be
    intents = []
    for intent, (_, _, root) in zip(program.intents, networks.roots, strict=True):
        found: dict[Utterance, Fraction] = {}
        every = derivations(networks, compiled.stock, root, rewriter=rewriter)
        count = 0
        for utterance, odds in islice(every, MOST_SENTENCES + 1):
            found[utterance] = found.get(utterance, Fraction(0)) + odds
            count += 1
        if count > MOST_SENTENCES:
            return None
        keys = {n.name: n.key for n in ir.walk(intent.body) if isinstance(n, ir.Context)}
        options = [(odds, ir.Option(1, _sentence(said, keys))) for said, odds in found.items()]
        intents.append(PlainIntent(intent.name, intent.weight, choice_of(options)))
    return Plain(program.name, program.locale, tuple(intents))


def _sentence(said: Utterance, keys: dict[str, str]) -> tuple[ir.Node, ...]:
    parts = _stretch(said.text, 0, len(said.text), said.slots)
    for name, value in said.constants:
        parts.append(ir.Space())
        given = name in keys and value == f"@{keys[name]}"
        parts.append(ir.Context(name, keys[name]) if given else ir.Constant(name, value))
    return tuple(parts)


def _stretch(text: str, start: int, end: int, slots: Sequence[Span]) -> list[ir.Node]:
    """The text from *start* to *end*, with the slots that are in it."""
    parts: list[ir.Node] = []
    for slot in slots:
        parts.extend(words(text[start : slot.start]))
        inner = tuple(_stretch(text, slot.start, slot.end, slot.slots))
        plain = slot.value is None and len(inner) == 1
        body = inner[0] if plain else ir.Choice((ir.Option(1, inner, slot.value),))
        parts.append(ir.Slot(slot.name, body))
        start = slot.end
    parts.extend(words(text[start:end]))
    return parts
