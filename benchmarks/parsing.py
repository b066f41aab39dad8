"""Parsing speed on the full music grammar: sampled sentences, by the kernel and by the definition
in Python, a file of lines through `gramc parse`, hostile input, binding.

python benchmarks/parsing.py [--sentences 5000]
"""

from __future__ import annotations

import argparse
import gc
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import gramc
from gramc.compiler import artifact
from gramc.runtime.parse import Parse, Parser

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
    """Prints sentences a second, lines a second, milliseconds for each hostile text and binding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=5000)
    count = parser.parse_args().sentences
    grammar = gramc.load(FULL)
    utterances = list(grammar.sample(count))
    texts = [u.text for u in utterances]
    acceptor = grammar.compiled.acceptor
    assert acceptor is not None
    parse = Parser(grammar.compiled, acceptor)
    plain, _ = timed(Parser(grammar.compiled, acceptor, plain=True), texts)
    rate, found = timed(parse, texts)
    right = sum(bool(f) and f[0].utterance == u for f, u in zip(found, utterances, strict=True))
    print(f"{rate:,.0f} sentences/s, {count} sampled sentences, one core")
    print(f"{plain:,.0f} sentences/s by the definition in Python")
    print(f"{right / count:.1%} with their own labels as the best parse")
    for form in ("text", "json"):
        print(f"{lines(texts * 20, form):,.0f} lines/s through gramc parse, as {form}")
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


def timed(parse: Parser, texts: Sequence[str]) -> tuple[float, list[list[Parse]]]:
    """Sentences a second, once all states that they need are made, and their parses."""
    for text in texts:
        parse(text)
    gc.collect()
    gc.freeze()
    begin = time.process_time()
    found = [parse(text) for text in texts]
    return len(texts) / (time.process_time() - begin), found


def lines(texts: Sequence[str], form: str) -> float:
    """Lines a second of CPU time, all of it, that `gramc parse` labels with an artifact."""
    with tempfile.TemporaryDirectory() as folder:
        target, given = Path(folder) / "x.gramc", Path(folder) / "x.txt"
        target.write_bytes(b"".join(artifact.save(gramc.load(FULL).compiled)))
        given.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        call = "from gramc.cli.main import main; main()"
        command = [sys.executable, "-c", call, "parse", str(target), "--output-format", form]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with given.open("rb") as stream:
            subprocess.run(command, stdin=stream, stdout=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        return len(texts) / spent


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
