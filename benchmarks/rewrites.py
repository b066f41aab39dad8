"""What rewrites cost: sampling the 60-rule workload without them and with a few English ones.

python benchmarks/rewrites.py [-n 3000000] [--rounds 3]

Whole commands, less the same command for one sentence; user time of one core, the best of some
rounds.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "sampling"))

REWRITES = {
    "none": "",
    "a/an": """
vowel-letter = a | e | i | o | u
rewrite "a" => "an" / (^ | " ") _ " " <vowel-letter>
""",
    "a/an, is not, want to": """
vowel-letter = a | e | i | o | u
rewrite "a" => "an" / (^ | " ") _ " " <vowel-letter>
rewrite "is not" => "isn't" / " " _ " "
rewrite "want to" => "wanna" / " " _ " "
""",
}


def seconds(artifact: Path, form: str, count: int) -> float:
    """User time of a command that writes *count* sentences to nowhere."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    command = ["gramc", "sample", "-n", str(count), str(artifact), "--format", form]
    subprocess.run([*command, "-o", os.devnull], check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def main() -> None:
    """Prints a line for each set of rewrites and format."""
    import workloads

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=3_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    count = arguments.n
    with tempfile.TemporaryDirectory() as folder:
        grammar = workloads.write("sixty", Path(folder))
        source = grammar.read_text("utf-8")
        rates: dict[str, float] = {}
        for number, (name, rewrites) in enumerate(REWRITES.items()):
            own, artifact = (
                grammar.with_name(f"{number}.gram"),
                grammar.with_name(f"{number}.gramc"),
            )
            own.write_text(source + rewrites, "utf-8")
            subprocess.run(["gramc", "compile", str(own), "-o", str(artifact)], check=True)
            for form in ("text", "annotated", "jsonl"):
                took = min(
                    seconds(artifact, form, count) - seconds(artifact, form, 1)
                    for _ in range(arguments.rounds)
                )
                rate = count / took
                cost = 1 - rate / rates.setdefault(form, rate)
                print(f"{name:<24} {form:<10} {rate / 1e6:5.2f} M/s   cost {cost:6.1%}", flush=True)


if __name__ == "__main__":
    main()
