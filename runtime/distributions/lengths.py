"""Lengths: how long the texts of ranked tables are on average, each counted once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ...catalogues.catalogue import Catalogue
from ...catalogues.numbers.catalogue import Numbers
from ...compiler.network import Op
from ...compiler.tables import BRANCH, JUMP, RETURN
from .ranked import Ranked


@dataclass(frozen=True, slots=True)
class Lengths:
    """The averages of so many texts: characters, spaces, and the share of texts that are empty."""

    count: int
    characters: float
    spaces: float
    empty: float

    @property
    def words(self) -> float:
        """What stands between spaces."""
        return self.spaces + 1.0 - self.empty


def lengths(ranked: Ranked) -> tuple[Lengths, ...]:
    """The lengths of the texts of each intent, and then those of all."""
    averages = [_averages(catalogue, rows) for catalogue, rows in ranked.selections]
    known: dict[int, Lengths] = {}
    work = [0]
    while work:  # what a stretch of code leads to comes first
        pc = work[-1]
        if pc not in known:
            missing = [to for to in _leads(ranked, pc) if to not in known]
            if missing:
                work.extend(missing)
                continue
            known[pc] = _stretch(ranked, pc, averages, known)
        work.pop()
    return (*(known[ranked.target[n]] for n in range(len(ranked.intents))), known[0])


def _averages(catalogue: Catalogue, rows: Sequence[int]) -> tuple[float, float]:
    """The characters of a row's text, and the spaces in it."""
    if isinstance(catalogue, Numbers) and isinstance(rows, range):
        characters, spaces = map(float, catalogue.averages(rows[0]))
        return characters, spaces
    texts = [catalogue.value(row) for row in rows]
    return sum(map(len, texts)) / len(texts), sum(t.count(" ") for t in texts) / len(texts)


def _leads(ranked: Ranked, pc: int) -> list[int]:
    """Where the stretch of code that begins at *pc* leads to."""
    code = ranked.code
    while code[2 * pc] not in (BRANCH, JUMP, RETURN):
        pc += 1
    op, arg = code[2 * pc], code[2 * pc + 1]
    if op == BRANCH:
        return list(ranked.target[ranked.branch[arg] : ranked.branch[arg + 1]])
    return [arg] if op == JUMP else []


def _stretch(
    ranked: Ranked, pc: int, averages: list[tuple[float, float]], known: dict[int, Lengths]
) -> Lengths:
    """The lengths from *pc* on, those of all it leads to being known."""
    code = ranked.code
    characters = spaces = 0.0
    empty = 1.0
    times = 1
    while True:
        op, arg = code[2 * pc], code[2 * pc + 1]
        pc += 1
        if op == Op.TEXT:
            text = ranked.texts[arg]
            characters, spaces, empty = characters + len(text), spaces + text.count(" "), 0.0
        elif op in (Op.DRAW, Op.DRAW_VALUE):
            number = ranked.drawn[arg]
            more, between = averages[number]
            characters, spaces, empty = characters + more, spaces + between, 0.0
            times *= len(ranked.selections[number][1])
        elif op == RETURN:
            return Lengths(times, characters, spaces, empty)
        elif op in (BRANCH, JUMP):
            break
    behind = [known[to] for to in _leads(ranked, pc - 1)]
    total = sum(one.count for one in behind)
    shares = [one.count / total for one in behind]
    pairs = list(zip(shares, behind, strict=True))
    return Lengths(
        times * total,
        characters + math.fsum(share * one.characters for share, one in pairs),
        spaces + math.fsum(share * one.spaces for share, one in pairs),
        empty * math.fsum(share * one.empty for share, one in pairs),
    )
