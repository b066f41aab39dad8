"""Labels: whether two readings of one text have said the same so far.

Slots open and close at places of the text, so that they are the same at once or never. Canonical
values and constants have no place: one reading may say them before the other, and what one is
ahead by is kept, as in the delays of a transducer that is compared with itself (Béal and others,
2003). All values so far count only as what one reading has beyond the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...compiler.expand import Mark
from ...compiler.network import Op

DIFFERENT, SAME = 0, 1
"""The numbers of two leads: the readings differ for good; nothing is open between them."""

MOST_AHEAD = 400
"""A reading that is further ahead than so many characters or constants counts as another."""

_Constants = tuple[tuple[str, str], ...]
_Values = tuple["str | None", "str | None"]
_Lead = tuple[_Constants, _Constants, tuple[_Values, ...]]
"""What each reading has in constants beyond the other, and in values, for each slot open."""

_STRUCTURE = (int(Op.OPEN), int(Op.CLOSE))
_NONE: _Values = (None, None)


class Labels:
    """The leads that are met in comparing readings, as numbers."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._marks = marks
        self._leads: list[_Lead] = [((), (), ()), ((), (), ())]
        self._numbers: dict[_Lead, int] = {self._leads[SAME]: SAME}
        self._known: dict[tuple[int, tuple[int, ...], tuple[int, ...]], int] = {}
        self.exact = True
        """False once `MOST_AHEAD` was passed."""

    def after(self, lead: int, mine: tuple[int, ...], others: tuple[int, ...]) -> int:
        """The lead when each reading has passed these marks, at one place of the text."""
        if lead == DIFFERENT or (lead == SAME and mine == others):
            return lead
        if not mine and not others:
            return lead
        key = (lead, mine, others)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._after(self._leads[lead], mine, others)
        return found

    def valued(self, lead: int, mine: str | None, other: str | None) -> int:
        """The lead when each reading has drawn a row with that canonical value, or none."""
        if lead == DIFFERENT or (mine is None and other is None):
            return lead
        constants, others, frames = self._leads[lead]
        stack = list(frames)
        for side, value in ((0, mine), (1, other)):
            if value is not None:
                _add(stack, side, value)
        return self._number(constants, others, stack)

    def _after(self, lead: _Lead, mine: tuple[int, ...], others: tuple[int, ...]) -> int:
        first, second = self._split(mine), self._split(others)
        if [mark for mark, _ in first] != [mark for mark, _ in second]:
            return DIFFERENT
        constants = [list(lead[0]), list(lead[1])]
        stack = list(lead[2])
        for (mark, silent), (_, beside) in zip(first, second, strict=True):
            for side, marks in ((0, silent), (1, beside)):
                for op, arg in marks:
                    if op == Op.VALUE:
                        _add(stack, side, str(arg))
                    elif isinstance(arg, tuple):
                        name, value = arg
                        written = value if op == Op.CONSTANT else f"@{value}"
                        constants[side].append((name, written))
            if mark is None:
                continue
            if mark[0] == Op.OPEN:
                stack.append(_NONE)
            elif stack:
                one, other = stack.pop()
                if one != other:
                    return DIFFERENT
        return self._number(tuple(constants[0]), tuple(constants[1]), stack)

    def _split(self, marks: tuple[int, ...]) -> list[tuple[Mark | None, list[Mark]]]:
        """The borders of slots among *marks*, each with the others that stand before it; a last
        one, None, with those behind."""
        found: list[tuple[Mark | None, list[Mark]]] = []
        silent: list[Mark] = []
        for number in marks:
            mark = self._marks[number]
            if mark[0] in _STRUCTURE:
                found.append((mark, silent))
                silent = []
            else:
                silent.append(mark)
        found.append((None, silent))
        return found

    def _number(self, mine: _Constants, others: _Constants, stack: list[_Values]) -> int:
        common = 0
        while common < min(len(mine), len(others)) and mine[common] == others[common]:
            common += 1
        mine, others = mine[common:], others[common:]
        if mine and others:
            return DIFFERENT
        frames: list[_Values] = []
        for values in stack:
            rest = _beyond(values)
            if rest is None:
                return DIFFERENT
            if frames or rest != _NONE:
                frames.append(rest)
        size = len(mine) + len(others) + sum(len(v or "") for pair in frames for v in pair)
        if size > MOST_AHEAD:
            self.exact = False
            return DIFFERENT
        lead = (mine, others, tuple(frames))
        number = self._numbers.get(lead)
        if number is None:
            number = self._numbers[lead] = len(self._leads)
            self._leads.append(lead)
        return number


def _add(stack: list[_Values], side: int, value: str) -> None:
    """Adds to the canonical value of the innermost slot; of slots that were open before the two
    readings parted nothing is kept until they differ in one."""
    one, other = stack.pop() if stack else _NONE
    if side == 0:
        stack.append((value if one is None else f"{one} {value}", other))
    else:
        stack.append((one, value if other is None else f"{other} {value}"))


def _beyond(values: _Values) -> _Values | None:
    """What each value has beyond the other, or None where they can never become the same."""
    one, other = values
    if one == other:
        return _NONE
    if one is None or other is None:
        return values
    if other.startswith(f"{one} "):
        return "", other[len(one) :]
    if one.startswith(f"{other} "):
        return one[len(other) :], ""
    return None
