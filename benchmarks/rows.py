"""Columns of one row, of a million rows: opening, sampling beside independent slots, parsing.

python benchmarks/rows.py [--rows 1000000] [--sentences 200000]

Processor time. There are ten genres, of 100,000 rows each, and twenty decades; titles are all
different, and artists come twenty times on average.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import gramc
from gramc.compiler import artifact
from gramc.runtime.engines import engine
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ne",
    "ru",
    "sta",
    "ber",
    "gen",
    "vo",
    "pra",
    "xi",
    "qui",
    "ton",
    "del",
    "her",
    "mu",
    "sol",
    "tri",
]
GENRES = ["pop", "rock", "jazz", "soul", "metal", "folk", "techno", "ambient", "opera", "blues"]

SHARED = """catalog Song from "songs.tsv"
intent Title = play {Song:Song.title} by {Artist:Song.artist}
intent Genre = some {Genre:Song.genre} from the {Decade:Song.decade} like {Song:Song.title}
intent Both = some {Genre:Song.genre} from the {Decade:Song.decade} [by {Artist:Song.artist}]
"""
APART = """catalog Song from "songs.tsv" value=title
catalog Artist from "songs.tsv" value=artist
intent Title = play {Song} by {Artist}
"""


def songs(rows: int) -> str:
    """The catalogue."""
    rng = random.Random(1)
    lines = ["title\tartist\tgenre\tdecade\tweight"]
    for number in range(rows):
        title = " ".join("".join(rng.choices(SYLLABLES, k=3)) for _ in range(2)) + f" {number}"
        artist = f"{SYLLABLES[number % 18]} {SYLLABLES[number % 17]} {rng.randrange(rows // 20)}"
        decade = f"{rng.choice((18, 19))}{rng.randrange(10)}0s"
        lines.append(f"{title}\t{artist}\t{rng.choice(GENRES)}\t{decade}\t{rng.randint(1, 9)}")
    return "\n".join(lines) + "\n"


def spent(do: Callable[[], object], times: int = 5) -> float:
    """Seconds, the least of several times."""
    found = []
    for _ in range(times):
        begin = time.process_time()
        do()
        found.append(time.process_time() - begin)
    return min(found)


def main() -> None:
    """Prints a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sentences", type=int, default=200_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "songs.tsv").write_text(songs(given.rows), encoding="utf-8")
        loaded = {kind: opened(folder, kind) for kind in ("shared", "apart")}
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    rates = {}
    for kind, grammar in loaded.items():
        made = engine(Sampler(walk(grammar.compiled, ["Title"]), 1, odds=False))
        made.lines("text", 0, 1000)
        for form in ("text", "annotated"):
            rates[kind, form] = given.sentences / spent(
                lambda made=made, form=form: made.lines(form, 0, given.sentences)  # type: ignore[misc]
            )
            print(f"{rates[kind, form]:12,.0f} sentences/s  {kind}, {form}, engine in {made.name}")
    for form in ("text", "annotated"):
        print(f"{rates['apart', form] / rates['shared', form]:12.2f} times as quick apart, {form}")
    grammar = loaded["shared"]
    begin = time.process_time()
    parse = grammar.parser()
    for intent in grammar.intents:
        parse(next(grammar.sample(1, 1, [intent])).text)
    print(f"{1000 * (time.process_time() - begin):9.2f} ms  to make a parser, and its first texts")
    for intent in grammar.intents:
        texts = [u.text for u in grammar.sample(300, 2, [intent])]
        each = []
        for text in texts:
            begin = time.process_time()
            found = parse(text)
            each.append(1000 * (time.process_time() - begin))
            assert found, text
        each.sort()
        middle, last = each[len(each) // 2], each[-1]
        print(f"{middle:9.2f} ms  to parse a sentence of {intent}, the slowest {last:.2f} ms")


def opened(folder: Path, kind: str) -> gramc.Grammar:
    """The grammar from its artifact."""
    source, target = folder / f"{kind}.gram", folder / f"{kind}.gramc"
    source.write_text(SHARED if kind == "shared" else APART, encoding="utf-8")
    begin = time.process_time()
    target.write_bytes(b"".join(artifact.save(gramc.load(source).compiled)))
    size = target.stat().st_size / 1e6
    print(f"{time.process_time() - begin:9.2f} s   to compile {kind}, {size:,.0f} MB")
    begin = time.process_time()
    grammar = gramc.load(target)
    print(f"{1000 * (time.process_time() - begin):9.2f} ms  to open it")
    return grammar


if __name__ == "__main__":
    main()
