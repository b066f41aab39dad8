"""A corpus drawn from a grammar, with its catalogues as lists, for targets that have examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalogues.numbers.notation import is_range
from ..compiler import ir
from ..corpora.corpus import Corpus, ListValue, ValueList
from ..corpora.utterance import Utterance
from ..dsl.findings import Finding
from ..runtime.source import Exhausted

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled
    from ..dsl.span import Span
    from ..runtime.writing.order import Order


def corpus_of(compiled: Compiled, order: Order, count: int, place: Span) -> Corpus | Finding:
    """*count* sentences (fewer where the order's source ends before) in the order of their
    numbers, and the catalogues that slots are filled from, in the order of the program. The
    same for the same artifact and order. The Finding at *place* says why there are none."""
    engine = order.engine(compiled, place)
    if isinstance(engine, Finding):
        return engine
    drawn: list[Utterance] = []
    try:
        for number in range(count):
            drawn.append(engine.source(number)[0])
    except Exhausted:
        pass
    names = lists_of(compiled)
    used = dict.fromkeys(names.values())
    lists = tuple(value_list(compiled, name) for name in used)
    return Corpus(tuple(drawn), lists, compiled.program.locale, tuple(names.items()))


def lists_of(compiled: Compiled) -> dict[str, str]:
    """The catalogue of each slot whose filler is one catalogue and nothing else; of two, the
    first in the order of the program. Ranges are none, nor are wildcards."""
    program = compiled.program
    found: dict[str, str] = {}
    for body in (*(intent.body for intent in program.intents), *program.rules.values()):
        for node in ir.walk(body):
            if isinstance(node, ir.Slot):
                drawn = _drawn(node.body)
                if drawn is not None and drawn not in compiled.stock.wildcards:
                    found.setdefault(node.name, drawn)
    return found


def _drawn(node: ir.Node) -> str | None:
    while (
        isinstance(node, ir.Choice) and len(node.options) == 1 and len(node.options[0].parts) == 1
    ):
        node = node.options[0].parts[0]
    if isinstance(node, ir.Draw) and not is_range(node.catalogue):
        return node.catalogue
    return None


def value_list(compiled: Compiled, name: str) -> ValueList:
    """The values of a catalogue: rows with one canonical value are one, its texts in the order of
    the rows. An open catalogue that nothing is bound to has none."""
    catalogue = compiled.stock.catalogue(name)
    texts: dict[str, list[str]] = {}
    for row in range(len(catalogue) if catalogue is not None else 0):
        assert catalogue is not None
        text, value = catalogue.value(row), catalogue.identity(row)
        ways = texts.setdefault(text if value is None else value, [])
        if text not in ways:
            ways.append(text)
    values = tuple(
        ListValue(value, tuple(t for t in ways if t != value), value in ways)
        for value, ways in texts.items()
    )
    return ValueList(name, values, open=False)
