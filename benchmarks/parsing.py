"""Parsing speed on the full music grammar: sampled sentences, hostile input, binding.

python benchmarks/parsing.py [--sentences 5000]
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from pathlib import Path

import gramc
from gramc.compiler import artifact

FULL = Path(__file__).resolve().parent.parent / "grammars" / "music" / "full.gram"

HOSTILE = (
    "play " * 400,
    "some music by " * 143,
    "a" * 2000,
    "!" * 2000,
    "- " * 1000,
    "please " * 285,
    "play some rock by queen " * 83,
    "e\u0301" * 1000,
    ("a" + "\u0301" * 99) * 20,
    "the 1975 on spotify " * 100,
    '"a" ' * 500,
)


def main() -> None:
    """Prints sentences a second, milliseconds for each hostile text, and for a binding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=5000)
    count = parser.parse_args().sentences
    grammar = gramc.load(FULL)
    utterances = list(grammar.sample(count))
    parse = grammar.parser()
    parse(utterances[0].text)
    gc.collect()
    gc.freeze()
    begin = time.process_time()
    found = [parse(u.text) for u in utterances]
    spent = time.process_time() - begin
    right = sum(bool(f) and f[0].utterance == u for f, u in zip(found, utterances, strict=True))
    print(f"{count / spent:,.0f} sentences/s, {count} sampled sentences, one core")
    print(f"{right / count:.1%} with their own labels as the best parse")
    worst = 0.0
    for text in HOSTILE:
        times = []
        for _ in range(3):
            begin = time.process_time()
            parse(text)
            times.append(time.process_time() - begin)
        worst = max(worst, min(times))
        print(f"{min(times) * 1000:6.2f} ms  {len(text)} characters of {text[:12]!r}")
    print(f"{worst * 1000:6.2f} ms  the worst of them")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "full.gramc"
        target.write_bytes(b"".join(artifact.save(grammar.compiled)))
        loaded = gramc.load(target)
        loaded.parse("play some music")
        rows = [gramc.Entry(f"friend {n}", id=str(n)) for n in range(10)]
        times = []
        for _ in range(9):
            begin = time.process_time()
            bound = loaded.bind("artist", rows)
            bound.parse("play music by friend 7")
            next(bound.sample(1))
            times.append(time.process_time() - begin)
        middle = sorted(times)[len(times) // 2]
        print(f"{middle * 1000:6.2f} ms  to bind 10 rows, parse a sentence and sample one")


if __name__ == "__main__":
    main()
