"""How well the values of catalogues are found in plain text.

    python benchmarks/induction/spans.py [--intents PlayMusic,GetWeather]

Sixty utterances of each intent of SNIPS, without their labels, and all 39 catalogues of SNIPS at
once; then with twelve catalogues more that none of the labels are of. Beside it the longest
values from the left, those of the shortest catalogue where several have one. A span counts where
it begins and ends as annotated, with the same name (*labelled*) or any (*found*).

The catalogues were made of the training split that the utterances are from: an **oracle**, in which
no value is missing. *Half* leaves every second value out of each catalogue. Last, one
catalogue of a million values, made up: seconds and memory to find them in a thousand utterances.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from data import SHARED
from gramc.corpora import braces
from gramc.corpora.utterance import Span, Utterance
from gramc.induction.gathering import Gathered, gather
from gramc.induction.lexicon import Lexicon
from gramc.induction.spans.label import label
from gramc.induction.spans.lattice import Candidates
from gramc.induction.words import tokens

INTENTS = (
    "AddToPlaylist",
    "BookRestaurant",
    "GetWeather",
    "PlayMusic",
    "RateBook",
    "SearchCreativeWork",
    "SearchScreeningEvent",
)
Labels = list[tuple[Span, ...]]


def golden(intent: str) -> list[Utterance]:
    """The annotated utterances of an intent."""
    text = (SHARED / "golden" / f"{intent}.ann.txt").read_text("utf-8")
    return braces.read(text)[0]


def catalogues(folder: Path, kinds: Sequence[str], half: bool) -> Lexicon:
    """The catalogues of these kinds, whole or without every second value."""
    for kind in kinds:
        for path in sorted((SHARED / "catalogues").glob(f"{kind}.*.tsv")):
            head, *rows = path.read_text("utf-8").splitlines()
            kept = rows[::2] if half and len(rows) > 1 else rows
            (folder / path.name).write_text("\n".join([head, *kept, ""]), "utf-8")
    lexicon, findings = Lexicon.load(str(folder), "en")
    assert not findings
    return lexicon


def longest(gathered: Sequence[Gathered], lexicon: Lexicon) -> Labels:
    """The longest values from the left."""
    candidates = Candidates(lexicon, "en")
    found: Labels = []
    for one in gathered:
        lattice = candidates.lattice(one.utterance.text, tokens(one.utterance))
        spans: list[Span] = []
        edges = [edge for edge in lattice.edges if edge.kind.slot]
        for edge in sorted(edges, key=lambda e: (e.start, -e.end, e.kind.size, e.kind.slot)):
            if not spans or edge.start >= spans[-1].end:
                spans.append(Span(edge.kind.slot, edge.start, edge.end))
        found.append(tuple(spans))
    return found


def induced(gathered: Sequence[Gathered], lexicon: Lexicon) -> Labels:
    """The spans of the fewest bits."""
    return [one.utterance.slots for one in label(gathered, lexicon, "en")[0]]


def scores(gold: Labels, found: Labels, named: bool) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""

    def keys(spans: Sequence[Span]) -> set[tuple[str, int, int]]:
        return {(span.name if named else "", span.start, span.end) for span in spans}

    pairs = [(keys(one), keys(other)) for one, other in zip(gold, found, strict=True)]
    right = sum(len(one & other) for one, other in pairs)
    precision = right / max(sum(len(other) for _, other in pairs), 1)
    recall = right / max(sum(len(one) for one, _ in pairs), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


METHODS: dict[str, Callable[[Sequence[Gathered], Lexicon], Labels]] = {
    "longest": longest,
    "bits": induced,
}


def main() -> int:
    """Prints a table for each choice of catalogues."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--intents", default=",".join(INTENTS))
    intents = parser.parse_args().intents.split(",")
    if not (SHARED / "golden").is_dir():
        print(f"There is no data in {SHARED}.", file=sys.stderr)
        return 1
    for title, kinds, half in (
        ("39 catalogues of SNIPS (oracle)", ["snips_train"], False),
        ("with 12 others", ["snips_train", "corpora"], False),
        ("39, half of each", ["snips_train"], True),
    ):
        with tempfile.TemporaryDirectory() as folder:
            lexicon = catalogues(Path(folder), kinds, half)
            table(title, intents, lexicon)
    million()
    return 0


def million() -> None:
    """A catalogue of a million values, and a thousand utterances."""
    with tempfile.TemporaryDirectory() as folder:
        values = [f"{number * 7919 % 1_000_003:x} of {number}" for number in range(1_000_000)]
        (Path(folder) / "song.txt").write_text("\n".join(values), "utf-8")
        lines = [f"play {value} please" for value in values[:1_000]]
        del values
        begun = time.perf_counter()
        gathered = gather([Utterance(line, (), (), "Play") for line in lines], [])[0]
        lexicon, _ = Lexicon.load(folder, "en")
        found = induced(gathered, lexicon)
        seconds = time.perf_counter() - begun
    right = sum(len(spans) == 1 for spans in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\na million values: {right} of {len(lines)} found, {seconds:.1f} s, {memory:.0f} MB")


def table(title: str, intents: Sequence[str], lexicon: Lexicon) -> None:
    """Prints the scores of all methods for each intent, and their means."""
    print(f"\n{title:32}{'labelled':>21}{'found':>21}{'s':>6}")
    print(f"{'':32}{'   P      R      F1  ' * 2}")
    for name, method in METHODS.items():
        rows: list[tuple[float, ...]] = []
        for intent in intents:
            annotated = golden(intent)
            plain = [Utterance(one.text, (), (), intent) for one in annotated]
            gathered = gather(plain, [])[0]
            begun = time.perf_counter()
            found = method(gathered, lexicon)
            seconds = time.perf_counter() - begun
            by_text = {
                one.utterance.text: spans for one, spans in zip(gathered, found, strict=True)
            }
            gold = [one.slots for one in annotated]
            spans = [by_text[one.text] for one in annotated]
            row = (*scores(gold, spans, True), *scores(gold, spans, False), seconds)
            rows.append(row)
            show(f"{name:9}{intent}", row)
        show(f"{name:9}mean", [sum(column) / len(rows) for column in zip(*rows, strict=True)])


def show(title: str, row: Sequence[float]) -> None:
    """One row."""
    cells = "".join(f"{cell:7.3f}" for cell in row[:6])
    print(f"{title:32}{cells}{row[6]:6.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
