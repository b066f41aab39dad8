"""Ranges of numbers: how quickly they compile, are drawn and read, in digits and in words.

    python benchmarks/ranges.py [--numbers 10000] [--sentences 300000] [--seed 0]

For each of six locales: the time from the source of `<0..999999999 words>` to its artifact, and to
count it; random numbers of all sizes, said and then parsed back; and sentences a second by the
quickest engine, in words, from a catalogue that lists 100,000 of these numbers, and in digits. The
exit code is 1 where a number does not come back.
"""

from __future__ import annotations

import argparse
import random
from time import perf_counter, process_time

from gramc.catalogues.catalogue import Catalogue
from gramc.catalogues.rows import Entry, Rows
from gramc.compiler import artifact
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.runtime.count import count
from gramc.runtime.engines import engine
from gramc.runtime.parse import Parser
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

LOCALES = ("en-US", "de-DE", "es-ES", "fr-FR", "pt-BR", "hi-IN")
MOST = 999_999_999
ROWS = 100_000


def made(source: str) -> Compiled:
    """The grammar of that source."""
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def rate(compiled: Compiled, sentences: int, seed: int) -> float:
    """Sentences a second."""
    drawing = engine(Sampler(walk(compiled), seed, odds=False))
    drawing.lines("annotated", 0, 1000)
    before = perf_counter()
    drawing.lines("annotated", 0, sentences)
    return sentences / (perf_counter() - before)


def read_back(locale: str, numbers: int, seed: int) -> tuple[int, float, float]:
    """How many numbers are lost, and the microseconds to say one and to parse one."""
    compiled = made(f"locale {locale}\nintent I = to {{n:<0..{MOST} words>}} now")
    selection = compiled.stock.selection(compiled.tables.selections[0])
    acceptor = compiled.acceptor
    assert selection is not None
    assert acceptor is not None
    drawn = random.Random(seed)
    wanted = [drawn.randrange(10 ** drawn.randrange(1, 10)) for _ in range(numbers)]
    before = perf_counter()
    said = [selection.catalogue.value(number) for number in wanted]
    saying = perf_counter() - before
    parse = Parser(compiled, acceptor)
    before = perf_counter()
    parses = [parse(f"to {text} now", 4) for text in said]
    parsing = perf_counter() - before
    lost = sum(
        str(number) not in [p.utterance.slots[0].value for p in found]
        for number, found in zip(wanted, parses, strict=True)
    )
    return lost, saying / numbers * 1e6, parsing / numbers * 1e6


def listed(locale: str, seed: int) -> Compiled:
    """The same with a catalogue of some of the numbers."""
    compiled = made(f"locale {locale}\nintent I = to {{n:<0..{MOST} words>}} now")
    selection = compiled.stock.selection(compiled.tables.selections[0])
    assert selection is not None
    numbers = random.Random(seed).sample(range(MOST), ROWS)
    entries = [Entry(selection.catalogue.value(n), id=str(n)) for n in numbers]
    opened = made("catalog N\nintent I = to {n:N} now")
    return opened.bind("N", Catalogue.of(Rows.of(entries, ()), locale))


def main() -> int:
    """Prints a line for every locale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--numbers", type=int, default=10_000)
    parser.add_argument("--sentences", type=int, default=300_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    print(
        f"{'':6}{'compile':>9}{'artifact':>10}{'count':>8}{'say':>9}{'parse':>10}{'lost':>6}"
        f"{'words/s':>11}{'listed/s':>11}{'digits/s':>11}"
    )
    lost = 0
    for locale in LOCALES:
        before = process_time()
        compiled = made(f"locale {locale}\nintent I = to {{n:<0..{MOST} words>}} now")
        size = len(b"".join(artifact.save(compiled)))
        compiling, before = process_time() - before, process_time()
        whole = count(compiled).whole
        assert whole.texts.value == whole.derivations.value == MOST + 1
        counting = process_time() - before
        missing, saying, parsing = read_back(locale, given.numbers, given.seed)
        lost += missing
        rates = [
            rate(each, given.sentences, given.seed)
            for each in (
                compiled,
                listed(locale, given.seed),
                made(f"intent I = to {{n:<0..{MOST}>}} now"),
            )
        ]
        print(
            f"{locale:6}{compiling:7.2f} s{size / 1000:7.1f} kB{counting:6.2f} s{saying:6.1f} µs"
            f"{parsing:7.0f} µs{missing:6}" + "".join(f"{each:11,.0f}" for each in rates)
        )
    return int(lost > 0)


if __name__ == "__main__":
    raise SystemExit(main())
