"""Tables: the networks as flat arrays, which a sampler runs like a program.

`code` holds pairs (operation, argument). A walk begins at the entry of an intent's network and
runs operation after operation; BRANCH draws one 64-bit number r and goes on at the first of its
targets whose threshold exceeds r; CALL runs another network and comes back at its RETURN. Where
only one arc leaves a state nothing is drawn.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from .keys import SelectionKey
from .network import END, START, Arc, Network, Networks, Op, Use

JUMP, BRANCH, RETURN = 16, 17, 18
"""Operations beside those of `Op`: go on elsewhere; draw and go on; end of a network."""

TOP = 1 << 64


@dataclass(frozen=True, slots=True)
class Tables:
    """Flat tables.

    `code` (u32 pairs), `branch` (u32: branch b has the targets branch[b] to branch[b + 1]),
    `threshold` (u64, cumulative probability times 2^64; the last of a branch is 2^64 - 1 and
    taken by all that is left), `target` (u32 index of a pair of `code`), `entry` (u32: the entry of
    each network), `texts` (what TEXT, OPEN and VALUE refer to), `pairs` (CONSTANT and CONTEXT),
    `roots` (intent, weight, network), `selections` (DRAW and DRAW_VALUE), `uses` (ROW and COLUMN).
    """

    code: array[int] | memoryview
    branch: array[int] | memoryview
    threshold: array[int] | memoryview
    target: array[int] | memoryview
    entry: array[int] | memoryview
    texts: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    roots: tuple[tuple[str, int, int], ...]
    selections: tuple[SelectionKey, ...]
    uses: tuple[Use, ...] = ()


def thresholds(shares: Iterable[Fraction | int]) -> list[int]:
    """Cumulative shares (of their sum) as 64-bit thresholds, rounded to nearest; a number r picks
    the first entry that exceeds it, and the last is 2^64 - 1, meaning all that is left."""
    given = list(shares)
    total = Fraction(sum(given))
    result: list[int] = []
    running = Fraction(0)
    for share in given:
        running += share
        result.append(min(TOP - 1, round(running / total * TOP)))
    result[-1] = TOP - 1
    return result


class _Writer:
    def __init__(self) -> None:
        self.code = array("I")
        self.branch = array("I", [0])
        self.threshold = array("Q")
        self.target = array("I")
        self.texts: dict[str, int] = {}
        self.pairs: dict[tuple[str, str], int] = {}

    def add(self, op: int, arg: int = 0) -> None:
        self.code.append(op)
        self.code.append(arg)

    @property
    def here(self) -> int:
        return len(self.code) // 2

    def argument(self, op: Op, arg: str | int | tuple[str, str] | None) -> int:
        if isinstance(arg, str):
            return self.texts.setdefault(arg, len(self.texts))
        if isinstance(arg, tuple):
            return self.pairs.setdefault(arg, len(self.pairs))
        return arg or 0

    def network(self, net: Network) -> int:
        """Writes a network; gives its entry. States that several arcs lead to are written once,
        and the others run on from the state before."""
        entry = self.here
        joined = [0] * len(net.arcs)
        for arcs in net.arcs:
            for arc in arcs:
                joined[arc.target] += 1
        written: dict[int, int] = {}
        jumps: list[tuple[int, int]] = []  # a JUMP's place in the code, and its state
        targets: list[tuple[int, int]] = []  # a place in `target`, and its state
        queue: list[tuple[int, Arc]] = [(-1, Arc(Op.NONE, None, Fraction(1), START))]
        while queue:
            place, arc = queue.pop()
            if arc.op == Op.NONE and arc.target in written:
                targets.append((place, arc.target))
                continue
            if place >= 0:
                self.target[place] = self.here
            pending: list[str] = []
            while True:
                self.step(arc.op, arc.arg, pending)
                state = arc.target
                if joined[state] > 1 or state == START:
                    self.flush(pending)
                    if state in written:
                        jumps.append((self.here, state))
                        self.add(JUMP)
                        break
                    written[state] = self.here
                if state == END:
                    self.flush(pending)
                    self.add(RETURN)
                    break
                arcs = net.arcs[state]
                if len(arcs) > 1:
                    self.flush(pending)
                    self.branches(arcs, queue)
                    break
                arc = arcs[0]
        for place, state in jumps:
            self.code[2 * place + 1] = written[state]
        for place, state in targets:
            self.target[place] = written[state]
        return entry

    def branches(self, arcs: list[Arc], queue: list[tuple[int, Arc]]) -> None:
        """Writes a BRANCH over *arcs*; what they do is queued, to be written behind it."""
        self.add(BRANCH, len(self.branch) - 1)
        self.threshold.extend(thresholds(arc.probability for arc in arcs))
        queue.extend((len(self.target) + n, arc) for n, arc in reversed(list(enumerate(arcs))))
        self.target.extend([0] * len(arcs))
        self.branch.append(len(self.target))

    def step(self, op: Op, arg: str | int | tuple[str, str] | None, pending: list[str]) -> None:
        """One sure arc; texts and the spaces between them gather in *pending*."""
        if op == Op.NONE:
            return
        if op == Op.TEXT:
            assert isinstance(arg, str)
            pending.append(arg)
        elif op == Op.SPACE:
            if not pending or pending[-1] != " ":
                pending.append(" ")
        else:
            self.flush(pending)
            self.add(op, self.argument(op, arg))

    def flush(self, pending: list[str]) -> None:
        """Writes the gathered texts as one, with the spaces at its ends as operations."""
        if not pending:
            return
        text = "".join(pending)
        pending.clear()
        if text.startswith(" "):
            self.add(Op.SPACE)
        middle = text.strip(" ")
        if middle:
            self.add(Op.TEXT, self.argument(Op.TEXT, middle))
            if text.endswith(" "):
                self.add(Op.SPACE)


def tabulate(networks: Networks) -> Tables:
    """The tables of a grammar; the same for the same networks."""
    writer = _Writer()
    entries = array("I")
    for net in networks.table:
        entries.append(writer.network(net))
    return Tables(
        writer.code,
        writer.branch,
        writer.threshold,
        writer.target,
        entries,
        tuple(writer.texts),
        tuple(writer.pairs),
        networks.roots,
        networks.selections,
        networks.uses,
    )
