"""How long fitting takes, and how near it comes to the weights that a corpus was drawn by.

python benchmarks/fitting.py [--count 10000] [--rounds 100] [GRAMMAR…]

Sentences are drawn from each grammar; its weights are taken away, and set anew from the sentences.
Bits are those of as many other sentences: with equal weights, with those found, with those that
they were drawn by.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path

from gramc.compiler.compile import analyse, finish
from gramc.corpora.utterance import Utterance
from gramc.dsl.span import NOWHERE, Span
from gramc.induction.fitting.fit import Corpus, Settings, fit
from gramc.runtime.grammar import Grammar

ROOT = Path(__file__).parents[1]
WORKED = ["music/full", "spanish_music/musica", "hindi_music/sangeet", "pizza/pizza"]


def main() -> None:
    """Prints a line for each grammar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("grammars", nargs="*", type=Path)
    given = parser.parse_args()
    print(f"{'grammar':20} {'choices':>7} {'rounds':>6} {'s':>6} {'MB':>5}  bits: ", end="")
    print(f"{'equal':>6} {'found':>6} {'drawn by':>8}")
    for path in given.grammars or [ROOT / "grammars" / f"{name}.gram" for name in WORKED]:
        measure(path, given.count, given.rounds)


def measure(path: Path, count: int, rounds: int) -> None:
    """Prints a line for the grammar at *path*."""
    drawn = Grammar(finish(*analyse(str(path)))[0])  # type: ignore[arg-type]
    training = list(drawn.sample(count, seed=1))
    other = list(drawn.sample(count, seed=2))
    source = path.read_text("utf-8")
    told = []
    for text in (re.sub(r"/[0-9.]+/ (?!=)", "", source), source):
        text = re.sub(r"^(intent \S+) /[0-9.]+/", r"\1", text, flags=re.M) if not told else text
        state, findings = analyse(str(path), text.encode())
        compiled, findings = finish(state, findings)
        assert state is not None
        assert compiled is not None, findings
        before = time.perf_counter()
        told.append(fit(state, compiled, corpus(training), corpus(other), Settings(rounds=rounds)))
        if len(told) == 1:
            seconds = time.perf_counter() - before
    found, known = told
    assert found.held_out is not None
    assert known.held_out is not None
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{path.stem:20} {found.choices:7} {found.rounds:6} {seconds:6.1f} {megabytes:5}        "
        f"{found.held_out.before:6.2f} {found.held_out.after:6.2f} {known.held_out.before:8.2f}"
    )


def corpus(utterances: list[Utterance]) -> Corpus:
    """What goes through *utterances*."""

    def through() -> Iterator[tuple[Span, Utterance]]:
        return ((NOWHERE, utterance) for utterance in utterances)

    return through


if __name__ == "__main__":
    main()
