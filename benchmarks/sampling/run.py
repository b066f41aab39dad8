"""Sentences per CPU second: gramc, other samplers, and two limits, side by side.

    python benchmarks/sampling/run.py [-o DIR] [--seconds 3] [--rounds 3] [--scratch DIR]
                                      [--workloads NAME…] [--only NAME…]

Installs the peers that can be had into a scratch folder, writes each workload for all of them,
and measures the CPU seconds of whole processes, less those of the same command for a single
sentence. Rounds are interleaved, and the median counts. Writes results.md, results.json and
results.png into DIR.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import report
import workloads
from measure import Failed, cpu_seconds
from peers import Sampler, build_limits, gramc, install

MOST = 5_000_000
"""So many sentences at most, lest the limits fill the disk."""


SLOW = 60
"""Seconds after which finding a count has been measurement enough."""


@dataclass(slots=True)
class Run:
    """One sampler on one workload."""

    sampler: Sampler
    workload: workloads.Workload
    folder: Path
    count: int = 1000
    trouble: str | None = None
    whole: list[float] = field(default_factory=list)
    single: list[float] = field(default_factory=list)
    drawn: int = 0
    slow: bool = False

    def seconds(self, count: int) -> float:
        # A command that overwrites a large file pays for its pages.
        (self.folder / "drawn").unlink(missing_ok=True)
        return cpu_seconds(self.sampler.draw(self.workload, self.folder, count))

    def calibrate(self, aim: float) -> None:
        """Compiles, and finds a count that takes about *aim* seconds."""
        began = time.monotonic()
        compiling = self.sampler.prepare(self.workload, self.folder)
        if compiling:
            cpu_seconds(compiling)
        single = self.seconds(1)
        most = self.sampler.most if self.workload.name == "toy" else None
        for _ in range(5):
            self.count = min(self.count, most or self.count)
            spent = self.seconds(self.count) - single
            self.drawn = self.sampler.count(self.folder)
            if not self.drawn:
                raise Failed("nothing drawn")
            if spent > 0.5 * aim or self.count in (most, MOST):
                break
            factor = aim / max(spent, 0.01 + 0.1 * single)  # less is noise
            self.count = min(MOST, int(self.count * min(100.0, max(3.0, factor))))
        self.slow = time.monotonic() - began > SLOW
        if self.slow:
            self.whole, self.single = [single + spent], [single]

    def attempt(self, aim: float | None = None) -> None:
        """Calibrates, or measures once; what goes wrong ends the run."""
        if self.trouble or self.slow:
            return
        try:
            if aim is not None:
                self.calibrate(aim)
            else:
                self.whole.append(self.seconds(self.count))
                self.drawn = self.sampler.count(self.folder)
                self.single.append(self.seconds(1))
        except Failed as failed:
            self.trouble = str(failed)

    @property
    def rate(self) -> float | None:
        """Sentences per CPU second."""
        if self.trouble:
            return None
        spent = statistics.median(a - b for a, b in zip(self.whole, self.single, strict=True))
        return (self.drawn - 1) / spent if spent > 0 else None


def ours() -> list[Sampler]:
    """gramc in each format that it writes, by the engine that serves here and by the plain one."""
    from gramc.runtime.kernel import serving

    asked = [sys.executable, "-c", "from gramc.cli.main import main; main()", "sample", "--help"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    forms = [form for form in ("text", "annotated", "jsonl", "parquet") if form in said]
    return [gramc(form, name) for name in dict.fromkeys((serving(), "Python")) for form in forms]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", default="sampling-results", help="where the results are written")
    parser.add_argument("--seconds", type=float, default=3.0, help="CPU seconds of one drawing")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workloads", nargs="*", default=workloads.NAMES)
    parser.add_argument("--only", nargs="*", default=[], help="samplers whose names begin so")
    scratch = Path(tempfile.gettempdir()) / "gramc-sampling"
    parser.add_argument("--scratch", type=Path, default=scratch)
    given = parser.parse_args()
    given.scratch.mkdir(parents=True, exist_ok=True)

    peers, missing = install(given.scratch)
    for name, why in missing.items():
        print(f"{name} is not installed: {why}", file=sys.stderr)
    samplers = [*ours(), *peers, *build_limits(given.scratch)]
    if given.only:
        samplers = [one for one in samplers if one.name.startswith(tuple(given.only))]
    runs: list[Run] = []
    for name in given.workloads:
        workload = workloads.workload(name)
        folder = workloads.write(name, given.scratch / "workloads").parent
        here = [Run(sampler, workload, folder) for sampler in samplers]
        for run in here:
            run.attempt(given.seconds)
            said = run.trouble or f"{run.count:,} sentences at a time"
            print(f"{name}: {run.sampler.name}: {said}", file=sys.stderr)
        for _ in range(given.rounds):
            for run in here:
                run.attempt()
        runs += here
    folder = Path(given.o)
    folder.mkdir(parents=True, exist_ok=True)
    print(report.write(runs, missing, given.rounds, folder))


if __name__ == "__main__":
    main()
