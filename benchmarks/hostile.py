"""Importers on broken, huge and hostile files: the most seconds and megabytes that a file takes.

    python benchmarks/hostile.py [FORMAT …]

The files are those of the tests; each import is a process of its own, which is forked from one that
has all modules. Times are CPU seconds; `refused` says how many of the kinds ended with an error,
the others are odd, but well-formed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Options

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "exchange"))
from samples import HOSTILE, SAMPLES


def peak() -> float:
    """The largest memory of this process, in MB."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    return 0.0


def measured(name: str, path: Path) -> tuple[float, float, bool]:
    """Seconds, megabytes, and whether it was refused."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        begun = time.process_time()
        made = import_(FORMATS[name], str(path), Options("en", "sample"))
        told = f"{time.process_time() - begun} {peak()} {int(made.failed)}"
        os.write(write, told.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"{name} on {path}"
    seconds, megabytes, refused = told.split()
    return float(seconds), float(megabytes), refused == "1"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    given = parser.parse_args()
    print(f"{'format':14} {'refused':>9} {'s':>6} {'MB':>6}  slowest of those, of the others")
    for name, (files, path) in SAMPLES.items():
        if given.formats and name not in given.formats:
            continue
        slowest: dict[bool, tuple[float, str]] = {True: (0.0, ""), False: (0.0, "")}
        most, count, refused = 0.0, 0, 0
        for file in files:
            for kind, content in HOSTILE.items():
                with tempfile.TemporaryDirectory() as folder:
                    for each, held in {**files, file: content}.items():
                        target = Path(folder, each)
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(held if isinstance(held, bytes) else held.encode())
                    start = Path(folder, path)
                    start = Path(folder, file) if start.is_file() else start
                    seconds, megabytes, failed = measured(name, start)
                count += 1
                refused += failed
                most = max(most, megabytes)
                slowest[failed] = max(slowest[failed], (seconds, kind))
        worst = f"{slowest[True][1]}; {slowest[False][1] or '-'} {slowest[False][0]:.2f} s"
        share = f"{refused}/{count}"
        print(f"{name:14} {share:>9} {slowest[True][0]:6.2f} {most:6.0f}  {worst}", flush=True)


if __name__ == "__main__":
    main()
