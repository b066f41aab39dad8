"""One rule several times as a repeat: `<part>{1,3}`, and not `[<part> [<part>]] <part>`.

What is repeated has the same odds for every number of times, and so this is done only where the
data do not bear out others.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..draft import Call, Choice, Expression, Option, Optional, Repeat, Sequence
from . import simple
from .joints import Starts
from .odds import borne_out

MOST = 4
"""More often than this nothing is drawn together."""

Times = Mapping[int, float]
"""How much of the data has something how many times."""


def repeated(one: Expression, starts: Starts) -> Expression:
    """*one* with repeats of rules where it says the same rule several times. Its language is what
    it was."""
    return simple.simple(_repeated(one, starts))


def _repeated(one: Expression, starts: Starts) -> Expression:
    match one:
        case Sequence(parts):
            return Sequence(tuple(_runs(parts, starts)))
        case Choice(options):
            if whole := _as_repeat(one, starts):
                return whole
            return Choice(tuple(Option(_repeated(o.expression, starts), o.count) for o in options))
        case Optional(expression, present, absent):
            if whole := _as_repeat(one, starts):
                return whole
            inner = simple.simple(_repeated(expression, starts))
            if isinstance(inner, Repeat) and inner.low == 1 and not borne_out((present, absent)):
                return Repeat(inner.expression, 0, inner.high)
            return Optional(inner, present, absent)
        case _:
            return one


def _runs(parts: tuple[Expression, ...], starts: Starts) -> list[Expression]:
    """The parts of a sequence, neighbours that say the same rule as one."""
    found: list[Expression] = []
    at = 0
    while at < len(parts):
        name, end = _name(parts[at]), at + 1
        while name is not None and end < len(parts) and _name(parts[end]) == name:
            end += 1
        run = Sequence(parts[at:end])
        whole = _as_repeat(run, starts)
        found += [whole] if whole else [_repeated(part, starts) for part in run.parts]
        at = end
    return found


def _as_repeat(one: Expression, starts: Starts) -> Expression | None:
    name = _name(one)
    if name is None or starts[name].touching or starts[name].empty:
        return None
    times = _times(one)
    low, high = min(times), max(times)
    if high < 2 or high > MOST or sorted(times) != list(range(low, high + 1)):
        return None
    if low == high or borne_out([times[n] for n in sorted(times)]):
        return None
    return Repeat(Call(name), low, high)


def _name(one: Expression) -> str | None:
    """The one rule that *one* calls, if it has nothing else."""
    match one:
        case Call(name):
            return name
        case Sequence(parts) if parts:
            names = {_name(part) for part in parts}
        case Choice(options):
            names = {_name(option.expression) for option in options}
        case Optional(expression):
            names = {_name(expression)}
        case _:
            return None
    return names.pop() if len(names) == 1 else None


def _times(one: Expression) -> Times:
    """How often *one*, which calls one rule alone, calls it."""
    match one:
        case Sequence(parts):
            found: dict[int, float] = {0: 1.0}
            # A call alone counts 1: what may be left out or chosen tells how much data there is.
            most = max(sum(_times(part).values()) for part in parts)
            for part in parts:
                found = _sums(found, _times(part))
            whole = sum(found.values())
            return {times: count * most / whole for times, count in found.items()}
        case Choice(options):
            found = {}
            for option in options:
                _add(found, _times(option.expression), option.count)
            return found
        case Optional(expression, present, absent):
            found = {0: absent}
            _add(found, _times(expression), present)
            return found
        case _:
            return {1: 1.0}


def _add(found: dict[int, float], times: Times, count: float) -> None:
    whole = sum(times.values())
    for each, part in times.items():
        found[each] = found.get(each, 0.0) + count * part / whole


def _sums(one: Times, other: Times) -> dict[int, float]:
    found: dict[int, float] = {}
    for first, count in one.items():
        for second, more in other.items():
            found[first + second] = found.get(first + second, 0.0) + count * more
    return found
