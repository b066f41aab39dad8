"""Validate: whether a walk through loaded tables stays within them.

Any through what `tabulate` writes does; what a file holds is not taken on trust. A sampler
may then run without looking: every index is in range, every operation known, a network closes
the slots it opens and no others, values are added where a slot is open, and from every place the
end can be reached. That a walk is short is not promised, here or by any grammar.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress, count
from operator import ge, gt

from .network import FIRSTS, ROWS, Op
from .tables import BRANCH, JUMP, RETURN, TOP, Tables
from .validate_rows import misused, unset

_NOT_YET = -1
_OPEN, _CLOSE, _VALUE = int(Op.OPEN), int(Op.CLOSE), int(Op.VALUE)
_CONSTANT, _CONTEXT, _CALL = int(Op.CONSTANT), int(Op.CONTEXT), int(Op.CALL)
_DRAW, _DRAW_VALUE = int(Op.DRAW), int(Op.DRAW_VALUE)
_VALUED = (_VALUE, _DRAW_VALUE, int(Op.ROW_VALUE), int(Op.COLUMN_VALUE))
_TEXT, _SPACE = int(Op.TEXT), int(Op.SPACE)


def damaged(tables: Tables, masses: Sequence[int | None]) -> str | None:
    """What is wrong with *tables*, to be put behind a colon, or None. *masses* are what their
    selections weigh, None for those of a catalogue that nothing is bound to."""
    return misused(tables) or _out_of_range(tables) or _astray(tables, masses)


def _out_of_range(tables: Tables) -> str | None:
    branch, threshold, target = tables.branch, tables.threshold, tables.target
    if len(tables.code) % 2 or not len(tables.code):
        return "the code ends within an operation"
    size, networks = len(tables.code) // 2, len(tables.entry)
    limits = {
        _TEXT: len(tables.texts),
        _OPEN: len(tables.texts),
        _VALUE: len(tables.texts),
        _CONSTANT: len(tables.pairs),
        _CONTEXT: len(tables.pairs),
        _DRAW: len(tables.selections),
        _DRAW_VALUE: len(tables.selections),
        _CALL: networks,
        **dict.fromkeys(map(int, ROWS), len(tables.uses)),
        JUMP: size,
        BRANCH: len(branch) - 1,
        _SPACE: TOP,
        _CLOSE: TOP,
        RETURN: TOP,
    }
    for op, arg in set(zip(tables.code[::2], tables.code[1::2], strict=True)):
        if op not in limits:
            return f"there is no operation {op}"
        if arg >= limits[op]:
            return f"operation {op} points to {arg} of {limits[op]}"
    if tables.code[2 * size - 2] not in (JUMP, BRANCH, RETURN):
        return "the code runs on behind its end"
    if not len(branch) or branch[0] or branch[-1] != len(target) or len(target) != len(threshold):
        return "the branches don't fit their targets"
    if any(map(ge, branch, branch[1:])):
        return "a branch has no targets"
    if max(target, default=0) >= size or max(tables.entry, default=0) >= size:
        return "a target is not within the code"
    if any(threshold[end - 1] != TOP - 1 for end in branch[1:]):
        return "a branch leaves something over"
    falls = compress(count(1), map(gt, threshold, threshold[1:]))
    if not set(falls) <= set(branch):
        return "thresholds don't ascend"
    if any(not 0 <= network < networks for _, _, network in tables.roots):
        return "an intent has no network"
    return None


def _astray(tables: Tables, masses: Sequence[int | None]) -> str | None:
    """What goes wrong on some walk, of which all indexes are known to be in range."""
    walked = _Walked(tables, masses)
    for network in range(len(tables.entry)):
        walked.explore(network)
        if walked.wrong:
            return walked.wrong
    wanting = walked.needing_a_slot()
    if any(network in wanting for _, _, network in tables.roots):
        return "a value is added where no slot is open"
    return unset(tables, walked.onward, walked.ops, walked.args) or walked.without_end()


class _Walked:
    """The code, gone through network by network, each place once."""

    def __init__(self, tables: Tables, masses: Sequence[int | None]) -> None:
        self.tables = tables
        self.masses = masses
        self.ops = list(tables.code[::2])
        self.args = list(tables.code[1::2])
        self.wrong: str | None = None
        self.block = array("q", [_NOT_YET]) * len(self.ops)  # where the straight run began
        self.depth = array("q", [0]) * len(self.ops)  # slots open that this network opened
        self.network: dict[int, int] = {}  # by block
        self.onward: dict[int, list[int]] = {}  # where a block leads; nowhere if it returns
        self.calls: dict[int, list[int]] = {}  # what a block calls
        self.bare: list[set[int]] = []  # what a network calls while it has no slot open
        self.values: list[bool] = []  # whether it adds a value then

    def explore(self, network: int) -> None:
        """Goes through a network."""
        ops, args, tables, block, depths = self.ops, self.args, self.tables, self.block, self.depth
        branch, target = tables.branch, tables.target
        bare: set[int] = set()
        values = False
        queue = [(tables.entry[network], 0)]
        while queue:
            start, depth = queue.pop()
            if block[start] != _NOT_YET:
                if self.network[block[start]] != network or depths[start] != depth:
                    self.wrong = "ways meet that have different slots open"
                    return
                continue
            self.network[start] = network
            called = self.calls[start] = []
            pc = start
            while True:
                if block[pc] != _NOT_YET:  # ran into another block
                    leads = [pc]
                    break
                block[pc], depths[pc] = start, depth
                op, arg = ops[pc], args[pc]
                pc += 1
                if op == BRANCH:
                    leads = list(target[branch[arg] : branch[arg + 1]])
                    break
                if op == JUMP:
                    leads = [arg]
                    break
                if op == RETURN:
                    leads = []
                    break
                if op <= _SPACE:
                    continue
                if op == _OPEN:
                    depth += 1
                elif op == _CLOSE:
                    depth -= 1
                    if depth < 0:
                        self.wrong = "a slot is closed that is not open"
                        return
                elif op == _CALL:
                    called.append(arg)
                    if not depth:
                        bare.add(arg)
                elif op in _VALUED:
                    values = values or not depth
                if op in (_DRAW, _DRAW_VALUE) and self.masses[arg] == 0:
                    self.wrong = "there is a draw from nothing"
                    return
                if op in FIRSTS and self.masses[tables.uses[arg].selection] == 0:
                    self.wrong = "there is a draw from nothing"
                    return
            if op == RETURN and depth:
                self.wrong = "a slot is never closed"
                return
            self.onward[start] = leads
            queue.extend((lead, depth) for lead in leads)
        self.bare.append(bare)
        self.values.append(values)

    def needing_a_slot(self) -> set[int]:
        """The networks that add a value to a slot of whoever calls them."""
        callers: dict[int, list[int]] = {}
        for network, called in enumerate(self.bare):
            for callee in called:
                callers.setdefault(callee, []).append(network)
        return _reached([n for n, values in enumerate(self.values) if values], callers)

    def without_end(self) -> str | None:
        """Whether a walk can come where it can't end: a block ends where it returns, or leads to
        one that ends, and all that it calls does; a call ends where the first block of its network
        does."""
        block, entry = self.block, [self.block[at] for at in self.tables.entry]
        waiting: dict[int, list[int]] = {}  # by block: those that lead to it
        callers: dict[int, list[int]] = {}  # by first block: those that call it
        open_calls: dict[int, int] = {}
        ends: dict[int, None] = {}
        onward_ends: set[int] = set()
        queue: list[int] = []
        for start, leads in self.onward.items():
            for lead in leads:
                waiting.setdefault(block[lead], []).append(start)
            called = {entry[network] for network in self.calls[start]}
            open_calls[start] = len(called)
            for first in called:
                callers.setdefault(first, []).append(start)
            if not leads:
                onward_ends.add(start)
                if not called:
                    queue.append(start)
        while queue:
            here = queue.pop()
            if here in ends:
                continue
            ends[here] = None
            for start in waiting.get(here, ()):
                onward_ends.add(start)
                if not open_calls[start]:
                    queue.append(start)
            for start in callers.get(here, ()):
                open_calls[start] -= 1
                if not open_calls[start] and start in onward_ends:
                    queue.append(start)
        if len(ends) < len(self.onward):
            return "there is a place from which no way leads to the end"
        return None


def _reached(queue: list[int], onward: dict[int, list[int]]) -> set[int]:
    """All that can be reached, where *queue* is what one begins with."""
    seen = set(queue)
    for here in queue:
        for lead in onward.get(here, ()):
            if lead not in seen:
                seen.add(lead)
                queue.append(lead)
    return seen
