"""Drawing each text once, and evenly: seconds, sentences a second, and memory, of the sources in
Python, each in a process of its own. Making what they draw from is in the seconds, and told apart.

python benchmarks/distinct.py [-n 100000]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
DIGITS = "d = 0|1|/3/ 2|3|4|5|/10/ 6|7|8|9\nintent Dial = dial {n:<d>{5}}"
WIDE = "catalog Name\ncatalog Kind = a | b | c\nintent Call = call {Name} [now] | {Kind} of {Name}"
GRAMMARS = {
    "digits": "five digits: 10^5 sentences",
    "wide": "a catalogue of 10^6 rows",
    "weather/weather": "grammars/weather",
    "music/full": "grammars/music/full.gram",
}


def drawn(name: str, distribution: str, count: int) -> None:
    """Prints the line of one grammar under one distribution."""
    from gramc.catalogues.rows import Entry
    from gramc.compiler.compile import compile_grammar
    from gramc.dsl.findings import Finding
    from gramc.runtime.distributions.source import DISTRIBUTIONS, source
    from gramc.runtime.grammar import Grammar
    from gramc.runtime.source import Exhausted

    if "/" in name:
        compiled, _ = compile_grammar(str(ROOT / "grammars" / f"{name}.gram"))
    else:
        text = DIGITS if name == "digits" else WIDE
        compiled, _ = compile_grammar("made.gram", text.encode())
    assert compiled is not None
    if name == "wide":
        rows = [Entry(f"name number {n}", weight=n % 97 + 1) for n in range(10**6)]
        compiled = Grammar(compiled).bind("Name", rows).compiled
    _ = compiled.tables
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = process_time()
    chosen = next(one for one in DISTRIBUTIONS if one == distribution)
    found = source(compiled, None, 0, chosen, distinct=True)
    assert not isinstance(found, Finding)
    made = process_time()
    given = 0
    try:
        for given in range(count):
            found(given)
        given = count
    except Exhausted as end:
        given = end.given
    done = process_time()
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{GRAMMARS[name]:30}{distribution:10}{given:9,} sentences"
        f"{made - start:7.1f} s to make{done - made:7.1f} s to draw"
        f"{given / (done - made):9,.0f} /s{more:7,.0f} MB more"
    )


def main() -> None:
    """Prints a line for every grammar and distribution."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=100_000)
    parser.add_argument("--only", nargs=2, metavar=("GRAMMAR", "DISTRIBUTION"))
    arguments = parser.parse_args()
    if arguments.only:
        drawn(*arguments.only, arguments.n)
        return
    for name in GRAMMARS:
        for distribution in ("weights", "uniform", "patterns"):
            command = [sys.executable, __file__, "-n", str(arguments.n), "--only"]
            subprocess.run([*command, name, distribution], check=True)


if __name__ == "__main__":
    main()
