"""Sentences a second of whole runs of `gramc sample` into a file, by format and workers.

python benchmarks/writing.py [--count 1e6] [--jobs 1 2] [--grammar FILE]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MUSIC = Path(__file__).resolve().parent.parent / "grammars" / "music" / "music.gram"
NAMES = (
    "text.txt",
    "annotated.txt",
    "jsonl.jsonl",
    "jsonl.jsonl.zst",
    "jsonl.jsonl.gz",
    "columns.parquet",
)


def main() -> None:
    """Prints a line for every format and number of workers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=float, default=1e6)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--grammar", default=str(MUSIC))
    given = parser.parse_args()
    gramc = str(Path(sys.executable).parent / "gramc")
    with tempfile.TemporaryDirectory() as folder:
        artifact = str(Path(folder) / "a.gramc")
        subprocess.run([gramc, "compile", given.grammar, "-o", artifact], check=True)
        command = [gramc, "sample", artifact, "-n", str(int(given.count))]
        for name in NAMES:
            form = ["--format", "text"] if name.startswith("text") else []
            for jobs in given.jobs:
                target = Path(folder) / name
                begun, used = time.perf_counter(), os.times()
                subprocess.run([*command, *form, "-o", target, "--jobs", str(jobs)], check=True)
                wall, now = time.perf_counter() - begun, os.times()
                cpu = now.children_user - used.children_user
                cpu += now.children_system - used.children_system
                size = target.stat().st_size
                print(
                    f"{name:16} {jobs} workers  {given.count / wall / 1e6:6.2f} M/s  "
                    f"{given.count / cpu / 1e6:6.2f} M per CPU second  "
                    f"{size / given.count:6.1f} B each"
                )
                target.unlink()


if __name__ == "__main__":
    main()
