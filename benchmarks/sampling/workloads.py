"""The grammars that samplers are compared on, written for gramc and for every peer.

    python benchmarks/sampling/workloads.py DIR

`toy` is grammars/music/music.gram. `sixty` has one intent, sixty rules with two hundred
alternatives in all, and three slots with small catalogues; its sentences have about a hundred
bytes. `sixty-100k` and `sixty-1m` are the same with 100,000 and 1,000,000 values in each
catalogue. All are the same files every time.
"""

from __future__ import annotations

import sys
from pathlib import Path

import words
from description import Value, Workload, alternatives, write_gram

NAMES = ("toy", "sixty", "sixty-100k", "sixty-1m")

ARTISTS = Path(__file__).resolve().parents[2] / "grammars" / "music" / "catalogs" / "rock_hall.tsv"


def toy() -> Workload:
    """grammars/music/music.gram."""
    lines = ARTISTS.read_text("utf-8").splitlines()[1:]
    artists = tuple((line.split("\t")[0], 1) for line in lines)
    genres = tuple((text, 1) for text in ("pop", "rock", "jazz", "hip hop"))
    rules = {
        "some": alternatives("some | a bit of | some more"),
        "can": alternatives("can | could"),
        "PlayMusic": alternatives(
            "[please] play [<some>] {Genre} music"
            "| /2/ play [<some>] {Artist}"
            "| <can> you play something by {Artist}"
        ),
    }
    return Workload("toy", "PlayMusic", rules, {"Artist": artists, "Genre": genres}, True)


def sixty(size: int | None = None) -> Workload:
    """The big one; *size* values in each catalogue, or the few that words.py has."""
    rules = {name: alternatives(source) for name, source in words.RULES.items()}
    rules[words.INTENT] = alternatives(words.ROOT)
    if size is None:
        values = {slot: _inline(source) for slot, source in words.SLOTS.items()}
        return Workload("sixty", words.INTENT, rules, values, True)
    name = f"sixty-{size // 1000}k" if size < 1_000_000 else f"sixty-{size // 1_000_000}m"
    return Workload(name, words.INTENT, rules, _catalogues(size), False)


def _inline(source: str) -> tuple[Value, ...]:
    values = []
    for part in source.split("|"):
        head, _, tail = part.strip().rpartition("/ ")
        values.append((" ".join(tail.split()), int(head[1:]) if head else 1))
    return tuple(values)


def _catalogues(size: int) -> dict[str, tuple[Value, ...]]:
    first, second = words.FIRST_HALF.split(), words.SECOND_HALF.split()
    families = " ".join(a + b for a in first for b in second)
    parts = {
        "Person": (words.GIVEN, words.MIDDLE, families),
        "Topic": ("the", words.ADJECTIVE, words.FIELD, words.PAPER, "for", words.WHEN),
        "Venue": (families, words.STREET, words.PLACE),
    }
    return {
        slot: _product([choices.split() for choices in lists], size)
        for slot, lists in parts.items()
    }


def _product(lists: list[list[str]], size: int) -> tuple[Value, ...]:
    """*size* different texts, a word from each of *lists*, in no visible order. Weights fall
    off from 1000 to 1, as those of names do."""
    total = 1
    for one in lists:
        total *= len(one)
    assert size <= total
    step = 7_368_787  # a prime that divides no list's length: every text comes once
    values = []
    for i in range(size):
        rest = i * step % total
        chosen = []
        for one in lists:
            rest, at = divmod(rest, len(one))
            chosen.append(one[at])
        values.append((" ".join(chosen), max(1, 1000 // (1 + i % 1000))))
    return tuple(values)


def workload(name: str) -> Workload:
    """The workload *name*."""
    made = {
        "toy": toy,
        "sixty": sixty,
        "sixty-100k": lambda: sixty(100_000),
        "sixty-1m": lambda: sixty(1_000_000),
    }
    return made[name]()


def write(name: str, folder: Path) -> Path:
    """Writes *name* into a folder of its name in *folder*; the path of its grammar."""
    here = folder / name
    here.mkdir(parents=True, exist_ok=True)
    return write_gram(workload(name), here)


if __name__ == "__main__":
    for one in NAMES:
        print(write(one, Path(sys.argv[1])))
