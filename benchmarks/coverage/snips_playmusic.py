"""How much of the SNIPS PlayMusic training utterances the music grammar parses.

    python benchmarks/coverage/snips_playmusic.py [DATA.jsonl] [--grammar FILE] [--missed] [--names]

Prints the share of utterances that parse at all and the share whose best parse has exactly the
labels of the data (the same spans with the same names; canonical values are not compared), with
the number of rules. The catalogues of the grammar hold the slot values of these very utterances
(they are all that CC0 offers), so that the figures measure the grammar's constructions, not how
well its catalogues cover new names. With other data, `--names` binds the names of that data to
the catalogues as well, and so measures the constructions alone.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "snips_cased" / "snips_cased.train.en.jsonl"
GRAMMAR = ROOT / "grammars" / "music" / "full.gram"
INTENT = "PlayMusic"
NAMES = ("artist", "track", "album", "playlist", "genre")
"""The open classes: catalogues of the grammar that lie in files of the same names."""


def utterances(path: Path, intent: str = INTENT) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["intent"] == intent:
                yield row


def gold_spans(row: dict[str, Any]) -> list[tuple[str, int, int]]:
    """The labelled spans of *row*, as offsets into its text: (name, start, end)."""
    spans: list[tuple[str, int, int]] = []
    at = 0
    for token, tag in zip(row["tokens"], row["tags"], strict=True):
        start = row["text"].index(token, at)
        at = start + len(token)
        if tag.startswith("B-"):
            spans.append((tag[2:], start, at))
        elif tag.startswith("I-"):
            name, begin, _ = spans.pop()
            spans.append((name, begin, at))
    return spans


def count_rules(path: Path, seen: set[Path] | None = None) -> int:
    """Rules and intents in *path* and the files it imports."""
    import gramc.dsl.tree as tree
    from gramc.dsl.parse import parse

    seen = set() if seen is None else seen
    if path.resolve() in seen:
        return 0
    seen.add(path.resolve())
    file, _ = parse(path.read_text(encoding="utf-8"), str(path))
    total = 0
    for statement in file.statements:
        if isinstance(statement, tree.Rule | tree.Intent):
            total += 1
        elif isinstance(statement, tree.Import) and statement.path:
            total += count_rules(path.parent / statement.path, seen)
    return total


def with_names(grammar: Any, folder: Path, rows: list[dict[str, Any]]) -> Any:
    """*grammar* with the names that stand in *rows* put into its catalogues."""
    import gramc

    for name in NAMES:
        with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
            entries = [
                gramc.Entry(
                    line["value"],
                    weight=line["weight"],
                    cells={k: v for k, v in line.items() if k not in ("value", "weight")},
                )
                for line in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            ]
        known = {entry.value.casefold() for entry in entries}
        for row in rows:
            for label, start, end in gold_spans(row):
                value = row["text"][start:end]
                if label == name and value.casefold() not in known:
                    known.add(value.casefold())
                    entries.append(gramc.Entry(value))
        grammar = grammar.bind(name, entries)
    return grammar


def main() -> int:
    options = argparse.ArgumentParser(description="Coverage of SNIPS PlayMusic by a grammar.")
    options.add_argument("data", nargs="?", type=Path, default=DATA)
    options.add_argument("--grammar", type=Path, default=GRAMMAR)
    options.add_argument("--missed", action="store_true", help="print what was not parsed, too")
    options.add_argument("--names", action="store_true", help="bind the names of the data, too")
    given = options.parse_args()
    if not given.data.exists():
        print(f"no such file: {given.data}", file=sys.stderr)
        return 2

    import gramc

    grammar = gramc.load(str(given.grammar))
    rows = list(utterances(given.data))
    if given.names:
        grammar = with_names(grammar, given.grammar.parent / "catalogs", rows)
    parsed = exact = 0
    for row in rows:
        parses = grammar.parse(row["text"])
        if parses:
            parsed += 1
            best = parses[0].utterance.slots
            exact += [(s.name, s.start, s.end) for s in best] == gold_spans(row)
        elif given.missed:
            print(row["text"])
    rules = count_rules(given.grammar)
    print(f"{given.grammar.name}: {rules} rules, {len(rows)} utterances of {given.data.name}")
    print(f"parsed               {parsed:5d}  {parsed / len(rows):6.1%}")
    print(f"with the same labels {exact:5d}  {exact / len(rows):6.1%}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
