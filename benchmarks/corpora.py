"""Going through corpora of a million sentences: seconds and the most memory of each command.

python benchmarks/corpora.py [--count 1e6]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GRAMMAR = """\
grammar big
locale en

artist = /3/ the {Artist:<1..20000>} brothers | {Artist:<1..500>} sisters and sons
song = [song | track | number] {Song:<1..1000000>}
intent Play /5/ = [can you | please] play [me] <song> [by <artist>] [now | in room {Room:<1..30>}]
intent Queue /2/ = (add | queue | append) <song> [to {List:<1..400>}]
intent Stop = stop [it | the music | playing] [now | please]
"""


def main() -> None:
    """Prints a line for every command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=float, default=1e6)
    given = parser.parse_args()
    gramc = str(Path(sys.executable).parent / "gramc")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "big.gram").write_text(GRAMMAR)
        for seed in (0, 1):
            subprocess.run(
                [gramc, "sample", folder / "big.gram", "-n", str(int(given.count)), "--seed",
                 str(seed), "-o", folder / f"{seed}.jsonl"],
                check=True,
            )  # fmt: skip
        one, other = folder / "0.jsonl", folder / "1.jsonl"
        size = one.stat().st_size / 1e6
        print(f"{given.count:,.0f} sentences of JSON lines, {size:.0f} MB")
        for command in (
            ["stats", one],
            ["stats", one, "--report", folder / "page.html"],
            ["convert", one, "-o", folder / "0.conll"],
            ["convert", one, "--to", "massive", "-o", folder / "m.jsonl"],
            ["convert", folder / "0.conll", "--to", "annotated", "-o", folder / "a.txt"],
            ["diff", one, other],
        ):
            _measured([gramc, "corpus", *map(str, command)])


def _measured(command: list[str]) -> None:
    """Runs a command and prints what it took."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begun
    assert os.waitstatus_to_exitcode(status) in (0, 1), command
    shown = " ".join(Path(part).name if "/" in part else part for part in command[1:])
    cpu = used.ru_utime + used.ru_stime
    memory = used.ru_maxrss / 1024
    print(f"{shown:50} {wall:6.1f} s  {cpu:6.1f} s of CPU  {memory:6.0f} MB", flush=True)


if __name__ == "__main__":
    main()
