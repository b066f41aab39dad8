"""The whole language of a grammar, written out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ..compiler.compiled import Compiled
from ..corpora import annotated
from ..corpora.formats import FORMATS
from ..corpora.utterance import Utterance
from ..runtime.enumerate import language

LIMIT = 10_000_000
"""So many derivations are written out at most: more are drawn from, not listed."""


def listing(
    compiled: Compiled, path: str, intents: Sequence[str], form: str, probable: bool
) -> Iterator[str]:
    """The lines of every sentence of *intents*, one intent after another, each in the order of the
    code points of its sentences as they are written, with their probabilities where *probable*.

    Annotated sentences of several intents stand under lines `# intent: NAME`. An infinite
    language and one past `LIMIT` end the command.
    """
    networks = {name: net for name, _, net in compiled.tables.roots}
    for name in intents:
        texts = language(compiled, networks[name])
        if form == "annotated" and len(intents) > 1:
            yield f"# intent: {name}\n"
        yield from _lines(texts, form, probable)


def _lines(texts: dict[Utterance, Fraction], form: str, probable: bool) -> Iterator[str]:
    odds: dict[str, Fraction] = {}
    for utterance, share in texts.items():
        line = _line(utterance, share, form)
        odds[line] = odds.get(line, Fraction(0)) + share
    for line in sorted(odds):
        if probable and form != "jsonl":
            lead = "# probability: {:.17g}\n" if form == "bio" else "{:.17g}\t"
            yield lead.format(float(odds[line]))
        yield line


def _line(utterance: Utterance, share: Fraction, form: str) -> str:
    if form == "annotated":
        return f"{annotated.write(replace(utterance, intent=''))}\n"
    # The logarithms of the parts: a small share is no float.
    return FORMATS[form].write(utterance, math.log(share.numerator) - math.log(share.denominator))
