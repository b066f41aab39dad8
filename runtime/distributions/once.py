"""Each labelled text once, drawn by the odds of a walk: sampling without replacement."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from ...compiler.network import FIRSTS, ROWS, Op
from ...compiler.tables import BRANCH, JUMP, RETURN, TOP
from ...corpora.utterance import Span, Utterance
from ..numbers import stream
from ..sample import UNITS, units
from ..source import Exhausted
from ..walk import Walk
from .remaining import Choice, Descent, Known
from .telling import Event, tell

_TEXT, _OPEN, _VALUE = int(Op.TEXT), int(Op.OPEN), int(Op.VALUE)
_DRAW, _DRAW_VALUE, _CALL = int(Op.DRAW), int(Op.DRAW_VALUE), int(Op.CALL)
_CONSTANT, _CONTEXT = int(Op.CONSTANT), int(Op.CONTEXT)

PATIENCE = 1000
"""After so many texts that had come before, beyond as many as were given, it is worth counting how
many there are."""


class DistinctWalk:
    """A `Source` of a walk's sentences that gives each labelled text once, in order.

    The law is that of drawing again and again and leaving out what has come before: the next text
    is drawn by its probability among those that are left. But a derivation that was drawn is never
    drawn again, so that no luck is needed to find the last ones. Attempt j, which gives a sentence
    unless its text has come before, takes the numbers of `stream(seed, j)`. The logarithm of a
    sentence is that of its derivation under the walk, as a `Sampler` has it.
    """

    in_order = True

    def __init__(
        self,
        walk: Walk,
        seed: int = 0,
        *,
        odds: bool = True,
        size: int | None = None,
        single: bool = False,
        counted: Callable[[], int | None] | None = None,
    ) -> None:
        """*size*: the number of texts, where it is known; *counted* gives it, where it can, and is
        asked once it may matter. *single*: no text has two derivations."""
        self.walk = walk
        self.seed = seed
        self.size = size
        self.intents = walk.intents
        self.names = walk.names
        self._odds = odds
        # two derivations may be one text when they are rewritten
        self._single = single and walk.rewriter is None
        self._counted = counted
        tables = walk.tables
        self._code = list(zip(tables.code[::2], tables.code[1::2], strict=True))
        self._runs: list[tuple[list[Event], int, int, int] | None] = [None] * len(self._code)
        self._branches: dict[int, tuple[Choice, list[int], list[int]]] = {}
        self._entry = list(tables.entry)
        self._draws: dict[int, Choice] = {}
        self._cells = walk.cells
        self._roots = Choice(len(walk.roots), _sums(walk.root_thresholds))
        self._begin()

    def _begin(self) -> None:
        self._root: Known = None
        self._left = True
        self._attempt = 0
        self._given = 0
        self._texts = self.size
        self._seen: set[bytes] = set()
        self._last: tuple[Utterance, float] | None = None

    def __call__(self, index: int) -> tuple[Utterance, float]:
        """Sentence *index*, and ln of the probability, within its intent, of its derivation;
        `Exhausted` where there are no more. Going back means beginning anew."""
        if index < self._given - 1:
            self._begin()
        while self._given <= index:
            self._last = self._next()
            self._given += 1
        assert self._last is not None
        return self._last

    def _next(self) -> tuple[Utterance, float]:
        while self._left and self._given != self._texts:
            found = self._drawn()
            if self._single:
                return found
            key = _key(found[0])
            if key not in self._seen:
                self._seen.add(key)
                return found
            if self._counted is not None and self._attempt > 2 * self._given + PATIENCE:
                self._texts, self._counted = self._counted(), None
        raise Exhausted(self._given)

    def _drawn(self) -> tuple[Utterance, float]:
        """One derivation that has not been drawn before, which is taken out."""
        descent = Descent(self._root, stream(self.seed, self._attempt))
        choose, runs, branches, entry = descent.choose, self._runs, self._branches, self._entry
        self._attempt += 1
        root = choose(self._roots) if self._roots.size > 1 else 0
        intent, _, pc = self.walk.roots[root]
        events: list[Event] = []
        returns: list[int] = []
        registers: dict[int, int] = {}
        odds = 0
        while True:
            run = runs[pc]
            if run is None:
                run = runs[pc] = self._run(pc)
            done, op, arg, pc = run
            events += done
            if op == BRANCH:
                branch = branches.get(arg)
                if branch is None:
                    branch = branches[arg] = self._branch(arg)
                choice, targets, logs = branch
                at = choose(choice)
                pc = targets[at]
                odds += logs[at]
            elif op == _CALL:
                returns.append(pc)
                pc = entry[arg]
            elif op == RETURN:
                if not returns:
                    break
                pc = returns.pop()
            elif op in ROWS:
                odds += self._use(op, arg, descent, events, registers)
            else:
                odds += self._draw(op, arg, descent, events)
        self._root, self._left = descent.end()
        drawn, rewriter = tell(events, intent), self.walk.rewriter
        return drawn if rewriter is None else rewriter.utterance(drawn), odds / UNITS

    def _draw(self, op: int, arg: int, descent: Descent, events: list[Event]) -> int:
        """Draws a row and writes its value; gives its logarithm."""
        row, odds = self._row(arg, descent)
        selection = self.walk.selections[arg]
        assert selection is not None
        catalogue = selection.catalogue
        events.append((_TEXT, catalogue.value(row)))
        identity = catalogue.identity(row) if op == _DRAW_VALUE else None
        if identity is not None:
            events.append((_VALUE, identity))
        return odds

    def _use(
        self, op: int, arg: int, descent: Descent, events: list[Event], registers: dict[int, int]
    ) -> int:
        """Writes a column of a row, which is drawn first where *op* says so; gives the logarithm
        of the draw."""
        use = self._cells[arg]
        assert use is not None
        odds = 0
        if op in FIRSTS:
            row, odds = self._row(self.walk.tables.uses[arg].selection, descent)
            registers[use.register] = row
        row = registers[use.register]
        events.append((_TEXT, use.text(row)))
        identity = use.identity(row) if op in (Op.ROW_VALUE, Op.COLUMN_VALUE) else None
        if identity is not None:
            events.append((_VALUE, identity))
        return odds

    def _row(self, number: int, descent: Descent) -> tuple[int, int]:
        """A row of a selection, and its logarithm."""
        selection = self.walk.selections[number]
        assert selection is not None
        rows, sums, _ = selection.numbers
        choice = self._draws.get(number)
        if choice is None:
            choice = self._draws[number] = Choice(len(selection), sums)
        at = descent.choose(choice) if choice.size > 1 else 0
        row = at if rows is None else rows[at]
        weight = selection.catalogue.weight(row)
        return row, units(weight, selection.mass) if self._odds else 0

    def _run(self, pc: int) -> tuple[list[Event], int, int, int]:
        """What surely happens from *pc* on, then the operation that ends it, its argument, and
        the place behind it."""
        tables = self.walk.tables
        done: list[Event] = []
        while True:
            op, arg = self._code[pc]
            pc += 1
            if op == JUMP:
                pc = arg
            elif op in (BRANCH, RETURN, _CALL, _DRAW, _DRAW_VALUE) or op in ROWS:
                return done, op, arg, pc
            else:
                what: Any = None
                if op in (_TEXT, _OPEN, _VALUE):
                    what = tables.texts[arg]
                elif op in (_CONSTANT, _CONTEXT):
                    what = tables.pairs[arg]
                done.append((op, what))

    def _branch(self, arg: int) -> tuple[Choice, list[int], list[int]]:
        """A branch: the choice, its targets and their logarithms."""
        tables = self.walk.tables
        low, high = tables.branch[arg], tables.branch[arg + 1]
        sums = _sums(tables.threshold[low:high])
        choice = Choice(high - low, sums)
        logs = [units(choice.share(i, i + 1), TOP) if self._odds else 0 for i in range(high - low)]
        return choice, list(tables.target[low:high]), logs


def _sums(thresholds: Any) -> list[int]:
    """Thresholds as cumulative shares of 2^64: the last takes all that is left."""
    found = list(thresholds)
    found[-1] = TOP
    return found


def _key(utterance: Utterance) -> bytes:
    """128 bits of a labelled text."""
    parts = [utterance.intent, utterance.text]
    for name, value in utterance.constants:
        parts += ("=", name, value)
    slots: list[Span | None] = list(reversed(utterance.slots))
    while slots:
        slot = slots.pop()
        if slot is None:
            parts.append("}")
            continue
        parts += ("{", slot.name, f"{slot.start} {slot.end}")
        if slot.value is not None:
            parts += ("=", slot.value)
        slots.append(None)
        slots.extend(reversed(slot.slots))
    return blake2b("\0".join(parts).encode(), digest_size=16).digest()
