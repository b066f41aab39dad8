"""Origins: which alternatives of a grammar a labelled text comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...catalogues.index import searchable
from ...catalogues.selection import Selection
from ...compiler import ir
from ...compiler.compiled import Compiled
from ...compiler.network import END, ROWS, START, Arc, Network, Op
from ...compiler.unroll import unroll
from ...corpora.utterance import Span, Utterance
from ...dsl.span import Span as Place
from ..shared import Uses
from ..ways import Held
from .readings import Reading, word_ends

_VALUED = (Op.DRAW_VALUE, Op.ROW_VALUE, Op.COLUMN_VALUE)

MOST_STEPS = 200_000
"""So many steps are tried to derive a text."""

_State = tuple[int, int, Any, str, bool, Any, tuple[Span, ...], Any, Held, Any]
"""Network, state, what to return to, text, whether a space is due, open slots, spans, constants,
what is held of shared rows, and the ways on from a network's start that were taken."""


class Origins:
    """Finds the alternatives of one grammar; *places* are those that its options point to."""

    def __init__(self, compiled: Compiled, places: Sequence[Place]) -> None:
        self._compiled = compiled
        self._places = places
        self._uses: Uses | None = None
        self._table: tuple[Network, ...] = unroll(compiled.networks) if places else ()

    def of(self, one: Reading, other: Reading) -> tuple[Place | None, Place | None]:
        """For two readings of a text the places of the alternatives in which they part: where they
        choose differently in a rule, what each chooses; otherwise the last that they have in
        common. Readings of two intents part at once: the place is the intent's alternative, or, as
        long as one is no more than the call of a rule, the rule's. Each is None where the source
        is not at hand, or the search takes too long."""
        first, second = self._options(one.before), self._options(other.before)
        if first is None or second is None:
            return self._first(first), self._first(second)
        if one.before.intent != other.before.intent:
            return self._first(first), self._first(second)
        common = 0
        while common < min(len(first), len(second)) and first[common] == second[common]:
            common += 1
        if common < min(len(first), len(second)) and first[common][0] == second[common][0]:
            return self._place(first[common][1]), self._place(second[common][1])
        last = self._place(first[common - 1][1]) if common else None
        return last, last

    def _options(self, utterance: Utterance) -> list[tuple[str, ir.Option]] | None:
        """The rules that *utterance* comes through, and the alternative of each."""
        if not self._places:
            return None
        root = next(n for name, _, n in self._compiled.networks.roots if name == utterance.intent)
        taken = self._taken(utterance, root)
        if taken is None:
            return None
        program = self._compiled.program
        bodies = {**program.rules, **{i.name: i.body for i in program.intents}}
        found = []
        for net, number in taken:
            name = self._table[net].name.partition("@")[0]
            body = bodies.get(name)
            ways = len(self._table[net].arcs[START])
            if body is None or net in self._compiled.networks.recursive:
                continue
            if len(body.options) == 1:
                found.append((name, body.options[0]))
            elif ways == len(body.options):  # else agreement has taken some of them out
                found.append((name, body.options[number]))
        return found

    def _first(self, options: list[tuple[str, ir.Option]] | None) -> Place | None:
        if not options:
            return None
        at = 0
        while at + 1 < len(options):
            parts = options[at][1].parts
            if len(parts) != 1 or parts[0] != ir.Call(options[at + 1][0]):
                break
            at += 1
        return self._place(options[at][1])

    def _place(self, option: ir.Option) -> Place | None:
        return self._places[option.place] if option.place >= 0 else None

    def _taken(self, utterance: Utterance, root: int) -> list[tuple[int, int]] | None:
        """(network, number of the way on from its start) for all networks that were entered."""
        start: _State = (root, START, None, "", False, (), (), (), (), None)
        stack, seen = [start], set()
        for _ in range(MOST_STEPS):
            if not stack:
                return None
            state = stack.pop()
            if state[:9] in seen:
                continue
            seen.add(state[:9])
            net, at, returns, text, due, slots, spans, constants, held, trail = state
            if at == END:
                if returns is not None:
                    back, behind, below = returns
                    stack.append(
                        (back, behind, below, text, due, slots, spans, constants, held, trail)
                    )
                elif (text, spans, constants) == (
                    utterance.text,
                    utterance.slots,
                    utterance.constants,
                ):
                    return _listed(trail)
                continue
            network = self._table[net]
            for number in reversed(range(len(network.arcs[at]))):
                noted = ((net, number), trail) if at == START else trail
                stack.extend(self._follow(state, network.arcs[at][number], noted, utterance))
        return None

    def _follow(self, state: _State, arc: Arc, trail: Any, goal: Utterance) -> list[_State]:
        net, _, returns, text, due, slots, spans, constants, held, _ = state
        op, arg, _, target = arc
        if op == Op.CALL:
            assert isinstance(arg, int)
            back = (net, target, returns)
            return [(arg, START, back, text, due, slots, spans, constants, held, trail)]
        if op in (Op.TEXT, Op.DRAW, Op.DRAW_VALUE) or op in ROWS:
            begin = f"{text} " if due and text else text
            if not goal.text.startswith(begin):
                return []
            opened = tuple((n, len(begin) if s < 0 else s, v, i) for n, s, v, i in slots)
            if op == Op.TEXT:
                assert isinstance(arg, str)
                if not goal.text.startswith(arg, len(begin)):
                    return []
                after = begin + arg
                return [(net, target, returns, after, False, opened, spans, constants, held, trail)]
            assert isinstance(arg, int)
            found: list[_State] = []
            values = (
                self._cells(arg, held, goal.text, len(begin))
                if op in ROWS
                else [(v, i, held) for v, i in self._rows(arg, goal.text, len(begin))]
            )
            for value, identity, held in values:
                now = opened
                if op in _VALUED and identity is not None and opened:
                    n, s, v, i = opened[-1]
                    now = (*opened[:-1], (n, s, (*v, identity), i))
                after = begin + value
                found.append(
                    (net, target, returns, after, False, now, spans, constants, held, trail)
                )
            return found
        if op == Op.SPACE:
            due = True
        elif op == Op.OPEN:
            slots = (*slots, (arg, -1, (), ()))
        elif op == Op.VALUE and slots:
            n, s, v, i = slots[-1]
            slots = (*slots[:-1], (n, s, (*v, arg), i))
        elif op == Op.CLOSE:
            n, s, v, i = slots[-1]
            slots = slots[:-1]
            if s >= 0:
                span = Span(n, s, len(text), " ".join(v) if v else None, i)
                if slots:
                    m, begun, w, inner = slots[-1]
                    slots = (*slots[:-1], (m, begun, w, (*inner, span)))
                else:
                    spans = (*spans, span)
                    if goal.slots[: len(spans)] != spans:
                        return []
        elif op in (Op.CONSTANT, Op.CONTEXT):
            assert isinstance(arg, tuple)
            constants = (*constants, arg if op == Op.CONSTANT else (arg[0], f"@{arg[1]}"))
        return [(net, target, returns, text, due, slots, spans, constants, held, trail)]

    def _cells(
        self, number: int, held: Held, text: str, start: int
    ) -> list[tuple[str, str | None, Held]]:
        """What a use of a row may write there, with canonical values, and what is held then."""
        if self._uses is None:
            self._uses = Uses(self._compiled, case_sensitive=False)
        coded = self._uses.coded(number)
        looked = searchable(text, self._compiled.locale)
        found: list[tuple[str, str | None, Held]] = []
        for end, code in coded.matches(looked, start):
            read = self._uses.read(number, held, code)
            if read is not None and coded.text(code) == text[start:end]:
                known: list[str | None] = [None]
                if coded.column == "value":
                    known = self._uses.values(number, held, code)
                found.extend((text[start:end], identity, read[1]) for identity in known)
        return found

    def _rows(self, number: int, text: str, start: int) -> list[tuple[str, str | None]]:
        """The values of a selection that stand there, with their canonical values."""
        key = self._compiled.networks.selections[number]
        if key.catalogue in self._compiled.stock.wildcards:
            return [(text[start:end], None) for end in word_ends(text, start)]
        selection: Selection | None = self._compiled.stock.selection(key)
        if selection is None:
            return []
        catalogue = selection.catalogue
        looked = searchable(text, self._compiled.locale)
        return [
            (catalogue.value(row), catalogue.identity(row))
            for end, row in catalogue.index.matches(looked, start)
            if row in selection and catalogue.value(row) == text[start:end]
        ]


def _listed(trail: Any) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while trail is not None:
        one, trail = trail
        found.append(one)
    return found[::-1]
