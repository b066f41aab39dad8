"""Do sampled frequencies fit the exact probabilities? A chi-square test for every finite case.

    python benchmarks/frequencies.py [--draws 100000] [--seed 0]

Draws from every grammar under tests/conformance/accept, intent by intent, and compares the
counts of the labelled texts with their exact probabilities. Exits with 1 where a p-value is
below .001.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from pathlib import Path

import gramc
from gramc.runtime.enumerate import language
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

CASES = Path(__file__).resolve().parent.parent / "tests" / "conformance" / "accept"


def p_value(statistic: float, degrees: int) -> float:
    """The chance of a chi-square so large, by the cube-root approximation (Wilson and Hilferty,
    1931), good to a few thousandths of the value."""
    if degrees == 0:
        return 1.0
    part = 2 / (9 * degrees)
    z = ((statistic / degrees) ** (1 / 3) - (1 - part)) / math.sqrt(part)
    return math.erfc(z / math.sqrt(2)) / 2


def chi_square(path: Path, draws: int, seed: int) -> list[tuple[str, int, float, float]]:
    """(intent, texts, statistic, p) of each intent of the grammar at *path*."""
    compiled = gramc.load(path).compiled
    rows = []
    for name, _, net in compiled.networks.roots:
        exact = language(compiled, net)
        sampler = Sampler(walk(compiled, [name]), seed)
        counts = Counter(sampler(index)[0] for index in range(draws))
        assert set(counts) <= set(exact)
        statistic = sum(
            (counts[u] - draws * float(p)) ** 2 / (draws * float(p)) for u, p in exact.items()
        )
        rows.append((name, len(exact), statistic, p_value(statistic, len(exact) - 1)))
    return rows


def main() -> int:
    """Prints a line for every intent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    lowest = 1.0
    for path in sorted(CASES.glob("*.gram")):
        for name, texts, statistic, p in chi_square(path, given.draws, given.seed):
            print(f"{path.stem:32} {name:10} {texts:4} texts  chi2 {statistic:8.2f}  p {p:.4f}")
            lowest = min(lowest, p)
    print(f"lowest p {lowest:.4f} of {given.draws} draws each, seed {given.seed}")
    return int(lowest < 0.001)


if __name__ == "__main__":
    raise SystemExit(main())
