"""Ranked: the different labelled texts of a finite language, each with a number, as flat tables.

The text with a number is found without a look at any other (unranking), by counts that stand at
every branch; so drawing a number evenly draws a text evenly.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...catalogues.catalogue import Catalogue
from ...compiler.network import Op
from ...compiler.tables import BRANCH, JUMP, RETURN
from ...corpora.utterance import Utterance
from .telling import Event, tell

_TEXT, _OPEN, _VALUE = int(Op.TEXT), int(Op.OPEN), int(Op.VALUE)
_DRAW, _DRAW_VALUE = int(Op.DRAW), int(Op.DRAW_VALUE)
_CONSTANT, _CONTEXT = int(Op.CONSTANT), int(Op.CONTEXT)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Flat tables, as those of sampling, but for these differences.

    There is one entry, 0, where a BRANCH, number 0, chooses the intent: its targets are those of
    `intents`, in order. Spaces stand in the texts, letter for letter, and a slot that is opened has
    text; there are no SPACE and no CALL. `code` holds u32 pairs, and branch b the targets
    branch[b] to branch[b + 1] of `target` (u32, a pair of `code`).

    `below` has for every target how many sentences stand before it within its branch. At a BRANCH
    a rank takes the last target with below <= rank, and goes on as rank - below. DRAW and
    DRAW_VALUE have the number of a draw: of the rows of selection `drawn[number]` (u32) that with
    the place rank // after[number] is taken, and rank % after[number] goes on. `below` and `after`
    are whole numbers of any size, as is `size`, the number of sentences: ranks are those below it.
    `selections` are catalogues, and the rows (u32, ascending) that have different texts (and ids,
    where they matter).
    """

    code: array[int]
    branch: array[int]
    target: array[int]
    below: tuple[int, ...]
    drawn: array[int]
    after: tuple[int, ...]
    selections: tuple[tuple[Catalogue, Sequence[int]], ...]
    texts: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    intents: tuple[str, ...]
    size: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many sentences each intent has."""
        bounds = (*self.below[: len(self.intents)], self.size)
        return tuple(after - before for before, after in pairwise(bounds))

    @property
    def names(self) -> tuple[str, ...]:
        """The names that slots and constants may have."""
        ops = zip(self.code[::2], self.code[1::2], strict=True)
        slots = (self.texts[arg] for op, arg in ops if op == _OPEN)
        return tuple(dict.fromkeys((*slots, *(name for name, _ in self.pairs))))

    def intent(self, rank: int) -> int:
        """The number of the intent of the sentence of that rank."""
        return bisect_right(self.below, rank, 0, len(self.intents)) - 1

    def utterance(self, rank: int) -> Utterance:
        """The sentence of that rank, 0 <= rank < `size`."""
        intent = self.intents[self.intent(rank)]
        code, texts, below = self.code, self.texts, self.below
        events: list[Event] = []
        pc = 0
        while True:
            op, arg = code[2 * pc], code[2 * pc + 1]
            pc += 1
            if op == BRANCH:
                low, high = self.branch[arg], self.branch[arg + 1]
                at = bisect_right(below, rank, low, high) - 1
                rank -= below[at]
                pc = self.target[at]
            elif op == JUMP:
                pc = arg
            elif op in (_TEXT, _OPEN, _VALUE):
                events.append((op, texts[arg]))
            elif op in (_DRAW, _DRAW_VALUE):
                place, rank = divmod(rank, self.after[arg])
                catalogue, rows = self.selections[self.drawn[arg]]
                row = rows[place]
                events.append((_TEXT, catalogue.value(row)))
                identity = catalogue.identity(row) if op == _DRAW_VALUE else None
                if identity is not None:
                    events.append((_VALUE, identity))
            elif op in (_CONSTANT, _CONTEXT):
                events.append((op, self.pairs[arg]))
            elif op == RETURN:
                return tell(events, intent)
            else:  # CLOSE
                events.append((op, None))


class Ranking:
    """Writes `Ranked` tables, one intent after another."""

    def __init__(self, intents: Sequence[tuple[str, int]]) -> None:
        """*intents* with the number of their sentences, each more than 0."""
        self.code = array("I")
        self.branch = array("I", [0])
        self.target = array("I")
        self.below: list[int] = []
        self.drawn = array("I")
        self.after: list[int] = []
        self.selections: list[tuple[Catalogue, Sequence[int]]] = []
        self._texts: dict[str, int] = {}
        self._pairs: dict[tuple[str, str], int] = {}
        self._intents = intents
        self.choose([size for _, size in intents])

    @property
    def here(self) -> int:
        """Where the next operation is written."""
        return len(self.code) // 2

    def add(self, op: int, arg: int = 0) -> None:
        """Writes one operation."""
        self.code.append(op)
        self.code.append(arg)

    def text(self, op: int, text: str) -> None:
        """Writes an operation about a text."""
        self.add(op, self._texts.setdefault(text, len(self._texts)))

    def pair(self, op: int, pair: tuple[str, str]) -> None:
        """Writes an operation about a pair."""
        self.add(op, self._pairs.setdefault(pair, len(self._pairs)))

    def draw(self, op: int, selection: int, after: int) -> None:
        """Writes a draw from a selection, with *after* ways to go on behind it."""
        self.add(op, len(self.drawn))
        self.drawn.append(selection)
        self.after.append(after)

    def choose(self, counts: Sequence[int]) -> int:
        """Writes a BRANCH over parts of so many sentences; gives the place of its first target."""
        self.add(BRANCH, len(self.branch) - 1)
        first = len(self.target)
        running = 0
        for count in counts:
            self.below.append(running)
            running += count
        self.target.extend([0] * len(counts))
        self.branch.append(len(self.target))
        return first

    def done(self) -> Ranked:
        """The tables."""
        return Ranked(
            self.code,
            self.branch,
            self.target,
            tuple(self.below),
            self.drawn,
            tuple(self.after),
            tuple(self.selections),
            tuple(self._texts),
            tuple(self._pairs),
            tuple(name for name, _ in self._intents),
            sum(size for _, size in self._intents),
        )
