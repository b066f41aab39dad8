"""Validate the acceptor: whether a walk through a loaded one stays within it, opens and closes
slots evenly, and can always come to its end."""

from __future__ import annotations

from array import array
from math import fsum, isfinite
from operator import gt

from .acceptor import Acceptor
from .expand import END_INTENT, FIRST_MARK
from .network import ROWS, Op

_NOT_YET = -1
_DEAREST = 1e6
_OPEN, _CLOSE, _VALUE = int(Op.OPEN), int(Op.CLOSE), int(Op.VALUE)
_CONSTANT, _CONTEXT = int(Op.CONSTANT), int(Op.CONTEXT)
_DRAW, _DRAW_VALUE = int(Op.DRAW), int(Op.DRAW_VALUE)


def damaged(acceptor: Acceptor, selections: int, intents: int, uses: int = 0) -> str | None:
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
            limit = intents if op == END_INTENT else uses if op in ROWS else selections
            known = op in (_DRAW, _DRAW_VALUE, END_INTENT) or op in ROWS
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
        if op in (_VALUE, _DRAW_VALUE, _CLOSE, Op.ROW_VALUE, Op.COLUMN_VALUE)
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
        if op in (_DRAW, _DRAW_VALUE) or op in ROWS
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
