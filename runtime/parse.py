"""Parsing: ways through the grammar for a text, best first.

A walk over the acceptor from the left, all ways at once: at each place of the text and each state
the best few ways are kept, so that the time is linear in the text. Catalogues are looked up where
one may begin; wildcards go from word to word (`wild.py`). Parses rank by: fewest words passed over
by `skip`, fewest words of wildcards, most characters covered by catalogue values less those taken
by wildcards, probability (with the intents' weights, and any text of a wildcard at 1), order of the
file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..compiler.acceptor import Acceptor
from ..compiler.compiled import Compiled
from ..compiler.network import Op
from ..corpora.utterance import Span, Utterance
from .beginnings import Beginnings
from .graph import Graph, not_given
from .kernel import serving
from .lookups import Lookups, Rows
from .original import WayBack, bare
from .prepare import Prepared, prepare
from .shared import Shared, Uses
from .skips import beginnings as beginnings_of
from .skips import skip_texts, skips_at
from .ways import NOISE, Agenda, Way, best, rank
from .wild import Wild

if TYPE_CHECKING:
    from .kernel.reading import Reader, Reading, Spans

_CONTEXT = int(Op.CONTEXT)


@dataclass(frozen=True, slots=True)
class Parse:
    """One reading of a text. `utterance` holds the text as typed; `logprob` is ln of the
    probability of its labelled text within its intent; `skipped` counts the words passed over."""

    utterance: Utterance
    logprob: float
    skipped: int

    @property
    def intent(self) -> str:
        """The intent."""
        return self.utterance.intent


def _sum(one: float, other: float) -> float:
    """ln(e^one + e^other)."""
    high, low = max(one, other), min(one, other)
    return high + math.log1p(math.exp(low - high))


def _spans(told: Spans) -> tuple[Span, ...]:
    return tuple(
        Span(name, start, end, value, _spans(inner) if inner else ())
        for name, start, end, value, inner in told
    )


def _order(end: tuple[Any, ...]) -> tuple[int, ...]:
    """How what begins with a way and the number of its intent ranks."""
    return (*rank(end[0])[:4], end[1], end[0][4])


class Parser:
    """Parses texts by a compiled grammar, all of whose catalogues are bound.

    The walk is done by the kernel where it is there and can, with the same results as here; *plain*
    leaves it aside. States of the graph are made when they are first needed and kept; a parser
    serves one thread.
    `steps` counts the ways that were followed through the last text: it grows as that does.
    """

    def __init__(
        self,
        compiled: Compiled,
        acceptor: Acceptor,
        *,
        case_sensitive: bool = False,
        context: Mapping[str, str] | None = None,
        plain: bool = False,
    ) -> None:
        locale = None if case_sensitive else compiled.locale
        catalogues = [key.catalogue for key in compiled.tables.selections]
        wildcards = frozenset(compiled.stock.wildcards).intersection(catalogues)
        self._wildcards = wildcards
        self._graph = Graph(acceptor, catalogues, locale, wildcards)
        self.steps = 0
        self._marks = acceptor.marks
        self._skips = skip_texts(compiled, locale)
        self._locale = compiled.locale
        self._folded = not case_sensitive
        self._plain = plain
        self._context = dict(context or {})
        self._missing = not_given(self._marks, self._context)
        self._back: WayBack | None = None
        self._acceptor = acceptor
        self._states: list[object] = []  # the kernel's: one, made by the first that needs it
        self._use(compiled)

    def _use(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._begun: Beginnings | None = None
        rewriter = compiled.rewriter
        if rewriter is not None and self._back is None:
            self._back = WayBack(rewriter, self._locale, self._folded)
        roots = compiled.tables.roots
        total = sum(weight for _, weight, _ in roots)
        self._intents = [(name, math.log(weight / total)) for name, weight, _ in roots]
        self._numbers = {name: number for number, (name, _) in enumerate(self._intents)}
        self._reader: Reader | None = None
        self._quick = not (self._plain or compiled.tables.uses) and serving("_parsing") == "C"
        self._lookups = Lookups(compiled, not self._folded)
        self._uses = Uses(compiled, not self._folded) if compiled.tables.uses else None

    def bound(self, compiled: Compiled) -> Parser:
        """A parser of the same grammar with other catalogues, by the same graph. The acceptor of
        *compiled* must be the one of this parser."""
        parser = copy(self)
        parser._use(compiled)
        return parser

    def given(self, context: Mapping[str, str]) -> Parser:
        """A parser of the same grammar with another context, by the same graph."""
        parser = copy(self)
        parser._context, parser._missing = dict(context), not_given(self._marks, context)
        parser._states, parser._reader = [], None
        return parser

    def __call__(self, typed: str, nbest: int = 1, intent: str | None = None) -> list[Parse]:
        """At most *nbest* parses of *typed* (as that *intent*), best first; none where the grammar
        does not accept it.

        Of readings that rank the same, that of the intent, then of the slot, which is first in the
        file comes first.
        """
        prepared = prepare(typed, self._locale, self._folded)
        keep = max(4, 2 * nbest)
        if self._quick and self._back is None:
            readings = self._read_by_kernel(prepared, keep, intent)
            if readings is not None:
                return self._told(typed, readings, nbest)
        if self._back is None:
            ends = [
                (way, number, self._read(typed, prepared, way, number))
                for way, number in self._ranked(prepared, keep, intent)
            ]
        else:
            ends = self._originals(self._back, typed, prepared, keep, intent)
        found: dict[Utterance, tuple[float, int]] = {}
        for way, number, utterance in ends:
            logprob = -way[3] - self._intents[number][1]
            if logprob > -NOISE:
                logprob = 0.0
            if utterance in found:
                known, skipped = found[utterance]
                found[utterance] = (_sum(known, logprob), skipped)
            else:
                found[utterance] = (logprob, way[0])
        parses = [Parse(u, logprob, skipped) for u, (logprob, skipped) in found.items()]
        return parses[:nbest]

    def _kernel(self) -> Reader:
        """The walk in C, made when it is first needed."""
        from .kernel.reading import Reader, graph

        lookups, acceptor = self._lookups, self._acceptor
        if not self._states:
            values = [
                (arg[0], self._context.get(arg[1], ""))
                if op == _CONTEXT and isinstance(arg, tuple)
                else arg
                for op, arg in self._marks
            ]
            made = graph(
                acceptor,
                values,
                self._missing,
                len(self._intents),
                lookups,
                self._wildcards,
                self._locale if self._folded else None,
                self._skips,
            )
            self._states.append(made)
        self._reader = Reader(self._states[0], lookups, self._back is not None)
        return self._reader

    def _read_by_kernel(
        self, prepared: Prepared, keep: int, intent: str | None
    ) -> list[Reading] | None:
        number = -1 if intent is None else self._numbers.get(intent)
        if number is None:
            return []
        reader = self._reader or self._kernel()
        readings = reader.readings(prepared, keep, number)
        self.steps = reader.steps
        return readings

    def _told(self, typed: str, readings: list[Reading], nbest: int) -> list[Parse]:
        """What the kernel has read, as parses: readings that label the text alike are one."""
        found: dict[tuple[int, Spans, tuple[tuple[str, str], ...]], tuple[float, int]] = {}
        for skipped, cost, number, spans, constants in readings:
            logprob = -cost - self._intents[number][1]
            if logprob > -NOISE:
                logprob = 0.0
            key = (number, spans, constants)
            known = found.get(key)
            found[key] = (
                (logprob, skipped) if known is None else (_sum(known[0], logprob), known[1])
            )
        return [
            Parse(
                Utterance(typed, _spans(spans), constants, self._intents[number][0]),
                logprob,
                skipped,
            )
            for (number, spans, constants), (logprob, skipped) in islice(found.items(), nbest)
        ]

    def _ranked(self, prepared: Prepared, keep: int, intent: str | None) -> list[tuple[Way, int]]:
        """The ways that reach the end of the text, with their intents, best first."""
        if self._quick and (intent is None or intent in self._numbers):
            reader = self._reader or self._kernel()
            told = reader.ways(prepared, keep, -1 if intent is None else self._numbers[intent])
            if told is not None:
                self.steps = reader.steps
                return told
        ends = self._walk(prepared, keep)
        if intent is not None:
            ends = [end for end in ends if self._intents[end[1]][0] == intent]
        if self._uses is not None:
            ends = [(told, number) for way, number in ends for told in self._uses.told(way, keep)]
        ends.sort(key=_order)
        return ends

    def _beginnings_of(self) -> Beginnings | None:
        """How sentences begin; None where words may be passed over anywhere."""
        if self._skips:
            return None
        if self._begun is None:
            locale = self._locale if self._folded else None
            self._begun = Beginnings(self._compiled, self._acceptor, locale)
        return self._begun

    def _originals(
        self, back: WayBack, typed: str, prepared: Prepared, keep: int, intent: str | None
    ) -> list[tuple[Way, int, Utterance]]:
        """The same for a text that rewrites have made, with what each way stands for."""
        found: list[tuple[Way, int, Utterance]] = []
        # Originals that differ in a space at the border of a slot are read alike: once is enough.
        read: dict[tuple[int, Utterance], str] = {}
        steps = 0
        for original in back.originals(prepared, self._beginnings_of()):
            ends = self._ranked(original, keep, intent)
            steps += self.steps
            for way, number in ends:
                before = self._read(original.text, original, way, number)
                if read.setdefault((number, bare(before)), original.text) != original.text:
                    continue
                after = back.rewritten(before, original, way, prepared, typed, self._uses)
                if after is not None:
                    found.append((way, number, after))
        self.steps = steps
        found.sort(key=_order)
        return found

    def _walk(self, prepared: Prepared, keep: int) -> list[tuple[Way, int]]:
        """The ways that reach the end of the text, with their intents."""
        text, passes = prepared.text, prepared.passes
        length = len(text)
        get, make = self._graph.states.get, self._graph.state
        lookups, missing = self._lookups, self._missing
        rewritten = self._back is not None
        beginnings = beginnings_of(prepared, self._skips)
        agenda: Agenda = {
            begin: {0: [(words, 0, 0, 0.0, 0, None, (), 0, 0, None, 0, ())]}
            for begin, words in beginnings.items()
        }
        ends: list[tuple[Way, int]] = []
        shared = None if self._uses is None else Shared(self._uses, prepared, missing)
        wild: Wild | None = None
        if self._wildcards:
            wild = Wild(prepared, self._graph, lookups, missing, max(beginnings.values()))
        order = steps = 0
        place = 0
        while agenda:
            while place not in agenda:
                place += 1
            if wild is not None:
                steps += wild.arrive(place, agenda, keep)
            here = agenda.pop(place)
            character = text[place] if place < length else ""
            onward = passes.get(place)
            skips = (
                skips_at(prepared, self._skips, place + 1)
                if self._skips and character == " "
                else ()
            )
            found = None
            for number, ways in here.items():
                if len(ways) > 1:
                    ways.sort(key=rank)
                    if shared is None:
                        del ways[keep:]
                    else:
                        ways[:] = best(ways, keep)
                steps += len(ways)
                state = get(number) or make(number)
                if onward is not None:
                    agenda.setdefault(onward, {}).setdefault(number, []).extend(ways)
                if skips:
                    for end, words in skips:
                        passed = [(way[0] + words, *way[1:]) for way in ways]
                        agenda.setdefault(end, {}).setdefault(number, []).extend(passed)
                if place == length:
                    for intent, marks, cost in state.ends:
                        if missing and not missing.isdisjoint(marks):
                            continue
                        for w in ways:
                            order += 1
                            head = (*w[:3], w[3] + cost, order)
                            way = (*head, w, marks, -1, -1, None, 0, ())
                            ends.append((way, intent))
                    continue
                texts = state.texts.get(character)
                if character == "-":
                    spaces = state.texts.get(" ")
                    texts = (texts or []) + spaces if spaces else texts
                if texts:
                    for piece, marks, cost, target in texts:
                        if len(piece) > 1 and not text.startswith(piece, place):
                            continue
                        if missing and not missing.isdisjoint(marks):
                            continue
                        end = place + len(piece)
                        level = agenda.get(end)
                        if level is None:
                            level = agenda[end] = {}
                        there = level.get(target)
                        if there is None:
                            there = level[target] = []
                        for w in ways:
                            order += 1
                            head = (w[0], w[1], w[2], w[3] + cost, order)
                            there.append((*head, w, marks, place, end, None, 0, w[11]))
                if character == " " and state.bordering is not None:
                    # one space more, and not a second one behind punctuation that was passed over
                    first = [w for w in ways if w[8] and text[w[8] - 1] not in " -"]
                    agenda.setdefault(place + 1, {}).setdefault(~number, []).extend(first)
                if state.wild and wild is not None:
                    order = wild.begin(state.wild, place, ways, agenda, order)
                if state.rows and shared is not None:
                    order = shared.go_on(state.rows, place, ways, agenda, order)
                if not state.draws:
                    continue
                if found is None:
                    found = lookups.at(prepared, place)
                    rows_of: dict[int, Rows] = {}
                for catalogue, matches in found:
                    for draw, valued, marks, cost, target in state.draws.get(catalogue, ()):
                        if missing and not missing.isdisjoint(marks):
                            continue
                        rows = rows_of.get(draw)
                        if rows is None:
                            rows = rows_of[draw] = lookups.rows(draw, matches)
                        identified = lookups.selection(draw) if valued or rewritten else None
                        for end, price, row in rows:
                            row = row if valued else ~row
                            covered, dear = place - end, cost + price
                            there = agenda.setdefault(end, {}).setdefault(target, [])
                            for w in ways:
                                order += 1
                                head = (w[0], w[1], w[2] + covered, w[3] + dear, order)
                                there.append((*head, w, marks, place, end, identified, row, w[11]))
        self.steps = steps
        return ends

    def _read(self, typed: str, prepared: Prepared, way: Way, intent: int) -> Utterance:
        """The utterance that a finished way stands for."""
        steps = []
        last: Any = way
        while last is not None:
            steps.append(last)
            last = last[5]
        spans: list[Span] = []
        constants: list[tuple[str, str]] = []
        slots: list[tuple[str, int, list[str], list[Span]]] = []
        end_before = 0
        for step in reversed(steps):
            marks, start, end, selection, row = step[6:11]
            for number in marks:
                op, arg = self._marks[number]
                if op == Op.OPEN:
                    slots.append((str(arg), start, [], []))
                elif op == Op.CLOSE:
                    name, begun, values, inner = slots.pop()
                    value = " ".join(values) if values else None
                    span = Span(
                        name,
                        prepared.start(begun),
                        prepared.end(end_before),
                        value,
                        tuple(inner),
                    )
                    (slots[-1][3] if slots else spans).append(span)
                elif op == Op.VALUE:
                    slots[-1][2].append(str(arg))
                elif isinstance(arg, tuple):
                    name, value = arg
                    constants.append((name, self._context[value] if op == _CONTEXT else value))
            if selection is not None and not isinstance(selection, tuple) and row >= 0:
                identity = selection.catalogue.identity(row)
                if identity is not None:
                    slots[-1][2].append(identity)
            if end > 0:
                end_before = end
        return Utterance(typed, tuple(spans), tuple(constants), self._intents[intent][0])
