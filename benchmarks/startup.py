"""CPU time of whole commands on the toy grammar, median of several runs. Modules are compiled
before, as those of an installed package are.

python benchmarks/startup.py [--runs 7]
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TOY = Path(__file__).resolve().parent.parent / "grammars" / "music" / "music.gram"


def cpu(command: list[str], environment: dict[str, str]) -> float:
    """User and system seconds of one run of *command*."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Prints a line for every command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    gramc = str(Path(sys.executable).parent / "gramc")
    with tempfile.TemporaryDirectory() as folder:
        artifact = str(Path(folder) / "music.gramc")
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = folder
        subprocess.run([gramc, "compile", str(TOY), "-o", artifact], check=True)
        for command in (
            ["--version"],
            ["check", str(TOY)],
            ["sample", "-n", "1000", str(TOY)],
            ["sample", "-n", "1000", artifact],
            ["parse", artifact, "play some pop music"],
        ):
            cpu([gramc, *command], environment)
            times = sorted(cpu([gramc, *command], environment) for _ in range(runs))
            shown = " ".join(Path(a).name if "/" in a else a for a in command)
            middle, low, high = (1000 * t for t in (statistics.median(times), times[0], times[-1]))
            print(f"{middle:5.0f} ms ({low:.0f} to {high:.0f})  {shown}")


if __name__ == "__main__":
    main()
