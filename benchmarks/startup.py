"""CPU time of whole commands on the toy grammar, median of several runs.

python benchmarks/startup.py [--runs 7]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TOY = Path(__file__).resolve().parent.parent / "grammars" / "music" / "music.gram"


def cpu(command: list[str]) -> float:
    """User and system seconds of one run of *command*."""
    before = os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def main() -> None:
    """Prints a line for every command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    gramc = str(Path(sys.executable).parent / "gramc")
    with tempfile.TemporaryDirectory() as folder:
        artifact = str(Path(folder) / "music.gramc")
        subprocess.run([gramc, "compile", str(TOY), "-o", artifact], check=True)
        for command in (
            ["--version"],
            ["check", str(TOY)],
            ["sample", "-n", "1000", str(TOY)],
            ["sample", "-n", "1000", artifact],
            ["parse", artifact, "play some pop music"],
        ):
            times = sorted(cpu([gramc, *command]) for _ in range(runs))
            shown = " ".join(Path(a).name if "/" in a else a for a in command)
            middle, low, high = (1000 * t for t in (statistics.median(times), times[0], times[-1]))
            print(f"{middle:5.0f} ms ({low:.0f} to {high:.0f})  {shown}")


if __name__ == "__main__":
    main()
