"""Fits the prices of the exact style, and prints them beside those in use.

    python benchmarks/induction/prices.py

Two intents of SNIPS that no table of results has, and those of another data set with 250
utterances or more, which count for less: fifty utterances of five seeds each are learned of. A
logistic regression, with a ridge, tells held-out templates from near misses by what is summed over
the steps of each that no template has. Near misses count for more, since few of them may be
accepted, and both where the last fit was in doubt. A price is its coefficient in bits, negated.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy
from data import Template, split, templates
from gramc.evaluation.grammar.corruptions import corruptions
from gramc.induction.lattice.evidence import END, START, Evidence, Numbers
from gramc.induction.lattice.prices import PRICES, Prices
from gramc.induction.lattice.walks import LONGEST

SNIPS = ("AddToPlaylist", "SearchScreeningEvent")
LEAST = 250
SEEDS = tuple(f"dev-{number}" for number in range(5))
OTHER_SHARE = 0.3
NEAR_SHARE = 12.0
RIDGE = 100.0
ROUNDS = 4
KINDS = ("cross", "open", "close", "far")
STEPS = tuple(f.name for f in fields(Prices) if f.name not in ("long", "short"))
COLUMNS = (*STEPS, "long", "lacking", "twice", "short")
NOTHING = replace(PRICES, **dict.fromkeys((f.name for f in fields(Prices)), 0.0))


@dataclass
class Learned:
    """What fifty templates tell of others."""

    evidence: Evidence
    numbers: dict[str, int]
    given: set[Template]
    amounts: dict[Numbers, dict[str, float]]

    @classmethod
    def of(cls, train: Sequence[Template]) -> Learned:
        numbers: dict[str, int] = {}
        for row in train:
            for word in row:
                numbers.setdefault(word, len(numbers) + 2)
        counted = Counter(train).items()
        rows = [(tuple(numbers[word] for word in row), count) for row, count in counted]
        slots = frozenset(at for word, at in numbers.items() if word.startswith("{"))
        return cls(Evidence(rows, slots, PRICES), numbers, set(train), {})

    def row(self, template: Template) -> list[float] | None:
        """Amounts by column; none of templates that are given, or that no walk could be."""
        if template in self.given or not all(word in self.numbers for word in template):
            return None
        symbols = tuple(self.numbers[word] for word in template)
        ahead = (START, START, *symbols, END)
        found: Counter[str] = Counter()
        new = 0
        for at in range(2, len(ahead)):
            step = ahead[at - 2 : at + 1]
            if step not in self.evidence.three:
                new += not self.evidence.two[step[1], step[2]]
                for name, amount in self._amounts(step).items():
                    found[name] += amount  # type: ignore[assignment]
        if new > 2:
            return None
        found["long"] = math.log(min(len(symbols), LONGEST))  # type: ignore[assignment]
        found["lacking"] = int(not set(self.evidence.whole) <= set(symbols))
        once = set(self.evidence.once)
        found["twice"] = sum(count > 1 for one, count in Counter(symbols).items() if one in once)
        found["short"] = 1
        return [float(found[name]) for name in COLUMNS]

    def _amounts(self, step: Numbers) -> dict[str, float]:
        """What each price is multiplied by: prices are linear, so the price of the step where that
        price is 1 and all others are 0."""
        known = self.amounts.get(step)
        if known is None:
            known = {}
            for name in STEPS:
                self.evidence.prices = replace(NOTHING, **{name: 1.0})
                amount = self.evidence.amount(*step)
                if amount:
                    known[name] = amount
            self.amounts[step] = known
        return known


def cases() -> Iterator[tuple[list[Template], str, str, float]]:
    """The templates of each intent, its name, a seed, and how much it counts."""
    for data, share in (("snips", 1.0), ("fb", OTHER_SHARE)):
        for intent, whole in templates(data).items():
            if intent in SNIPS if data == "snips" else len(whole) >= LEAST:
                yield from ((whole, intent, seed, share) for seed in SEEDS)


def table() -> tuple[Any, Any, Any]:
    """Rows of amounts, whether they are of held-out templates, and how much each counts."""
    rows: list[list[float]] = []
    real: list[bool] = []
    counts: list[float] = []
    for whole, intent, seed, share in cases():
        train, others = split(whole, intent, seed, 50)
        learned = Learned.of(train)
        near = corruptions(others, whole, f"{intent}-{seed}")
        for held, templates_ in ((True, others), (False, near)):
            for one, count in Counter(templates_).items():
                row = learned.row(one)
                if row is not None:
                    rows.append(row)
                    real.append(held)
                    counts.append(share * count / len(templates_) * (1 if held else NEAR_SHARE))
    return numpy.array(rows), numpy.array(real, dtype=float), numpy.array(counts)


def fit(rows: Any, real: Any, counts: Any) -> Any:
    """Coefficients: Newton's method, with more weight near the line after each round."""
    scale = rows.std(axis=0) + 1e-9
    scale[-1] = 1.0
    scaled = rows / scale
    ridge = RIDGE * numpy.eye(rows.shape[1])
    ridge[-1, -1] = 0.0
    found = numpy.zeros(rows.shape[1])
    focus = numpy.ones(len(rows))
    for _ in range(ROUNDS):
        weights = counts * focus
        weights *= len(rows) / weights.sum()
        for _ in range(25):
            odds = 1 / (1 + numpy.exp(-numpy.clip(scaled @ found, -30, 30)))
            slope = scaled.T @ (weights * (odds - real)) + ridge @ found
            curve = (scaled * (weights * odds * (1 - odds))[:, None]).T @ scaled + ridge
            found = found - numpy.linalg.solve(curve, slope)
        score = scaled @ found
        near = numpy.sort(score[real == 0])[::-1]
        line = near[int(0.03 * len(near))]
        sure = 1 / (1 + numpy.exp(-numpy.clip(4 * (score - line) / score.std(), -30, 30)))
        focus = 0.15 + 4 * sure * (1 - sure)
    return found / scale


def main() -> None:
    """Prints each price, fitted and in use."""
    found = dict(zip(COLUMNS, fit(*table()), strict=True))
    for name in (*STEPS, "long"):
        bits = found[name] / math.log(2) * (1 if name == "long" else -1)
        print(f"{name:24}{bits:7.2f}{getattr(PRICES, name):7.2f}")


if __name__ == "__main__":
    main()
