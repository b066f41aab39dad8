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

FOLDER = Path(__file__).resolve().parent.parent / "grammars"
FULL = FOLDER / "music" / "full.gram"

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
    for path, name, text in (
        (FOLDER / "lights" / "lights.gram", "area", "light up the friend 7"),
        (FOLDER / "music" / "music.gram", "Artist", "play friend 7"),
        (FULL, "artist", "play music by friend 7"),
    ):
        spent = binding(path, name, text)
        print(f"{spent:6.2f} ms  to bind 10 rows to {name} of {path.name}, parse and sample")


def binding(path: Path, name: str, text: str) -> float:
    """Milliseconds (median of nine) to bind ten rows to a loaded artifact, parse a text with one of
    them and draw a sentence. Other open catalogues are bound before."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "x.gramc"
        target.write_bytes(b"".join(artifact.save(gramc.load(path).compiled)))
        grammar = gramc.load(target)
        for other in grammar.compiled.unbound():
            grammar = grammar.bind(other, ["something"])
        grammar.parse(text)
        rows = [gramc.Entry(f"friend {n}", id=str(n)) for n in range(10)]
        times = []
        for _ in range(9):
            begin = time.process_time()
            bound = grammar.bind(name, rows)
            found = bound.parse(text)
            next(bound.sample(1))
            times.append(time.process_time() - begin)
            assert found
        return 1000 * sorted(times)[len(times) // 2]


if __name__ == "__main__":
    main()
