"""How well grammars generalise that were induced of few sentences, beside known methods.

    python benchmarks/induction/run.py [--data snips] [--intents NAME,…] [--seeds dev-0..4]
        [--utterances 50] [--models NAME,…] [--more FILE.py] [--jobs 2] [-o FILE]

For each intent and seed, a few sentences of real data are learned of, with their slot values taken
out, and the others of the intent are held out. Prints the mean of each figure over intents and
seeds, with its standard error; then, paired by intent and seed, how far each model covers more
than the line between the trigram and the bigram automaton at its share of near misses. With -o, the
table and a file of all figures (`.json`) are written; --known takes up the rows of such a file.
A seed is a name: `dev-0` to `dev-4` are for trying things out, `test-0` to `test-9` for the figures
that are quoted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path

from data import FILES, Case, case, intents, seeds
from measures import Held, as_dict, measure
from models import LEARNERS, more
from table import Row, table

KNOWN = dict(LEARNERS)


def one(job: tuple[Case, Sequence[str]]) -> list[Row]:
    """All models on one case."""
    each, names = job
    held = Held(each)
    return [
        Row(name, each.intent, each.seed, as_dict(measure(KNOWN[name].learn, held)))
        for name in names
    ]


def run(cases: Sequence[Case], names: Sequence[str], jobs: int) -> list[Row]:
    """All rows, in the order of models, intents and seeds, whatever is done first."""
    work = [(each, names) for each in cases]
    if jobs == 1:
        found = list(map(one, work))
    else:
        with Pool(jobs) as pool:
            found = pool.map(one, work, chunksize=1)
    return [rows[number] for number in range(len(names)) for rows in found]


def earlier(path: Path, cases: Sequence[Case]) -> list[Row]:
    """The rows of a file, which must be of these cases."""
    wanted = [(each.intent, each.seed) for each in cases]
    rows = []
    for row in json.loads(path.read_text("utf-8")):
        rows.append(Row(row.pop("model"), row.pop("intent"), row.pop("seed"), row))
    for model in {row.model for row in rows}:
        there = [(row.intent, row.seed) for row in rows if row.model == model]
        if there != wanted:
            sys.exit(f"{path} has other intents or seeds of {model}.")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", default="snips", help=f"{', '.join(FILES)}, or a file")
    parser.add_argument("--intents", help="those of the bars, where none are named")
    parser.add_argument("--seeds", default="dev-0..4")
    parser.add_argument("--utterances", type=int, default=50)
    parser.add_argument("--models", help="all, where none are named")
    parser.add_argument("--more", type=Path, help="learners of a file of your own")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--each", action="store_true", help="the means of each intent as well")
    parser.add_argument("--known", type=Path, help="rows of an earlier run, of other models")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    if options.more:
        KNOWN.update(more(options.more))
    names = options.models.split(",") if options.models else list(KNOWN)
    left_out = [name for name in names if KNOWN[name].missing]
    names = [name for name in names if name not in left_out]
    chosen = options.intents.split(",") if options.intents else intents(options.data)
    cases = [
        case(options.data, intent, seed, options.utterances)
        for intent in chosen
        for seed in seeds(options.seeds)
    ]
    known = earlier(options.known, cases) if options.known else []
    names = [name for name in names if name not in {row.model for row in known}]
    rows = known + run(cases, names, options.jobs)
    head = f"{options.data}: {', '.join(chosen)}; seeds {options.seeds}; "
    head += f"{options.utterances} utterances"
    lines = [head, "", *table(rows, options.each)]
    lines += [f"{name}: not there, left out" for name in left_out]
    print("\n".join(lines))
    if options.output:
        options.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = [{"model": r.model, "intent": r.intent, "seed": r.seed, **r.figures} for r in rows]
        kept = options.output.with_suffix(".json")
        kept.write_text(json.dumps(found, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
