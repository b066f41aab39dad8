"""The search for columns: simulated annealing, then the best of what the cold chain passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .columns import Columns, Cut
from .judging import PRICE, Judge
from .phrases import Phrases

COLUMNS = 12
"""Columns there are to put phrases in; those that stay empty are no more."""
ANNEALED = 160
"""Templates that are cut anew in each round; the rest are put to the columns that these make."""
HOT = 25
"""Rounds with falling heat."""
COLD = 4
"""Rounds for each λ."""
BOLD = (1.0, 1.25, 1.6, 2.0)
"""What λ is multiplied by."""
HEAT = 1.4
"""How much hotter the first round is than the last ones."""
MILD = 0.7
"""Heat of the chain while its best state is looked for."""

Heard = Callable[[float, str], None]


def search(phrases: Phrases, weight: float, hear: Heard) -> list[Cut]:
    """A cut of each template.

    Templates are cut one after the other with the counts of all others (Gibbs sampling; Geman and
    Geman 1984), `HOT` rounds with falling heat, then `COLD` mild ones of which the one that
    `Judge` finds worth most is kept, the first among equals; between these, λ rises by `BOLD`, as
    some data bears bolder columns. *hear* is told the description length, which may rise.
    """
    number = len(phrases.templates)
    if not number:
        return []
    main = list(range(min(number, ANNEALED)))
    columns = Columns(phrases, COLUMNS, weight, seed=0)
    judge = Judge(phrases, main, seed=1)
    best: tuple[float, list[Cut]] | None = None
    for turn in range(HOT):
        heat = MILD + HEAT * (1 - turn / HOT)
        _round(columns, main if turn == 0 else columns.shuffled(main), heat)
        hear(columns.length(weight), "phrases are put into columns")
    for bold in BOLD:
        columns.weight = weight * bold
        for turn in range(COLD):
            _round(columns, columns.shuffled(main), MILD if turn < COLD - 1 else 0.0)
            worth = judge.worth(columns, best[0] if best else -PRICE - 1)
            if best is None or worth > best[0]:
                best = worth, [columns.cuts[which] or () for which in main]
                hear(columns.length(weight), "columns that cover more with fewer mistakes")
    if best is not None:
        for which, cut in zip(main, best[1], strict=True):
            columns.put(which, cut)
    rest = list(range(len(main), number))
    for _ in range(2 if rest else 0):
        _round(columns, rest, 0.0)
    return [columns.cuts[which] or () for which in range(number)]


def _round(columns: Columns, order: Sequence[int], heat: float) -> None:
    for which in order:
        columns.take(which)
        columns.put(which, columns.best(which, heat))
