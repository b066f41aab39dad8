"""Uniform: every different labelled text of the chosen intents with the same probability.

The patterns of an intent are a deterministic automaton with catalogues as symbols, whose paths can
be counted exactly. Where paths and rows are shown to spell different texts, they are what is
ranked; where that can't be shown, a small language is written out, and its texts are ranked.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Sequence
from typing import Any

from ...compiler.compiled import Compiled
from ...compiler.network import ROWS, Op
from ...compiler.tables import JUMP, RETURN
from ...corpora.utterance import Span as Slot
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from ..counting.amount import number
from ..counting.atoms import Pair, Values
from ..counting.large import Large
from ..counting.large import values as values_of
from ..counting.order import Order, order
from ..counting.patterns import Draw, Patterns, alone, patterns, spelled_out
from ..counting.plain import counted, plain, rows_of
from ..counting.tally import Tally, tally
from ..counting.unambiguous import unambiguous
from ..enumerate import derivations
from .ranked import Ranked, Ranking

MOST_ARCS = 500_000
"""Patterns of more arcs than this, all intents together, are not made."""
MOST_WRITTEN = 200_000
"""Languages of more derivations than this, all intents together, are not written out."""

_MEND = "--distribution weights draws from any language"


def uniform(
    compiled: Compiled, intents: Sequence[str] | None = None, where: Span = NOWHERE
) -> Ranked | Finding:
    """The different labelled texts of *intents*, or of all, ranked: by intent, then in the order of
    their characters, marks and rows. Deterministic; the catalogues must be bound.

    A Finding at *where* says that there is no end to them (E332), or that there are too many for
    telling which of them are the same (E333).
    """
    return _Making(compiled, intents, where).run()


def derived(compiled: Compiled) -> tuple[Order, Tally]:
    """The order of the networks of *compiled*, and their derivations; the catalogues are bound."""
    networks = plain(compiled.networks)
    rows = rows_of(counted(compiled.networks, compiled.stock))
    ordered = order(networks.table)
    return ordered, tally(networks.table, ordered, rows)


class _Making:
    def __init__(self, compiled: Compiled, intents: Sequence[str] | None, where: Span) -> None:
        self.compiled = compiled
        self.stock = compiled.stock
        self.networks = compiled.networks
        self.roots = [
            (name, net)
            for name, _, net in self.networks.roots
            if intents is None or name in intents
        ]
        self.where = where
        self.values: dict[Draw, Values | None] = {}
        self.numbers: dict[tuple[Draw, int], int] = {}  # of selections whose rows all count

    def run(self) -> Ranked | Finding:
        networks = self.networks
        ordered, counted = derived(self.compiled)
        for name, net in self.roots:
            if counted.endless[net]:
                return Finding(
                    "E332",
                    f"The language of the intent “{name}” has no end, and an even draw from it "
                    "can't be.",
                    self.where,
                    f"{_MEND}; repeat with a bound: x{{1,3}}.",
                )
        sizes = spelled_out(networks.table, ordered)
        parts: list[tuple[str, _Paths | list[Utterance]]] = []
        arcs_left, written_left = MOST_ARCS, MOST_WRITTEN
        for name, net in self.roots:
            part: _Paths | list[Utterance] | None = None
            # what is rewritten may become the same: then only the texts themselves tell
            if self.compiled.rewriter is None and sizes[net] <= arcs_left:
                part = self.paths(net, arcs_left)
                if part is not None:
                    arcs_left -= part.arcs
            if part is None and counted.log2[net] <= math.log2(MOST_WRITTEN):
                written_left -= round(2.0 ** counted.log2[net])
                if written_left >= 0:
                    part = self.written(net, name)
            if part is None:
                return self.too_many(name, net, counted)
            parts.append((name, part))
        ranking = Ranking(
            [(name, part.size if isinstance(part, _Paths) else len(part)) for name, part in parts]
        )
        for place, (_, part) in enumerate(parts):
            ranking.target[place] = ranking.here
            if isinstance(part, _Paths):
                self.write_paths(ranking, part)
            else:
                _write_texts(ranking, part)
        return ranking.done()

    def too_many(self, name: str, net: int, counted: Tally) -> Finding:
        amount = counted.amounts({})[net]
        return Finding(
            "E333",
            f"The intent “{name}” has {amount.shown()} derivations, and which of them are the same "
            f"labelled text can't be told; up to {number(MOST_WRITTEN)} they are written out.",
            self.where,
            _MEND,
        )

    # ------------------------------------------------------------------ by paths

    def rows(self, draw: Draw) -> Values | None:
        """The values of a draw."""
        if draw not in self.values:
            selection = self.stock.selection(self.networks.selections[draw[0]])
            self.values[draw] = None if selection is None else values_of(selection, draw[1])
        return self.values[draw]

    def paths(self, net: int, most_arcs: int) -> _Paths | None:
        """The patterns of a network, counted; None where they are too large or ambiguous."""
        networks = alone(self.networks, net)
        if any(arc.op in ROWS for one in networks.table for arcs in one.arcs for arc in arcs):
            return None  # how many texts there are behind a cell depends on the cell
        found = patterns(self.networks, net, most_arcs, self.rows)
        if found is None or found.open or not unambiguous(found):
            return None
        return _Paths(found)

    def selection(self, ranking: Ranking, found: Patterns, label: int) -> int:
        """The number of the rows that a label draws from, which is made when first needed."""
        draw, values = found.origin[label], found.rows[label]
        key = (draw, id(values))
        if key not in self.numbers:
            self.numbers[key] = len(ranking.selections)
            selection = self.stock.selection(self.networks.selections[draw[0]])
            assert selection is not None
            catalogue = selection.catalogue
            if isinstance(values, Large):
                ranking.selections.append((catalogue, values.rows))
                return self.numbers[key]
            wanted: set[Pair] = set(values.pairs)
            rows = array("I")
            for row in selection.rows():
                pair = (catalogue.value(row), catalogue.identity(row) if draw[1] else None)
                if pair in wanted:
                    wanted.remove(pair)
                    rows.append(row)
            ranking.selections.append((catalogue, rows))
        return self.numbers[key]

    def write_paths(self, ranking: Ranking, part: _Paths) -> None:
        """Writes an automaton. States that several arcs lead to are written once."""
        found, counts = part.found, part.counts
        joined = [0] * len(found.arcs)
        for arcs in found.arcs:
            for _, target in arcs:
                joined[target] += 1
        written: dict[int, int] = {}
        pending: list[str] = []  # characters that wait to be written as one text

        def flush() -> None:
            if pending:
                ranking.text(Op.TEXT, "".join(pending))
                pending.clear()

        def emit(label: int, target: int) -> None:
            if found.spells(label):
                pending.append(chr(label))
                return
            flush()
            if label in found.rows:
                op = Op.DRAW_VALUE if found.origin[label][1] else Op.DRAW
                ranking.draw(op, self.selection(ranking, found, label), counts[target])
                return
            mark = found.mark(label)
            assert mark is not None
            op_, arg = mark
            if isinstance(arg, str):
                ranking.text(op_, arg)
            elif isinstance(arg, tuple):
                ranking.pair(op_, arg)
            elif op_ == Op.CLOSE:
                ranking.add(op_)
            # and else it is the end of the intent

        queue: list[tuple[int, int, int]] = []  # a place in `target`, and the arc to be written
        place, label, state = -1, -1, 0
        while True:
            if place >= 0:
                ranking.target[place] = ranking.here
            while True:
                if label >= 0:
                    emit(label, state)
                if joined[state] > 1:
                    flush()
                    if state in written:
                        ranking.add(JUMP, written[state])
                        break
                    written[state] = ranking.here
                arcs = [(a, b) for a, b in found.arcs[state] if part.ways(a, b)]
                if not arcs:
                    flush()
                    ranking.add(RETURN)
                    break
                if len(arcs) > 1:
                    flush()
                    first = ranking.choose([part.ways(a, b) for a, b in arcs])
                    queue.extend((first + n, a, b) for n, (a, b) in reversed(list(enumerate(arcs))))
                    break
                label, state = arcs[0]
            if not queue:
                break
            place, label, state = queue.pop()

    # ------------------------------------------------------------------ by writing out

    def written(self, net: int, name: str) -> list[Utterance]:
        """Every labelled text of a network, in order."""
        networks = alone(self.networks, net)
        every = derivations(networks, self.stock, 0, rewriter=self.compiled.rewriter)
        texts = {utterance for utterance, _ in every}
        return sorted(texts, key=_key)


class _Paths:
    """Patterns, and how many texts there are from each of their states on."""

    def __init__(self, found: Patterns) -> None:
        self.found = found
        self.arcs = sum(map(len, found.arcs))
        self.counts = [0] * len(found.arcs)
        for state in found.sequence:
            assert not (state in found.final and found.arcs[state])
            own = int(state in found.final)
            self.counts[state] = own + sum(self.ways(a, b) for a, b in found.arcs[state])

    @property
    def size(self) -> int:
        """How many there are."""
        return self.counts[0]

    def ways(self, label: int, target: int) -> int:
        """How many there are along an arc."""
        rows = self.found.rows.get(label)
        return self.counts[target] if rows is None else rows.size * self.counts[target]


def _key(utterance: Utterance) -> tuple[Any, ...]:
    return utterance.text, tuple(map(_slot_key, utterance.slots)), utterance.constants


def _slot_key(slot: Slot) -> tuple[Any, ...]:
    value = (slot.value is not None, slot.value or "")
    return slot.start, slot.end, slot.name, value, tuple(map(_slot_key, slot.slots))


def _write_texts(ranking: Ranking, texts: Sequence[Utterance]) -> None:
    """Writes texts as the arms of one BRANCH."""
    first = ranking.choose([1] * len(texts))
    for place, utterance in enumerate(texts, first):
        ranking.target[place] = ranking.here
        for op, what in _events(utterance):
            if op == Op.CLOSE:
                ranking.add(op)
            else:
                ranking.text(op, what)
        for pair in utterance.constants:
            ranking.pair(Op.CONSTANT, pair)
        ranking.add(RETURN)


def _events(utterance: Utterance) -> Iterator[tuple[Op, str]]:
    """What writes a text with its slots."""
    text, at = utterance.text, 0
    ends: list[int] = []

    def upto(place: int) -> Iterator[tuple[Op, str]]:
        nonlocal at
        if place > at:
            yield Op.TEXT, text[at:place]
            at = place

    stack: list[Slot | None] = list(reversed(utterance.slots))
    while stack:
        slot = stack.pop()
        if slot is None:
            yield from upto(ends.pop())
            yield Op.CLOSE, ""
            continue
        yield from upto(slot.start)
        yield Op.OPEN, slot.name
        if slot.value is not None:
            yield Op.VALUE, slot.value
        ends.append(slot.end)
        stack.append(None)
        stack.extend(reversed(slot.slots))
    yield from upto(len(text))
