"""Validate the uses of rows: whether a walk writes columns only of rows that it has drawn."""

from __future__ import annotations

from collections.abc import Sequence

from .network import FIRSTS, ROWS
from .tables import BRANCH, JUMP, RETURN, Tables


def misused(tables: Tables) -> str | None:
    """What is wrong with the uses by themselves: a row is not of a selection, or a register is
    shared by rows of two catalogues."""
    owner: dict[int, str] = {}
    for use in tables.uses:
        if not 0 <= use.selection < len(tables.selections) or use.register < 0:
            return "a row is of no selection"
        name = tables.selections[use.selection].catalogue
        if owner.setdefault(use.register, name) != name:
            return "rows of two catalogues are kept in one place"
    return None


def unset(
    tables: Tables, onward: dict[int, list[int]], ops: Sequence[int], args: Sequence[int]
) -> str | None:
    """Whether some way through a network writes a column of a row that none was drawn for.
    *onward* has for the beginning of each straight run of the code where it leads."""
    if not tables.uses:
        return None
    needs: dict[int, frozenset[int]] = {}
    draws: dict[int, frozenset[int]] = {}
    before: dict[int, list[int]] = {}
    for start, leads in onward.items():
        needed, drawn = set[int](), set[int]()
        pc = start
        while True:
            op, arg = ops[pc], args[pc]
            if op in ROWS:
                register = tables.uses[arg].register
                if op in FIRSTS:
                    drawn.add(register)
                elif register not in drawn:
                    needed.add(register)
            pc += 1
            if op in (BRANCH, JUMP, RETURN) or pc in onward:
                break
        needs[start], draws[start] = frozenset(needed), frozenset(drawn)
        for lead in leads:
            before.setdefault(lead, []).append(start)
    queue = [start for start, needed in needs.items() if needed]
    while queue:
        here = queue.pop()
        for start in before.get(here, ()):
            wanted = needs[start] | (needs[here] - draws[start])
            if wanted != needs[start]:
                needs[start] = wanted
                queue.append(start)
    if any(needs[entry] for entry in tables.entry if entry in needs):
        return "a column is written of a row that was not drawn"
    return None
