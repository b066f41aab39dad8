"""Whole sentences, values and all: how many a grammar reads, how many as the data has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from ...compiler import ir
from ...corpora.tokens import tokens
from ...corpora.utterance import Utterance
from ...runtime.grammar import Grammar


@dataclass(frozen=True, slots=True)
class Read:
    """Shares of sentences that parse and whose slots are those of the data, and the bits for each
    word and the end of those that parse."""

    parsed: float
    labelled: float
    bits: float | None


def read(grammar: Grammar, intent: str, utterances: Sequence[Utterance]) -> Read:
    """What the grammar reads of *utterances*, of which there are some, as *intent*; whatever a
    caller may give as context is there."""
    program = grammar.compiled.program
    bodies = [*program.rules.values(), *(root.body for root in program.intents)]
    nodes = (node for body in bodies for node in ir.walk(body))
    context = {node.key: "" for node in nodes if isinstance(node, ir.Context)}
    parser = grammar.parser(context=context)
    known: dict[str, tuple[list[tuple[str, int, int]], float] | None] = {}
    parsed = labelled = words = 0
    bits = 0.0
    for utterance in utterances:
        if utterance.text not in known:
            best = parser(utterance.text, 1, intent)
            known[utterance.text] = (_slots(best[0].utterance), best[0].logprob) if best else None
        found = known[utterance.text]
        if found is None:
            continue
        slots, logprob = found
        parsed += 1
        labelled += slots == _slots(utterance)
        words += len(tokens(utterance)) + 1
        bits -= logprob / log(2)
    return Read(
        parsed / len(utterances), labelled / len(utterances), bits / words if words else None
    )


def _slots(utterance: Utterance) -> list[tuple[str, int, int]]:
    return [(slot.name, slot.start, slot.end) for slot in utterance.slots]
