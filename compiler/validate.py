"""Validate: whether a walk through loaded tables stays within them.

What `tabulate` and `accept` write always does; what a file holds is not taken on trust. A sampler
may then run without looking: every index is in range, every operation known, a network closes
the slots it opens and no others, values are added where a slot is open, and from every place the
end can be reached. That a walk is short is not promised, here or by any grammar.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress, count
from math import fsum, isfinite
from operator import ge, gt

from .acceptor import Acceptor
from .expand import END_INTENT, FIRST_MARK
from .network import Op
from .tables import BRANCH, JUMP, RETURN, TOP, Tables

_NOT_YET = -1
_DEAREST = 1e6
_OPEN, _CLOSE, _VALUE = int(Op.OPEN), int(Op.CLOSE), int(Op.VALUE)
_CONSTANT, _CONTEXT, _CALL = int(Op.CONSTANT), int(Op.CONTEXT), int(Op.CALL)
_DRAW, _DRAW_VALUE = int(Op.DRAW), int(Op.DRAW_VALUE)
_TEXT, _SPACE = int(Op.TEXT), int(Op.SPACE)


def damaged(tables: Tables, masses: Sequence[int | None]) -> str | None:
    """What is wrong with *tables*, to be put behind a colon, or None. *masses* are what their
    selections weigh, None for those of a catalogue that nothing is bound to."""
    return _out_of_range(tables) or _astray(tables, masses)


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
    return walked.without_end()


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
                elif op in (_VALUE, _DRAW_VALUE):
                    values = values or not depth
                if op in (_DRAW, _DRAW_VALUE) and self.masses[arg] == 0:
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


# --------------------------------------------------------------------------- the acceptor


def acceptor_damaged(acceptor: Acceptor, selections: int, intents: int) -> str | None:
    """What is wrong with *acceptor*, to be put behind a colon, or None: that an index is out of
    range, a mark of the wrong kind, slots opened and closed unevenly, a way without an end."""
    offset, label, target = acceptor.offset, acceptor.label, acceptor.target
    arcs, states = len(label), len(offset) - 1
    if states < 1 or offset[0] or offset[-1] != arcs or any(map(gt, offset, offset[1:])):
        return "the states don't fit their arcs"
    if len(target) != arcs or len(acceptor.cost) != arcs or not isfinite(fsum(acceptor.cost)):
        return "the arcs don't fit their costs and targets"
    if min(acceptor.cost, default=0.0) < -1 or max(acceptor.cost, default=0.0) > _DEAREST:
        return "a cost is none of a probability"
    if not 0 <= acceptor.final < states or max(target, default=0) >= states:
        return "an arc leads to no state"
    if max(label, default=0) >= FIRST_MARK + len(acceptor.marks):
        return "an arc has no label"
    for op, arg in acceptor.marks:
        if op in (_OPEN, _VALUE):
            good = isinstance(arg, str)
        elif op in (_CONSTANT, _CONTEXT):
            good = isinstance(arg, tuple) and [*map(type, arg)] == [str, str]
        elif op == _CLOSE:
            good = arg is None
        else:
            limit = intents if op == END_INTENT else selections
            known = op in (_DRAW, _DRAW_VALUE, END_INTENT)
            good = known and isinstance(arg, int) and 0 <= arg < limit
        if not good:
            return "a mark is of the wrong kind"
    return _uneven(acceptor) or _idle(acceptor)


def _uneven(acceptor: Acceptor) -> str | None:
    """Goes through all states, counting the slots that are open; a path ends where its intent
    does."""
    offset, label, target = acceptor.offset, list(acceptor.label), list(acceptor.target)
    steps = {
        FIRST_MARK + number: (op == _OPEN) - (op == _CLOSE)
        for number, (op, _) in enumerate(acceptor.marks)
    }
    inside = {
        FIRST_MARK + number
        for number, (op, _) in enumerate(acceptor.marks)
        if op in (_VALUE, _DRAW_VALUE, _CLOSE)
    }
    ends = {
        FIRST_MARK + number for number, (op, _) in enumerate(acceptor.marks) if op == END_INTENT
    }
    depths = array("q", [_NOT_YET]) * (len(offset) - 1)
    depths[0] = 0
    before: list[list[int]] = [[] for _ in depths]
    queue = [0]
    for state in queue:
        depth = depths[state]
        for at in range(offset[state], offset[state + 1]):
            mark, lead = label[at], target[at]
            after = depth
            if mark >= FIRST_MARK:
                if mark in ends and (depth or lead != acceptor.final):
                    return "a sentence ends within a slot"
                if mark in inside and not depth:
                    return "a value or an end stands where no slot is open"
                after += steps[mark]
            before[lead].append(state)
            if depths[lead] == _NOT_YET:
                depths[lead] = after
                queue.append(lead)
            elif depths[lead] != after:
                return "ways meet that have different slots open"
    good = {acceptor.final}
    back = [acceptor.final]
    for state in back:
        for earlier in before[state]:
            if earlier not in good:
                good.add(earlier)
                back.append(earlier)
    if len(good.union(queue)) > len(good):
        return "there is a state from which no way leads to the end"
    return None


def _idle(acceptor: Acceptor) -> str | None:
    """Whether a way goes round by marks alone."""
    offset, target = acceptor.offset, acceptor.target
    draws = {
        FIRST_MARK + number
        for number, (op, _) in enumerate(acceptor.marks)
        if op in (_DRAW, _DRAW_VALUE)
    }
    onward: dict[int, list[int]] = {}
    waiting: dict[int, int] = {}
    state = 0
    for at, mark in enumerate(acceptor.label):
        if mark >= FIRST_MARK and mark not in draws:
            while offset[state + 1] <= at:
                state += 1
            onward.setdefault(state, []).append(target[at])
            waiting[target[at]] = waiting.get(target[at], 0) + 1
    queue = [here for here in onward if here not in waiting]
    for here in queue:
        for lead in onward.get(here, ()):
            waiting[lead] -= 1
            if not waiting[lead]:
                queue.append(lead)
    if any(waiting.values()):
        return "a way goes round without text"
    return None
