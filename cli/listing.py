"""The whole language of a grammar, written out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..compiler.compiled import Compiled
from ..corpora import annotated
from ..corpora.formats import FORMATS
from ..corpora.utterance import Utterance
from ..dsl.findings import Finding
from ..runtime.counting.amount import Amount, number
from ..runtime.counting.order import order
from ..runtime.counting.tally import tally
from ..runtime.enumerate import derivations, language
from .report import refuse, whole

LIMIT = 10_000_000
"""So many derivations are written out at most: more are drawn from, not listed."""

_MEND = "draw from it: gramc sample -n 1000"


def listing(
    compiled: Compiled, path: str, intents: Sequence[str], form: str, probable: bool
) -> Iterator[str]:
    """The lines of every sentence of *intents*, one intent after another, each in the order of the
    code points of its sentences as they are written, with their probabilities where *probable*.

    Annotated sentences of several intents stand under lines `# intent: NAME`. An infinite
    language and one past `LIMIT` end the command, before a line is given.
    """
    networks = {name: net for name, _, net in compiled.tables.roots}
    amounts = _derivations(compiled)
    for name in intents:
        amount = amounts[networks[name]]
        if amount.infinite:
            refuse(
                Finding(
                    "E330",
                    f"The language of the intent “{name}” has no end and can't all be written.",
                    whole(path),
                    _MEND,
                )
            )
        if amount.log2 > math.log2(LIMIT):
            refuse(
                Finding(
                    "E331",
                    f"The intent “{name}” has {amount.shown()} derivations; "
                    f"at most {number(LIMIT)} are written out.",
                    whole(path),
                    _MEND,
                )
            )
    return _written(compiled, intents, networks, form, probable)


def _derivations(compiled: Compiled) -> list[Amount]:
    """How many derivations every network has."""
    table = compiled.networks.table
    rows = {}
    for index, key in enumerate(compiled.networks.selections):
        selection = compiled.stock.selection(key)
        assert selection is not None
        rows[index, False] = rows[index, True] = len(selection)
    return tally(table, order(table), rows).amounts({})


def _written(
    compiled: Compiled,
    intents: Sequence[str],
    networks: dict[str, int],
    form: str,
    probable: bool,
) -> Iterator[str]:
    for name in intents:
        if form == "annotated" and len(intents) > 1:
            yield f"# intent: {name}\n"
        if form == "jsonl":
            shares = language(compiled, networks[name])
            yield from sorted(FORMATS[form].write(u, _ln(share)) for u, share in shares.items())
        else:
            yield from _lines(compiled, networks[name], form, probable)


def _lines(compiled: Compiled, net: int, form: str, probable: bool) -> Iterator[str]:
    write = _without_intent if form == "annotated" else FORMATS[form].write
    odds: dict[str, Fraction] = {}
    shares: dict[Fraction, Fraction] = {}  # one of each, or millions of them fill the memory
    every = derivations(compiled.networks, compiled.stock, net, rewriter=compiled.rewriter)
    for utterance, share in every:
        line = write(utterance, None)
        known = odds.get(line)
        total = share if known is None else known + share
        odds[line] = shares.setdefault(total, total)
    lead = "# probability: {:.17g}\n" if form == "bio" else "{:.17g}\t"
    for line in sorted(odds):
        yield lead.format(float(odds[line])) + line if probable else line


def _without_intent(utterance: Utterance, _: float | None) -> str:
    return f"{annotated.write(utterance)}\n"


def _ln(share: Fraction) -> float:
    # The logarithms of the parts, because a small share is no float.
    return math.log(share.numerator) - math.log(share.denominator)
